"""How forms look: Django's own forms, drawn with our components."""

from django.forms.renderers import TemplatesSetting


class ComponentForms(TemplatesSetting):
    """``{{ form }}`` gives the error summary and all fields; ``{{ form.name.as_field_group }}`` one field."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
