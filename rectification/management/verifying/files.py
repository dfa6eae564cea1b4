"""Every row has its file, byte for byte, and every file its row."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from rectification.evidence import storage
from rectification.files import ORPHAN_AFTER, all_in
from rectification.intake import files as documents
from rectification.management.verifying import Finding, finding
from rectification.models import Document, Evidence

ROWS_AT_ONCE = 2_000


def findings(now: dt.datetime) -> Iterator[Finding]:
    yield finding("files of documents", map(_document, Document.objects.defer("text").iterator(ROWS_AT_ONCE)))
    yield finding("files of evidence", map(_evidence, Evidence.objects.iterator(ROWS_AT_ONCE)))
    yield _orphans(
        "files in the folder of documents", documents.documents(), set(Document.objects.values_list("fingerprint", flat=True)), now
    )
    yield _orphans("files in the folder of evidence", storage.folder(), set(Evidence.objects.values_list("stored", flat=True)), now)


def _document(row: Document) -> Iterator[str]:
    return _file(f"document {row.pk} ({row.name})", documents.path_of(row.fingerprint), row.size, row.fingerprint)


def _evidence(row: Evidence) -> Iterable[str]:
    """A file taken out of a draft while this is looking is no fault."""
    faults = tuple(_file(f"evidence {row.pk} ({row.name})", storage.path_of(row.stored), row.size, row.sha256))
    return faults if faults and Evidence.objects.filter(pk=row.pk).exists() else ()


def _file(what: str, path: Path, size: int, sha256: str) -> Iterator[str]:
    if not path.is_file():
        yield f"{what}: its file is missing."
    elif path.stat().st_size != size:
        yield f"{what}: its file has {path.stat().st_size} bytes instead of {size}."
    elif _digest(path) != sha256:
        yield f"{what}: its file was changed, the SHA-256 is another."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _orphans(checked: str, folder: Path, named: set[str], now: dt.datetime) -> Finding:
    """Somebody who leaves while a file comes in leaves an orphan; the sweep takes it after a day. An older one is a fault."""
    paths = list(all_in(folder))
    orphans = [path for path in paths if path.name not in named]
    swept_before = (now - 2 * ORPHAN_AFTER).timestamp()
    old = tuple(f"{path}: no row names this file." for path in orphans if path.stat().st_mtime < swept_before)
    young = tuple(f"{path}: left over, will be swept." for path in orphans if path.stat().st_mtime >= swept_before)
    return Finding(checked, len(paths), old, young)
