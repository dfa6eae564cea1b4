"""System checks: settings that start but would not do what the operator expects."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

PASSWORD_PROFILES = ("mlps", "asvs")


@register()
def known_password_profile(**_: Any) -> list[CheckMessage]:
    if settings.PASSWORD_PROFILE in PASSWORD_PROFILES:
        return []
    return [Error("PASSWORD_PROFILE is unknown.", hint=f"Set it to one of {', '.join(PASSWORD_PROFILES)}.", id="xiaohao.E001")]


@register()
def documents_are_not_served(**_: Any) -> list[CheckMessage]:
    """Documents go through the door that asks who may see them; static files are for everybody."""
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    if not media.is_relative_to(static):
        return []
    return [Error("MEDIA_ROOT lies inside STATIC_ROOT: anybody could fetch documents.", hint="Keep the two apart.", id="xiaohao.E002")]


@register(deploy=True)
def own_folder_is_private(**_: Any) -> list[CheckMessage]:
    folder = Path(settings.VAR_DIR)
    if not os.access(folder, os.W_OK):
        return [Error(f"{folder} cannot be written to.", hint="Give it to the user the site runs as.", id="xiaohao.E003")]
    if folder.stat().st_mode & 0o002:
        return [checks.Warning(f"Anybody may write into {folder}.", hint=f"chmod o-w {folder}", id="xiaohao.W001")]
    return []
