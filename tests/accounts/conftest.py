"""What the tests on people and units share."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Unit, User
from accounts.vocabulary import PostKind
from tests.cast import Cast, person


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def second_admin(cast: Cast) -> User:
    """Another system administrator, so that the first one may go."""
    return person("admin2", "蒋管理", cast.district.office, PostKind.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def branch(cast: Cast) -> Unit:
    """A unit two levels below the lead."""
    return Unit.objects.create(name="清扫队", parent=cast.district.below_lead)
