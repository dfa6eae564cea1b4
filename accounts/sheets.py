"""Reads a sheet somebody handed in (.xlsx or .csv) into rows of text, in a child process with limits.

The asking process calls ``read_rows``; the child is ``python -m accounts.sheets NAME`` with the file on its standard input and
JSON on its standard output. Nothing of Django is loaded in the child.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import resource
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Rows = list[list[str]]

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
MOST_MEMBERS = 2_000
LARGEST_CONTENT = 100 * MEGABYTE
CHUNK = 256 * 1024
MEMORY = 512 * MEGABYTE
CPU_SECONDS = 20
WALL_SECONDS = 30
ENCODINGS = ("utf-8-sig", "gb18030")


def _(message: str) -> str:
    """Marks a sentence for the collector of translations; the page translates it."""
    return message


class BadSheet(Exception):  # saying no is not an error
    """The file cannot be taken. ``message`` is the sentence and the key of its translation, ``values`` fill it."""

    def __init__(self, message: str, values: Mapping[str, object] | None = None) -> None:
        self.message = message
        self.values = dict(values or {})
        super().__init__(message % self.values if self.values else message)


def read_rows(data: bytes, name: str) -> Rows:
    """The cells of the first sheet as text, row by row, empty rows at the end left off.

    Raises ``BadSheet`` for a file that is too large, of another kind, damaged, hostile, or takes more than the limits allow.
    """
    if len(data) > LARGEST_FILE:
        raise BadSheet(_("The file has more than %(megabytes)d MB. Split it."), {"megabytes": LARGEST_FILE // MEGABYTE})
    child = subprocess.Popen(
        [sys.executable, "-m", "accounts.sheets", Path(name).suffix.lower()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parent.parent,
        env={"PYTHONUTF8": "1"},
        start_new_session=True,
    )
    try:
        answer, _errors = child.communicate(data, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        answer = b""
    if child.returncode != 0 or not answer:
        raise BadSheet(_("Reading the file takes more time or memory than any list of units or people needs. Save it as a plain sheet."))
    result = json.loads(answer)
    if "rows" in result:
        rows: Rows = result["rows"]
        return rows
    raise BadSheet(result["message"], result["values"])


def parse(data: bytes, suffix: str) -> Rows:
    """What the child does: the rows, or ``BadSheet``."""
    if suffix == ".xlsx":
        check_container(data)
        return _checked(_xlsx_rows(data))
    if suffix == ".csv":
        return _checked(_csv_rows(data))
    raise BadSheet(_("Only .xlsx and .csv files can be read here. Save the sheet as one of them."))


def check_container(data: bytes) -> None:
    """Refuse a zip that is not simply a sheet: bombs, overlaps, twins, encryption, strange names, XML with a DOCTYPE.

    Sizes are those really inflated, in pieces: what the directory declares may be a lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_directory(members)
            _check_places(data, members)
            budget = LARGEST_CONTENT
            for member in members:
                budget -= _check_content(data, member, budget)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OverflowError) as error:
        raise BadSheet(_("The file is damaged or no .xlsx sheet. Open it and save it anew.")) from error


def _check_directory(members: Sequence[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS:
        raise BadSheet(
            _("The file consists of %(count)d parts; a sheet has at most %(most)d."), {"count": len(names), "most": MOST_MEMBERS}
        )
    if len({name.lower() for name in names}) != len(names):
        raise BadSheet(_("The file contains two parts of the same name. Open it and save it anew."))
    if any(member.flag_bits & 1 for member in members):
        raise BadSheet(_("The file is encrypted. Save it without a password."))
    if any(_is_strange(name) for name in names) or any(member.external_attr >> 28 == 0o12 for member in members):
        raise BadSheet(_("The file contains a part that points outside of it. Open it and save it anew."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadSheet(_("The file contains macros. Save it as a plain .xlsx sheet."))
    if "xl/workbook.xml" not in names:
        raise BadSheet(_("The file is damaged or no .xlsx sheet. Open it and save it anew."))


def _is_strange(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or "\\" in name or ".." in name.split("/") or "\0" in name


def _check_places(data: bytes, members: Iterable[zipfile.ZipInfo]) -> None:
    """No two parts may share bytes of the file."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise BadSheet(_("Parts of the file overlap: it was made to do harm. It is not read."))
        end = _content_place(data, member) + member.compress_size
    if end > len(data):
        raise BadSheet(_("The file is damaged or no .xlsx sheet. Open it and save it anew."))


def _content_place(data: bytes, member: zipfile.ZipInfo) -> int:
    """Where the content begins, by the part's own head."""
    head = data[member.header_offset : member.header_offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no head where the directory says")
    return member.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")


def _check_content(data: bytes, member: zipfile.ZipInfo, budget: int) -> int:
    """Inflate the part within the budget, look for a DOCTYPE, and return its real size."""
    size, tail = 0, b""
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    for piece in _inflate(data, member):
        size += len(piece)
        if size > budget:
            raise BadSheet(
                _("The file unpacks to more than %(megabytes)d MB. Save only the list itself."), {"megabytes": LARGEST_CONTENT // MEGABYTE}
            )
        if is_xml:
            text = (tail + piece).replace(b"\0", b"").upper()  # also when written in UTF-16
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise BadSheet(_("The file declares its own XML entities, which no sheet needs. It is not read."))
            tail = piece[-64:]
    if size != member.file_size:
        raise zipfile.BadZipFile("the declared size is not the real one")
    return size


def _inflate(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    begin = _content_place(data, member)
    packed = data[begin : begin + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError("only deflate occurs in sheets")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflater.eof:
        piece = inflater.decompress(packed, CHUNK)
        if not piece and not inflater.unconsumed_tail:
            break
        yield piece
        packed = inflater.unconsumed_tail
    yield inflater.flush(CHUNK)


def _xlsx_rows(data: bytes) -> Iterator[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except CalamineError as error:
        raise BadSheet(_("The file is damaged or no .xlsx sheet. Open it and save it anew.")) from error
    yield from sheet.iter_rows()


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    csv.field_size_limit(LONGEST_CELL * 4)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise BadSheet(_("The .csv file is damaged: a quotation mark is not closed, or a cell is endless.")) from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadSheet(_("The characters of this .csv file cannot be made out. Save it as UTF-8 or as .xlsx."))


def _checked(rows: Iterable[Sequence[Any]]) -> Rows:
    """The rows as clean text within the limits of a list that a person can have meant."""
    checked: Rows = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise BadSheet(_("The sheet has more than %(most)d rows. Split it."), {"most": MOST_ROWS})
        if len(row) > MOST_COLUMNS:
            raise BadSheet(_("The sheet has %(count)d columns; at most %(most)d are read."), {"count": len(row), "most": MOST_COLUMNS})
        checked.append([_clean(cell, number) for cell in row])
    while checked and not any(checked[-1]):
        checked.pop()
    return checked


def _clean(cell: Any, number: int) -> str:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if len(text) > LONGEST_CELL:
        raise BadSheet(_("A cell in row %(row)d has more than %(most)d characters."), {"row": number, "most": LONGEST_CELL})
    text = unicodedata.normalize("NFC", text)
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}).strip()


def _limit_oneself() -> None:
    """No more memory, time, files or connections than reading one sheet needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    import python_calamine  # noqa: F401  # loaded, like the codecs, before no file may be opened any more

    for encoding in ("cp437", "utf-16", *ENCODINGS):
        codecs.lookup(encoding)
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    _limit_oneself()
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    try:
        result: dict[str, Any] = {"rows": parse(data, sys.argv[1])}
    except BadSheet as error:
        result = {"message": error.message, "values": error.values}
    json.dump(result, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
