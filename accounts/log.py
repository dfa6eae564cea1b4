"""Where acts on people and units are written down. The writer is named in the settings, since this package knows nothing above it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


def record(verb: str, subject: str, change: Mapping[str, Any], *, actor: User | None, now: dt.datetime) -> None:
    """Append one act to the trail, inside the act's own transaction."""
    import_string(settings.ACT_RECORDER)(verb=verb, subject=subject, change=change, actor=actor, now=now)
