"""How often a fault or a race is tried: a few times in every suite, at full count in ``make ordeal``."""

import os


def times(few: int, *, full: int) -> int:
    return full if os.environ.get("ORDEAL") == "full" else few
