"""The pages on which a plan text becomes a checked draft."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from accounts.models import Unit
from accounts.rules import Refused
from rectification.entries import Entry, OpenLimit
from rectification.files import MOST_BYTES
from rectification.intake import actions, checking, doubts, showing
from rectification.intake.forms import HeadingForm, ReceiveForm, typed_entry
from rectification.intake.queries import draft_for, drafts_for, item_for
from rectification.intake.rules import Decision, LimitClass, empty_unit, typed_date
from rectification.models import Draft, DraftItem, Job
from rectification.models.drafts import DRAFT_STATES
from rectification.models.issues import DEADLINE_KINDS, ISSUE_KINDS, UNIT_ROLES
from rectification.refusals import Incomplete, NotVisible, Refusal, Stale, WrongStage
from rectification.web.answers import sentence
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in, wants_part
from rectification.web.paging import page_of
from rectification.workflow.queries import require_clerk

ITEMS_A_PAGE = 50
MOST_MEMBERS = 500
LONGEST_DATE = 40
NOT_A_DATE = gettext_noop("“%(text)s” is not understood as a date. Please write it like 2026-11-30.")
TONES = {"reading": "info", "checking": "warn", "refused": "bad", "confirmed": "good", "discarded": "neutral"}


@require_GET
@signed_in
def drafts(request: SignedInRequest) -> HttpResponse:
    """What was handed in and how far it is; one's own first of all."""
    everybody = request.GET.get("of") == "office"
    rows = drafts_for(request.user)
    if not everybody:
        rows = rows.filter(created_by=request.user)
    page = page_of(rows, request.GET)
    tabs = [
        {"url": reverse("intake:drafts"), "words": _("Mine"), "current": not everybody},
        {"url": f"{reverse('intake:drafts')}?of=office", "words": _("All of the office"), "current": everybody},
    ]
    return show(request, "rectification/intake/drafts.html", {"page_obj": page, "rows": [_row(draft) for draft in page], "tabs": tabs})


def _row(draft: Draft) -> dict[str, Any]:
    state = _state_of(draft)
    return {"draft": draft, "state": DRAFT_STATES[state], "tone": TONES[state], "plan": _plan_of(draft)}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Hand in a plan."""
    require_clerk(request.user)
    form = ReceiveForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "limit": MOST_BYTES // 2**20}
    if request.method != "POST":
        return show(request, "rectification/intake/new.html", context)
    if not form.is_valid():
        return show(request, "rectification/intake/new.html", context, status=422)
    now = timezone.now()
    pasted = _("Pasted text of %(time)s") % {"time": timezone.localtime(now).strftime("%Y-%m-%d %H:%M")}
    try:
        draft = actions.receive(chunks=form.chunks(), name=form.name(pasted), actor=request.user, now=now)
    except actions.AlreadyReceived as known:
        context |= {"known": known.draft, "known_words": sentence(known), "known_plan": _plan_of(known.draft)}
        return show(request, "rectification/intake/new.html", context, status=known.status)
    return redirect("intake:draft", draft.pk)


@require_GET
@signed_in
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """One draft as it stands: being read, to be checked, refused, confirmed or discarded."""
    found = draft_for(request.user, pk)
    state = _state_of(found)
    if state == "checking":
        return _checking(request, found)
    return show(request, "rectification/intake/waiting.html", _waiting(found, state), part="state")


def _waiting(found: Draft, state: str) -> dict[str, Any]:
    job = found.job
    return {
        "draft": found,
        "state": state,
        "state_words": DRAFT_STATES[state],
        "job": job,
        "step": doubts.said_step(job.step) if job and job.state == "running" else _("Waiting for its turn"),
        "reason": doubts.said_refusal(job.error) if job and state == "refused" else "",
        "plan": _plan_of(found),
    }


@require_GET
@signed_in
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asked every second while a text is being read; when it is over, the page is loaded anew."""
    found = draft_for(request.user, pk)
    state = _state_of(found)
    if state != "reading":
        return HttpResponseClientRefresh() if wants_part(request) else redirect("intake:draft", pk)
    return show(request, "rectification/intake/waiting.html", _waiting(found, state), part="state")


def _checking(
    request: SignedInRequest,
    found: Draft,
    *,
    heading: HeadingForm | None = None,
    refused_limit: showing.RefusedLimit | None = None,
    status: int = 200,
) -> HttpResponse:
    only_doubts = request.GET.get("show") == "doubts"
    page = _items_page(request, found, only_doubts)
    items = list(page)
    paper, is_part = showing.paper_of(found, items)
    context = {
        "draft": found,
        "heading": heading or HeadingForm.of(found),
        "heading_remarks": showing.heading_remarks(found),
        "heading_places": found.content["places"],
        "page_obj": page,
        "cards": _with_typed_due(request, showing.cards(items, found)),
        "paper": paper,
        "paper_is_part": is_part,
        "only_doubts": only_doubts,
        "query": _kept(request),
        "repairs": showing.repairs_of(found),
        "points": list(enumerate(found.content["points"])),
        "unit_names": Unit.objects.order_by("name").values_list("name", flat=True),
        "totals": showing.totals_of(found),
        "refused_limit": refused_limit,
        **_choices(),
    }
    return show(request, "rectification/intake/checking.html", context, status=status)


def _with_typed_due(request: HttpRequest, cards: list[showing.Card]) -> list[showing.Card]:
    """Without script a date that was not understood comes back in the address: it stands in its field again, with the reason."""
    for card in cards:
        if str(card.item.pk) == request.GET.get("item") and (typed := request.GET.get("due", "")):
            card.keep_typed_due(typed, _(NOT_A_DATE) % {"text": typed[:40]})
    return cards


def _items_page(request: HttpRequest, found: Draft, only_doubts: bool) -> Page[DraftItem]:
    rows = found.items.order_by("position")
    if only_doubts:
        rows = rows.filter(pk__in=showing.doubtful_ids(found))
    return Paginator(rows, ITEMS_A_PAGE).get_page(request.GET.get("page"))


def _choices() -> dict[str, Any]:
    return {
        "issue_kinds": [(kind.value, said) for kind, said in ISSUE_KINDS.items()],
        "unit_roles": [(role.value, said) for role, said in UNIT_ROLES.items()],
        "deadline_kinds": [(kind.value, said) for kind, said in DEADLINE_KINDS.items()],
    }


@require_POST
@signed_in
def heading(request: SignedInRequest, pk: int) -> HttpResponse:
    """Store title, issuer, date and number of the plan."""
    found = draft_for(request.user, pk)
    form = HeadingForm(request.POST, auto_id="heading-%s")
    if not form.is_valid():
        return _heading_answer(request, found, form, status=422)
    try:
        changed = checking.save_heading(draft_id=pk, version=form.cleaned_data["version"], typed=form.typed(), actor=request.user)
    except Stale as refusal:
        return _heading_conflict(request, draft_for(request.user, pk), form, refusal)
    found = draft_for(request.user, pk)
    if changed:
        messages.info(request, ngettext("%(n)d time limit was read anew.", "%(n)d time limits were read anew.", changed) % {"n": changed})
        return HttpResponseClientRefresh() if wants_part(request) else _back(request, pk)
    return _heading_answer(request, found, HeadingForm.of(found)) if wants_part(request) else _back(request, pk)


def _heading_conflict(request: SignedInRequest, found: Draft, form: HeadingForm, refusal: Refusal) -> HttpResponse:
    """Both texts are shown: the fields hold what was typed, the message says what is stored; saving again keeps the typed."""
    stored = "；".join(str(value) for value in (found.title, found.issuer, found.issued or "", found.document_number) if value)
    form.add_error(
        None,
        f"{sentence(refusal)} "
        + _("Stored now: %(stored)s. Your own text is kept in the fields; save it once more to keep it.") % {"stored": stored},
    )
    typed = request.POST.copy()
    typed["version"] = str(found.version)
    form.data = typed
    return _heading_answer(request, found, form, status=409)


def _heading_answer(request: SignedInRequest, found: Draft, form: HeadingForm, *, status: int = 200) -> HttpResponse:
    if not wants_part(request):
        return _checking(request, found, heading=form, status=status)
    context = {
        "draft": found,
        "heading": form,
        "heading_remarks": showing.heading_remarks(found),
        "heading_places": found.content["places"],
    }
    if status == 200:
        return HttpResponse(render_to_string("rectification/intake/heading_answer.html", context, request))
    body = render_to_string("rectification/intake/heading.html", context | {"query": _kept(request)}, request)
    return reswap(retarget(HttpResponse(body, status=status), "#heading"), "outerHTML")


@require_POST
@signed_in
def item(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    """Store one item as its form stands, then do what its button says."""
    found = item_for(request.user, pk, item_pk)
    issued = found.draft.issued
    typed = typed_entry(request.POST, found.content, issued)
    included, checked = "included" in request.POST, "checked" in request.POST
    version = whole(request.POST.get("version", ""))
    try:
        if version is None:
            raise Incomplete("The form came without its version. Please reload the page.")
        saved = checking.save_item(
            item=found,
            version=version,
            entry=_with_rows(request.POST.get("act", ""), typed),
            included=included,
            checked=checked,
            actor=request.user,
        )
    except Stale:
        return _item_conflict(request, item_for(request.user, pk, item_pk), typed)
    saved = _act_on_draft(request, saved)
    if not wants_part(request):
        return _back(request, pk, f"item-{item_pk}", **_not_understood(request, saved))
    return _card(request, saved) if request.POST.get("act") else _notes(request, saved)


def _with_rows(act: str, entry: Entry) -> Entry:
    """Rows added or taken away by a button of the form."""
    verb, _colon, index = act.partition(":")
    if verb == "add_unit":
        entry["units"] = [*entry["units"], empty_unit()]
    elif verb == "add_measure":
        entry["measures"] = [*entry["measures"], {"marker": "", "text": "", "place": None, "deadline": None}]
    elif verb == "remove_unit":
        entry["units"] = [row for place, row in enumerate(entry["units"]) if place != whole(index)]
    elif verb == "remove_measure":
        entry["measures"] = [row for place, row in enumerate(entry["measures"]) if place != whole(index)]
    return checking.coordinated(entry)


def _act_on_draft(request: SignedInRequest, saved: DraftItem) -> DraftItem:
    """Buttons that reach beyond the item: apply a repair, enter an unknown unit into the register, or say which one it is."""
    verb, _colon, rest = request.POST.get("act", "").partition(":")
    first, _colon, second = rest.partition(":")
    index, unit_id = whole(first), whole(second)
    rows = saved.content["units"]
    if verb == "repair" and index is not None:
        _toggle_repair(request, saved.draft_id, index)
        return item_for(request.user, saved.draft_id, saved.pk)
    if verb not in ("create_unit", "use_unit") or index is None or index >= len(rows):
        return saved
    name = rows[index]["name"]
    try:
        if verb == "create_unit":
            _unit, count = checking.create_unit(draft_id=saved.draft_id, name=name, actor=request.user, now=timezone.now())
            words = ngettext("“%(name)s” was created and set in %(n)d item.", "“%(name)s” was created and set in %(n)d items.", count)
        else:
            count = checking.use_unit(draft_id=saved.draft_id, name=name, unit_id=unit_id or 0, actor=request.user)
            words = ngettext("The unit was set for “%(name)s” in %(n)d item.", "The unit was set for “%(name)s” in %(n)d items.", count)
        messages.success(request, words % {"name": name, "n": count})
    except Refused as refusal:
        messages.error(request, _said(refusal))
    return item_for(request.user, saved.draft_id, saved.pk)


def _card_context(request: SignedInRequest, found: DraftItem) -> dict[str, Any]:
    card = showing.cards([found], found.draft)[0]
    if typed := _not_understood(request, found).get("due"):
        card.keep_typed_due(typed, _(NOT_A_DATE) % {"text": typed[:40]})
    query = _kept(request)
    return {"card": card, "draft": found.draft, "totals": showing.totals_of(found.draft), "query": query, "oob": True, **_choices()}


def _not_understood(request: SignedInRequest, found: DraftItem) -> dict[str, str]:
    """A last day as typed, where it is no date, and the item it was typed for."""
    typed = request.POST.get("deadline-due", "").strip()[:LONGEST_DATE]
    understood = not typed or typed_date(typed, found.draft.issued) is not None
    return {} if understood else {"item": str(found.pk), "due": typed}


def _card(request: SignedInRequest, found: DraftItem) -> HttpResponse:
    """The whole card, where rows came or went."""
    body = render_to_string("rectification/intake/card_answer.html", _card_context(request, found), request)
    return reswap(retarget(HttpResponse(body), f"#item-{found.pk}"), "outerHTML")


def _notes(request: SignedInRequest, found: DraftItem) -> HttpResponse:
    """Only what the server has to say about the fields: what a person is typing at this moment stays untouched."""
    return HttpResponse(render_to_string("rectification/intake/notes_answer.html", _card_context(request, found), request))


def _item_conflict(request: SignedInRequest, found: DraftItem, typed: Entry) -> HttpResponse:
    """Both texts: the fields hold what was typed, above them stands what is stored; saving once more keeps the typed."""
    differences = showing.differences(found.content, typed)
    found.content = typed
    context = _card_context(request, found)
    context["card"].differences = differences
    if wants_part(request):
        body = render_to_string("rectification/intake/card_answer.html", context, request)
        return reswap(retarget(HttpResponse(body, status=409), f"#item-{found.pk}"), "outerHTML")
    return show(request, "rectification/intake/conflict.html", {**context, "oob": False}, status=409)


@require_POST
@signed_in
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an empty item, or the ticked ones of the numbered points of the paper."""
    found = draft_for(request.user, pk)
    points = [point for value in dict.fromkeys(request.POST.getlist("point")) if (point := whole(value)) is not None]
    if "points" in request.POST and not points:
        messages.error(request, _("Tick the points that become items first."))
        return _back(request, pk, "points")
    added = checking.add_items(draft_id=pk, actor=request.user, points=points)
    messages.success(request, ngettext("%(n)d item was added.", "%(n)d items were added.", len(added)) % {"n": len(added)})
    page = (found.items.filter(position__lt=added[0].position).count()) // ITEMS_A_PAGE + 1
    return redirect(f"{reverse('intake:draft', args=[pk])}?page={page}#item-{added[0].pk}")


@require_POST
@signed_in
def repair(request: SignedInRequest, pk: int) -> HttpResponse:
    """Apply an offered repair, or take an applied one back."""
    draft_for(request.user, pk)
    index = whole(request.POST.get("repair", ""))
    if index is None:
        raise NotVisible("There is no such repair in this draft.")
    _toggle_repair(request, pk, index)
    return _back(request, pk, "repairs")


def _toggle_repair(request: SignedInRequest, pk: int, index: int) -> None:
    applied, count = checking.toggle_repair(draft_id=pk, index=index, actor=request.user)
    if not count:
        said = _("Noted. These words stand in no field of an item, so no item changed.")
    elif applied:
        said = ngettext("Applied: %(n)d item changed.", "Applied: %(n)d items changed.", count) % {"n": count}
    else:
        said = ngettext("Taken back: %(n)d item changed.", "Taken back: %(n)d items changed.", count) % {"n": count}
    messages.success(request, said)


@require_POST
@signed_in
def limits(request: SignedInRequest, pk: int) -> HttpResponse:
    """One decision for all time limits of a class, or its undoing."""
    found = draft_for(request.user, pk)
    alike = _limit_class(request)
    if request.POST.get("decision") == "undo":
        count = checking.undo_alike(draft_id=pk, alike=alike, actor=request.user)
        messages.success(request, ngettext("Taken back for %(n)d item.", "Taken back for %(n)d items.", count) % {"n": count})
        return _back(request, pk, "limits")
    typed = request.POST.get("due", "").strip()
    try:
        decision = _decision(request)
        due = typed_date(typed, found.issued)
        if decision is Decision.DATE and typed and due is None:
            raise Incomplete(NOT_A_DATE, {"text": typed[:40]})
        count = checking.decide_alike(draft_id=pk, alike=alike, decision=decision, due=due, actor=request.user)
    except Incomplete as refusal:
        return _checking(request, found, refused_limit=showing.RefusedLimit(alike, typed, sentence(refusal)), status=refusal.status)
    messages.success(request, ngettext("Decided for %(n)d item.", "Decided for %(n)d items.", count) % {"n": count})
    return _back(request, pk, "limits")


def _limit_class(request: SignedInRequest) -> LimitClass:
    try:
        return LimitClass(OpenLimit(request.POST.get("why", "")), request.POST.get("words", ""))
    except ValueError:
        raise Incomplete("Choose for which time limits this is decided.") from None


def _decision(request: SignedInRequest) -> Decision:
    try:
        return Decision(request.POST.get("decision", ""))
    except ValueError:
        raise Incomplete("Choose what holds for these dates.") from None


@require_POST
@signed_in
def undoubted(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark all items without open points as checked."""
    draft_for(request.user, pk)
    count = checking.check_undoubted(draft_id=pk, actor=request.user)
    messages.success(request, ngettext("%(n)d item was marked as checked.", "%(n)d items were marked as checked.", count) % {"n": count})
    return _back(request, pk)


@require_POST
@signed_in
def units(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look unknown units up once more, or enter the ticked ones into the register."""
    draft_for(request.user, pk)
    if request.POST.get("act") == "create":
        return _create_units(request, pk)
    count = checking.match_again(draft_id=pk, actor=request.user)
    found = ngettext("Units were found for %(n)d item.", "Units were found for %(n)d items.", count) % {"n": count}
    messages.info(request, found if count else _("No further unit was found."))
    return _back(request, pk)


def _create_units(request: SignedInRequest, pk: int) -> HttpResponse:
    created, refused = 0, []
    for name in dict.fromkeys(request.POST.getlist("name")[:MOST_MEMBERS]):
        try:
            checking.create_unit(draft_id=pk, name=name, actor=request.user, now=timezone.now())
            created += 1
        except Refused as refusal:
            refused.append(f"{name}: {_said(refusal)}")
    if created:
        messages.success(request, ngettext("%(n)d unit was created.", "%(n)d units were created.", created) % {"n": created})
    for said in refused:
        messages.error(request, said)
    return _back(request, pk)


def _said(refusal: Refused) -> str:
    words = _(refusal.message)
    return words % refusal.values if refusal.values else words


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def group(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    """Choose which units a group word stands for, here or wherever the draft names it."""
    found = item_for(request.user, pk, item_pk)
    name = (request.POST if request.method == "POST" else request.GET).get("name", "")
    row = next((unit for unit in found.content["units"] if unit["is_group"] and unit["name"] == name), None)
    if row is None:
        raise NotVisible("This item names no such group.")
    if request.method == "POST":
        members = [member for value in request.POST.getlist("member")[:MOST_MEMBERS] if (member := whole(value)) is not None]
        only = None if request.POST.get("everywhere") else item_pk
        count = checking.choose_members(draft_id=pk, name=name, members=members, item_id=only, actor=request.user)
        messages.success(request, ngettext("Chosen for %(n)d item.", "Chosen for %(n)d items.", count) % {"n": count})
        return _back(request, pk, f"item-{item_pk}")
    chosen = set(row["members"]) or set(Unit.objects.filter(group_memberships__group=row["group"]).values_list("pk", flat=True))
    units = Unit.objects.filter(valid_to__isnull=True).order_by("kind", "path")
    context = {"draft": found.draft, "item": found, "name": name, "units": units, "chosen": chosen, "query": request.GET.get("back", "")}
    return show(request, "rectification/intake/group.html", context)


@require_POST
@signed_in
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a draft aside; it stays in the list."""
    found = draft_for(request.user, pk)
    version = whole(request.POST.get("version", ""))
    if version is None:
        raise WrongStage("This draft was changed or confirmed meanwhile. Open it again to see how it stands.")
    actions.discard(draft=found, version=version, actor=request.user, now=timezone.now())
    messages.success(request, _("The draft was discarded. The document is kept; it can be read again at any time."))
    return redirect("intake:drafts")


@require_POST
@signed_in
def read_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the same document once more."""
    again = actions.read_again(draft=draft_for(request.user, pk), actor=request.user, now=timezone.now())
    return redirect("intake:draft", again.pk)


def _state_of(found: Draft) -> str:
    """The state shown: a reading whose job was given up counts as refused."""
    job: Job | None = found.job
    return "refused" if found.state == "reading" and job is not None and job.state == "failed" else found.state


def _plan_of(found: Draft) -> Any:
    version = getattr(found.document, "plan_version", None)
    return version.plan if version and found.state == "confirmed" else None


def _kept(request: HttpRequest, **more: str) -> str:
    """The page of items and the filter of the checking page."""
    return urlencode({name: value for name in ("page", "show") if (value := request.GET.get(name, ""))} | more)


def _back(request: HttpRequest, pk: int, anchor: str = "", **more: str) -> HttpResponse:
    """The checking page where the person was: same page of items, same filter."""
    kept = _kept(request, **more)
    query = f"?{kept}" if kept else ""
    return redirect(f"{reverse('intake:draft', args=[pk])}{query}{'#' + anchor if anchor else ''}")
