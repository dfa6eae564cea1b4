"""Looks at all files, both logs and what must hold between the rows; names every fault."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rectification.management.verifying import Finding, files, issues, records
from rectification.workflow.trail import ACCESS, TRAIL, verify_chain


class Command(BaseCommand):
    help = (
        "Prints what was looked at with its count, then each fault in a sentence; exit code 1 where there is any. Run it after restoring "
        "a backup and from time to time. A log cut at its end shows only against an anchor: see verifytrail."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = 0
        for found in _findings():
            self.stdout.write(f"{found.checked}: {found.count}")
            for note in found.notes:
                self.stdout.write(f"  {note}")
            for fault in found.faults:
                self.stderr.write(f"  {fault}")
            faults += len(found.faults)
        if faults:
            raise CommandError(f"{faults} faults were found.")
        self.stdout.write("No fault was found.")


def _findings() -> Iterator[Finding]:
    yield from files.findings(timezone.now())
    for name, chain in (("trail", TRAIL), ("access log", ACCESS)):
        verdict = verify_chain(chain)
        bad = () if verdict.first_bad is None else (f"{name}: entry {verdict.first_bad} is not what was written.",)
        yield Finding(f"entries of the {name}", verdict.count, bad)
    yield from issues.findings()
    yield from records.findings()
