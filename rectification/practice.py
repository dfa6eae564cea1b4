"""What an office may set, as one frozen value with defaults. Rules take it as an argument."""

from dataclasses import dataclass

from rectification.vocabulary import ExtensionLevel, UnitRole


@dataclass(frozen=True, slots=True)
class Practice:
    """``warning_days``: how many calendar days before its due date an issue counts as due soon
    (no national threshold exists; 30 days is the widest in common use).

    ``reporting_roles``: units in these roles, and the members of expanded groups in them, owe a report in each period.
    ``head_confirms``: whether a report counts only after the head of its unit has confirmed it.
    ``extension_levels``: who decides a request for a later deadline, in this order; the last one fixes the new date.
    """

    warning_days: int = 30
    reporting_roles: tuple[UnitRole, ...] = (UnitRole.LEAD, UnitRole.RESPONSIBLE, UnitRole.COOPERATING)
    head_confirms: bool = False
    extension_levels: tuple[ExtensionLevel, ...] = (ExtensionLevel.UNIT_HEAD, ExtensionLevel.SUPERVISING, ExtensionLevel.OFFICE)


DEFAULT_PRACTICE = Practice()
