"""Units and groups: the tree, one unit with its names, groups with their members."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions
from accounts.forms import (
    AliasForm,
    DissolveUnitForm,
    FormerNameForm,
    GroupForm,
    LastDayForm,
    MemberForm,
    MergeUnitForm,
    MoveUnitForm,
    NewUnitForm,
    RenameUnitForm,
    UnitKindForm,
)
from accounts.models import Unit, UnitAlias, UnitGroup, UnitGroupMember
from accounts.queries import groups_with_members, units_in_order
from accounts.rules import may_edit_words, may_manage_units
from accounts.views.door import PersonRequest, bound, form_page, only, pressed

office_too = only(may_edit_words)
administrators_only = only(may_manage_units)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@office_too
def units(request: PersonRequest) -> HttpResponse:
    context = {"units": units_in_order(), "manages": may_manage_units(request.user.post_kinds())}
    return render(request, "accounts/units.html", context)


@require_GET
@office_too
def unit(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit.objects.select_related("parent", "successor"), pk=pk)
    today = timezone.localdate()
    context = {
        "unit": shown,
        "children": shown.children.filter(valid_to__isnull=True).order_by("name"),
        "former_names": shown.former_names.all(),
        "aliases": shown.aliases.all(),
        "posts": shown.posts.valid_on(today).select_related("user").order_by("kind", "user__username"),
        "memberships": shown.group_memberships.valid_on(today).select_related("group"),
        "manages": may_manage_units(request.user.post_kinds()),
    }
    return render(request, "accounts/unit.html", context)


@form_methods
@office_too
def new_unit(request: PersonRequest) -> HttpResponse:
    return form_page(
        request,
        NewUnitForm(bound(request), initial={"parent": request.GET.get("parent")}),
        lambda chosen: actions.create_unit(**chosen, actor=request.user, now=timezone.now()),
        title=_("Enter a unit"),
        button=_("Enter"),
        back=resolve_url("accounts:units"),
        done=_("Entered."),
    )


@form_methods
@administrators_only
def rename_unit(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        RenameUnitForm(bound(request), initial={"name": shown.name}),
        lambda chosen: actions.rename_unit(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Rename %(unit)s") % {"unit": shown},
        intro=_("The old name is kept with its time, so that older papers are still understood."),
        button=_("Rename"),
        back=resolve_url("accounts:unit", pk),
        done=_("Renamed."),
    )


@form_methods
@administrators_only
def set_kind(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        UnitKindForm(bound(request), initial={"kind": shown.kind}),
        lambda chosen: actions.set_kind(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Kind of %(unit)s") % {"unit": shown},
        button=_("Save"),
        back=resolve_url("accounts:unit", pk),
        done=_("Saved."),
    )


@form_methods
@administrators_only
def move_unit(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        MoveUnitForm(bound(request), initial={"parent": shown.parent_id}),
        lambda chosen: actions.move_unit(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Move %(unit)s") % {"unit": shown},
        intro=_("All units below it come along."),
        button=_("Move"),
        back=resolve_url("accounts:unit", pk),
        done=_("Moved."),
    )


@form_methods
@administrators_only
def merge_unit(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        MergeUnitForm(bound(request)),
        lambda chosen: actions.merge_units(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Merge %(unit)s into another unit") % {"unit": shown},
        intro=_("Posts, group memberships and units below go on in the other unit from the next day. Issues keep the unit they name."),
        button=_("Merge"),
        back=resolve_url("accounts:units"),
        done=_("Merged."),
    )


@form_methods
@administrators_only
def dissolve_unit(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        DissolveUnitForm(bound(request)),
        lambda chosen: actions.dissolve_unit(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Dissolve %(unit)s") % {"unit": shown},
        intro=_("All posts in it end with the last day. Where another unit takes over, merge instead."),
        button=_("Dissolve"),
        back=resolve_url("accounts:units"),
        done=_("Dissolved."),
    )


@form_methods
@administrators_only
def add_former_name(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        FormerNameForm(bound(request)),
        lambda chosen: actions.add_former_name(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("A former name of %(unit)s") % {"unit": shown},
        button=_("Add"),
        back=resolve_url("accounts:unit", pk),
        done=_("Added."),
    )


@form_methods
@office_too
def add_alias(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Unit, pk=pk)
    return form_page(
        request,
        AliasForm(bound(request)),
        lambda chosen: actions.add_alias(unit=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Another word for %(unit)s") % {"unit": shown},
        button=_("Add"),
        back=resolve_url("accounts:unit", pk),
        done=_("Added."),
    )


@require_POST
@office_too
def remove_alias(request: PersonRequest, pk: int) -> HttpResponse:
    alias = get_object_or_404(UnitAlias.objects.select_related("unit"), pk=pk)
    return pressed(
        request,
        lambda: actions.remove_alias(alias=alias, actor=request.user, now=timezone.now()),
        back=resolve_url("accounts:unit", alias.unit_id),
        done=_("Removed."),
    )


@require_GET
@office_too
def groups(request: PersonRequest) -> HttpResponse:
    return render(
        request, "accounts/groups.html", {"groups": groups_with_members(), "manages": may_manage_units(request.user.post_kinds())}
    )


@require_GET
@office_too
def group(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(UnitGroup, pk=pk)
    members = shown.memberships.select_related("unit").order_by("unit__name", "valid_from")
    context = {"group": shown, "members": members, "today": timezone.localdate()}
    return render(request, "accounts/group.html", context)


@form_methods
@office_too
def new_group(request: PersonRequest) -> HttpResponse:
    return form_page(
        request,
        GroupForm(bound(request)),
        lambda chosen: actions.create_group(**chosen, actor=request.user, now=timezone.now()),
        title=_("Enter a group"),
        intro=_("A word of the papers that stands for several units."),
        button=_("Enter"),
        back=resolve_url("accounts:groups"),
        done=_("Entered."),
    )


@form_methods
@office_too
def rename_group(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(UnitGroup, pk=pk)
    return form_page(
        request,
        GroupForm(bound(request), initial={"name": shown.name}),
        lambda chosen: actions.rename_group(group=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("Rename %(unit)s") % {"unit": shown},
        button=_("Rename"),
        back=resolve_url("accounts:group", pk),
        done=_("Renamed."),
    )


@form_methods
@office_too
def add_member(request: PersonRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(UnitGroup, pk=pk)
    return form_page(
        request,
        MemberForm(bound(request)),
        lambda chosen: actions.add_member(group=shown, **chosen, actor=request.user, now=timezone.now()),
        title=_("A member of %(group)s") % {"group": shown},
        button=_("Add"),
        back=resolve_url("accounts:group", pk),
        done=_("Added."),
    )


@form_methods
@office_too
def end_member(request: PersonRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(UnitGroupMember.objects.select_related("group", "unit"), pk=pk)
    return form_page(
        request,
        LastDayForm(bound(request)),
        lambda chosen: actions.end_member(member=member, **chosen, actor=request.user, now=timezone.now()),
        title=_("%(unit)s leaves %(group)s") % {"unit": member.unit, "group": member.group},
        button=_("End"),
        back=resolve_url("accounts:group", member.group_id),
        done=_("Ended."),
    )
