"""The child process that looks at a file: bytes on stdin, one JSON line on stdout.

``{"media": …, "pages": …, "taken_on": "YYYY-MM-DD" or null, "thumbnail": …, "previews": […]}``, the pictures as JPEG in base64;
or a refusal with a ``media.Reason``. ``rectification.child.outside`` is the other side.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from dataclasses import asdict

from rectification.child.inside import refuse, say, set_limits
from rectification.evidence.media import NotTaken

MOST_BYTES = 20 * 1024 * 1024


def main() -> None:
    """Look at stdin and answer on stdout."""
    set_limits()
    # The libraries these modules load count against the limits set above.
    from rectification.evidence.looking.at import look

    try:
        seen = look(sys.stdin.buffer.read(MOST_BYTES))
    except NotTaken as refusal:
        refuse(refusal.reason.value, refusal.detail)
        return
    except MemoryError:
        refuse("too_much_memory")
        return
    say(asdict(seen) | {"thumbnail": _text(seen.thumbnail), "previews": [_text(picture) for picture in seen.previews]})


def _text(picture: bytes) -> str:
    return b64encode(picture).decode()


if __name__ == "__main__":
    main()
