"""Pages of the hallway itself: where a person begins, and the showroom of the components."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from rectification.web.guide import Guide
from rectification.web.menu import landing_for
from rectification.web.pages import SignedInRequest, show, signed_in


@require_safe
@signed_in
def landing(request: SignedInRequest) -> HttpResponse:
    return redirect(landing_for(request.user))


@require_safe
@signed_in
def styleguide(request: SignedInRequest) -> HttpResponse:
    """Every component in every state: what the screenshot, accessibility and size checks look at."""
    return show(request, "styleguide.html", {"guide": Guide()})
