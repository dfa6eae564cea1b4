"""The words of the trade in templates: stage and pace as tags, deadlines and days in the reader's language."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from rectification.models import Issue, Period, ReportFigure
from rectification.models.issues import MEASURE_STATES, STAGES
from rectification.templatetags.components import tag
from rectification.vocabulary import MeasureState, Pace, Punctuality, Stage, Standing
from rectification.web import words
from rectification.web.numbers import quantity_words

register = template.Library()


@register.simple_tag
def stage_tag(stage: str) -> SafeString:
    return tag(STAGES[Stage(stage)], words.STAGE_TONES[Stage(stage)])


@register.simple_tag
def pace_tag(pace: str) -> SafeString:
    return tag(words.PACES[Pace(pace)], words.PACE_TONES[Pace(pace)])


@register.simple_tag
def quantity(number: Decimal) -> str:
    return quantity_words(number)


@register.simple_tag
def punctuality_tag(punctuality: str) -> SafeString:
    return tag(*words.PUNCTUALITIES[Punctuality(punctuality)])


@register.filter
def clock_runs(issue: Issue) -> bool:
    """Whether the pace of this issue still means something."""
    return issue.stage not in words.CLOCK_STOPPED


@register.filter
def day(value: dt.date | None) -> str:
    return words.day(value) if value else ""


@register.filter
def day_and_weekday(value: dt.date | None) -> str:
    return words.day_and_weekday(value) if value else ""


@register.simple_tag
def deadline_reading(kind: str, due: dt.date | None) -> str:
    return words.reading(kind, due)


@register.simple_tag
def due_distance(pace: str, due: dt.date | None, today: dt.date) -> str:
    return words.distance(pace, due, today)


@register.simple_tag
def deadline_note(code: str) -> str:
    return str(words.DEADLINE_NOTES.get(code, code))


@register.simple_tag
def deadline_source(code: str) -> str:
    return str(words.DEADLINE_SOURCES.get(code, code))


@register.simple_tag
def period_words(period: Period) -> str:
    return words.period(period.rhythm.kind, period.starts, period.ends)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A day with its weekday and the hour, where people plan: 2026-11-20 周五 17:00."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{words.day_and_weekday(local.date())} {local:%H:%M}"


@register.simple_tag
def standing_tag(standing: str, period: Period | None = None) -> SafeString:
    """How a unit or a duty stands; what is missing in a ``period`` that is still open is not wrong yet."""
    kind = Standing(standing)
    waiting = kind is Standing.MISSING and period is not None and period.closed_at is None
    return tag(words.STANDINGS[kind], "open" if waiting else words.STANDING_TONES[kind])


@register.simple_tag
def measure_tag(state: str) -> SafeString:
    return tag(MEASURE_STATES[MeasureState(state)], words.MEASURE_TONES[MeasureState(state)])


@register.simple_tag
def figure_words(figure: ReportFigure) -> str:
    """412 座, as a unit counted it."""
    return f"{quantity_words(figure.reached)} {figure.target.counted_in}"


@register.simple_tag
def parts_reported(parts: Mapping[int, tuple[int, int]], row: int) -> str:
    """9/12 reported: how many members of an expanded group have said something in the open periods."""
    if row not in parts:
        return ""
    said, of = parts[row]
    return gettext(" · %(said)s/%(of)s reported") % {"said": said, "of": of}
