"""What everybody may do with the own account: look at it, choose a password, sign out here and elsewhere."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions
from accounts.forms import OwnPasswordForm
from accounts.passwords import ProfileValidator, current_profile, must_change
from accounts.sessions import sessions_of
from accounts.views.door import PersonRequest, bound


class SignOut(allauth.LogoutView):  # type: ignore[misc]  # allauth ships no types
    """Signs out by POST only and tells the browser to forget what it has seen."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@require_GET
@login_required
def own_account(request: PersonRequest) -> HttpResponse:
    life = current_profile().life
    context = {
        "posts": request.user.current_posts(),
        "sessions": sessions_of(request.user),
        "session_key": request.session.session_key,
        "password_until": life and request.user.password_changed_at + life,
    }
    return render(request, "account/own.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_password(request: PersonRequest) -> HttpResponse:
    form = OwnPasswordForm(request, request.user, bound(request))
    if form.is_bound and form.is_valid():
        key = request.session.session_key
        actions.change_own_password(user=request.user, password=form.cleaned_data["new_password1"], session_key=key, now=timezone.now())
        _keep_signed_in(request)
        messages.success(request, _("Your password is changed. You were signed out everywhere else."))
        return redirect("/")
    context = {"form": form, "rules": ProfileValidator().get_help_text(), "forced": must_change(request.user, timezone.now())}
    return render(request, "account/password_change.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    count = actions.end_other_sessions(user=request.user, session_key=request.session.session_key, now=timezone.now())
    messages.success(
        request, ngettext("Signed out at %(count)d other place.", "Signed out at %(count)d other places.", count) % {"count": count}
    )
    return redirect("account_own")


def _keep_signed_in(request: PersonRequest) -> None:
    """The change of password ends all sessions by their old proof; the present one gets a new key and proof."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)
