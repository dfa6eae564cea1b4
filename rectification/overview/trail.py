"""Tells an act of the trail in words: who did what, from what to what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import POST_KINDS
from accounts.vocabulary import PostKind
from rectification.models import TrailEntry
from rectification.models.issues import DEADLINE_KINDS, STAGES
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
    "evidence": _("Evidence"),
    "measure": _("Measure"),
}
UNTOLD = frozenset({"sha256"})
"""Recorded for whoever verifies, not for reading."""
VALUES: dict[str, dict[str, Promise]] = {
    "stage": {stage.value: words for stage, words in STAGES.items()},
    "seat": {seat.value: POST_KINDS[seat] for seat in (PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER)},
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
    for field, value in change.items():
        old, new = value if isinstance(value, list) and len(value) == 2 else ("", value)
        if old != new and field not in UNTOLD:
            yield Change(str(FIELDS.get(field, field)), _said(field, old), _said(field, new))


def _said(field: str, value: object) -> str:
    if value is None or value == "":
        return ""
    return str(VALUES.get(field, {}).get(str(value), value))
