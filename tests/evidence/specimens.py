"""Files built for the tests: honest ones, and those that want to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pypdfium2
from PIL import Image, PngImagePlugin

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
TYPES = '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), colour: str = "green", **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **saved)
    return out.getvalue()


def photograph(taken: str = "2026:05:01 10:20:30", colour: str = "green") -> bytes:
    """As a phone makes it: with the day, the place on earth, and turned by a quarter."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 12.0, 5.0)
    return picture(colour=colour, exif=exif, comment=b"secret comment")


def bomb_by_header(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of 3600 million pixels, of which only the header exists."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body) for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture_with_page_inside() -> bytes:
    """A JPEG that is a web page as well, for whoever shows it as one."""
    return picture(comment=b"<html><script>alert(1)</script></html>")


def png_with_text() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "secret comment")
    return picture("PNG", pnginfo=text)


def pdf(pages: int = 1) -> bytes:
    paper = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        paper.new_page(595, 842)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def container(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(**more: str | bytes) -> bytes:
    return container({"[Content_Types].xml": TYPES.format(WORD), "word/document.xml": "<w:document/>", **more})


def docm() -> bytes:
    return container(
        {"[Content_Types].xml": TYPES.format(WITH_MACROS), "word/document.xml": "<w:document/>", "word/vbaProject.bin": b"macro"}
    )


def swollen() -> bytes:
    """A DOCX of a few kilobytes that unpacks to more than may be unpacked."""
    return docx(**{"word/media/a.bin": bytes(101 * 2**20)})


def compound(*names: str) -> bytes:
    """The smallest file of the old Office format with these streams."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    sizes = struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header = mark + sizes + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    table = struct.pack("<II", fat, end) + struct.pack("<I", free) * 126
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [_entry(name, 2, right=index + 2 if index + 1 < len(names) else free) for index, name in enumerate(names)]
    entries += [bytes(128)] * (4 - len(entries))
    return header + table + b"".join(entries)


def _entry(name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    head = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
