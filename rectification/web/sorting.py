"""The order of a table: chosen by a person from a list, never from free text."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """``key`` is a column that may be sorted by; ``descending`` turns it round."""

    key: str
    descending: bool = False

    @classmethod
    def chosen(cls, words: str, allowed: Mapping[str, object], default: str) -> "Order":
        """Read ``due`` or ``-due``; anything not in ``allowed`` means the default order."""
        asked = words if words.removeprefix("-") in allowed else default
        return cls(asked.removeprefix("-"), asked.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.key}" if self.descending else self.key

    def direction(self, key: str) -> str:
        """What ``aria-sort`` says about a column: ``ascending``, ``descending`` or ``none``."""
        if key != self.key:
            return "none"
        return "descending" if self.descending else "ascending"

    def toggled(self, key: str) -> str:
        """The order after a click on the head of ``key``: ascending first, then the other way."""
        return str(Order(key, descending=self.direction(key) == "ascending"))
