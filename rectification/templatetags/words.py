"""The words of the trade in templates: stage and pace as tags, deadlines and days in the reader's language."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from rectification.models import Issue
from rectification.models.issues import STAGES
from rectification.templatetags.components import tag
from rectification.vocabulary import Pace, Punctuality, Stage
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
