"""The words of the trade in templates: stage and pace as tags, deadlines and days in the reader's language."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from rectification.models import Issue, Period
from rectification.models.issues import STAGES
from rectification.templatetags.components import tag
from rectification.vocabulary import Pace, Stage, Standing
from rectification.web import words

register = template.Library()


@register.simple_tag
def stage_tag(stage: str) -> SafeString:
    return tag(STAGES[Stage(stage)], words.STAGE_TONES[Stage(stage)])


@register.simple_tag
def pace_tag(pace: str) -> SafeString:
    return tag(words.PACES[Pace(pace)], words.PACE_TONES[Pace(pace)])


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
