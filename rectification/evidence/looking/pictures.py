"""Pictures: their size from the header, the day they were taken, and previews without anything but the picture."""

from __future__ import annotations

import io
import math
import struct
from contextlib import suppress

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from rectification.evidence.looking.seen import LARGE, SMALL, Seen
from rectification.evidence.media import Media, NotTaken, Reason

MOST_PIXELS = 50_000_000
FORMATS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.WEBP: "WEBP"}
BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error)
"""What Pillow raises for broken files and broken EXIF."""

Image.MAX_IMAGE_PIXELS = None  # our own bound, with words of our own


def look(data: bytes, media: Media) -> Seen:
    """Raises ``NotTaken`` before anything is decoded where the header says it is too large."""
    try:
        picture = Image.open(io.BytesIO(data), formats=[FORMATS[media]])
        if picture.width * picture.height > MOST_PIXELS:
            raise NotTaken(Reason.TOO_MANY_PIXELS, str(math.ceil(picture.width * picture.height / 1_000_000)))
        day = _taken_on(picture)
        picture.draft("RGB", (LARGE, LARGE))
        ImageOps.exif_transpose(picture, in_place=True)
        large = packed(_flat(picture), LARGE)
        return Seen(media, taken_on=day, thumbnail=packed(Image.open(io.BytesIO(large)), SMALL), previews=(large,))
    except (UnidentifiedImageError, *BROKEN) as error:
        raise NotTaken(Reason.DAMAGED) from error


def packed(picture: Image.Image, side: int) -> bytes:
    """A JPEG of at most this size, with nothing of the original but what is to be seen."""
    small = picture.copy()
    small.thumbnail((side, side), reducing_gap=2.0)
    small.info.clear()  # comments would be written into the JPEG
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()


def _flat(picture: Image.Image) -> Image.Image:
    """The picture on white paper, no larger than a preview needs."""
    picture.thumbnail((LARGE, LARGE), reducing_gap=2.0)
    if picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture


def _taken_on(picture: Image.Image) -> str | None:
    """The day in the EXIF data, as the camera wrote it."""
    with suppress(*BROKEN):
        exif = picture.getexif()
        words = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        year, month, day = str(words)[:10].split(":")
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return None
