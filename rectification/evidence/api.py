"""Evidence for programs: what was handed in, and its files sent and taken back."""

from __future__ import annotations

from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from rectification.evidence import actions
from rectification.evidence.media import Media
from rectification.evidence.queries import evidence_shown_to, measure_slot, report_slot
from rectification.models import Evidence
from rectification.refusals import Incomplete
from rectification.vocabulary import Shot
from rectification.web.bodies import Body, Day, File, KeyInForm, OneOf, Text
from rectification.web.form_data import StrictForm
from rectification.web.reading import KeyFilter
from rectification.web.strict_json import StrictJSON
from rectification.web.writing import IDEMPOTENCY_KEY, Writing, once

DESCRIPTION = ("shot", "beside", "place", "taken_on")


class EvidenceFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    issue = KeyFilter()
    measure = KeyFilter()
    report = KeyFilter()


class EvidenceRow(serializers.ModelSerializer[Evidence]):
    """``sent_at`` empty: uploaded by yourself and not handed in yet; it goes with the unit's next report, or is gone after a day."""

    round = serializers.IntegerField(source="round.number")
    media_type = OneOf(Media)
    file = serializers.HyperlinkedIdentityField(view_name="evidence:file", help_text="The address of the file, as it was handed in.")

    class Meta:
        model = Evidence
        fields = (
            *("id", "issue", "round", "unit", "measure", "report", "name", "media_type", "size", "sha256", "file"),
            *("shot", "pair", "place", "taken_on", "uploaded_at", "sent_at", "withdrawn_at", "withdrawn_because"),
        )


class NewEvidence(Body):
    """Of ``unit`` and ``measure`` one is said."""

    file = File()
    issue = KeyInForm()
    unit = KeyInForm(required=False, help_text="It goes with the next report of this unit.")
    measure = KeyInForm(required=False, help_text="It shows that this measure is fulfilled; for the coordinating unit.")
    shot = OneOf(Shot, required=False, help_text="Of a photograph.")
    beside = KeyInForm(required=False, help_text="The evidence that is the other half of the pair.")
    place = Text(max_length=120, required=False)
    taken_on = Day(required=False, help_text="Left out: the day that the camera wrote.")

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if ("unit" in said) == ("measure" in said):
            raise Incomplete("Say either the unit whose report it goes with or the measure that it shows.", fields={"unit": "invalid"})
        if "beside" in said and "shot" not in said:
            raise Incomplete("Say which half of the pair it is.", fields={"shot": "required"})
        return said


class WithdrawalBody(Body):
    reason = Text(max_length=300)


class EvidenceFiles(Writing):
    """What was handed in on issues you may see, and what you have uploaded yourself."""

    serializer_class = EvidenceRow
    filterset_class = EvidenceFilter
    queryset = Evidence.objects.none()
    parser_classes = (StrictForm,)

    def get_queryset(self) -> QuerySet[Evidence]:
        return evidence_shown_to(self.person)

    @extend_schema(request=NewEvidence, responses={201: EvidenceRow}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request) -> Response:
        """Upload one file. The same file a second time in one place is the one that is there."""
        said = self.said(NewEvidence)
        with actions.looked_at(
            issue_id=said["issue"],
            slot_of=_slot_of(said),
            chunks=said["file"].chunks(),
            name=said["file"].name,
            said=actions.Description(**{name: said[name] for name in DESCRIPTION if name in said}),
            **self.by(),
        ) as offered:
            return once(request, self.person, lambda: Response(self.told(actions.enter(offered)), status.HTTP_201_CREATED))

    @extend_schema(request=WithdrawalBody, responses=EvidenceRow)
    @action(detail=True, methods=["post"], parser_classes=[StrictJSON])
    def withdraw(self, _request: Request, pk: int) -> Response:
        """Take back what was handed in: it stays, struck through, and counts no more."""
        self.get_object()
        return Response(self.told(actions.withdraw(evidence_id=pk, **self.said(WithdrawalBody), **self.by())))


def _slot_of(said: dict[str, Any]) -> actions.SlotOf:
    if "unit" in said:
        return partial(report_slot, unit_id=said["unit"])
    return partial(measure_slot, measure_id=said["measure"])
