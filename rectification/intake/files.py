"""Documents on disk, byte for byte under their fingerprint."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop as _

from rectification.models import Document
from rectification.refusals import Refusal

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
ORPHAN_AFTER = dt.timedelta(hours=24)

# Bidirectional controls and invisible characters can make a name look like another one (security IN-6).
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class TooLarge(Refusal):
    """More bytes than a document may have."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(
            _("The text is larger than %(limit)s MB. Please hand in the plan itself, or in parts."), {"limit": MOST_BYTES // 2**20}
        )


class Empty(Refusal):
    """No byte at all."""

    code = "empty"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("The text is empty. Paste the text of the plan or choose its .txt file."))


@dataclass(frozen=True, slots=True)
class Stored:
    fingerprint: str
    size: int


def path_of(fingerprint: str) -> Path:
    """Where the bytes with this SHA-256 are kept."""
    return documents() / fingerprint


def documents() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def store(chunks: Iterable[bytes]) -> Stored:
    """Write the bytes to a temporary file, sync it, give it its fingerprint as name. Raises ``TooLarge``, ``Empty``.

    The row is written after this returns: a row never is without its file (security DATA-5).
    """
    documents().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=documents())
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
            if not size:
                raise Empty
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path_of(digest.hexdigest()))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(documents())
    return Stored(digest.hexdigest(), size)


def sweep_orphans(*, now: dt.datetime) -> int:
    """Remove files older than a day that no document names: somebody left while they were stored. Returns how many."""
    before = (now - ORPHAN_AFTER).timestamp()
    old = [file for file in documents().glob("*") if file.stat().st_mtime < before]
    named = set(Document.objects.filter(fingerprint__in=[file.name for file in old]).values_list("fingerprint", flat=True))
    # The age is asked again: the same bytes may be handed in anew at this moment.
    orphans = [file for file in old if file.name not in named and file.stat().st_mtime < before]
    for file in orphans:
        file.unlink(missing_ok=True)
    return len(orphans)


def clean_name(name: str) -> str:
    """A file name as it may be shown: no folders, nothing invisible, at most 120 characters with its ending kept."""
    name = _INVISIBLE.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1].strip(" .")
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[: LONGEST_NAME - 1] + "…"
    return stem[: LONGEST_NAME - len(ending) - 2] + "…." + ending


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
