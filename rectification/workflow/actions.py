"""The one door to an issue's stage. Nothing else writes it (an architecture test looks for other writers)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Issue, Round
from rectification.refusals import NotYours, Stale, WrongStage
from rectification.vocabulary import DeadlineKind, Stage, Verb
from rectification.workflow import trail
from rectification.workflow.queries import issue_for
from rectification.workflow.rules import ENDS_ROUND, LEADERS, RoundState, next_stage

SEATS = {PostKind.PARTY_LEADER: "party", PostKind.GOVERNMENT_LEADER: "government"}
SIGNATURES = tuple(f"{seat}_signed_{what}" for seat in SEATS.values() for what in ("at", "by"))
SETS = {Verb.COMPLETE: ("completed_at",), Verb.APPLY: ("locked_at",), Verb.APPROVE: ("approved_at",), Verb.PUBLISH: ("publicized_at",)}
"""What of the current round a verb dates."""
CLEARS = {Verb.RECALL: SIGNATURES, Verb.RETURN: (*SIGNATURES, "completed_at", "locked_at", "approved_at", "publicized_at")}
"""What of the current round a verb takes back; the trail keeps what was there."""


def move(*, issue_id: int, verb: Verb, actor: User, now: dt.datetime, version: int | None = None, reason: str = "") -> Issue:
    """Say one verb to one issue: lock, judge, write stage, round and trail in one transaction.

    ``version`` is the one the person saw; another one means somebody was faster (``Stale``). Raises ``NotVisible``,
    ``NotYours``, ``WrongStage`` or ``Stale``, and then nothing has changed.
    """
    with transaction.atomic():
        Issue.objects.select_for_update(no_key=True).filter(pk=issue_id).first()
        issue = issue_for(actor, issue_id, verb)
        if version is not None and version != issue.version:
            raise Stale("Somebody changed this issue after you opened it. Look at it again before you decide.")
        current = issue.rounds.latest("number")
        seat = _seat_of(actor, current) if verb is Verb.SIGN else None
        after = next_stage(verb, Stage(issue.stage), DeadlineKind(issue.deadline_kind), _state_of(current), seat)
        return _pass(issue, current, verb=verb, after=after, seat=seat, actor=actor, now=now, reason=reason)


def start_by_report(*, issue: Issue, actor: User, now: dt.datetime) -> Issue:
    """The first report of any of its units starts an issue; called inside the report's transaction, the issue locked."""
    current = issue.rounds.latest("number")
    after = next_stage(Verb.START, Stage(issue.stage), DeadlineKind(issue.deadline_kind), _state_of(current))
    return _pass(issue, current, verb=Verb.START, after=after, seat=None, actor=actor, now=now, reason="")


def _pass(
    issue: Issue, current: Round, *, verb: Verb, after: Stage, seat: PostKind | None, actor: User, now: dt.datetime, reason: str
) -> Issue:
    """Write stage, round and trail of a move that was judged."""
    before = Stage(issue.stage)
    changed = Issue.objects.filter(pk=issue.pk, stage=before, version=issue.version).update(stage=after, version=F("version") + 1)
    if changed != 1:
        raise Stale("Somebody changed this issue after you opened it. Look at it again before you decide.")
    current = _write_round(current, verb=verb, after=after, seat=seat, actor=actor, now=now)
    change: dict[str, Any] = {"stage": [before.value, after.value]}
    if seat:
        change["seat"] = seat.value
    act = trail.Act(verb=verb.value, subject=str(issue), issue_id=issue.pk, round=current.number, change=change, reason=reason)
    trail.record(act, actor=actor, now=now)
    issue.refresh_from_db()
    return issue


def _state_of(current: Round) -> RoundState:
    return RoundState(
        approved=current.approved_at is not None,
        publicized=current.publicized_at is not None,
        party_signed=current.party_signed_at is not None,
        government_signed=current.government_signed_at is not None,
    )


def _seat_of(actor: User, current: Round) -> PostKind:
    """The seat this person signs from; one person never sits in both seats of a round."""
    seats = LEADERS & actor.post_kinds()
    if len(seats) != 1:
        raise NotYours("Whoever signs holds exactly one of the two leaders' posts.")
    if actor.pk in (current.party_signed_by_id, current.government_signed_by_id):
        raise WrongStage("This person has already signed in this round.")
    return next(iter(seats))


def _write_round(current: Round, *, verb: Verb, after: Stage, seat: PostKind | None, actor: User, now: dt.datetime) -> Round:
    if verb is Verb.REOPEN:
        return Round.objects.create(issue_id=current.issue_id, number=current.number + 1, opened_at=now)
    fields: dict[str, Any] = dict.fromkeys(SETS.get(verb, ()), now) | dict.fromkeys(CLEARS.get(verb, ()))
    if seat:
        fields |= {f"{SEATS[seat]}_signed_at": now, f"{SEATS[seat]}_signed_by": actor}
    if after is Stage.CLOSED:
        fields["closed_at"] = now
    if after in ENDS_ROUND and current.ended_at is None:
        fields["ended_at"] = now
    for name, value in fields.items():
        setattr(current, name, value)
    current.save(update_fields=list(fields))
    return current
