"""What may be handed in as evidence, and under which endings. Standard library only: child and site share it."""

from enum import StrEnum


class Media(StrEnum):
    """A file's type as its structure shows it."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    TXT = "text/plain"


ENDINGS: dict[Media, tuple[str, ...]] = {
    Media.JPEG: ("jpg", "jpeg"),
    Media.PNG: ("png",),
    Media.WEBP: ("webp",),
    Media.PDF: ("pdf",),
    Media.DOCX: ("docx",),
    Media.XLSX: ("xlsx",),
    Media.PPTX: ("pptx",),
    Media.DOC: ("doc",),
    Media.XLS: ("xls",),
    Media.TXT: ("txt",),
}
"""The first one is put where a picture's name has another."""

PICTURES = frozenset({Media.JPEG, Media.PNG, Media.WEBP})


class Reason(StrEnum):
    """Why a file is not taken."""

    UNKNOWN = "unknown_type"
    OTHER_ENDING = "other_ending"
    ARCHIVE = "archive"
    HEIC = "heic"
    MACROS = "macros"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    HOSTILE_CONTAINER = "hostile_container"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"


class NotTaken(Exception):
    """Raised inside the child; ``detail`` is a number or an ending."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
