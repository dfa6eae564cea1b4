"""Stages, rounds, signatures and deadlines of each issue agree with one another and with the trail."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from django.db.models import Prefetch

from rectification.management.verifying import Finding, finding
from rectification.models import Deadline, Issue, IssueUnit, Round, TrailEntry
from rectification.vocabulary import Stage
from rectification.workflow.rules import ENDS_ROUND

ISSUES_AT_ONCE = 500
SIGNATURES = ("party_signed_at", "government_signed_at")
END = (*SIGNATURES, "closed_at", "ended_at")
LATER = ("locked_at", "approved_at", "publicized_at", *END)
MARKS: Mapping[Stage, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Stage.NOT_STARTED: ((), ("completed_at", *LATER)),
    Stage.IN_PROGRESS: ((), ("completed_at", *LATER)),
    Stage.COMPLETED: (("completed_at",), LATER),
    Stage.ACCEPTING: (("completed_at", "locked_at"), ("publicized_at", *END)),
    Stage.PUBLICIZED: (("completed_at", "locked_at", "approved_at", "publicized_at"), END),
    Stage.SIGNING: (("completed_at", "locked_at", "approved_at"), ("closed_at", "ended_at")),
    Stage.CLOSED: (("completed_at", "locked_at", "approved_at", *END), ()),
    Stage.KEPT_UP: (("ended_at",), ()),
    Stage.WITHDRAWN: (("ended_at",), ("closed_at",)),
}
"""Which dates of its latest round an issue at this stage has, and which it cannot have."""
BEFORE_START = frozenset({Stage.NOT_STARTED, Stage.WITHDRAWN})


def findings() -> Iterator[Finding]:
    rounds = Round.objects.order_by("issue_id", "number").iterator(ISSUES_AT_ONCE)
    yield finding("rounds: closed exactly with two signatures of two persons", map(_signatures, rounds))
    coordinating = IssueUnit.objects.filter(coordinating=True)
    own = Deadline.objects.filter(measure=None).order_by("number")
    issues = Issue.objects.order_by("pk").prefetch_related(
        "rounds", Prefetch("units", coordinating, to_attr="coordinators"), Prefetch("deadlines", own, to_attr="own_deadlines")
    )
    recorded = _recorded_stages()
    yield finding(
        "issues: stage, round, deadline and coordinating unit",
        (_issue(issue, recorded.get(issue.pk)) for issue in issues.iterator(ISSUES_AT_ONCE)),
    )


def _signatures(current: Round) -> Iterator[str]:
    what = f"issue {current.issue_id}, round {current.number}"
    signed = current.party_signed_at is not None and current.government_signed_at is not None
    if (current.closed_at is not None) != signed:
        yield f"{what}: it is {'closed without both' if current.closed_at else 'not closed in spite of both'} signatures."
    for seat in ("party", "government"):
        if (getattr(current, f"{seat}_signed_at") is None) != (getattr(current, f"{seat}_signed_by_id") is None):
            yield f"{what}: the {seat} signature has a day or a signer, not both."
    if current.party_signed_by_id is not None and current.party_signed_by_id == current.government_signed_by_id:
        yield f"{what}: one person signed from both seats."


def _issue(issue: Issue, recorded: str | None) -> Iterator[str]:
    what = f"issue {issue.pk} ({issue})"
    rounds = sorted(issue.rounds.all(), key=lambda one: one.number)
    if not rounds:
        yield f"{what}: it has no round."
        return
    if recorded is not None and recorded != issue.stage:
        yield f"{what}: it is at {issue.stage}, but the trail led it to {recorded}."
    yield from _round(what, issue, rounds)
    yield from _deadline(what, issue)
    if issue.stage not in BEFORE_START and len(issue.coordinators) != 1:  # type: ignore[attr-defined]  # prefetched
        yield f"{what}: it was started and has no coordinating unit."


def _round(what: str, issue: Issue, rounds: list[Round]) -> Iterator[str]:
    stage, latest = Stage(issue.stage), rounds[-1]
    live = [one.number for one in rounds if one.ended_at is None]
    if live != ([] if stage in ENDS_ROUND else [latest.number]):
        yield f"{what}: at {stage} its open rounds are {live or 'none'}."
    present, absent = MARKS[stage]
    missing = [name for name in present if getattr(latest, name) is None]
    surplus = [name for name in absent if getattr(latest, name) is not None]
    if missing or surplus:
        told = [f"{name} is missing" for name in missing] + [f"{name} is set" for name in surplus]
        yield f"{what}: at {stage} its round {latest.number} does not fit: {', '.join(told)}."


def _deadline(what: str, issue: Issue) -> Iterator[str]:
    own: list[Deadline] = issue.own_deadlines  # type: ignore[attr-defined]  # prefetched
    if not own:
        yield f"{what}: it has no deadline row."
    elif (own[-1].due, own[-1].kind) != (issue.due, issue.deadline_kind):
        yield f"{what}: it is due {issue.due} ({issue.deadline_kind}), its newest deadline says {own[-1].due} ({own[-1].kind})."


def _recorded_stages() -> dict[int, str]:
    """The stage to which the trail led each issue last."""
    moved = TrailEntry.objects.filter(issue_id__isnull=False, change__contains='"stage"').order_by("number")
    found: dict[int, str] = {}
    for issue_id, change in moved.values_list("issue_id", "change").iterator(ISSUES_AT_ONCE):
        if issue_id is not None:
            found[issue_id] = json.loads(change)["stage"][1]
    return found
