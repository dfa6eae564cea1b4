"""Documents on disk, byte for byte under their fingerprint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rectification import files
from rectification.models import Document


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
    """Keep the bytes with their fingerprint as name. Raises ``TooLarge``, ``Empty``. The row is written after this returns."""
    with files.incoming(chunks, folder=documents()) as received:
        received.keep(path_of(received.sha256))
    return Stored(received.sha256, received.size)


def sweep_orphans(*, now: dt.datetime) -> int:
    """Remove what no document names any more: somebody left while it was stored."""
    return files.sweep_orphans(
        documents(), named=lambda names: set(Document.objects.filter(fingerprint__in=names).values_list("fingerprint", flat=True)), now=now
    )
