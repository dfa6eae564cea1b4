"""The verbs on people and units. Each is one transaction with its entry in the trail; ``actor`` is ``None`` only for commands."""

from accounts.actions.groups import add_member, create_group, end_member, rename_group
from accounts.actions.imports import confirm_sheet, give_first_passwords, keep_sheet
from accounts.actions.people import (
    activate,
    change_own_password,
    create_person,
    deactivate,
    edit_person,
    end_other_sessions,
    reset_password,
    unlock,
)
from accounts.actions.posts import end_post, grant_post, transfer
from accounts.actions.units import (
    add_alias,
    add_former_name,
    create_unit,
    dissolve_unit,
    merge_units,
    move_unit,
    remove_alias,
    rename_unit,
    set_kind,
)

__all__ = [
    "activate",
    "add_alias",
    "add_former_name",
    "add_member",
    "change_own_password",
    "confirm_sheet",
    "create_group",
    "create_person",
    "create_unit",
    "deactivate",
    "dissolve_unit",
    "edit_person",
    "end_member",
    "end_other_sessions",
    "end_post",
    "give_first_passwords",
    "grant_post",
    "keep_sheet",
    "merge_units",
    "move_unit",
    "remove_alias",
    "rename_group",
    "rename_unit",
    "reset_password",
    "set_kind",
    "transfer",
    "unlock",
]
