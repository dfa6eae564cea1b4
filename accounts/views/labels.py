"""The words for columns and verdicts of an imported sheet."""

from django.utils.translation import gettext_lazy as _

from accounts.importing import Verdict

VERDICTS = {
    Verdict.NEW: _("new"),
    Verdict.CHANGED: _("changed"),
    Verdict.UNCHANGED: _("unchanged"),
    Verdict.REFUSED: _("refused"),
}
COLUMNS = {
    "name": _("Name of the unit"),
    "parent": _("Belongs to"),
    "kind": _("Kind"),
    "former": _("Former names"),
    "aliases": _("Other words"),
    "full_name": _("Full name"),
    "username": _("User name"),
    "unit": _("Unit"),
    "post": _("Post"),
    "phone": _("Telephone"),
}
