"""The system checks speak up for settings that start but would not do what the operator expects."""

from pathlib import Path

import pytest
from pytest_django import Settings

from rectification import checks

pytestmark = pytest.mark.once


def test_an_unknown_password_profile_is_an_error(settings: Settings) -> None:
    assert checks.known_password_profile() == []
    settings.PASSWORD_PROFILE = "none"
    assert [found.id for found in checks.known_password_profile()] == ["xiaohao.E001"]


def test_documents_inside_the_static_files_are_an_error(settings: Settings, tmp_path: Path) -> None:
    assert checks.documents_are_not_served() == []
    settings.STATIC_ROOT = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    assert [found.id for found in checks.documents_are_not_served()] == ["xiaohao.E002"]


def test_a_folder_that_anybody_may_write_into_is_warned_about(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert checks.own_folder_is_private() == []
    tmp_path.chmod(0o777)
    assert [found.id for found in checks.own_folder_is_private()] == ["xiaohao.W001"]
