"""Fills a database with realistic, deterministic load for measurements. Never for a real site."""

import datetime as dt
import os
import random
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from accounts.models import Post, Unit, User
from accounts.vocabulary import PostKind
from rectification.models import Deadline, Duty, Issue, IssueUnit, Measure, Period, Plan, PlanVersion, Report, Rhythm, Round
from rectification.progress.rules.periods import span_of
from rectification.vocabulary import DeadlineKind, IssueKind, MeasureState, ReportState, ReportStatus, RhythmKind, Stage, UnitRole
from rectification.workflow import trail

Row = dict[str, Any]

CHUNK = 10_000
ISSUES_PER_PLAN = 2000
SEED = 20210101
TITLE = "负载测试整改方案"
SILENT = 0.1
"""The share of reports that have nothing new."""
FIRST_DAY = dt.date(2000, 1, 1)

PLACES = ("北支河", "东塘浦", "滨水商业街", "工业园二期", "老旧小区", "绕城路沿线", "旧采石坑", "农贸市场", "物流园", "养殖场集聚区")
FAULTS = (
    "雨污混接未消除",
    "油烟净化设施未定期清洗",
    "渣土堆放未覆盖",
    "废气收集不到位",
    "台账记录不完整",
    "噪声扰民反复",
    "固废贮存不规范",
    "岸线垃圾清理不及时",
)
GOALS = ("问题全部整改到位并通过现场核查", "设施安装率和运行率达到100%", "断面水质稳定达到Ⅲ类", "同类信访投诉同比下降三成以上")
WORKS = ("开展排查并建立问题清单", "制定方案明确责任人", "完成设施改造并联网", "委托第三方检测", "落实长效巡查制度", "组织现场核查")
STAGES = (Stage.NOT_STARTED, Stage.IN_PROGRESS, Stage.IN_PROGRESS, Stage.IN_PROGRESS, Stage.COMPLETED, Stage.ACCEPTING, Stage.PUBLICIZED)
ROLES = (UnitRole.LEAD.value, UnitRole.COOPERATING.value, UnitRole.SUPERVISING.value)
KINDS = (DeadlineKind.FIXED,) * 7 + (DeadlineKind.IMMEDIATE_AND_LONG_TERM, DeadlineKind.LONG_TERM, DeadlineKind.NONE)


class Command(BaseCommand):
    help = (
        "Adds issues on units of their own, the same for the same numbers. Sign-ins load-clerk, load-staff, load-head and "
        "load-supervisor get the password in the environment variable SEED_PASSWORD, or none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--issues", type=int, required=True, help="how many issues to add")
        parser.add_argument("--units", type=int, default=40, help="how many units share them (at least 3)")
        parser.add_argument("--reports", type=int, default=0, help="progress reports to add, week by week backwards")

    def handle(self, *_args: Any, issues: int, units: int, reports: int, **_options: Any) -> None:
        if issues < 0 or units < 3 or reports < 0:
            raise CommandError("Give at least 3 units, and no negative numbers.")
        began = time.perf_counter()
        dice = random.Random(SEED)
        people, bodies = _people_and_units(units)
        for first in range(0, issues, CHUNK):
            with transaction.atomic():
                _sow(range(first, min(first + CHUNK, issues)), bodies, people["load-clerk"], dice)
        seconds = time.perf_counter() - began
        self.stdout.write(f"{issues} issues on {len(bodies)} units in {seconds:.1f} s ({issues / seconds:.0f} issues/s)")
        if reports:
            began = time.perf_counter()
            _report(reports, people["load-staff"], dice)
            seconds = time.perf_counter() - began
            self.stdout.write(f"{reports} reports in {seconds:.1f} s ({reports / seconds:.0f} reports/s)")


def _people_and_units(count: int) -> tuple[dict[str, User], list[Unit]]:
    root, _ = Unit.objects.get_or_create(name="负载测试区", defaults={"kind": "government"})
    bodies = [Unit.objects.get_or_create(name=f"负载单位{n:04}", defaults={"parent": root})[0] for n in range(1, count + 1)]
    posts = {
        "load-clerk": (PostKind.OFFICE_CLERK, root),
        "load-staff": (PostKind.STAFF, bodies[0]),
        "load-head": (PostKind.UNIT_HEAD, bodies[0]),
        "load-supervisor": (PostKind.SUPERVISOR, bodies[1]),
    }
    return {name: _person(name, kind, unit) for name, (kind, unit) in posts.items()}, bodies


def _person(username: str, kind: PostKind, unit: Unit) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(username, os.environ.get("SEED_PASSWORD"), full_name=username)
    Post.objects.get_or_create(user=user, unit=unit, kind=kind, valid_to=None, defaults={"valid_from": FIRST_DAY})
    return user


def _sow(numbers: range, bodies: list[Unit], clerk: User, dice: random.Random) -> None:
    now, today = timezone.now(), timezone.localdate()
    versions: dict[int, PlanVersion] = {}
    first_id = (Issue.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1
    issues: list[Row] = []
    for n in numbers:
        batch = n // ISSUES_PER_PLAN
        if batch not in versions:
            versions[batch] = _version(batch, clerk, now, today)
        issues.append({"id": first_id + len(issues), **_issue(n, versions[batch], dice, today), "created_at": now})
    _insert(Issue, issues)
    _insert(Round, [{"issue_id": issue["id"], "number": 1, "opened_at": now} for issue in issues])
    _insert(IssueUnit, [row for issue in issues for row in _units(issue, bodies, dice)])
    _insert(Measure, [row for issue in issues for row in _measures(issue, dice)])
    _insert(Deadline, [_deadline(issue, clerk, now) for issue in issues])
    acts = [trail.Act(verb="open", subject=issue["statement"][:40], issue_id=issue["id"], round=1) for issue in issues]
    trail.record_all(acts, actor=clerk, now=now)


def _report(count: int, staff: User, dice: random.Random) -> None:
    """What the lead and the cooperating units of the load issues said, one week after the other, each report with its duty."""
    places = IssueUnit.objects.filter(issue__plan__title__startswith=TITLE, role__in=ROLES[:2], issue__rounds__number=1).order_by(
        "issue", "pk"
    )
    owing = list(places.values_list("issue_id", "unit_id", "issue__rounds"))
    if not owing:
        raise CommandError("There are no load issues to report on: give --issues too.")
    for week in range(-(-count // len(owing))):
        period = _week(week)
        said = owing[: count - week * len(owing)]
        for first in range(0, len(said), CHUNK):
            with transaction.atomic():
                _sow_reports(said[first : first + CHUNK], period, staff, dice)


def _week(back: int) -> Period:
    """The week so many weeks ago; all but this one are closed."""
    rhythm, _ = Rhythm.objects.get_or_create(name="负载测试周报", defaults={"kind": "week", "cutoff_time": dt.time(17)})
    day = timezone.localdate() - dt.timedelta(weeks=back)
    span = span_of(RhythmKind.WEEK, day)
    cutoff = timezone.make_aware(dt.datetime.combine(span.ends, rhythm.cutoff_time))
    moments = {"cutoff_at": cutoff, "opened_at": cutoff - dt.timedelta(days=6), "closed_at": cutoff if back else None}
    return Period.objects.get_or_create(rhythm=rhythm, starts=span.starts, defaults={"ends": span.ends, **moments})[0]


def _sow_reports(places: list[tuple[int, int, int]], period: Period, staff: User, dice: random.Random) -> None:
    answered = set(Report.objects.filter(period=period).values_list("issue_id", "unit_id"))
    fresh = [place for place in places if place[:2] not in answered]
    if not fresh:
        return
    _insert(Duty, [{"period_id": period.pk, "issue_id": issue, "unit_id": unit} for issue, unit, _ in fresh])
    rows = [_said(place, period, staff, dice) for place in fresh]
    _insert(Report, rows)
    acts = [trail.Act(verb="report", issue_id=row["issue_id"], round=1, change={"text": ["", row["text"]]}) for row in rows]
    trail.record_all(acts, actor=staff, now=period.opened_at)


def _said(place: tuple[int, int, int], period: Period, staff: User, dice: random.Random) -> Row:
    silent = dice.random() < SILENT
    return {
        **dict(zip(("issue_id", "unit_id", "round_id"), place, strict=True)),
        "period_id": period.pk,
        "status": ReportStatus.ON_SCHEDULE.value,
        "no_change": silent,
        "text": "" if silent else f"已{dice.choice(WORKS)}，累计完成{dice.randint(1, 30)}处。",
        "percent": dice.randint(0, 100),
        "problem": "",
        "next_step": "" if silent else f"{dice.choice(WORKS)}。",
        "reason": "",
        "state": ReportState.SUBMITTED.value,
        "late": False,
        "submitted_at": period.opened_at,
        "submitted_by_id": staff.pk,
        "returned_because": "",
        "version": 1,
    }


def _insert(model: type[Model], rows: list[Row]) -> None:
    """Insert rows that all name the same columns, without building model objects: a million issues are ten million rows.

    What a row does not name has the default of its field.
    """
    unnamed = [field for field in model._meta.concrete_fields if not field.primary_key and field.attname not in rows[0]]
    rows = [{**row, **{field.attname: field.get_default() for field in unnamed}} for row in rows]
    columns = list(rows[0])
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    values = [tuple(_stored(value) for value in row.values()) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values

            execute_values(cursor.cursor, f"INSERT INTO {table} ({names}) VALUES %s", values, page_size=1000)  # noqa: S608 - our own names
            if "id" in columns:
                for reset in connection.ops.sequence_reset_sql(no_style(), [model]):
                    cursor.execute(reset)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names


def _stored(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _version(batch: int, clerk: User, now: dt.datetime, today: dt.date) -> PlanVersion:
    """The newest load plan that still has room; plans never share a position."""
    plan = Plan.objects.create(title=f"{TITLE}（第{batch + 1}批）", issuer="负载测试区", issued=today - dt.timedelta(days=200))
    return PlanVersion.objects.create(plan=plan, number=1, confirmed_at=now, confirmed_by=clerk)


def _issue(n: int, version: PlanVersion, dice: random.Random, today: dt.date) -> Row:
    kind = dice.choice(KINDS)
    due = today + dt.timedelta(days=dice.randint(-120, 400)) if kind is DeadlineKind.FIXED else None
    written = {DeadlineKind.FIXED: f"{due:%Y年%m月%d日}前" if due else "", DeadlineKind.LONG_TERM: "长期坚持", DeadlineKind.NONE: ""}
    return {
        "plan_id": version.plan_id,
        "plan_version_id": version.pk,
        "kind": IssueKind.PROBLEM.value,
        "position": n % ISSUES_PER_PLAN + 1,
        "printed_number": str(n % ISSUES_PER_PLAN + 1),
        "higher_number": "",
        "scope": "",
        "table_name": "",
        "section": "",
        "work_item": "",
        "name": "",
        "statement": f"{dice.choice(PLACES)}{dice.choice(FAULTS)}，第{n + 1}号点位发现{dice.randint(1, 30)}处。",
        "goal": dice.choice(GOALS),
        "stage": dice.choice(STAGES).value,
        "deadline_words": written.get(kind, "立行立改，长期坚持"),
        "deadline_kind": kind.value,
        "due": due,
        "deadline_decided": kind is not DeadlineKind.NONE,
        "version": 1,
    }


def _units(issue: Row, bodies: list[Unit], dice: random.Random) -> list[Row]:
    chosen = dice.sample(bodies, 3)
    return [
        {"issue_id": issue["id"], "unit_id": unit.pk, "role": role, "position": n, "printed": unit.name, "coordinating": n == 1}
        for n, (unit, role) in enumerate(zip(chosen, ROLES, strict=True), 1)
    ]


def _measures(issue: Row, dice: random.Random) -> list[Row]:
    works = dice.sample(WORKS, dice.randint(2, 4))
    begun = {"state": MeasureState.NOT_BEGUN.value, "version": 1}
    return [{"issue_id": issue["id"], "position": n, "marker": f"{n}.", "text": f"{work}。", **begun} for n, work in enumerate(works, 1)]


def _deadline(issue: Row, clerk: User, now: dt.datetime) -> Row:
    return {
        "issue_id": issue["id"],
        "number": 1,
        "words": issue["deadline_words"],
        "kind": issue["deadline_kind"],
        "due": issue["due"],
        "phases": "[]",
        "note": "",
        "source": "label",
        "document_number": "",
        "decided_at": now,
        "decided_by_id": clerk.pk,
    }
