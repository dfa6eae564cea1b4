"""Reads a plan document and prints what was understood. Nothing is stored."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from rectification.intake.doubts import said
from rectification.intake.reading import read
from rectification.intake.reading.as_json import as_json
from rectification.intake.reading.as_text import as_text
from rectification.intake.reading.decoding import MOST_BYTES, Unreadable, decode
from rectification.intake.reading.draft import Doubt


class Command(BaseCommand):
    """``readplan FILE [--issued YYYY-MM-DD] [--json]``"""

    help = "Read a plan document without storing it and print the draft"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file, the plan's date where it is known better than the file says, and the form of the answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--issued", type=date.fromisoformat, help="the plan's own date, YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="print JSON with the keys of the reference readings")

    def handle(self, *_args: Any, file: Path, issued: date | None, json: bool, **_options: Any) -> None:
        """Read and print; a file that cannot be read is one clear line and exit code 1."""
        draft = read(_text_of(file), issued=issued)
        self.stdout.write(_dumped(as_json(draft)) if json else as_text(draft, gettext, _said))


def _said(doubt: Doubt) -> str:
    return said({"code": doubt.code.value, "detail": doubt.detail, "place": None})


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return decode(opened.read(MOST_BYTES + 1)).text
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except Unreadable as refusal:
        raise CommandError(f"{file}: not readable as text ({refusal.code.value} {refusal.detail})".replace(" )", ")")) from refusal


def _dumped(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1)
