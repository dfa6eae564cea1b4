"""A district at work all at once: what was acknowledged is found afterwards, once, and nobody meets an error of ours.

People of many units read, report, keep drafts, say nothing new, confirm and send back, merge and polish, set milestones,
targets and measures, ask for later deadlines and decide on them, and open periods; each through the pages of the live site.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections
from django.db.models import Model
from django.utils import timezone

from accounts.models import Unit, User
from accounts.vocabulary import PostKind
from rectification.models import (
    Extension,
    Issue,
    Measure,
    Milestone,
    Period,
    PracticeRow,
    Report,
    ReportDraft,
    Rhythm,
    Summary,
    Target,
    TrailEntry,
)
from rectification.progress.actions.duties import keep_duties
from rectification.vocabulary import UnitRole
from rectification.workflow.trail import ACCESS, TRAIL, verify_chain
from tests import factories
from tests.cast import Cast, gather, person, unit
from tests.live import LiveSite
from tests.ordeal import times
from tests.visitor import Answer, Visitor

OPINIONS = ("agree_extension", "grant_extension", "refuse_extension")
FOLLOWS = ("start", "move_cutoff")
"""What the site itself adds to an act: the first report starts an issue, a changed rhythm moves the cut-off of its period."""
FIRST_DAY = dt.date(2000, 1, 1)
EXPECTED = {200, 302, 409, 422}

_words = itertools.count(1)


def word() -> str:
    """Words that nobody has said before."""
    return f"第{next(_words)}句。"


def past_day() -> str:
    return (FIRST_DAY + dt.timedelta(days=next(_words) % 9000)).isoformat()


@dataclass(frozen=True, slots=True)
class Ack:
    """What the site said it has done. ``find`` gives the row, ``version`` what it had to be afterwards (0: it has none)."""

    verb: str
    find: Callable[[], Model]
    version: int
    said: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Each issue is led by the first of its units; ``period`` is open for all."""

    cast: Cast
    issues: dict[int, list[int]]
    measures: dict[int, list[int]]
    period: int


@dataclass(slots=True)
class Writer:
    """One person at one browser who does one thing after the other until the time is up."""

    visitor: Visitor
    world: World
    unit: int
    acts: tuple[Callable[[Writer], Iterator[Ack]], ...]
    chance: random.Random
    acks: list[Ack] = field(default_factory=list)
    drafts: dict[tuple[int, int], str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def work(self, until: float) -> Writer:
        try:
            while time.monotonic() < until:
                self.acks += self.chance.choice(self.acts)(self)
        finally:
            connections.close_all()
        return self

    def get(self, path: str) -> Answer:
        return self._heard(lambda: self.visitor.get(path))

    def fill(self, opened: Answer, path: str, *, holding: str = "", action: str = "", **typed: Any) -> Answer | None:
        """Send a form of the page with some fields typed over; ``None`` where the page offers this person none."""
        form = opened.form(holding, action)
        return None if form is None else self._heard(lambda: self.visitor.post(path, {**form, **typed}))

    def succeeded(self, answer: Answer | None) -> bool:
        """Whether a redirect is followed by a page that speaks of success; some refusals are told there as well."""
        return answer is not None and answer.status == 302 and "message-success" in self.get(answer.location).page

    def place(self) -> tuple[int, int]:
        """An issue on which the person's unit reports."""
        return self.shown(), self.unit

    def led(self) -> int:
        return self.chance.choice([issue for issue, units in self.world.issues.items() if units[0] == self.unit])

    def shown(self) -> int:
        """An issue that this person sees: one of the unit's own, or any for those who see them all."""
        own = [issue for issue, units in self.world.issues.items() if self.unit in units]
        return self.chance.choice(own or list(self.world.issues))

    def one_of(self, pattern: str, page: str) -> int | None:
        found = sorted(set(re.findall(pattern, page)))
        return int(self.chance.choice(found)) if found else None

    def _heard(self, ask: Callable[[], Answer]) -> Answer:
        began = time.monotonic()
        answer = ask()
        self.seconds.append(time.monotonic() - began)
        self.answers[answer.status] += 1
        if answer.status not in EXPECTED or "database is locked" in answer.page:
            self.faults.append(f"{answer.status} {answer.path}")
        return answer


def version_of(opened: Answer, holding: str = "", action: str = "") -> int:
    form = opened.form(holding, action)
    return int(form["version"][0]) if form else 0


def saved(answer: Answer | None) -> bool:
    return answer is not None and answer.status == 302


# --- what people of a unit do ---------------------------------------------------------------------------------------


def reads(writer: Writer) -> Iterator[Ack]:
    writer.get(writer.chance.choice([f"/issues/{writer.shown()}/", f"/issues/{writer.shown()}/", "/issues/", "/extensions/"]))
    yield from ()


def looks_at_the_list(writer: Writer) -> Iterator[Ack]:
    writer.get("/reports/")
    yield from ()


def report_in(world: World, place: tuple[int, int]) -> Callable[[], Report]:
    return lambda: Report.objects.get(period=world.period, issue=place[0], unit=place[1])


def reports(writer: Writer) -> Iterator[Ack]:
    place, text = writer.place(), word()
    path = "/reports/{}/{}/{}/".format(writer.world.period, *place)
    opened = writer.get(path)
    if saved(writer.fill(opened, path, holding="text", status="on_schedule", text=text)):
        writer.drafts.pop(place, None)
        yield Ack("report", report_in(writer.world, place), version_of(opened, "text") + 1, text, told="text")


def keeps_a_draft(writer: Writer) -> Iterator[Ack]:
    place, text = writer.place(), word()
    path = "/reports/{}/{}/{}/".format(writer.world.period, *place)
    opened = writer.get(path)
    version = re.search(r'name="draft_version"[^>]*value="(\d+)"', opened.page)
    answer = writer.fill(opened, f"{path}draft/", holding="text", text=text, draft_version=version[1] if version else 0)
    if answer and answer.status == 200:
        writer.drafts[place] = text
    yield from ()


def says_nothing_new(writer: Writer) -> Iterator[Ack]:
    place, reason = writer.place(), word()
    path = "/reports/{}/{}/{}/".format(writer.world.period, *place)
    opened = writer.get(path)
    version = re.search(r'name="version" value="(\d+)"', opened.page)
    answer = writer.fill(opened, f"{path}nothing-new/", holding="text", version=(seen := version[1] if version else "0"), reason=reason)
    if writer.succeeded(answer):
        writer.drafts.pop(place, None)
        yield Ack("report_no_change", report_in(writer.world, place), int(seen) + 1, reason, told="reason")


def sets_a_milestone(writer: Writer) -> Iterator[Ack]:
    text, path = word(), f"/issues/{writer.led()}/milestones/new/"
    if saved(writer.fill(writer.get(path), path, holding="due", text=text, due="2026-12-01")):
        yield Ack("add_milestone", lambda: Milestone.objects.get(text=text), 1, text, told="text")


def changes_a_milestone(writer: Writer) -> Iterator[Ack]:
    found = writer.one_of(r'href="/milestones/(\d+)/"', writer.get(f"/issues/{writer.led()}/").page)
    path, reached = f"/milestones/{found}/", past_day()
    if found and saved(writer.fill(opened := writer.get(path), path, holding="due", reached_on=reached)):
        yield Ack("change_milestone", lambda: Milestone.objects.get(pk=found), version_of(opened, "due") + 1, reached, told="reached_on")


def sets_a_target(writer: Writer) -> Iterator[Ack]:
    text, path = word(), f"/issues/{writer.led()}/targets/new/"
    if saved(writer.fill(writer.get(path), path, holding="total", text=text, total="618", counted_in="座")):
        yield Ack("add_target", lambda: Target.objects.get(text=text), 1, text, told="text")


def changes_a_target(writer: Writer) -> Iterator[Ack]:
    found = writer.one_of(r'href="/targets/(\d+)/"', writer.get(f"/issues/{writer.led()}/").page)
    path, total = f"/targets/{found}/", next(_words)
    if found and saved(writer.fill(opened := writer.get(path), path, holding="total", total=total)):
        yield Ack("change_target", lambda: Target.objects.get(pk=found), version_of(opened, "total") + 1, f"{total} 座")


def fulfils_a_measure(writer: Writer) -> Iterator[Ack]:
    found = writer.chance.choice(writer.world.measures[writer.led()])
    path, day = f"/measures/{found}/", past_day()
    if saved(writer.fill(opened := writer.get(path), path, state="fulfilled", fulfilled_on=day)):
        yield Ack("set_measure", lambda: Measure.objects.get(pk=found), version_of(opened) + 1, day, told="fulfilled_on")


def merges(writer: Writer) -> Iterator[Ack]:
    issue, text = writer.led(), word()
    path = f"/issues/{issue}/periods/{writer.world.period}/"
    opened = writer.get(path)
    if saved(writer.fill(opened, path, holding="sources", text=text)):
        yield Ack("merge_summary", lambda: Summary.objects.get(issue=issue), version_of(opened, "sources") + 1, text, told="text")


def asks_for_more_time(writer: Writer) -> Iterator[Ack]:
    path, reason = f"/issues/{writer.led()}/extension/", word()
    later = (dt.date(2028, 1, 1) + dt.timedelta(days=next(_words))).isoformat()
    answer = writer.fill(writer.get(path), path, holding="reason", proposed_due=later, reason=reason, progress="过半。")
    if answer and answer.status == 302:
        yield Ack("ask_extension", lambda: Extension.objects.get(reason=reason), 1, reason, told="reason")


# --- what heads, supervisors and the office do ----------------------------------------------------------------------


def confirms(writer: Writer) -> Iterator[Ack]:
    opened = writer.get("/reports/unit/")
    if found := writer.one_of(r'action="/reports/(\d+)/confirm/"', opened.page):
        path = f"/reports/{found}/confirm/"
        if writer.succeeded(writer.fill(opened, path, action=path)):
            yield Ack("confirm_report", lambda: Report.objects.get(pk=found), version_of(opened, action=path) + 1, "confirmed")


def sends_back(writer: Writer) -> Iterator[Ack]:
    office = writer.get(f"/periods/{writer.world.period}/").page if writer.unit == writer.world.cast.district.office.pk else ""
    page = office or writer.get("/reports/unit/").page
    found = writer.one_of(r'href="/reports/(\d+)/return/"', page)
    path, reason = f"/reports/{found}/return/", word()
    if found and saved(writer.fill(opened := writer.get(path), path, holding="words", words=reason)):
        yield Ack("return_report", lambda: Report.objects.get(pk=found), version_of(opened, "words") + 1, reason)


def decides_on_more_time(writer: Writer) -> Iterator[Ack]:
    found = writer.one_of(r'href="/extensions/(\d+)/"', writer.get("/extensions/").page)
    path, words = f"/extensions/{found}/", word()
    agrees = "no" if writer.chance.random() < 0.2 else "yes"
    if found and saved(writer.fill(opened := writer.get(path), f"{path}decide/", holding="words", words=words, agrees=agrees)):
        yield Ack("opinion", lambda: Extension.objects.get(pk=found), version_of(opened, "words") + 1, words)


def polishes(writer: Writer) -> Iterator[Ack]:
    issue, text = writer.shown(), word()
    path = f"/issues/{issue}/periods/{writer.world.period}/"
    opened = writer.get(path)
    if saved(writer.fill(opened, f"{path}printed/", holding="printed", printed=text)):
        yield Ack("polish_summary", lambda: Summary.objects.get(issue=issue), version_of(opened, "printed") + 1, text, told="printed")


def looks_at_the_board(writer: Writer) -> Iterator[Ack]:
    writer.get("/board/")
    yield from ()


def sets_a_rhythm(writer: Writer) -> Iterator[Ack]:
    """Rarely: each one makes duties on every issue."""
    if writer.chance.random() < 0.7:
        return
    name, path = word(), "/rhythms/new/"
    if saved(writer.fill(writer.get(path), path, holding="cutoff_time", name=name)):
        yield Ack("create_rhythm", lambda: Rhythm.objects.get(name=name), 1, name, told="name")
        listed = writer.get("/rhythms/")
        row = re.search(rf'href="/rhythms/(\d+)/"[^>]*>{name}', listed.page)
        opens = f"/rhythms/{row[1] if row else 0}/open/"
        if writer.succeeded(writer.fill(listed, opens, holding="csrfmiddlewaretoken")):
            yield Ack("open_period", lambda: Period.objects.get(rhythm__name=name), 0, name)


def changes_a_rhythm(writer: Writer) -> Iterator[Ack]:
    found = writer.one_of(r'href="/rhythms/(\d+)/" data-row-link', writer.get("/rhythms/").page)
    path, at = f"/rhythms/{found}/", f"{next(_words) % 24:02}:{next(_words) % 60:02}"
    if found and saved(writer.fill(opened := writer.get(path), path, holding="cutoff_time", cutoff_time=at)):
        yield Ack("edit_rhythm", lambda: Rhythm.objects.get(pk=found), version_of(opened, "cutoff_time") + 1, at)


REPORTING = (looks_at_the_list, reports, reports, keeps_a_draft, says_nothing_new)
LEADING = (sets_a_milestone, changes_a_milestone, sets_a_target, changes_a_target, fulfils_a_measure, merges, asks_for_more_time)
STAFF = (reads, *REPORTING, *LEADING)
HEAD = (reads, *REPORTING, confirms, confirms, sends_back, decides_on_more_time)
SUPERVISOR = (reads, decides_on_more_time)
CLERK = (reads, looks_at_the_board, polishes, polishes, sends_back, decides_on_more_time, sets_a_rhythm, changes_a_rhythm)


# --- the district ---------------------------------------------------------------------------------------------------


def district(units: int) -> tuple[World, list[tuple[User, int, tuple[Any, ...]]]]:
    """As many issues as units, each led by one and shared by the next two; three staff and a head in each, and the office."""
    cast = gather()
    PracticeRow.objects.create(pk=1, head_confirms=True)
    named = [unit(f"单位{n}", cast.district.government) for n in range(units)]
    version = factories.plan(cast)
    issues = {_issue(cast, version, lead, others).pk: [lead.pk, *(other.pk for other in others)] for lead, others in _shared(named)}
    now = timezone.now()
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    period = factories.period(factories.rhythm(), monday, cutoff_at=now + dt.timedelta(days=1))
    keep_duties(period=period, now=now)
    people = [
        (person(f"{kind.value}{n}-{one.pk}", f"{one}{n}", one, kind), one.pk, acts)
        for one, kind, count, acts in [
            *((one, PostKind.STAFF, 3, STAFF) for one in named),
            *((one, PostKind.UNIT_HEAD, 1, HEAD) for one in named),
            (cast.district.office, PostKind.OFFICE_CLERK, 6, CLERK),
            (cast.district.supervising, PostKind.SUPERVISOR, 4, SUPERVISOR),
        ]
        for n in range(count)
    ]
    measures = {issue: list(Measure.objects.filter(issue=issue).values_list("pk", flat=True)) for issue in issues}
    return World(cast, issues, measures, period.pk), people


def _shared(units: list[Unit]) -> Iterator[tuple[Unit, list[Unit]]]:
    for n, lead in enumerate(units):
        yield lead, [units[(n + step) % len(units)] for step in (1, 2)]


def _issue(cast: Cast, version: Any, lead: Unit, others: Iterable[Unit]) -> Issue:
    created = factories.bare_issue(version)
    for n in range(3):
        factories.measure(created, f"措施{n}")
    factories.takes_part(created, lead, UnitRole.LEAD, coordinating=True)
    for other in others:
        factories.takes_part(created, other, UnitRole.COOPERATING)
    factories.takes_part(created, cast.district.supervising, UnitRole.SUPERVISING)
    return created


@pytest.mark.ordeal
@pytest.mark.timeout(600)
def test_everything_acknowledged_is_found_once_and_nobody_meets_an_error_of_ours(live_site: LiveSite) -> None:
    world, people = district(times(3, full=10))
    seconds = times(4, full=60)
    before = TrailEntry.objects.count()
    writers = [
        Writer(Visitor(live_site, who), world, home, acts, random.Random(n))
        for n, (who, home, acts) in enumerate(people[:: times(2, full=1)])
    ]
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(writers)) as pool:
        writers = list(pool.map(lambda writer: writer.work(until), writers))
    _tell(writers, seconds)
    assert [fault for writer in writers for fault in writer.faults] == []
    acks = [ack for writer in writers for ack in writer.acks]
    assert acks
    _each_is_in_its_row(acks)
    _each_is_in_the_trail(acks, before)
    for writer in writers:
        kept = ReportDraft.objects.filter(author=writer.visitor.person).values_list("issue", "unit", "content__text")
        assert {(issue, unit): text for issue, unit, [text] in kept} == writer.drafts
    assert (verify_chain(TRAIL).first_bad, verify_chain(ACCESS).first_bad) == (None, None)


def _each_is_in_its_row(acks: list[Ack]) -> None:
    """The versions of a row tell its acts one by one: none is missing, none came twice, and the last one's words stand in it."""
    rows: dict[Model, list[Ack]] = defaultdict(list)
    for ack in acks:
        rows[ack.find()].append(ack)
    for row, done in rows.items():
        counted = sorted(ack.version for ack in done if ack.version)
        first = 1 if counted and counted[0] == 1 else 2  # a row that was there before anybody wrote begins with its second version
        if counted:
            assert counted == list(range(first, getattr(row, "version", 0) + 1)), row
        for name in {ack.told for ack in done if ack.told}:
            last = max((ack for ack in done if ack.told == name), key=lambda ack: ack.version)
            later = {ack.verb for ack in done if ack.version > last.version} & {"report", "report_no_change"}
            assert later or str(getattr(row, name)) == last.said, row


def _each_is_in_the_trail(acks: list[Ack], before: int) -> None:
    entries = TrailEntry.objects.filter(number__gt=before).exclude(verb__in=FOLLOWS).values_list("verb", "subject", "change", "reason")
    told = [
        ("opinion" if verb in OPINIONS else verb, f"{subject}{json.dumps(json.loads(change), ensure_ascii=False)}{reason}")
        for verb, subject, change, reason in entries
    ]
    assert Counter(verb for verb, _ in told) == Counter(ack.verb for ack in acks)
    of_verb: dict[str, str] = defaultdict(str)
    for verb, text in told:
        of_verb[verb] += text
    assert [ack for ack in acks if ack.said not in of_verb[ack.verb]] == []


def _tell(writers: list[Writer], seconds: float) -> None:
    """The figures, for whoever runs it with ``-s``."""
    answers = sum((writer.answers for writer in writers), Counter())
    took = sorted(second for writer in writers for second in writer.seconds)
    done = Counter(ack.verb for writer in writers for ack in writer.acks)
    p95 = took[int(len(took) * 0.95)]
    print(f"{len(writers)} writers, {seconds} s: {len(took)} requests {dict(answers)}, p95 {p95:.2f} s, longest {took[-1]:.2f} s")
    print(f"{sum(done.values())} acts: {dict(done)}")
