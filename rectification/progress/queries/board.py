"""The board: units by the last periods of a rhythm, and the list behind each of its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accounts.models import Unit, User
from rectification.models import Duty, Period, Report, Rhythm
from rectification.progress.queries.periods import require_overview
from rectification.progress.rules.board import Said, Tally, standing, standing_of, tally
from rectification.refusals import NotVisible
from rectification.vocabulary import ReportState, Standing

PERIODS_SHOWN = 8
Place = tuple[int, int]
"""A unit and a period."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the office sees of one unit in one period."""

    period: Period
    tally: Tally

    @property
    def standing(self) -> Standing:
        return standing(self.tally)


@dataclass(frozen=True, slots=True)
class Row:
    unit: Unit
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units of a period stand how; ``owed`` is all of them."""

    owed: int
    by_standing: Mapping[Standing, int]
    late: int

    @classmethod
    def of(cls, cells: Iterable[Tally]) -> Counts:
        cells = list(cells)
        found = dict.fromkeys(Standing, 0)
        for cell in cells:
            found[standing(cell)] += 1
        return cls(len(cells), found, sum(cell.late > 0 for cell in cells))


@dataclass(frozen=True, slots=True)
class Board:
    periods: list[Period]
    rows: list[Row]
    counts: list[Counts]


def rhythms_for(user: User) -> list[Rhythm]:
    """The rhythms with a board: those with a period, in the order in which they were entered."""
    require_overview(user)
    return list(Rhythm.objects.filter(Exists(Period.objects.filter(rhythm=OuterRef("pk")))))


def board(rhythm: Rhythm) -> Board:
    """The last periods of a rhythm, the newest first. Five queries for any number of units."""
    periods = list(rhythm.periods.select_related("rhythm")[:PERIODS_SHOWN])
    cells = tallies(periods)
    units = Unit.objects.filter(pk__in={unit for unit, _ in cells}).order_by("path")
    rows = [Row(unit, [_cell(cells, unit, period) for period in periods]) for unit in units]
    counts = [Counts.of(cell for (_, key), cell in cells.items() if key == period.pk) for period in periods]
    return Board(periods, rows, counts)


def tallies(periods: Sequence[Period], units: Iterable[int] | None = None) -> dict[Place, Tally]:
    """How each unit that owes anything in these periods stands."""
    keys = [period.pk for period in periods]
    duties = Duty.objects.filter(period__in=keys)
    reports = newest_reports(Report.objects.filter(period__in=keys))
    if units is not None:
        duties, reports = duties.filter(unit__in=units), reports.filter(unit__in=units)
    answers: dict[Place, list[tuple[Said, int]]] = defaultdict(list)
    grouped = reports.order_by().values_list("unit_id", "period_id", "state", "no_change", "late").annotate(count=Count("pk"))
    for unit, period, state, no_change, late, count in grouped:
        answers[unit, period].append((Said(ReportState(state), no_change, late), count))
    owed = duties.values_list("unit_id", "period_id").annotate(count=Count("pk"))
    return {(unit, period): tally(count, answers[unit, period]) for unit, period, count in owed}


def newest_reports(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Of an issue reopened within a period the report of the newest round only."""
    later = Report.objects.filter(issue=OuterRef("issue"), unit=OuterRef("unit"), period=OuterRef("period"), round__gt=OuterRef("round"))
    return reports.filter(~Exists(later))


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty and what became of it."""

    duty: Duty
    report: Report | None
    standing: Standing


def period_for(user: User, pk: int) -> Period:
    require_overview(user)
    period = Period.objects.select_related("rhythm").filter(pk=pk).first()
    if period is None:
        raise NotVisible("There is no such period.")
    return period


def units_standing(period: Period, only: Standing | None = None, *, late: bool = False) -> dict[int, Tally]:
    """The units of a period, or those of one standing: what a count of the board opens."""
    cells = {unit: cell for (unit, _), cell in tallies([period]).items()}
    return {unit: cell for unit, cell in cells.items() if (only is None or standing(cell) is only) and (not late or cell.late)}


def duties_of(period: Period, units: Iterable[int]) -> QuerySet[Duty]:
    """What these units owe in a period, unit by unit in the order of the paper."""
    duties = Duty.objects.filter(period=period, unit__in=units)
    return duties.order_by("unit__path", "issue__plan_id", "issue__position", "pk")


def with_reports(duties: Iterable[int]) -> list[Owed]:
    """These duties, in this order, each with the report on it."""
    keys = list(duties)
    of = Report.objects.filter(issue=OuterRef("issue"), unit=OuterRef("unit"), period=OuterRef("period")).order_by("-round_id")
    rows = Duty.objects.filter(pk__in=keys).select_related("issue__plan", "unit", "period__rhythm")
    found = {row.pk: row for row in rows.annotate(report=Subquery(of.values("pk")[:1]))}
    reports = Report.objects.select_related("submitted_by").in_bulk([row.report for row in found.values() if row.report])
    return [_owed(found[key], reports.get(found[key].report)) for key in keys]


def _owed(duty: Duty, report: Report | None) -> Owed:
    said = Said(ReportState(report.state), report.no_change, report.late) if report else None
    return Owed(duty, report, standing_of(said))


def _cell(cells: Mapping[Place, Tally], unit: Unit, period: Period) -> Cell | None:
    found = cells.get((unit.pk, period.pk))
    return Cell(period, found) if found else None
