"""PDF: how many pages, and the first of them as pictures."""

from __future__ import annotations

import pypdfium2
from PIL import Image

from rectification.evidence.looking.pictures import packed
from rectification.evidence.looking.seen import LARGE, SMALL, Seen
from rectification.evidence.media import Media, NotTaken, Reason

MOST_PAGES = 500
SHOWN_PAGES = 5
PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


def look(data: bytes) -> Seen:
    try:
        paper = pypdfium2.PdfDocument(data)
        pages = len(paper)
        if pages > MOST_PAGES:
            raise NotTaken(Reason.TOO_MANY_PAGES, str(pages))
        shown = [_page(paper[number]) for number in range(min(pages, SHOWN_PAGES))]
    except pypdfium2.PdfiumError as error:
        raise NotTaken(Reason.PROTECTED if getattr(error, "err_code", None) == PASSWORD_NEEDED else Reason.DAMAGED) from error
    if not shown:
        raise NotTaken(Reason.DAMAGED)
    return Seen(Media.PDF, pages=pages, thumbnail=packed(shown[0], SMALL), previews=tuple(packed(page, LARGE) for page in shown))


def _page(page: pypdfium2.PdfPage) -> Image.Image:
    """A page of any paper size at the size of a preview."""
    scale = LARGE / max(*page.get_size(), 1.0)
    picture: Image.Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")
