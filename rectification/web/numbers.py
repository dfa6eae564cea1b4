"""Numbers that come from addresses and forms."""


def whole(text: str) -> int | None:
    """The whole number that plain digits stand for; ``None`` for anything else, and for more digits than a key can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None
