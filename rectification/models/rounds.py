"""Each passage from start to closure is a round; re-opening begins the next one and touches nothing of the old."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rectification.models.issues import Issue


class Round(models.Model):
    """``completed_at`` is the moment that counts for being on time. ``locked_at`` is set from application to return or recall:
    while it is set, nothing of the round may change.

    An issue is closed exactly when both leaders have signed, and never by one person in both seats. A round also ends
    without closure (``ended_at`` alone) when a long-term issue is kept up or an issue is withdrawn.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    publicized_at = models.DateTimeField(null=True, blank=True)
    party_signed_at = models.DateTimeField(null=True, blank=True)
    party_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    government_signed_at = models.DateTimeField(null=True, blank=True)
    government_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "number")
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="round_number_unique"),
            models.UniqueConstraint(fields=["issue"], condition=Q(ended_at__isnull=True), name="one_open_round"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, party_signed_at__isnull=False, government_signed_at__isnull=False)
                | (Q(closed_at__isnull=True) & (Q(party_signed_at__isnull=True) | Q(government_signed_at__isnull=True))),
                name="closed_exactly_when_both_signed",
            ),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | Q(ended_at__isnull=False), name="closed_round_has_ended"),
            models.CheckConstraint(
                condition=Q(party_signed_at__isnull=True, party_signed_by__isnull=True)
                | Q(party_signed_at__isnull=False, party_signed_by__isnull=False),
                name="party_signature_has_a_signer",
            ),
            models.CheckConstraint(
                condition=Q(government_signed_at__isnull=True, government_signed_by__isnull=True)
                | Q(government_signed_at__isnull=False, government_signed_by__isnull=False),
                name="government_signature_has_a_signer",
            ),
            models.CheckConstraint(
                condition=Q(party_signed_by__isnull=True)
                | Q(government_signed_by__isnull=True)
                | ~Q(party_signed_by=F("government_signed_by")),
                name="two_seats_two_persons",
            ),
        ]
