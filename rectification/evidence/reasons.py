"""Why a file is not taken, in sentences that say what to hand in instead."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from rectification.child.outside import Trouble
from rectification.evidence.media import Reason
from rectification.refusals import Refusal

REASONS: Mapping[str, str] = {
    Reason.UNKNOWN: _(
        "This is no picture or document that can be taken. Accepted are JPEG, PNG and WebP pictures, PDF, DOCX, XLSX, PPTX, DOC, XLS "
        "and TXT."
    ),
    Reason.OTHER_ENDING: _("The name does not fit the content: this is a .%(detail)s file. Rename it to .%(detail)s and hand it in again."),
    Reason.ARCHIVE: _("Archives are not opened. Unpack it and hand in the pictures and documents inside one by one."),
    Reason.HEIC: _(
        "HEIC pictures cannot be shown on office computers. On an iPhone choose Settings, Camera, Formats, Most Compatible; "
        "or send the picture as JPEG."
    ),
    Reason.MACROS: _("This document contains macros. Save it without macros, as DOCX, XLSX, PPTX or PDF."),
    Reason.PROTECTED: _("This file is protected by a password. Save it without a password and hand it in again."),
    Reason.DAMAGED: _("This file is damaged and cannot be opened. Open it on your computer, save it anew and hand that in."),
    Reason.HOSTILE_CONTAINER: _("This document is built in an unusual way and is not opened. Save it anew in Office or WPS, or as PDF."),
    Reason.TOO_MANY_PIXELS: _("This picture has %(detail)s million pixels, 50 million are allowed. Make it smaller and hand it in again."),
    Reason.TOO_MANY_PAGES: _("This PDF has %(detail)s pages, 500 are allowed. Hand it in in parts."),
    Trouble.OUT_OF_TIME: _("Opening this file took too long and was stopped. Hand in a simpler or smaller one."),
    Trouble.OUT_OF_MEMORY: _("This file needs too much memory to be opened. Hand in a smaller one."),
    Trouble.CRASHED: _("This file could not be opened. Save it anew, or as PDF, and hand that in."),
}


class NotAccepted(Refusal):
    """A file that is no evidence; nothing of it is kept."""

    status = 422

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(REASONS[reason], {"detail": detail})
        self.code = reason
