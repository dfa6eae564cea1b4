"""What an office may set, as one frozen value with defaults. Rules take it as an argument."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Practice:
    """``warning_days``: how many calendar days before its due date an issue counts as due soon
    (no national threshold exists; 30 days is the widest in common use).
    """

    warning_days: int = 30


DEFAULT_PRACTICE = Practice()
