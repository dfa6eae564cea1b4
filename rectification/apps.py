from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = _("Rectification")

    def ready(self) -> None:
        from rectification import checks  # noqa: F401  # registers itself
        from rectification.workflow import access

        access.listen()
