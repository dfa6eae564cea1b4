"""``/people/``: people, units, groups, import."""

from django.urls import path

from accounts.views import imports, people, units

app_name = "accounts"
urlpatterns = [
    path("", people.people, name="people"),
    path("new/", people.new_person, name="new_person"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.edit_person, name="edit_person"),
    path("<int:pk>/password/", people.reset_password, name="reset_password"),
    path("<int:pk>/unlock/", people.unlock, name="unlock"),
    path("<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("<int:pk>/activate/", people.activate, name="activate"),
    path("<int:pk>/posts/", people.grant_post, name="grant_post"),
    path("posts/<int:pk>/end/", people.end_post, name="end_post"),
    path("posts/<int:pk>/transfer/", people.transfer, name="transfer"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/rename/", units.rename_unit, name="rename_unit"),
    path("units/<int:pk>/kind/", units.set_kind, name="set_kind"),
    path("units/<int:pk>/move/", units.move_unit, name="move_unit"),
    path("units/<int:pk>/merge/", units.merge_unit, name="merge_unit"),
    path("units/<int:pk>/dissolve/", units.dissolve_unit, name="dissolve_unit"),
    path("units/<int:pk>/former/", units.add_former_name, name="add_former_name"),
    path("units/<int:pk>/aliases/", units.add_alias, name="add_alias"),
    path("units/aliases/<int:pk>/remove/", units.remove_alias, name="remove_alias"),
    path("groups/", units.groups, name="groups"),
    path("groups/new/", units.new_group, name="new_group"),
    path("groups/<int:pk>/", units.group, name="group"),
    path("groups/<int:pk>/rename/", units.rename_group, name="rename_group"),
    path("groups/<int:pk>/members/", units.add_member, name="add_member"),
    path("groups/members/<int:pk>/end/", units.end_member, name="end_member"),
    path("import/", imports.sheet_import, name="import"),
    path("import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("import/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<int:pk>/passwords/", imports.import_passwords, name="import_passwords"),
]
