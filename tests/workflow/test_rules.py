"""The way to closure: every verb from every stage, and who may say it."""

from itertools import product

import pytest

from accounts.vocabulary import PostKind
from rectification.refusals import NotYours, WrongStage
from rectification.vocabulary import DeadlineKind, Stage, UnitRole, Verb
from rectification.workflow.rules import COORDINATING, MOVES, RoundState, may, next_stage

APPROVED = RoundState(approved=True)
PARTY, GOVERNMENT = PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER

DOCUMENTED: dict[tuple[Verb, Stage], Stage] = {
    (Verb.START, Stage.NOT_STARTED): Stage.IN_PROGRESS,
    (Verb.COMPLETE, Stage.IN_PROGRESS): Stage.COMPLETED,
    (Verb.APPLY, Stage.COMPLETED): Stage.ACCEPTING,
    (Verb.ACCEPT, Stage.ACCEPTING): Stage.ACCEPTING,
    (Verb.PUBLISH, Stage.ACCEPTING): Stage.PUBLICIZED,
    (Verb.PRESENT, Stage.ACCEPTING): Stage.SIGNING,
    (Verb.PRESENT, Stage.PUBLICIZED): Stage.SIGNING,
    (Verb.SIGN, Stage.SIGNING): Stage.SIGNING,
    (Verb.RECALL, Stage.SIGNING): Stage.ACCEPTING,
    (Verb.RETURN, Stage.COMPLETED): Stage.IN_PROGRESS,
    (Verb.RETURN, Stage.ACCEPTING): Stage.IN_PROGRESS,
    (Verb.RETURN, Stage.PUBLICIZED): Stage.IN_PROGRESS,
    (Verb.RETURN, Stage.SIGNING): Stage.IN_PROGRESS,
    (Verb.REOPEN, Stage.CLOSED): Stage.IN_PROGRESS,
    (Verb.REOPEN, Stage.KEPT_UP): Stage.IN_PROGRESS,
    **{(Verb.WITHDRAW, stage): Stage.WITHDRAWN for stage in Stage if stage not in (Stage.CLOSED, Stage.KEPT_UP, Stage.WITHDRAWN)},
}
"""Every passage of an approved round with a fixed deadline; whatever is not named here is refused."""


@pytest.mark.parametrize(("verb", "stage"), list(product(MOVES, Stage)))
def test_a_verb_leads_exactly_where_the_way_says(verb: Verb, stage: Stage) -> None:
    expected = DOCUMENTED.get((verb, stage))
    if expected is None:
        with pytest.raises(WrongStage):
            next_stage(verb, stage, DeadlineKind.FIXED, APPROVED, PARTY)
    else:
        assert next_stage(verb, stage, DeadlineKind.FIXED, APPROVED, PARTY) is expected


@pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.PRESENT])
def test_nothing_goes_on_before_the_supervising_unit_approved(verb: Verb) -> None:
    with pytest.raises(WrongStage):
        next_stage(verb, Stage.ACCEPTING, DeadlineKind.FIXED, RoundState())


def test_the_supervising_unit_approves_once() -> None:
    assert next_stage(Verb.APPROVE, Stage.ACCEPTING, DeadlineKind.FIXED, RoundState()) is Stage.ACCEPTING
    with pytest.raises(WrongStage):
        next_stage(Verb.APPROVE, Stage.ACCEPTING, DeadlineKind.FIXED, APPROVED)


@pytest.mark.parametrize(
    ("state", "seat"),
    [(RoundState(approved=True, government_signed=True), PARTY), (RoundState(approved=True, party_signed=True), GOVERNMENT)],
)
def test_the_second_signature_closes_in_any_order(state: RoundState, seat: PostKind) -> None:
    assert next_stage(Verb.SIGN, Stage.SIGNING, DeadlineKind.FIXED, state, seat) is Stage.CLOSED


def test_a_seat_signs_once() -> None:
    with pytest.raises(WrongStage):
        next_stage(Verb.SIGN, Stage.SIGNING, DeadlineKind.FIXED, RoundState(approved=True, party_signed=True), PARTY)


@pytest.mark.parametrize("seat", [None, *(kind for kind in PostKind if kind not in (PARTY, GOVERNMENT))])
def test_nobody_but_the_two_leaders_signs(seat: PostKind | None) -> None:
    with pytest.raises(NotYours):
        next_stage(Verb.SIGN, Stage.SIGNING, DeadlineKind.FIXED, APPROVED, seat)


def test_a_recall_goes_back_to_the_stage_before() -> None:
    assert next_stage(Verb.RECALL, Stage.SIGNING, DeadlineKind.FIXED, RoundState(approved=True, publicized=True)) is Stage.PUBLICIZED
    assert next_stage(Verb.RECALL, Stage.SIGNING, DeadlineKind.FIXED, APPROVED) is Stage.ACCEPTING


@pytest.mark.parametrize("kind", list(DeadlineKind))
@pytest.mark.parametrize("stage", list(Stage))
def test_only_long_term_issues_are_kept_up(stage: Stage, kind: DeadlineKind) -> None:
    allowed = (stage is Stage.CLOSED and kind is DeadlineKind.IMMEDIATE_AND_LONG_TERM) or (
        stage in (Stage.IN_PROGRESS, Stage.ACCEPTING) and kind is DeadlineKind.LONG_TERM
    )
    if allowed:
        assert next_stage(Verb.KEEP_UP, stage, kind, APPROVED) is Stage.KEPT_UP
    else:
        with pytest.raises(WrongStage):
            next_stage(Verb.KEEP_UP, stage, kind, APPROVED)


WHO = {
    Verb.START: ({PostKind.STAFF, PostKind.UNIT_HEAD}, COORDINATING),
    Verb.COMPLETE: ({PostKind.UNIT_HEAD}, COORDINATING),
    Verb.APPLY: ({PostKind.UNIT_HEAD}, COORDINATING),
    Verb.ACCEPT: ({PostKind.ACCEPTOR}, UnitRole.ACCEPTANCE),
    Verb.APPROVE: ({PostKind.SUPERVISOR}, UnitRole.SUPERVISING),
    Verb.PUBLISH: ({PostKind.OFFICE_CLERK}, None),
    Verb.PRESENT: ({PostKind.OFFICE_CLERK}, None),
    Verb.SIGN: ({PARTY, GOVERNMENT}, None),
    Verb.RECALL: ({PostKind.OFFICE_CLERK}, None),
    Verb.KEEP_UP: ({PostKind.OFFICE_CLERK}, None),
    Verb.WITHDRAW: ({PostKind.OFFICE_CLERK}, None),
}


@pytest.mark.parametrize(("verb", "post"), list(product(WHO, PostKind)))
def test_a_verb_belongs_to_its_post_in_its_unit(verb: Verb, post: PostKind) -> None:
    posts, role = WHO[verb]
    roles = [role] if role else []
    assert may(verb, [post], roles) is (post in posts)
    if role:
        assert not may(verb, [post], [UnitRole.COOPERATING])


@pytest.mark.parametrize("verb", list(MOVES))
@pytest.mark.parametrize("post", [PostKind.AUDITOR, PostKind.SYSTEM_ADMINISTRATOR])
def test_auditors_and_administrators_change_nothing(verb: Verb, post: PostKind) -> None:
    assert not may(verb, [post], [*UnitRole, COORDINATING])
