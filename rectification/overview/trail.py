"""Tells an act of the trail in words: who did what, from what to what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import POST_KINDS
from accounts.vocabulary import PostKind
from rectification.models import TrailEntry
from rectification.models.issues import DEADLINE_KINDS, MEASURE_STATES, STAGES
from rectification.models.progress import REPORT_STATES, REPORT_STATUSES
from rectification.vocabulary import Verb

VERBS: dict[str, Promise] = {
    Verb.START: _("Started"),
    Verb.COMPLETE: _("Reported as completed"),
    Verb.APPLY: _("Applied for closure"),
    Verb.ACCEPT: _("Accepted"),
    Verb.APPROVE: _("Approved"),
    Verb.PUBLISH: _("Published for objections"),
    Verb.PRESENT: _("Presented for both signatures"),
    Verb.SIGN: _("Signed"),
    Verb.RECALL: _("Recalled"),
    Verb.RETURN: _("Returned"),
    Verb.KEEP_UP: _("To be kept up"),
    Verb.REOPEN: _("Opened again"),
    Verb.WITHDRAW: _("Withdrawn"),
    "open": _("Entered in the ledger"),
    "set_coordinating_unit": _("Coordinating unit chosen"),
    "decide_deadline": _("Deadline decided"),
    "report": _("Progress reported"),
    "report_no_change": _("Reported: nothing new"),
    "confirm_report": _("Report confirmed"),
    "return_report": _("Report sent back"),
    "merge_summary": _("Reports merged"),
    "polish_summary": _("Wording for the sheets changed"),
    "set_measure": _("State of a measure changed"),
    "add_milestone": _("Milestone set"),
    "change_milestone": _("Milestone changed"),
    "remove_milestone": _("Milestone removed"),
    "add_target": _("Target set"),
    "change_target": _("Target changed"),
    "remove_target": _("Target removed"),
    "choose_parts": _("Work of a group given to its members"),
    "recount_deadline": _("Deadline counted again by the working calendar"),
    "ask_extension": _("Later deadline asked for"),
    "agree_extension": _("Agreed to a later deadline"),
    "grant_extension": _("Later deadline granted"),
    "refuse_extension": _("Later deadline refused"),
    "withdraw_extension": _("Request for a later deadline taken back"),
    "set_practice": _("Settings changed"),
    "set_calendar_day": _("Calendar day entered"),
    "unset_calendar_day": _("Calendar day removed"),
    "mark_calendar_year": _("Calendar year marked"),
    "add_evidence": _("Evidence added"),
    "withdraw_evidence": _("Evidence taken back"),
}
FIELDS: dict[str, Promise] = {
    "stage": _("Stage"),
    "seat": _("Seat"),
    "due": _("Due"),
    "deadline_kind": _("Deadline"),
    "deadline": _("Deadline"),
    "coordinating": _("Coordinating unit"),
    "document_number": _("Document number"),
    "plan": _("Plan"),
    "version": _("Version"),
    "number": _("Number"),
    "unit": _("Unit"),
    "period": _("Period"),
    "status": _("Status"),
    "no_change": _("Nothing new"),
    "text": _("What was done"),
    "percent": _("Percent"),
    "problem": _("Problems"),
    "next_step": _("Next step"),
    "reason": _("Reason"),
    "late": _("Late"),
    "figures": _("Targets"),
    "measures": _("Measures advanced"),
    "files": _("Files"),
    "report_state": _("Report"),
    "measure": _("Measure"),
    "measure_state": _("State"),
    "fulfilled_on": _("Fulfilled on"),
    "printed": _("Wording for the sheets"),
    "milestone": _("Milestone"),
    "reached_on": _("Reached on"),
    "target": _("Target"),
    "total": _("Total"),
    "shares": _("Shares of the units"),
    "group": _("Group"),
    "parts": _("Units with a part"),
    "proposed_due": _("Proposed new date"),
    "asked_late": _("Asked after the due date"),
    "evidence": _("Evidence"),
}
PLACES = {field: place for place, field in enumerate(FIELDS)}
"""The order in which an act is told; the trail keeps its fields by the alphabet."""
UNTOLD = frozenset({"sha256"})
"""Recorded for whoever verifies, not for reading."""
VALUES: dict[str, dict[str, Promise]] = {
    "stage": {stage.value: words for stage, words in STAGES.items()},
    "seat": {seat.value: POST_KINDS[seat] for seat in (PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER)},
    "status": {status.value: words for status, words in REPORT_STATUSES.items()},
    "report_state": {state.value: words for state, words in REPORT_STATES.items()},
    "measure_state": {state.value: words for state, words in MEASURE_STATES.items()},
    "deadline_kind": {kind.value: words for kind, words in DEADLINE_KINDS.items()},
}


@dataclass(frozen=True, slots=True)
class Change:
    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline."""

    title: str
    at: str
    by: str
    changes: list[Change]
    text: str


def told(act: TrailEntry) -> Told:
    return Told(
        title=str(VERBS.get(act.verb, act.verb)),
        at=timezone.localtime(act.at).strftime("%Y-%m-%d %H:%M"),
        by=" · ".join(filter(None, (act.actor_unit, act.actor_name))),
        changes=list(_changes(json.loads(act.change))),
        text=act.reason,
    )


def _changes(change: dict[str, Any]) -> Iterator[Change]:
    """``{"stage": [old, new]}`` is a change, ``{"seat": value}`` something that was only said; what stayed is left out."""
    for field, value in sorted(change.items(), key=lambda said: PLACES.get(said[0], len(PLACES))):
        old, new = value if isinstance(value, list) and len(value) == 2 else ("", value)
        if old != new and field not in UNTOLD:
            yield Change(str(FIELDS.get(field, field)), _said(field, old), _said(field, new))


def _said(field: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(VALUES.get(field, {}).get(str(value), value))
