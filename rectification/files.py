"""Files that rows name, and how every room keeps them (security DATA-5).

Bytes are written aside, synced and renamed before their row exists: a row never is without its file. What is left over when
somebody leaves in between is swept after a day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from rectification.refusals import Refusal

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
ORPHAN_AFTER = dt.timedelta(hours=24)

# Bidirectional controls and invisible characters can make a name look like another one (security IN-6).
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class TooLarge(Refusal):
    """More bytes than a file may have."""

    code = "too_large"
    status = 413

    def __init__(self) -> None:
        super().__init__(
            _("The file is larger than %(limit)s MB. Hand in a smaller one, or several parts."), {"limit": MOST_BYTES // 2**20}
        )


class Empty(Refusal):
    """No byte at all."""

    code = "empty"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("The file is empty. Choose the file with its content."))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file written and synced, and not yet kept."""

    path: Path
    sha256: str
    size: int

    def keep(self, target: Path) -> None:
        """Give it its place for good."""
        target.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(target)
        for folder in (target.parent, target.parent.parent):
            _sync(folder)


@contextmanager
def incoming(chunks: Iterable[bytes], *, folder: Path) -> Iterator[Incoming]:
    """The bytes in a temporary file of ``folder``, which is gone afterwards unless it was kept. Raises ``TooLarge``, ``Empty``."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    path = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = hashlib.sha256(), 0
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
        yield Incoming(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def all_in(folder: Path) -> Iterator[Path]:
    """Every file of a folder and of those inside it."""
    return (path for path in folder.rglob("*") if path.is_file())


def sweep_orphans(folder: Path, *, named: Callable[[Sequence[str]], Collection[str]], now: dt.datetime) -> int:
    """Remove files older than a day that no row names. ``named``: which of these names have a row. Returns how many."""
    before = (now - ORPHAN_AFTER).timestamp()
    old = [path for path in all_in(folder) if path.stat().st_mtime < before]
    kept = named([path.name for path in old])
    # The age is asked again: the same bytes may be handed in anew at this moment.
    orphans = [path for path in old if path.name not in kept and path.stat().st_mtime < before]
    for path in orphans:
        path.unlink(missing_ok=True)
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


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
