"""What looking at a file finds."""

from dataclasses import dataclass

from rectification.evidence.media import Media

LARGE, SMALL = 1600, 320
"""The longer side of a preview and of a thumbnail, in pixels."""


@dataclass(frozen=True, slots=True)
class Seen:
    """``pages`` of a PDF, of which the first ones are in ``previews``; a picture has one preview, other files have none."""

    media: Media
    pages: int = 0
    taken_on: str | None = None
    thumbnail: bytes = b""
    previews: tuple[bytes, ...] = ()
