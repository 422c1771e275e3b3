"""Who judges what, and what was seen beside the quotes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USER = settings.AUTH_USER_MODEL


class Assignment(models.Model):
    """What one reviewer scores, where that is not everything: some items, some quotes, or some items of some quotes.

    An empty list means all. A reviewer without a row scores everything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(default=list)  # codes, as in scoring.engine
    quotes = models.JSONField(default=list)  # ids as text
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rfq", "reviewer"], name="one_assignment_per_reviewer_and_rfq")
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.reviewer_id}"


class EvidenceRecord(models.Model):
    """What was seen or heard of a vendor beside its quote: a visit, a demonstration, a call, papers.

    It bears on the questions it names: together with the vendor's files it says how well an answer is proven
    (`scoring.rules.evidence`). The checks before an award (A-01 to A-03) read it. One that was wrong is struck
    out with a reason and stays.
    """

    class Kind(models.TextChoices):
        VISIT = "VISIT", _("Visit on site")
        DEMO = "DEMO", _("Demonstration")
        REFERENCE = "REFERENCE", _("Call to a reference")
        MYSTERY = "MYSTERY", _("Mystery contact")
        PAPERS = "PAPERS", _("Papers checked")

    class Finding(models.TextChoices):
        CONFIRMED = "CONFIRMED", pgettext_lazy("evidence", "Bears the answers out")
        PARTLY = "PARTLY", pgettext_lazy("evidence", "Bears them out in part")
        CONTRADICTED = "CONTRADICTED", pgettext_lazy("evidence", "Contradicts them")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind)
    happened_on = models.DateField()
    who = models.CharField(max_length=200)  # whom one met, called or wrote to; the issuer of a paper
    notes = models.TextField()
    questions = models.JSONField(default=list)  # numbers, 1 to 10
    finding = models.CharField(max_length=12, choices=Finding)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    struck_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["happened_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="evidence_struck_with_moment_person_and_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.kind} {self.happened_on}"
