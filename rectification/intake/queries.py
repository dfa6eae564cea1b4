"""Drafts and the items of drafts, for those who may see them, and the register of units as readers need it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import Unit, UnitGroup, User
from rectification.intake.reading.matching import KnownName, KnownUnit, Match, match_units
from rectification.intake.reading.units import UnitMention
from rectification.intake.rules import Known, Register
from rectification.models import Document, Draft, DraftItem
from rectification.refusals import NotVisible
from rectification.vocabulary import UnitRole
from rectification.workflow.queries import require_clerk


def drafts_for(user: User) -> QuerySet[Draft]:
    """All drafts of the office, newest first, with how many items they would import; whole papers are not loaded for a list."""
    # A count over a join would group by the whole paper, item by item.
    count = (
        DraftItem.objects.filter(draft=OuterRef("pk"), included=True).order_by().values("draft").annotate(count=Count("pk")).values("count")
    )
    return _drafts(user).defer("content", "document__text").annotate(item_count=Subquery(count)).order_by("-created_at", "-pk")


def draft_for(user: User, pk: int) -> Draft:
    """The one door to a draft."""
    draft = _drafts(user).filter(pk=pk).first()
    if draft is None:
        raise NotVisible("There is no such draft.")
    return draft


def item_for(user: User, draft_pk: int, pk: int) -> DraftItem:
    """The one door to an item of a draft."""
    item = draft_for(user, draft_pk).items.select_related("draft").filter(pk=pk).first()
    if item is None:
        raise NotVisible("There is no such item in this draft.")
    return item


def _drafts(user: User) -> QuerySet[Draft]:
    require_clerk(user)
    return Draft.objects.select_related("document__plan_version__plan", "job", "created_by")


def live_draft_of(document: Document) -> Draft | None:
    """The draft that a document is being read into, checked in or was confirmed from."""
    return Draft.objects.filter(document=document, state__in=("reading", "checking", "confirmed")).first()


def register_of(names: Collection[tuple[str, bool]], *, on: dt.date | None = None) -> Register:
    """What each name means: units by exact, former or other name, groups by their name."""
    groups = {group.name: Known(group=group.pk, how="exact") for group in UnitGroup.objects.filter(name__in=[n for n, g in names if g])}
    found: dict[tuple[str, bool], Known] = {(name, True): groups[name] for name, is_group in names if is_group and name in groups}
    for match in proposals_for(sorted(name for name, is_group in names if not is_group), on=on):
        if match.unit_id is not None:
            found[match.mention.name, False] = Known(unit=match.unit_id, how=str(match.how or ""))
    return found


def proposals_for(names: Iterable[str], *, on: dt.date | None = None) -> list[Match]:
    """For each name what it means, or which units it may mean."""
    mentions = [UnitMention(name, UnitRole.RESPONSIBLE, is_group=False) for name in names]
    return match_units(mentions, known_units(), on) if mentions else []


def known_units() -> list[KnownUnit]:
    """The whole register with names over time and aliases."""
    units = Unit.objects.prefetch_related("former_names", "aliases").order_by("pk")
    return [
        KnownUnit(
            id=unit.pk,
            names=(
                KnownName(unit.name, unit.valid_from, unit.valid_to),
                *(KnownName(former.name, former.valid_from, former.valid_to) for former in unit.former_names.all()),
            ),
            aliases=tuple(alias.alias for alias in unit.aliases.all()),
        )
        for unit in units
    ]
