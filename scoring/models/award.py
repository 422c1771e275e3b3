"""From ranking to decision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from scoring.states import EvaluationStatus

USER = settings.AUTH_USER_MODEL


class Evaluation(models.Model):
    """From ranking to decision for one RFQ: due diligence, proposal, approval by another person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.OneToOneField("rfqs.RFQ", on_delete=models.PROTECT, related_name="evaluation")
    status = models.CharField(max_length=16, choices=EvaluationStatus, default=EvaluationStatus.SHORTLIST)
    score_run = models.ForeignKey("scoring.ScoreRun", null=True, on_delete=models.PROTECT, related_name="+")
    quote = models.ForeignKey(
        "quotes.Quote", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    # who was called, what was seen, which papers were checked.
    diligence = models.JSONField(default=dict, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    return_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
                name="award_needs_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(status="AWARDED") | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="awarded_means_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.status}"
