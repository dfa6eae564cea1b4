"""The child process that reads a document: bytes on stdin, JSON lines on stdout, its own limits set before anything else.

The last line is ``{"draft": …, "text": …, "encoding": …}`` (see ``serial``; places in the draft count characters of the text)
or a refusal; ``rectification.child.outside`` is the other side.
"""

from __future__ import annotations

import sys

from rectification.child.inside import refuse, say, set_limits, tell


def main() -> None:
    """Read stdin and answer on stdout; always ends with a draft or a refusal."""
    set_limits()
    tell(0.0, "decoding")
    try:
        _read()
    except MemoryError:
        refuse("too_much_memory")


def _read() -> None:
    # The language data these modules load counts against the limits set above.
    from rectification.intake.reading import read
    from rectification.intake.reading.decoding import MOST_BYTES, Unreadable, decode
    from rectification.intake.reading.serial import draft_to_json

    try:
        decoded = decode(sys.stdin.buffer.read(MOST_BYTES + 1))
    except Unreadable as refusal:
        refuse(refusal.code.value, refusal.detail)
        return
    draft = read(decoded.text, progress=tell)
    say({"draft": draft_to_json(draft), "text": decoded.text, "encoding": decoded.encoding})


if __name__ == "__main__":
    main()
