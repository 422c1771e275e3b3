"""From ranking to decision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.states import EvaluationStatus

USER = settings.AUTH_USER_MODEL


class AwardShape(models.TextChoices):
    """Who gets what."""

    SINGLE = "SINGLE", _("One vendor for everything")
    BACKUP = "BACKUP", _("One vendor, and another as its backup")
    SPLIT = "SPLIT", _("Split by service line")


class Evaluation(models.Model):
    """From ranking to decision for one RFQ: due diligence, proposal, approval by another person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.OneToOneField("rfqs.RFQ", on_delete=models.PROTECT, related_name="evaluation")
    status = models.CharField(max_length=16, choices=EvaluationStatus, default=EvaluationStatus.SHORTLIST)
    score_run = models.ForeignKey("scoring.ScoreRun", null=True, on_delete=models.PROTECT, related_name="+")
    quote = models.ForeignKey(
        "quotes.Quote", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField(max_length=6, choices=AwardShape, default=AwardShape.SINGLE)
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


class AwardShare(models.Model):
    """What one quote gets of an award: everything, some service lines, or the place of the backup."""

    class Kind(models.TextChoices):
        WHOLE = "WHOLE", _("the whole award")
        LINES = "LINES", _("service lines")
        BACKUP = "BACKUP", _("backup")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey("scoring.Evaluation", on_delete=models.CASCADE, related_name="shares")
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    lines = models.JSONField(default=list, blank=True)  # codes of rfqs.lines
    # Until when the vendor holds its price; None where it said nothing and the RFQ asked for nothing.
    holds_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # its negotiation was broken off
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "quote"], name="one_share_per_quote_of_an_award"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="share_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.kind} {self.quote_id}"
