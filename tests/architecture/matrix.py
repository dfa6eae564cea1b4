"""Who gets which answer at which address: a row for every named address, a status for each of the ten people and for strangers.

To add an address, add a row to ``MATRIX``; ``test_matrix`` fails for an address without one and prints the row as the site
answers now. Do not paste it unread: the row is the promise, the site has to follow.

    row("overview:issue", everyone=200, of=lambda w: {"pk": w.issue.pk}, admin=404, outsider=404)
    row("intake:discard", everyone=403, method="POST", of=draft, clerk=302)

``everyone`` is the status for all ten unless named apart; ``nobody`` is a person who has not signed in (302 to the sign-in
page unless said otherwise). ``of`` gives the address its arguments from ``World``; ``data`` is what is sent. An address that
takes GET and POST has a row for each. Every request is undone, so that rows do not disturb each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import SheetImport, UnitAlias, UnitGroupMember
from rectification.models import CalendarDay, Draft, Evidence, Extension, Issue, Period, Report, Summary
from tests.cast import ROLES, Cast
from tests.evidence import specimens


@dataclass(frozen=True, slots=True)
class World:
    """One of everything an address can name; the outsider has no share in any of it."""

    cast: Cast
    issue: Issue
    draft: Draft
    sheet: SheetImport
    alias: UnitAlias
    media: Path
    period: Period
    report: Report
    evidence: Evidence
    upload: Evidence
    handed: Report
    summary: Summary


Arguments = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    method: str
    expected: Mapping[str, int]
    arguments: Arguments
    data: Mapping[str, Any] = field(default_factory=dict)
    body: Arguments | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def no_arguments(world: World) -> dict[str, Any]:
    return {}


def row(
    name: str,
    *,
    everyone: int,
    nobody: int = 302,
    method: str = "GET",
    of: Arguments = no_arguments,
    data: Mapping[str, Any] | None = None,
    **people: int,
) -> Row:
    assert people.keys() <= set(ROLES), people
    expected = {"nobody": nobody} | dict.fromkeys(ROLES, everyone) | people
    return Row(name, method, expected, of, data or {})


def draft(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk}


def draft_item(world: World) -> dict[str, Any]:
    item = world.draft.items.get(position=1)
    return {"pk": world.draft.pk, "item_pk": item.pk}


def item_with_group(world: World) -> dict[str, Any]:
    item = next(item for item in world.draft.items.all() if any(unit["is_group"] for unit in item.content["units"]))
    return {"pk": world.draft.pk, "item_pk": item.pk}


def issue(world: World) -> dict[str, Any]:
    return {"pk": world.issue.pk}


def plan(world: World) -> dict[str, Any]:
    return {"pk": world.issue.plan_id}


def document(world: World) -> dict[str, Any]:
    return {"pk": world.issue.plan_id, "number": 1}


def staff(world: World) -> dict[str, Any]:
    return {"pk": world.cast.staff.pk}


def post(world: World) -> dict[str, Any]:
    return {"pk": world.cast.staff.posts.get().pk}


def unit(world: World) -> dict[str, Any]:
    return {"pk": world.cast.district.lead.pk}


def alias(world: World) -> dict[str, Any]:
    return {"pk": world.alias.pk}


def milestone(world: World) -> dict[str, Any]:
    return {"pk": world.issue.milestones.get().pk}


def target(world: World) -> dict[str, Any]:
    return {"pk": world.issue.targets.get().pk}


def group_row(world: World) -> dict[str, Any]:
    return {"pk": world.issue.units.get(group__isnull=False).pk}


def extension(world: World) -> dict[str, Any]:
    return {"pk": Extension.objects.get().pk}


def own_day(world: World) -> dict[str, Any]:
    return {"pk": CalendarDay.objects.get().pk}


def group(world: World) -> dict[str, Any]:
    return {"pk": world.cast.district.subdistricts.pk}


def member(world: World) -> dict[str, Any]:
    return {"pk": UnitGroupMember.objects.get(unit=world.cast.district.east).pk}


def report_of_unit(world: World) -> dict[str, Any]:
    return {"pk": world.issue.pk, "unit_pk": world.cast.district.lead.pk}


def measure_of_issue(world: World) -> dict[str, Any]:
    return {"pk": world.issue.pk, "measure_pk": world.evidence.measure_id}


def evidence(world: World) -> dict[str, Any]:
    return {"pk": world.evidence.pk}


def preview(world: World) -> dict[str, Any]:
    return {"pk": world.evidence.pk, "number": 1}


def upload(world: World) -> dict[str, Any]:
    return {"pk": world.upload.pk}


def sheet(world: World) -> dict[str, Any]:
    return {"pk": world.sheet.pk}


def period(world: World) -> dict[str, Any]:
    return {"pk": world.period.pk}


def rhythm(world: World) -> dict[str, Any]:
    return {"pk": world.period.rhythm_id}


def duty(world: World) -> dict[str, Any]:
    """What the lead unit owes on the issue."""
    return {"period_pk": world.period.pk, "issue_pk": world.issue.pk, "unit_pk": world.cast.district.lead.pk}


def report(world: World) -> dict[str, Any]:
    return {"pk": world.report.pk}


def summary(world: World) -> dict[str, Any]:
    return {"issue_pk": world.issue.pk, "period_pk": world.period.pk}


def measure(world: World) -> dict[str, Any]:
    return {"pk": world.issue.measures.all()[0].pk}


def handed(world: World) -> dict[str, Any]:
    """The lead unit's own report."""
    return {"pk": world.handed.pk}


def merged(world: World) -> dict[str, Any]:
    return {"pk": world.summary.pk}


def duty_of_lead(world: World) -> dict[str, Any]:
    return {"pk": world.period.duties.get(unit=world.cast.district.lead).pk}


# --- what programs send


def said(**words: Any) -> Arguments:
    return lambda world: words


def on_issue(**words: Any) -> Arguments:
    return lambda world: {"issue": world.issue.pk, **words}


def in_period(**words: Any) -> Arguments:
    return lambda world: {"issue": world.issue.pk, "period": world.period.pk, **words}


def owed(**words: Any) -> Arguments:
    """In the place of a report that the lead unit owes."""
    return lambda world: {"issue": world.issue.pk, "period": world.period.pk, "unit": world.cast.district.lead.pk, **words}


def photograph(world: World) -> dict[str, Any]:
    """A file for the report of the lead unit."""
    return {"file": SimpleUploadedFile("现场.jpg", specimens.picture()), "issue": world.issue.pk, "unit": world.cast.district.lead.pk}


def of_rhythm(world: World) -> dict[str, Any]:
    return {"rhythm": world.period.rhythm_id}


DONE = {"status": "done", "text": "已建成收集池。"}
MERGED = {"text": "收集池已建成。", "sources": []}
UNDER_WAY = said(state="under_way")
STEP = {"text": "管网改造完成。", "due": "2026-12-30"}
GOAL = {"text": "雨污分流小区", "total": "620", "counted_in": "个"}
UNSHARED = said(**GOAL, shares=[])
LATER = {"issue_version": 1, "proposed_due": "2027-06-30", "reason": "管网改造须避开汛期。", "progress": "已完成六成。"}
AGREES = said(agrees=True, due="2027-03-31")
REASON = said(reason="请补照片。")
NEW_STEP = said(**STEP)
NO_UNITS = said(units=[])
WEEKLY = {"name": "周调度", "kind": "week", "cutoff_time": "17:00"}
HIDDEN: dict[str, Any] = {"admin": 404, "outsider": 404}
SAID = {"status": "on_schedule", "text": "已建成收集池。", "version": "0"}


def api(
    name: str, *, body: Arguments = no_arguments, everyone: int, method: str = "GET", of: Arguments = no_arguments, **apart: Any
) -> Row:
    """An address for programs: JSON, and of what is stored at its first version."""
    return replace(row(name, everyone=everyone, nobody=403, method=method, of=of, **apart), body=body)


MATRIX: tuple[Row, ...] = (
    # --- probes, language, sign-in
    row("healthz", everyone=200, nobody=200),
    row("readyz", everyone=200, nobody=200),
    row("set_language", everyone=302, method="POST", data={"language": "en"}),
    row("display", everyone=302, method="POST", data={"density": "compact"}),
    row("account_login", everyone=302, nobody=200),
    row("account_logout", everyone=200),
    row("account_logout", everyone=302, method="POST"),
    row("account_own", everyone=200),
    row("account_change_password", everyone=200),
    row("account_change_password", everyone=422, method="POST"),
    row("account_end_sessions", everyone=302, method="POST"),
    row("landing", everyone=302),
    row("styleguide", everyone=200),
    # --- people: the system administrator alone
    row("accounts:people", everyone=403, admin=200),
    row("accounts:new_person", everyone=403, admin=200),
    row("accounts:new_person", everyone=403, method="POST", admin=422),
    row("accounts:person", everyone=403, of=staff, admin=200),
    row("accounts:edit_person", everyone=403, of=staff, admin=200),
    row("accounts:edit_person", everyone=403, method="POST", of=staff, admin=422),
    row("accounts:reset_password", everyone=403, method="POST", of=staff, admin=200),
    row("accounts:unlock", everyone=403, method="POST", of=staff, admin=302),
    row("accounts:deactivate", everyone=403, method="POST", of=staff, admin=302),
    row("accounts:activate", everyone=403, method="POST", of=staff, admin=302),
    row("accounts:grant_post", everyone=403, method="POST", of=staff, admin=422),
    row("accounts:end_post", everyone=403, of=post, admin=200),
    row("accounts:end_post", everyone=403, method="POST", of=post, admin=302),
    row("accounts:transfer", everyone=403, of=post, admin=200),
    row("accounts:transfer", everyone=403, method="POST", of=post, admin=422),
    row("accounts:import", everyone=403, admin=200),
    row("accounts:import", everyone=403, method="POST", admin=422),
    row("accounts:import_preview", everyone=403, of=sheet, admin=200),
    row("accounts:import_confirm", everyone=403, method="POST", of=sheet, admin=302),
    row("accounts:import_passwords", everyone=403, method="POST", of=sheet, admin=404),
    # --- units: words are the office's too, the tree is the administrator's
    row("accounts:units", everyone=403, clerk=200, admin=200),
    row("accounts:unit", everyone=403, of=unit, clerk=200, admin=200),
    row("accounts:new_unit", everyone=403, clerk=200, admin=200),
    row("accounts:new_unit", everyone=403, method="POST", clerk=422, admin=422),
    row("accounts:rename_unit", everyone=403, of=unit, admin=200),
    row("accounts:rename_unit", everyone=403, method="POST", of=unit, admin=422),
    row("accounts:set_kind", everyone=403, of=unit, admin=200),
    row("accounts:set_kind", everyone=403, method="POST", of=unit, admin=422),
    row("accounts:move_unit", everyone=403, of=unit, admin=200),
    row("accounts:move_unit", everyone=403, method="POST", of=unit, admin=302),
    row("accounts:merge_unit", everyone=403, of=unit, admin=200),
    row("accounts:merge_unit", everyone=403, method="POST", of=unit, admin=422),
    row("accounts:dissolve_unit", everyone=403, of=unit, admin=200),
    row("accounts:dissolve_unit", everyone=403, method="POST", of=unit, admin=422),
    row("accounts:add_former_name", everyone=403, of=unit, admin=200),
    row("accounts:add_former_name", everyone=403, method="POST", of=unit, admin=422),
    row("accounts:add_alias", everyone=403, of=unit, clerk=200, admin=200),
    row("accounts:add_alias", everyone=403, method="POST", of=unit, clerk=422, admin=422),
    row("accounts:remove_alias", everyone=403, method="POST", of=alias, clerk=302, admin=302),
    row("accounts:groups", everyone=403, clerk=200, admin=200),
    row("accounts:group", everyone=403, of=group, clerk=200, admin=200),
    row("accounts:new_group", everyone=403, clerk=200, admin=200),
    row("accounts:new_group", everyone=403, method="POST", clerk=422, admin=422),
    row("accounts:rename_group", everyone=403, of=group, clerk=200, admin=200),
    row("accounts:rename_group", everyone=403, method="POST", of=group, clerk=422, admin=422),
    row("accounts:add_member", everyone=403, of=group, clerk=200, admin=200),
    row("accounts:add_member", everyone=403, method="POST", of=group, clerk=422, admin=422),
    row("accounts:end_member", everyone=403, of=member, clerk=200, admin=200),
    row("accounts:end_member", everyone=403, method="POST", of=member, clerk=302, admin=302),
    # --- intake: the office's clerk alone
    row("intake:drafts", everyone=403, clerk=200),
    row("intake:new", everyone=403, clerk=200),
    row("intake:new", everyone=403, method="POST", clerk=422),
    row("intake:draft", everyone=403, of=draft, clerk=200),
    row("intake:progress", everyone=403, of=draft, clerk=302),
    row("intake:heading", everyone=403, method="POST", of=draft, clerk=422),
    row("intake:add", everyone=403, method="POST", of=draft, clerk=302),
    row("intake:item", everyone=403, method="POST", of=draft_item, clerk=422),
    row("intake:group", everyone=403, of=item_with_group, data={"name": "各街道"}, clerk=200),
    row("intake:group", everyone=403, method="POST", of=item_with_group, data={"name": "各街道"}, clerk=302),
    row("intake:repair", everyone=403, method="POST", of=draft, clerk=404),
    row("intake:limits", everyone=403, method="POST", of=draft, clerk=422),
    row("intake:undoubted", everyone=403, method="POST", of=draft, clerk=302),
    row("intake:units", everyone=403, method="POST", of=draft, clerk=302),
    row("intake:discard", everyone=403, method="POST", of=draft, clerk=409),
    row("intake:read_again", everyone=403, method="POST", of=draft, clerk=409),
    row("plans:confirm", everyone=403, of=draft, clerk=200),
    row("plans:confirm", everyone=403, method="POST", of=draft, clerk=409),
    row("plans:imported", everyone=403, of=plan, clerk=200),
    # --- work: the office and the coordinating unit divide it
    row("work:add_milestone", everyone=403, of=issue, clerk=200, staff=200, unithead=200, admin=404, outsider=404),
    row("work:add_milestone", everyone=403, method="POST", of=issue, clerk=422, staff=422, unithead=422, admin=404, outsider=404),
    row("work:milestone", everyone=403, of=milestone, clerk=200, staff=200, unithead=200, admin=404, outsider=404),
    row("work:milestone", everyone=403, method="POST", of=milestone, clerk=422, staff=422, unithead=422, admin=404, outsider=404),
    row("work:remove_milestone", everyone=403, method="POST", of=milestone, clerk=302, staff=302, unithead=302, admin=404, outsider=404),
    row("work:add_target", everyone=403, of=issue, clerk=200, staff=200, unithead=200, admin=404, outsider=404),
    row("work:add_target", everyone=403, method="POST", of=issue, clerk=422, staff=422, unithead=422, admin=404, outsider=404),
    row("work:target", everyone=403, of=target, clerk=200, staff=200, unithead=200, admin=404, outsider=404),
    row("work:target", everyone=403, method="POST", of=target, clerk=422, staff=422, unithead=422, admin=404, outsider=404),
    row("work:remove_target", everyone=403, method="POST", of=target, clerk=302, staff=302, unithead=302, admin=404, outsider=404),
    row("work:parts", everyone=403, of=group_row, clerk=200, staff=200, unithead=200, admin=404, outsider=404),
    row("work:parts", everyone=403, method="POST", of=group_row, clerk=422, staff=422, unithead=422, admin=404, outsider=404),
    # --- extensions: lead and responsible units ask, the level whose turn it is decides
    row("extensions:extensions", everyone=200),
    row("extensions:ask", everyone=403, of=issue, staff=200, unithead=200, admin=404, outsider=404),
    row("extensions:ask", everyone=403, method="POST", of=issue, staff=422, unithead=422, admin=404, outsider=404),
    row("extensions:extension", everyone=200, of=extension, admin=404, outsider=404),
    row("extensions:decide", everyone=403, method="POST", of=extension, unithead=422, admin=404, outsider=404),
    row("extensions:withdraw", everyone=403, method="POST", of=extension, staff=302, unithead=302, admin=404, outsider=404),
    # --- settings: the office's clerk alone
    row("office:practice", everyone=403, clerk=200),
    row("office:practice", everyone=403, method="POST", clerk=422),
    row("office:calendar", everyone=403, clerk=200),
    row("office:set_day", everyone=403, method="POST", clerk=422),
    row("office:unset_day", everyone=403, method="POST", of=own_day, clerk=302),
    row("office:mark_year", everyone=403, method="POST", of=lambda w: {"year": 2060}, clerk=302),
    # --- progress: units report, the office sets the rhythm and sees the board
    row("progress:board", everyone=403, clerk=200, auditor=200, party=200, government=200),
    row("progress:period", everyone=403, of=period, clerk=200, auditor=200, party=200, government=200),
    row("progress:rhythms", everyone=403, clerk=200),
    row("progress:new_rhythm", everyone=403, clerk=200),
    row("progress:new_rhythm", everyone=403, method="POST", clerk=422),
    row("progress:rhythm", everyone=403, of=rhythm, clerk=200),
    row("progress:rhythm", everyone=403, method="POST", of=rhythm, clerk=422),
    row("progress:open_period", everyone=403, method="POST", of=rhythm, clerk=302),
    row("progress:mine", everyone=403, staff=200, unithead=200, outsider=200),
    row("progress:report", everyone=403, of=duty, staff=200, unithead=200, admin=404, outsider=404),
    row("progress:report", everyone=403, method="POST", of=duty, data=SAID, staff=302, unithead=302, admin=404, outsider=404),
    row("progress:draft", everyone=403, method="POST", of=duty, staff=200, unithead=200, admin=404, outsider=404),
    row("progress:discard_draft", everyone=403, method="POST", of=duty, staff=302, unithead=302, admin=404, outsider=404),
    row("progress:handed_in", everyone=200, of=report, admin=404, outsider=404),
    row(
        "progress:nothing_new",
        everyone=403,
        method="POST",
        of=duty,
        data={"version": "0"},
        staff=302,
        unithead=302,
        admin=404,
        outsider=404,
    ),
    row("progress:unit", everyone=403, unithead=200),
    row("progress:confirm", everyone=403, method="POST", of=report, unithead=302, admin=404, outsider=404),
    row("progress:return", everyone=403, of=report, unithead=200, clerk=200, admin=404, outsider=404),
    row("progress:return", everyone=403, method="POST", of=report, unithead=422, clerk=422, admin=404, outsider=404),
    row("progress:summary", everyone=200, of=summary, admin=404, outsider=404),
    row("progress:summary", everyone=403, method="POST", of=summary, staff=422, unithead=422, admin=404, outsider=404),
    row("progress:printed", everyone=403, method="POST", of=summary, clerk=422),
    row("progress:measure", everyone=403, of=measure, staff=200, unithead=200, admin=404, outsider=404),
    row("progress:measure", everyone=403, method="POST", of=measure, staff=422, unithead=422, admin=404, outsider=404),
    # --- overview: what a person may see; the administrator and the outsider get empty lists
    row("overview:ledger", everyone=200),
    row("overview:print_ledger", everyone=200),
    row("overview:issue", everyone=200, of=issue, admin=404, outsider=404),
    row("overview:deadline", everyone=403, method="POST", of=issue, clerk=422),
    row("overview:coordinating", everyone=403, method="POST", of=issue, clerk=422),
    row("overview:plans", everyone=200),
    row("overview:plan", everyone=200, of=plan, admin=404, outsider=404),
    row("overview:document", everyone=200, of=document, admin=404, outsider=404),
    # --- evidence: added and taken back by the unit's staff and head, seen with its issue; an upload is its author's alone
    row("evidence:of_report", everyone=403, of=report_of_unit, staff=200, unithead=200, admin=404, outsider=404),
    row("evidence:of_report", everyone=403, method="POST", of=report_of_unit, staff=422, unithead=422, admin=404, outsider=404),
    row("evidence:of_measure", everyone=403, of=measure_of_issue, staff=200, unithead=200, admin=404, outsider=404),
    row("evidence:of_measure", everyone=403, method="POST", of=measure_of_issue, staff=422, unithead=422, admin=404, outsider=404),
    row("evidence:one", everyone=200, of=evidence, admin=404, outsider=404),
    row("evidence:file", everyone=200, of=evidence, admin=404, outsider=404),
    row("evidence:thumbnail", everyone=200, of=evidence, admin=404, outsider=404),
    row("evidence:page", everyone=200, of=preview, admin=404, outsider=404),
    row("evidence:describe", everyone=404, method="POST", of=upload, staff=302),
    row("evidence:remove", everyone=404, method="POST", of=upload, staff=302),
    row(
        "evidence:withdraw",
        everyone=403,
        method="POST",
        of=evidence,
        data={"reason": "照片拍错了地点"},
        staff=302,
        unithead=302,
        admin=404,
        outsider=404,
    ),
    # --- the interface for programs
    row("overview:api_docs", everyone=200),
    row("overview:schema", everyone=200, nobody=403),
    row("overview:api-issue-list", everyone=200, nobody=403),
    row("overview:api-issue-detail", everyone=200, nobody=403, of=issue, admin=404, outsider=404),
    row("overview:api-plan-list", everyone=200, nobody=403),
    row("overview:api-plan-detail", everyone=200, nobody=403, of=plan, admin=404, outsider=404),
    row("overview:api-unit-list", everyone=200, nobody=403),
    row("overview:api-unit-detail", everyone=200, nobody=403, of=unit),
    # --- the same acts for programs
    api("progress:api-rhythm-list", everyone=403, clerk=200),
    api("progress:api-rhythm-list", method="POST", everyone=403, body=said(**WEEKLY), clerk=201),
    api("progress:api-rhythm-detail", everyone=403, of=rhythm, clerk=200),
    api("progress:api-rhythm-detail", method="PUT", everyone=403, of=rhythm, body=said(**WEEKLY, active=True), clerk=200),
    api("progress:api-period-list", everyone=200),
    api("progress:api-period-list", method="POST", everyone=403, body=of_rhythm, clerk=409),
    api("progress:api-period-detail", everyone=200, of=period, **HIDDEN),
    api("progress:api-period-board", everyone=403, of=period, clerk=200, auditor=200, party=200, government=200),
    api("progress:api-duty-list", everyone=200),
    api("progress:api-duty-detail", everyone=404, of=duty_of_lead, staff=200, unithead=200),
    api("progress:api-report-list", everyone=200),
    api("progress:api-report-list", method="POST", everyone=403, body=owed(**DONE), staff=201, unithead=201, **HIDDEN),
    api("progress:api-report-no-change", method="POST", everyone=403, body=owed(), staff=201, unithead=201, **HIDDEN),
    api("progress:api-report-detail", everyone=200, of=report, **HIDDEN),
    api("progress:api-report-detail", method="PUT", everyone=403, of=handed, body=said(**DONE), staff=200, unithead=200, **HIDDEN),
    api("progress:api-report-nothing-new", method="PUT", everyone=403, of=handed, staff=200, unithead=200, **HIDDEN),
    api("progress:api-report-confirm", method="POST", everyone=403, of=report, unithead=409, **HIDDEN),
    api(
        "progress:api-report-send-back",
        method="POST",
        everyone=403,
        of=report,
        body=said(reason="请补。"),
        clerk=200,
        unithead=200,
        **HIDDEN,
    ),
    api("progress:api-summary-list", everyone=200),
    api("progress:api-summary-list", method="POST", everyone=403, body=in_period(**MERGED), staff=201, unithead=201, **HIDDEN),
    api("progress:api-summary-word", method="POST", everyone=403, body=in_period(printed="已建成。"), clerk=201),
    api("progress:api-summary-detail", everyone=200, of=merged, **HIDDEN),
    api("progress:api-summary-detail", method="PUT", everyone=403, of=merged, body=said(**MERGED), staff=200, unithead=200, **HIDDEN),
    api("progress:api-summary-printed", method="PUT", everyone=403, of=merged, body=said(printed="已建成。"), clerk=200, **HIDDEN),
    api("progress:api-measure-list", everyone=200),
    api("progress:api-measure-detail", everyone=200, of=measure, **HIDDEN),
    api("progress:api-measure-detail", method="PUT", everyone=403, of=measure, body=UNDER_WAY, staff=200, unithead=200, **HIDDEN),
    api("evidence:api-evidence-list", everyone=200),
    api("evidence:api-evidence-list", method="POST", everyone=403, body=photograph, staff=201, unithead=201, **HIDDEN),
    api("evidence:api-evidence-detail", everyone=200, of=evidence, **HIDDEN),
    api("evidence:api-evidence-withdraw", method="POST", everyone=403, of=evidence, body=REASON, staff=200, unithead=200, **HIDDEN),
    api("work:api-milestone-list", everyone=200),
    api("work:api-milestone-list", method="POST", everyone=403, body=on_issue(**STEP), clerk=201, staff=201, unithead=201, **HIDDEN),
    api("work:api-milestone-detail", everyone=200, of=milestone, **HIDDEN),
    api(
        "work:api-milestone-detail",
        method="PUT",
        everyone=403,
        of=milestone,
        body=said(**STEP),
        clerk=200,
        staff=200,
        unithead=200,
        **HIDDEN,
    ),
    api("work:api-milestone-detail", method="DELETE", everyone=403, of=milestone, clerk=204, staff=204, unithead=204, **HIDDEN),
    api("work:api-target-list", everyone=200),
    api("work:api-target-list", method="POST", everyone=403, body=on_issue(**GOAL), clerk=201, staff=201, unithead=201, **HIDDEN),
    api("work:api-target-detail", everyone=200, of=target, **HIDDEN),
    api("work:api-target-detail", method="PUT", everyone=403, of=target, body=UNSHARED, clerk=200, staff=200, unithead=200, **HIDDEN),
    api("work:api-target-detail", method="DELETE", everyone=403, of=target, clerk=204, staff=204, unithead=204, **HIDDEN),
    api("work:api-group-list", everyone=200),
    api("work:api-group-detail", everyone=200, of=group_row, **HIDDEN),
    api("work:api-group-detail", method="PUT", everyone=403, of=group_row, body=NO_UNITS, clerk=200, staff=200, unithead=200, **HIDDEN),
    api("extensions:api-extension-list", everyone=200),
    api("extensions:api-extension-list", method="POST", everyone=403, body=on_issue(**LATER), staff=409, unithead=409, **HIDDEN),
    api("extensions:api-extension-detail", everyone=200, of=extension, **HIDDEN),
    api("extensions:api-extension-decide", method="POST", everyone=403, of=extension, body=AGREES, unithead=200, **HIDDEN),
    api("extensions:api-extension-withdraw", method="POST", everyone=403, of=extension, staff=200, unithead=200, **HIDDEN),
)
