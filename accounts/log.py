"""Where acts on people and units are written down. The writer is named in the settings, since this package knows nothing above it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


class Act(NamedTuple):
    """What was done to whom, and what of it changed."""

    verb: str
    subject: str
    change: Mapping[str, Any]


def record(verb: str, subject: str, change: Mapping[str, Any], *, actor: User | None, now: dt.datetime) -> None:
    """Append one act to the trail, inside the act's own transaction."""
    record_all([Act(verb, subject, change)], actor=actor, now=now)


def record_all(acts: Sequence[Act], *, actor: User | None, now: dt.datetime) -> None:
    """Append many acts of one person at one moment; everybody who records waits meanwhile, so this comes last."""
    import_string(settings.ACT_RECORDER)(acts, actor=actor, now=now)
