"""How often a fault or a race is tried: a few times in every suite, at full count in ``make ordeal``."""

import os


def at_full_count() -> bool:
    return os.environ.get("ORDEAL") == "full"


def times(few: int, *, full: int) -> int:
    return full if at_full_count() else few
