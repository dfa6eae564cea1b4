"""Drafts about to be confirmed, and plans in force."""

from __future__ import annotations

from django.db.models import Count, Sum

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Draft, Plan
from rectification.plans.rules import Answers, Numbered, answers_of
from rectification.refusals import NotVisible
from rectification.workflow.queries import require_clerk, visible_to


def draft_to_confirm(user: User, pk: int) -> Draft:
    """The one door to confirming a draft."""
    require_clerk(user)
    draft = Draft.objects.select_related("document").filter(pk=pk).first()
    if draft is None:
        raise NotVisible("There is no such draft.")
    return draft


def included_items(draft: Draft) -> list[Numbered]:
    """The items to be imported, in the order of the paper."""
    rows = draft.items.filter(included=True).order_by("position").values_list("pk", "position", "content")
    return [Numbered(pk, position, content) for pk, position, content in rows]


def answers_for(draft: Draft) -> Answers:
    return answers_of(included_items(draft), draft.items.filter(included=False).count(), draft.issued)


def whole_version(draft: Draft) -> int:
    """One number that grows with every change of a draft or of any of its items."""
    return draft.version + int(draft.items.aggregate(sum=Sum("version"))["sum"] or 0)


def plan_of_draft(draft: Draft) -> Plan | None:
    return Plan.objects.filter(versions__document=draft.document_id).first()


def plan_for(user: User, pk: int) -> Plan:
    """A plan of which this person sees at least one issue; the office sees all."""
    plan = Plan.objects.filter(pk=pk).annotate(issue_count=Count("issues")).first()
    if plan is None or not (user.holds(PostKind.OFFICE_CLERK) or visible_to(user).filter(plan=pk).exists()):
        raise NotVisible("There is no such plan, or it is not shown to you.")
    return plan
