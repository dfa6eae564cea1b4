"""The way to closure as one table: which verb leads from which stages to which stage, and who may say it.

Pure: values in, answer or refusal out. Guards that look at other rows (checklist complete, objections answered, digest
shown) belong to the rooms that know them; this table holds for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accounts.vocabulary import PostKind
from rectification.refusals import NotYours, WrongStage
from rectification.vocabulary import DeadlineKind, ReportState, Stage, UnitRole, Verb

OPEN_STAGES = frozenset({Stage.NOT_STARTED, Stage.IN_PROGRESS, Stage.COMPLETED, Stage.ACCEPTING, Stage.PUBLICIZED, Stage.SIGNING})
"""Stages from which an issue can still be withdrawn; everything before closure."""

CLOCK_RUNS = frozenset({Stage.NOT_STARTED, Stage.IN_PROGRESS, Stage.COMPLETED})
"""Stages in which dates count; the clock stops when closure is applied for and starts again on return."""

OPEN_FOR_WORK = CLOCK_RUNS
"""Stages in which reports, evidence, measures and deadlines may change: from the application on the round is locked."""

COUNTED = frozenset({ReportState.SUBMITTED, ReportState.CONFIRMED})
"""The states of a report that counts: what waits for its head or was sent back is no answer of the unit yet."""

ENDS_ROUND = frozenset({Stage.CLOSED, Stage.KEPT_UP, Stage.WITHDRAWN})
"""Stages that end the current round."""

SEES_EVERYTHING = frozenset({PostKind.OFFICE_CLERK, PostKind.AUDITOR, PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER})
"""Posts that see all issues whatever their unit: the office, the auditor, and the two leaders, who sign every closure."""


@dataclass(frozen=True, slots=True)
class Move:
    """``posts``: who may, by post; ``role``: that post must be in a unit with this role (``COORDINATING``: in the coordinating unit)."""

    to: Mapping[Stage, Stage]
    posts: frozenset[PostKind]
    role: UnitRole | str | None = None


COORDINATING = "coordinating"
OFFICE = frozenset({PostKind.OFFICE_CLERK})
HEADS = frozenset({PostKind.UNIT_HEAD})
LEADERS = frozenset({PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER})


def _to(target: Stage, *sources: Stage) -> dict[Stage, Stage]:
    return dict.fromkeys(sources, target)


MOVES: Mapping[Verb, Move] = {
    Verb.START: Move(_to(Stage.IN_PROGRESS, Stage.NOT_STARTED), HEADS | {PostKind.STAFF}, COORDINATING),
    Verb.COMPLETE: Move(_to(Stage.COMPLETED, Stage.IN_PROGRESS), HEADS, COORDINATING),
    Verb.APPLY: Move(_to(Stage.ACCEPTING, Stage.COMPLETED), HEADS, COORDINATING),
    Verb.ACCEPT: Move(_to(Stage.ACCEPTING, Stage.ACCEPTING), frozenset({PostKind.ACCEPTOR}), UnitRole.ACCEPTANCE),
    Verb.APPROVE: Move(_to(Stage.ACCEPTING, Stage.ACCEPTING), frozenset({PostKind.SUPERVISOR}), UnitRole.SUPERVISING),
    Verb.PUBLISH: Move(_to(Stage.PUBLICIZED, Stage.ACCEPTING), OFFICE),
    Verb.PRESENT: Move(_to(Stage.SIGNING, Stage.ACCEPTING, Stage.PUBLICIZED), OFFICE),
    Verb.SIGN: Move(_to(Stage.SIGNING, Stage.SIGNING), LEADERS),
    Verb.RECALL: Move(_to(Stage.ACCEPTING, Stage.SIGNING), OFFICE),
    Verb.RETURN: Move(
        _to(Stage.IN_PROGRESS, Stage.COMPLETED, Stage.ACCEPTING, Stage.PUBLICIZED, Stage.SIGNING),
        OFFICE | LEADERS | {PostKind.SUPERVISOR, PostKind.ACCEPTOR},
    ),
    Verb.KEEP_UP: Move(_to(Stage.KEPT_UP, Stage.CLOSED, Stage.IN_PROGRESS, Stage.ACCEPTING), OFFICE),
    Verb.REOPEN: Move(_to(Stage.IN_PROGRESS, Stage.CLOSED, Stage.KEPT_UP), OFFICE | {PostKind.SUPERVISOR}),
    Verb.WITHDRAW: Move(_to(Stage.WITHDRAWN, *OPEN_STAGES), OFFICE),
}


@dataclass(frozen=True, slots=True)
class RoundState:
    """What of the current round decides a move."""

    approved: bool = False
    publicized: bool = False
    party_signed: bool = False
    government_signed: bool = False


def next_stage(verb: Verb, stage: Stage, deadline_kind: DeadlineKind, state: RoundState, seat: PostKind | None = None) -> Stage:
    """The stage this verb leads to, or ``WrongStage``.

    ``seat`` names the leader who signs. The second of the two signatures closes; each seat signs once.
    """
    move = MOVES[verb]
    if stage not in move.to:
        raise WrongStage("“%(verb)s” is not possible while the issue is at “%(stage)s”.", {"verb": verb, "stage": stage})
    if verb in (Verb.PUBLISH, Verb.PRESENT) and stage is Stage.ACCEPTING and not state.approved:
        raise WrongStage("The supervising unit has not approved yet.")
    if verb is Verb.APPROVE and state.approved:
        raise WrongStage("The supervising unit has already approved.")
    if verb is Verb.KEEP_UP:
        _judge_keeping_up(stage, deadline_kind, state)
    if verb is Verb.RECALL:
        return Stage.PUBLICIZED if state.publicized else Stage.ACCEPTING
    if verb is Verb.SIGN:
        return _after_signature(state, seat)
    return move.to[stage]


def _judge_keeping_up(stage: Stage, deadline_kind: DeadlineKind, state: RoundState) -> None:
    """Kept up are purely long-term issues, never counted as closed, and closed ones that are also long-term."""
    from_closed = stage is Stage.CLOSED and deadline_kind is DeadlineKind.IMMEDIATE_AND_LONG_TERM
    never_closed = stage is not Stage.CLOSED and deadline_kind is DeadlineKind.LONG_TERM
    if not (from_closed or never_closed):
        raise WrongStage("Only long-term issues are kept up; one that must also be closed is closed first.")
    if stage is Stage.ACCEPTING and not state.approved:
        raise WrongStage("The supervising unit has not approved yet.")


def _after_signature(state: RoundState, seat: PostKind | None) -> Stage:
    signed = {PostKind.PARTY_LEADER: state.party_signed, PostKind.GOVERNMENT_LEADER: state.government_signed}
    if seat not in signed:
        raise NotYours("Only the Party leader and the government leader sign.")
    if signed[seat]:
        raise WrongStage("This seat has already signed in this round.")
    return Stage.CLOSED if any(signed.values()) else Stage.SIGNING


def judge_open(stage: Stage) -> None:
    """Raise ``WrongStage`` where the round is locked or has ended."""
    if stage not in OPEN_FOR_WORK:
        raise WrongStage("This issue is locked for its closure, or has ended. It can be changed again when it is returned or opened again.")


def may(verb: Verb, posts: Collection[PostKind], roles: Collection[UnitRole | str]) -> bool:
    """Whether somebody with these posts, whose units have these roles on the issue, may say this verb at all."""
    if verb is Verb.VIEW:
        return True
    move = MOVES[verb]
    return not move.posts.isdisjoint(posts) and (move.role is None or move.role in roles)
