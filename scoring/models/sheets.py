"""What reviewers think: sheets, scores, settled scores."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.states import SheetStatus

USER = settings.AUTH_USER_MODEL


class Sheet(models.Model):
    """One reviewer's scores for one RFQ: first without prices, second with them."""

    class Stage(models.TextChoices):
        FIRST = "FIRST", _("Quality sheet")
        SECOND = "SECOND", _("Price sheet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="sheets")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="sheets")
    stage = models.CharField(max_length=6, choices=Stage)
    status = models.CharField(max_length=10, choices=SheetStatus, default=SheetStatus.OPEN)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # What its holder scores, once `scoring.access.cells_on` has read it.
    cells: Any = None

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfq", "reviewer", "stage"], name="one_sheet_per_reviewer_and_stage"
            ),
            models.CheckConstraint(
                condition=Q(status="GIVEN_BACK")
                | Q(status="OPEN", submitted_at__isnull=True)
                | Q(status="SUBMITTED", submitted_at__isnull=False),
                name="sheet_submitted_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.stage} {self.reviewer_id}"


class Score(models.Model):
    """One score of one reviewer: an item of one quote, 0 to 5 in halves, with a reason.

    Items are Q1..Q10, BCP (continuity, domain 9.9), FIT and WILL (tie-break T-3).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey("scoring.Sheet", on_delete=models.CASCADE, related_name="scores")
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="scores")
    item = models.CharField(max_length=4)
    value = models.DecimalField(max_digits=2, decimal_places=1)
    reason = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "quote", "item"], name="one_score_per_sheet_quote_and_item"
            ),
            models.CheckConstraint(
                condition=Q(value__in=[Decimal(half) / 2 for half in range(11)]),
                name="score_is_0_to_5_in_halves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"


class ScoreRevision(models.Model):
    """Every score that ever stood, reviewers' and settled ones: who, when, why. Never changed.

    The database adds one whenever a row of `Score` or `Consensus` is written with another value or reason, so
    no way of writing leaves none. `sheet` is empty for the chair's settlements.
    """

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey("scoring.Sheet", null=True, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=4)
    value = models.DecimalField(max_digits=2, decimal_places=1)
    reason = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    after_submission = models.BooleanField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["quote", "item"])]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"


class Consensus(models.Model):
    """The chair's settled score of an item on which reviewers were far apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="consensus")
    item = models.CharField(max_length=4)
    value = models.DecimalField(max_digits=2, decimal_places=1)
    reason = models.TextField()
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "item"], name="one_consensus_per_quote_and_item")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"
