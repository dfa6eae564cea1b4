"""Evidence on disk under names of our own, and beside it the previews drawn when it came."""

from __future__ import annotations

import datetime as dt
import shutil
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from rectification import files
from rectification.models import Evidence

THUMBNAIL = "thumbnail.jpg"
PAGES = "pages"


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "evidence"


def previews() -> Path:
    return Path(settings.MEDIA_ROOT) / "previews"


def new_name() -> str:
    return uuid4().hex


def path_of(stored: str) -> Path:
    return folder() / stored[:2] / stored


def previews_of(stored: str) -> Path:
    return previews() / stored[:2] / stored


def keep_previews(stored: str, seen: dict[str, Any]) -> None:
    """Write what the child drew. ``previews/ab/<name>/1.jpg`` is the first page or the picture itself."""
    if not seen["previews"]:
        return
    place = previews_of(stored)
    place.mkdir(parents=True, exist_ok=True)
    (place / THUMBNAIL).write_bytes(b64decode(seen["thumbnail"]))
    for number, picture in enumerate(seen["previews"], start=1):
        (place / f"{number}.jpg").write_bytes(b64decode(picture))
    (place / PAGES).write_text(str(seen["pages"]))


def pages_of(stored: str) -> tuple[int, int]:
    """How many pages are drawn, and how many there are; a picture has one and none."""
    place = previews_of(stored)
    if not (place / PAGES).exists():
        return 0, 0
    return len(list(place.glob("*.jpg"))) - 1, int((place / PAGES).read_text())


def remove(stored: str) -> None:
    """Remove a file whose row is gone, and its previews."""
    path_of(stored).unlink(missing_ok=True)
    shutil.rmtree(previews_of(stored), ignore_errors=True)


def sweep_orphans(*, now: dt.datetime) -> int:
    """Remove files older than a day that no row names, and the previews of files that are gone."""
    for place in previews().glob("*/*"):
        if not path_of(place.name).exists():
            shutil.rmtree(place, ignore_errors=True)
    return files.sweep_orphans(folder(), named=_named, now=now)


def _named(names: Sequence[str]) -> set[str]:
    return set(Evidence.objects.filter(stored__in=names).values_list("stored", flat=True))
