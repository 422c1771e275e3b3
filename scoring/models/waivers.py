"""Exceptions from what the rules found (domain 9.13, 11.4)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scoring.states import WaiverStatus

USER = settings.AUTH_USER_MODEL


class Waiver(models.Model):
    """One red flag or gate of one quote, set aside until a day: proposed with a reason, confirmed by another person.

    `field` tells apart several findings of one rule; a gate has none. A waived flag drops its points and stays
    visible; a quote whose failed gates are all waived is ranked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="waivers")
    code = models.CharField(max_length=10)
    field = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    expires_on = models.DateField()
    status = models.CharField(max_length=10, choices=WaiverStatus, default=WaiverStatus.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)  # why it was refused or ended

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="waiver_needs_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["CONFIRMED", "REFUSED"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="waiver_decided_with_moment_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["REFUSED", "ENDED"]) | ~Q(answer=""),
                name="waiver_refused_or_ended_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.UniqueConstraint(
                fields=["quote", "code", "field"],
                condition=Q(status="PROPOSED"),
                name="one_proposed_waiver_per_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.code}"
