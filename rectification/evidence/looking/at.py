"""What a file is, by its structure alone: neither its name nor what the browser says counts."""

from __future__ import annotations

import re

from rectification.evidence.looking import office, papers, pictures
from rectification.evidence.looking.seen import Seen
from rectification.evidence.media import Media, NotTaken, Reason

PICTURE_MARKS = {Media.JPEG: b"\xff\xd8\xff", Media.PNG: b"\x89PNG\r\n\x1a\n"}
ARCHIVE_MARKS = (b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
ENCODINGS = ("utf-8-sig", "gb18030")


def look(data: bytes) -> Seen:
    """Raises ``NotTaken``."""
    for media, mark in PICTURE_MARKS.items():
        if data.startswith(mark):
            return pictures.look(data, media)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return pictures.look(data, Media.WEBP)
    if data.startswith(b"%PDF-"):
        return papers.look(data)
    if data.startswith(b"PK\x03\x04"):
        return Seen(office.container(data))
    if data.startswith(office.COMPOUND_MARK):
        return Seen(office.compound(data))
    return _without_mark(data)


def _without_mark(data: bytes) -> Seen:
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise NotTaken(Reason.HEIC)
    if data.startswith(ARCHIVE_MARKS) or data[257:262] == b"ustar":
        raise NotTaken(Reason.ARCHIVE)
    if not _is_text(data):
        raise NotTaken(Reason.UNKNOWN)
    return Seen(Media.TXT)


def _is_text(data: bytes) -> bool:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    return any(_reads(data, encoding) for encoding in encodings)


def _reads(data: bytes, encoding: str) -> bool:
    try:
        return not CONTROLS.search(data.decode(encoding))
    except UnicodeDecodeError:
        return False
