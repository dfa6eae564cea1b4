"""Office files: a real container without macros, looked through in bounds and never executed (security IN-2, IN-10)."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Collection

import olefile

from rectification.evidence.media import Media, NotTaken, Reason

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_TYPES_BYTES = 2 * 1024 * 1024
CHUNK = 64 * 1024
ENCRYPTED = 0x1
TYPES = "[Content_Types].xml"
MAIN = {
    Media.DOCX: ("word/", "wordprocessingml.document.main+xml"),
    Media.XLSX: ("xl/", "spreadsheetml.sheet.main+xml"),
    Media.PPTX: ("ppt/", "presentationml.presentation.main+xml"),
}
"""Where the main part of a document of this kind lies, and how the container's list of types calls it."""
MACROS = re.compile("macroEnabled|vbaProject|vbaData", re.IGNORECASE)
COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = {"worddocument": Media.DOC, "workbook": Media.XLS, "book": Media.XLS}
MACRO_STORAGES = frozenset({"macros", "_vba_project_cur", "vba", "_vba_project"})


def container(data: bytes) -> Media:
    """The kind of an OOXML file. A zip that is none is an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _judged_names(archive.infolist())
            if TYPES not in names:
                raise NotTaken(Reason.ARCHIVE)
            types = _types(archive)
            if MACROS.search(types) or any(MACROS.search(name) for name in names):
                raise NotTaken(Reason.MACROS)
            kind = next((media for media, (folder, words) in MAIN.items() if words in types and _any_in(folder, names)), None)
            if kind is None:
                raise NotTaken(Reason.UNKNOWN)
            _unpack(archive)
            return kind
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise NotTaken(Reason.DAMAGED) from error


def compound(data: bytes) -> Media:
    """The kind of a Word or Excel file of the old format."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            entries = [[part.lower() for part in entry] for entry in file.listdir(streams=True, storages=True)]
    except (OSError, ValueError, IndexError, olefile.OleFileError) as error:
        raise NotTaken(Reason.DAMAGED) from error
    names = {name for entry in entries for name in entry}
    if names & MACRO_STORAGES:
        raise NotTaken(Reason.MACROS)
    if "encryptedpackage" in names:
        raise NotTaken(Reason.PROTECTED)
    kind = next((media for name, media in STREAMS.items() if [name] in entries), None)
    if kind is None:
        raise NotTaken(Reason.UNKNOWN)
    return kind


def _any_in(folder: str, names: Collection[str]) -> bool:
    return any(name.startswith(folder) for name in names)


def _judged_names(members: list[zipfile.ZipInfo]) -> frozenset[str]:
    names = frozenset(member.filename for member in members)
    bad = (
        len(members) > MOST_MEMBERS,
        len(names) != len(members),
        sum(member.file_size for member in members) > MOST_UNPACKED,
        any(_escapes(member) for member in members),
        _overlap(members),
    )
    if any(bad):
        raise NotTaken(Reason.HOSTILE_CONTAINER)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise NotTaken(Reason.PROTECTED)
    return names


def _escapes(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or stat.S_ISLNK(member.external_attr >> 16)


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Members that share bytes unpack to far more than they weigh."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + member.compress_size
    return False


def _types(archive: zipfile.ZipFile) -> str:
    with archive.open(TYPES) as part:
        return part.read(MOST_TYPES_BYTES).decode("utf-8", "replace")


def _unpack(archive: zipfile.ZipFile) -> None:
    """Really inflate every member: no more than it declares comes out, and its checksum must hold."""
    for member in archive.infolist():
        with archive.open(member) as part:
            while part.read(CHUNK):
                pass
