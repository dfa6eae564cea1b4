"""Two people, or two windows of one, save the same form at the same moment: one is served, the other loses nothing.

He is told (409), sees on the page what the faster one has saved, finds what he typed himself, and may send it once more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.extensions.actions import give_opinion
from rectification.models import Extension, Issue, Milestone, Period, Rhythm, Target, TrailEntry
from rectification.progress.actions.duties import keep_duties
from rectification.workflow.trail import TRAIL, verify_chain
from tests import factories
from tests.attacks.test_at_once import at_once
from tests.cast import Cast, gather, person, signed_in
from tests.committed import Committed

ONE, OTHER = "甲的说法", "乙的说法"
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """An issue in an open period, with one of everything that two people can edit."""

    cast: Cast
    second_clerk: User
    second_head: User
    issue: Issue
    open_ended: Issue
    period: Period
    rhythm: Rhythm
    milestone: Milestone
    target: Target
    extension: Extension

    @property
    def place(self) -> list[int]:
        return [self.period.pk, self.issue.pk, self.cast.district.lead.pk]


@pytest.fixture
def world(committed_db: Committed) -> World:
    cast = gather()
    issue = factories.issue(cast)
    rhythm = factories.rhythm()
    now = timezone.now()
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    period = factories.period(rhythm, monday, cutoff_at=now + dt.timedelta(days=1))
    keep_duties(period=period, now=now)
    return World(
        cast,
        person("clerk2", "钱文书", cast.district.office, PostKind.OFFICE_CLERK),
        person("unithead2", "副局长", cast.district.lead, PostKind.UNIT_HEAD),
        issue,
        factories.issue(cast, deadline_kind="none", deadline_words="", due=None, deadline_decided=False),
        period,
        rhythm,
        factories.milestone(issue, "完成普查"),
        factories.target(issue, "化粪池改造", 618),
        factories.extension(cast, issue),
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """A form as two people fill it in. ``shows``: what the page tells of the faster one; ``keeps``: where it holds one's own."""

    opened: Callable[[World], str]
    who: tuple[str, str]
    typed: Callable[[World, str], Fields]
    sent: Callable[[World], str] | None = None
    version: str = "version"
    saved: int = 302
    shows: Callable[[World, str], str] = field(default=lambda world, word: word)
    keeps: Callable[[World, str], str] = field(default=lambda world, word: word)
    again: bool = True
    recorded: int = 1
    before: Callable[[World], object] = field(default=lambda world: None)


def url(name: str, *arguments: Callable[[World], int]) -> Callable[[World], str]:
    return lambda world: reverse(name, args=[argument(world) for argument in arguments])


def place(name: str) -> Callable[[World], str]:
    return lambda world: reverse(name, args=world.place)


def said(**fields: Any) -> Callable[[World, str], Fields]:
    """The same fields of both, with ``...`` for each one's own words."""
    return lambda world, word: {name: word if value is ... else value for name, value in fields.items()}


def either(one: str, other: str) -> Callable[[World, str], str]:
    """What stands for the words of each in a field that takes no free text."""
    return lambda world, word: one if word == ONE else other


def day(world: World, word: str) -> str:
    return "2026-11-01" if word == ONE else "2026-11-02"


def member(world: World, word: str) -> Any:
    return world.cast.district.east if word == ONE else world.cast.district.west


def head_agrees(world: World) -> None:
    """The request waits for the office from now on."""
    for who in (world.cast.unithead, world.cast.supervisor):
        world.extension.refresh_from_db()
        due, version = world.extension.proposed_due, world.extension.version
        give_opinion(extension_id=world.extension.pk, agrees=True, words="", due=due, version=version, actor=who, now=timezone.now())


def handed_in(world: World) -> None:
    factories.report(world.issue, world.cast.district.lead, world.period, world.cast.staff)


def the_report(world: World) -> int:
    return world.issue.reports.get().pk


COLLEAGUES, OFFICE, HEADS = ("staff", "unithead"), ("clerk", "clerk2"), ("unithead", "unithead2")
REPORT = {"status": "on_schedule", "text": ...}
DECISION = {"due": "2027-03-31", "agrees": "yes", "words": ...}
issue, period = (lambda w: w.issue.pk), (lambda w: w.period.pk)

EDITS = {
    "report": Edit(place("progress:report"), COLLEAGUES, said(**REPORT)),
    "report again": Edit(place("progress:report"), COLLEAGUES, said(**REPORT), before=handed_in),
    "another field of a report": Edit(
        place("progress:report"), COLLEAGUES, said(status="behind", text="已建成收集池。", problem=...), before=handed_in
    ),
    "draft in two windows": Edit(
        place("progress:report"),
        ("staff", "staff"),
        said(**REPORT),
        sent=place("progress:draft"),
        version="draft_version",
        saved=200,
        recorded=0,
        keeps=either("", ""),  # it stays in the form, of which the answer is only the foot
    ),
    "summary": Edit(url("progress:summary", issue, period), COLLEAGUES, said(text=..., sources="")),
    "printed wording": Edit(url("progress:summary", issue, period), OFFICE, said(printed=...), sent=url("progress:printed", issue, period)),
    "sending back": Edit(url("progress:return", the_report), ("clerk", "unithead"), said(words=...), before=handed_in, again=False),
    "measure": Edit(
        url("progress:measure", lambda w: w.issue.measures.all()[0].pk),
        COLLEAGUES,
        lambda world, word: {"state": "fulfilled", "fulfilled_on": day(world, word)},
        shows=day,
        keeps=lambda world, word: f'value="{day(world, word)}"',
    ),
    "milestone": Edit(url("work:milestone", lambda w: w.milestone.pk), COLLEAGUES, said(text=..., due="2026-12-01")),
    "target": Edit(url("work:target", lambda w: w.target.pk), ("clerk", "staff"), said(text=..., total="618", counted_in="座")),
    "parts": Edit(
        url("work:parts", lambda w: w.issue.units.get(group__isnull=False).pk),
        ("clerk", "staff"),
        lambda world, word: {"members": [member(world, word).pk]},
        shows=lambda world, word: f'<li class="keep-lines">成员单位: {member(world, word).name}</li>',
        keeps=lambda world, word: f'value="{member(world, word).pk}" id="id_members_{int(word == OTHER)}" checked',
    ),
    "practice": Edit(
        url("office:practice"),
        OFFICE,
        lambda world, word: {"warning_days": 15 if word == ONE else 20, "reporting_roles": ["lead"], "level_1": "office"},
        shows=either("预警天数: 15", "预警天数: 20"),
        keeps=either('value="15"', 'value="20"'),
    ),
    "rhythm": Edit(
        url("progress:rhythm", lambda w: w.rhythm.pk),
        OFFICE,
        said(name=..., kind="week", cutoff_weekday="4", cutoff_days_before_end="0", cutoff_time="17:00", active="on"),
    ),
    "opinion of the head": Edit(
        url("extensions:extension", lambda w: w.extension.pk),
        HEADS,
        said(**DECISION),
        sent=url("extensions:decide", lambda w: w.extension.pk),
        again=False,
    ),
    "last opinion": Edit(
        url("extensions:extension", lambda w: w.extension.pk),
        OFFICE,
        said(**DECISION),
        sent=url("extensions:decide", lambda w: w.extension.pk),
        again=False,
        before=head_agrees,
    ),
    "open deadline": Edit(
        url("overview:issue", lambda w: w.open_ended.pk),
        OFFICE,
        said(kind="fixed", due="2027-06-30", document_number=...),
        sent=url("overview:deadline", lambda w: w.open_ended.pk),
        again=False,
    ),
}


def version_in(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="(\d+)"', page)
    assert found, f"The form carries no {name}."
    return found[1]


def acts_recorded() -> int:
    """Without what follows from another act: the first report starts the work, a changed rhythm moves its cut-off."""
    return TrailEntry.objects.exclude(verb__in=("start", "move_cutoff")).count()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_one_wins_and_the_other_sees_both_and_keeps_his_own(edit: Edit, world: World) -> None:
    edit.before(world)
    address = (edit.sent or edit.opened)(world)
    clients = [signed_in(User.objects.get(username=name)) for name in edit.who]
    versions = [version_in(client.get(edit.opened(world)).content.decode(), edit.version) for client in clients]
    typed = [{**edit.typed(world, word), edit.version: version} for word, version in zip((ONE, OTHER), versions, strict=True)]
    acts = acts_recorded()
    pages: dict[str, str] = {}

    def press(client: Client, word: str, fields: Fields) -> Callable[[], int]:
        def one() -> int:
            answer = client.post(address, fields)
            pages[word] = answer.content.decode()
            return answer.status_code

        return one

    statuses = at_once([press(*pressed) for pressed in zip(clients, (ONE, OTHER), typed, strict=True)])
    assert sorted(statuses) == [edit.saved, 409]
    winner, loser = (ONE, OTHER) if statuses[0] == edit.saved else (OTHER, ONE)
    assert edit.shows(world, winner) in pages[loser]
    assert edit.keeps(world, loser) in pages[loser]
    assert acts_recorded() == acts + edit.recorded
    if edit.again:
        place = statuses.index(409)
        fields = {**typed[place], edit.version: version_in(pages[loser], edit.version)}
        assert clients[place].post(address, fields).status_code == edit.saved
    assert verify_chain(TRAIL).first_bad is None
