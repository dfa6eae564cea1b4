"""What has changed since the reports of an issue were merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rectification.refusals import Incomplete

Sources = Iterable[tuple[int, int]]
"""``(report, version)`` of what was merged."""


def changed_since(sources: Sources, reports: Mapping[int, int]) -> set[int]:
    """The reports, by id with their version now, that came or changed after the merging."""
    merged = dict(sources)
    return {report for report, version in reports.items() if merged.get(report) != version}


def judge_merging(text: str, sources: Sources, reports: Mapping[int, int]) -> None:
    """Raise ``Incomplete`` where a summary says nothing or names reports of another issue or period."""
    if not text.strip():
        raise Incomplete("Say how the issue stands in this period.", fields={"text": "required"})
    if not {report for report, _ in sources} <= reports.keys():
        raise Incomplete("These reports do not belong to this issue and period. Open the page again.")
