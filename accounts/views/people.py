"""People: the list, one person, entering, posts, first passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions
from accounts.forms import EditPersonForm, LastDayForm, NewPersonForm, PeopleFilter, PostForm, TransferForm
from accounts.models import Post, User
from accounts.queries import locked_usernames, people_found
from accounts.rules import Refused, Stale, may_manage_people
from accounts.views.door import PersonRequest, Words, bound, form_page, only, pressed, sentence
from accounts.vocabulary import PostKind

PAGE = 50
administrators_only = only(may_manage_people)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@administrators_only
def people(request: PersonRequest) -> HttpResponse:
    form = PeopleFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    locked = locked_usernames(timezone.now())
    found = people_found(
        chosen.get("words", ""),
        chosen.get("unit"),
        PostKind(chosen["kind"]) if chosen.get("kind") else None,
        chosen.get("state", ""),
        locked=locked,
        now=timezone.now(),
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "locked": locked, "filtered": any(chosen.values())}
    return render(request, "accounts/people.html", context)


@require_GET
@administrators_only
def person(request: PersonRequest, pk: int) -> HttpResponse:
    return _person_page(request, get_object_or_404(User, pk=pk), PostForm())


def _person_page(request: PersonRequest, shown: User, form: PostForm, status: int = 200) -> HttpResponse:
    context = {
        "person": shown,
        "posts": shown.posts.select_related("unit").order_by("-valid_from", "pk"),
        "today": timezone.localdate(),
        "locked": locked_usernames(timezone.now()),
        "oneself": shown == request.user,
        "form": form,
    }
    return render(request, "accounts/person.html", context, status=status)


@form_methods
@administrators_only
def new_person(request: PersonRequest) -> HttpResponse:
    form = NewPersonForm(bound(request))
    if form.is_bound and form.is_valid():
        chosen, now = form.cleaned_data, timezone.now()
        try:
            with transaction.atomic():
                entered = actions.create_person(
                    username=chosen["username"],
                    full_name=chosen["full_name"],
                    phone=chosen["phone"],
                    email=chosen["email"],
                    actor=request.user,
                    now=now,
                )
                if chosen["unit"]:
                    kind = PostKind(chosen["kind"])
                    actions.grant_post(user=entered.user, unit=chosen["unit"], kind=kind, actor=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return render(request, "accounts/first_password.html", {"person": entered.user, "password": entered.password})
    context = {"form": form, "title": _("Enter a person"), "button": _("Enter"), "back": resolve_url("accounts:people")}
    return render(request, "accounts/form.html", context, status=422 if form.is_bound else 200)


@form_methods
@administrators_only
def edit_person(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    form = EditPersonForm(bound(request), initial={name: getattr(shown, name) for name in EditPersonForm.base_fields})

    def act(chosen: dict[str, Any]) -> None:
        try:
            actions.edit_person(user=shown, **chosen, actor=request.user, now=timezone.now())
        except Stale:
            form.set_beside(User.objects.get(pk=pk))
            raise

    return form_page(
        request,
        form,
        act,
        title=shown.full_name,
        button=_("Save"),
        back=resolve_url("accounts:person", pk),
        done=_("Saved."),
    )


@require_POST
@administrators_only
def reset_password(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    try:
        password = actions.reset_password(user=shown, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return redirect("accounts:person", pk)
    return render(request, "accounts/first_password.html", {"person": shown, "password": password})


def _button(act: Callable[..., object], done: Words) -> Callable[..., HttpResponse]:
    """The address behind a button on a person's page."""

    @require_POST
    @administrators_only
    def view(request: PersonRequest, pk: int) -> HttpResponse:
        shown = get_object_or_404(User, pk=pk)
        back = resolve_url("accounts:person", pk)
        return pressed(request, lambda: act(user=shown, actor=request.user, now=timezone.now()), back=back, done=done)

    return view


unlock = _button(actions.unlock, _("Unlocked: this person may try to sign in again."))
deactivate = _button(actions.deactivate, _("Deactivated and signed out everywhere."))
activate = _button(actions.activate, _("Activated: this person may sign in again."))


@require_POST
@administrators_only
def grant_post(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(User, pk=pk)
    form = PostForm(request.POST)
    if not form.is_valid():
        return _person_page(request, shown, form, status=422)
    try:
        actions.grant_post(user=shown, **form.cleaned_data, actor=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, sentence(refusal))
        return _person_page(request, shown, form, status=422)
    messages.success(request, _("Post given."))
    return redirect("accounts:person", pk)


@form_methods
@administrators_only
def end_post(request: PersonRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("user", "unit"), pk=pk)
    return form_page(
        request,
        LastDayForm(bound(request)),
        lambda chosen: actions.end_post(post=post, last_day=chosen["last_day"], actor=request.user, now=timezone.now()),
        title=_("End the post %(post)s of %(person)s") % {"post": post, "person": post.user.full_name},
        button=_("End the post"),
        back=resolve_url("accounts:person", post.user_id),
        done=_("Post ended."),
    )


@form_methods
@administrators_only
def transfer(request: PersonRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("user", "unit"), pk=pk)
    return form_page(
        request,
        TransferForm(bound(request)),
        lambda chosen: actions.transfer(post=post, **chosen, actor=request.user, now=timezone.now()),
        title=_("Transfer %(person)s from %(unit)s") % {"person": post.user.full_name, "unit": post.unit},
        button=_("Transfer"),
        back=resolve_url("accounts:person", post.user_id),
        done=_("Transferred: rights follow the new unit from that day on."),
    )
