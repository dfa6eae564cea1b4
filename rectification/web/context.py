"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rectification.web.display import Display
from rectification.web.menu import menu_for


def page(request: HttpRequest) -> dict[str, Any]:
    return {"DEMO": settings.DEMO, "display": Display.of(request), "menu": menu_for(request)}
