"""What must hold on disk and in the database, looked at from outside: nothing here trusts a constraint or a guard."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how many of it, and a sentence for each fault; ``notes`` are no faults."""

    checked: str
    count: int
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def finding(checked: str, judged: Iterable[Iterable[str]]) -> Finding:
    """One finding of many things, each judged with the sentences that are wrong about it."""
    each = [tuple(faults) for faults in judged]
    return Finding(checked, len(each), tuple(fault for faults in each for fault in faults))
