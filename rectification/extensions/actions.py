"""Ask for a later deadline, give an opinion, take the request back. The last opinion adds the new date to those before it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.extensions.queries import ASKING_POSTS, asking_unit, decides, extension_for, has_supervising_unit
from rectification.extensions.rules import judge_document, judge_opinion, judge_request, levels_for, state_after
from rectification.models import Extension, ExtensionOpinion, Issue
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from rectification.vocabulary import DeadlineKind, ExtensionLevel, ExtensionState
from rectification.workflow import settings, trail
from rectification.workflow.deadlines import EXTENDED, set_deadline
from rectification.workflow.queries import open_issue_for, units_spoken_for


def ask(*, issue_id: int, proposed_due: dt.date, reason: str, progress: str, version: int, actor: User, now: dt.datetime) -> Extension:
    """Ask for a later deadline. A head who asks for his own unit has given the first opinion with it.

    ``version`` is the issue's that the person saw; the same form sent twice is one request.
    Raises ``NotYours``, ``WrongStage``, ``Incomplete`` or ``Stale``.
    """
    with transaction.atomic():
        issue, current = open_issue_for(actor, issue_id)
        unit = asking_unit(actor, issue)
        if unit is None:
            raise NotYours("Only a lead or responsible unit of the issue asks for a later deadline.")
        said = {"asked_by": actor, "proposed_due": proposed_due, "reason": reason, "progress": progress}
        if same := issue.extensions.filter(**said, state=ExtensionState.PENDING).first():
            return same
        if issue.version != version:
            raise Stale("Somebody changed this issue after you opened it. Look at it again before you decide.")
        day = timezone.localdate(now)
        pending = issue.extensions.filter(state=ExtensionState.PENDING).exists()
        former = judge_request(due=issue.due, decided=issue.deadline_decided, proposed=proposed_due, today=day, pending=pending)
        if not reason.strip() or not progress.strip():
            raise Incomplete("Say why more time is needed and how far the work is.")
        levels = levels_for(settings.practice().extension_levels, has_supervising_unit=has_supervising_unit(issue))
        extension = Extension.objects.create(
            issue=issue,
            round=current,
            unit_id=unit,
            asked_at=now,
            former_due=former,
            **said,
            late=day > former,
            levels=[level.value for level in levels],
        )
        _record(extension, "ask_extension", actor=actor, now=now, reason=reason, proposed_due=proposed_due, asked_late=extension.late)
        if levels[0] is ExtensionLevel.UNIT_HEAD and unit in units_spoken_for(actor, PostKind.UNIT_HEAD):
            _give(extension, issue, agrees=True, words="", due=proposed_due, document_number="", actor=actor, now=now)
        return extension


def give_opinion(
    *,
    extension_id: int,
    agrees: bool,
    words: str,
    due: dt.date | None,
    document_number: str = "",
    version: int,
    actor: User,
    now: dt.datetime,
) -> Extension:
    """Agree to a date or refuse, as the level whose turn it is. ``version`` is the request's that the person saw."""
    with transaction.atomic():
        asked = extension_for(actor, extension_id)
        issue, _round = open_issue_for(actor, asked.issue_id)
        extension = Extension.objects.select_for_update(no_key=True).get(pk=extension_id)
        if extension.state != ExtensionState.PENDING:
            raise WrongStage("This request has been decided or taken back.")
        if extension.version != version:
            raise Stale("Somebody else has just given an opinion on this request. Look at it again.")
        if not decides(actor, extension):
            raise NotYours("It is somebody else's turn to decide on this request.")
        return _give(extension, issue, agrees=agrees, words=words, due=due, document_number=document_number, actor=actor, now=now)


def withdraw(*, extension_id: int, actor: User, now: dt.datetime, version: int | None = None) -> Extension:
    """Take a request back that nobody has decided; only its own unit does. With ``version`` only as the person saw it."""
    with transaction.atomic():
        asked = extension_for(actor, extension_id)
        Issue.objects.select_for_update(no_key=True).get(pk=asked.issue_id)
        if asked.unit_id not in units_spoken_for(actor, *ASKING_POSTS):
            raise NotYours("Only the unit that asked takes its request back.")
        asked.refresh_from_db()
        if version is not None and version != asked.version:
            raise Stale("Somebody else has just given an opinion on this request. Look at it again.")
        rows = Extension.objects.filter(pk=extension_id, state=ExtensionState.PENDING)
        if not rows.update(state=ExtensionState.WITHDRAWN, decided_at=now, version=F("version") + 1):
            raise WrongStage("This request has been decided or taken back.")
        asked.refresh_from_db()
        _record(asked, "withdraw_extension", actor=actor, now=now)
        return asked


def _give(
    extension: Extension,
    issue: Issue,
    *,
    agrees: bool,
    words: str,
    due: dt.date | None,
    document_number: str,
    actor: User,
    now: dt.datetime,
) -> Extension:
    judge_opinion(agrees=agrees, words=words, due=due, former=extension.former_due)
    levels = [ExtensionLevel(level) for level in extension.levels]
    state = state_after(extension.step, levels, agrees=agrees)
    granted = due if state is ExtensionState.GRANTED else None
    if granted:
        judge_document(document_number, from_higher_level=bool(issue.higher_number))
    ExtensionOpinion.objects.create(
        extension=extension,
        step=extension.step,
        level=levels[extension.step],
        agrees=agrees,
        words=words,
        due=due if agrees else None,
        given_at=now,
        given_by=actor,
    )
    as_read = Extension.objects.filter(pk=extension.pk, version=extension.version, state=ExtensionState.PENDING)
    if not as_read.update(
        state=state,
        step=F("step") + 1,
        granted_due=granted,
        document_number=document_number if granted else "",
        decided_at=None if state is ExtensionState.PENDING else now,
        version=F("version") + 1,
    ):
        raise Stale("Somebody else has just given an opinion on this request. Look at it again.")
    if granted:
        kind = DeadlineKind(issue.deadline_kind)
        set_deadline(issue=issue, kind=kind, due=granted, source=EXTENDED, document_number=document_number, actor=actor, now=now)
    extension.refresh_from_db()
    verb = "grant_extension" if granted else "agree_extension" if agrees else "refuse_extension"
    change = {"due": [extension.former_due, granted]} if granted else {"proposed_due": due if agrees else None}
    _record(extension, verb, actor=actor, now=now, reason=words, **change)
    return extension


def _record(extension: Extension, verb: str, *, actor: User, now: dt.datetime, reason: str = "", **change: object) -> None:
    said = {name: value for name, value in change.items() if value not in (None, False)}
    act = trail.Act(
        verb=verb, subject=str(extension.issue), issue_id=extension.issue_id, round=extension.round.number, change=said, reason=reason
    )
    trail.record(act, actor=actor, now=now)
