"""Walks both logs from their first entry and names the first that was tampered with."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rectification.workflow.trail import ACCESS, TRAIL, Verdict, verify_chain

CHAINS = {"trail": TRAIL, "access": ACCESS}


class Command(BaseCommand):
    help = (
        "Prints how many entries of each log are sound and the first number that is not; exit code 1 then. With --anchor FILE the ends "
        "of both logs are first compared with those written there at the last sound run, so that a cut tail or a restored old dump "
        "shows too; afterwards the file holds the present ends. Keep it where the database administrator cannot write."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path, help="file with the ends of both logs at the last sound run")

    def handle(self, *_args: Any, anchor: Path | None, **_options: Any) -> None:
        anchored = _read(anchor)
        verdicts = {name: verify_chain(chain) for name, chain in CHAINS.items()}
        faults = [fault for name, verdict in verdicts.items() if (fault := _fault(name, verdict, anchored.get(name)))]
        for name, verdict in verdicts.items():
            self.stdout.write(f"{name}: {verdict.count} entries are sound")
        if faults:
            raise CommandError(" ".join(faults))
        if anchor:
            anchor.write_text(json.dumps({name: [verdict.count, verdict.head] for name, verdict in verdicts.items()}) + "\n")


def _read(anchor: Path | None) -> dict[str, list[Any]]:
    if anchor is None or not anchor.exists():
        return {}
    try:
        return dict(json.loads(anchor.read_text()))
    except ValueError as error:
        raise CommandError(f"{anchor} is no anchor file: {error}") from error


def _fault(name: str, verdict: Verdict, anchored: list[Any] | None) -> str:
    """What is wrong with one log in a sentence, or nothing."""
    if verdict.first_bad is not None:
        return f"{name}: entry {verdict.first_bad} is not what was written."
    if anchored is None or anchored[0] == 0:
        return ""
    number, digest = anchored
    found = CHAINS[name].entry.objects.filter(pk=number).values_list("hash", flat=True).first()
    return (
        ""
        if found == digest
        else f"{name}: entry {number} differs from the anchor: the log was cut, rewritten or restored from an older copy."
    )
