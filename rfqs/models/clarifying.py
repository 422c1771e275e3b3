"""Questions of vendors, what all are answered, and what the buyer changes after publication."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from rfqs.states import AddendumStatus, ClarificationStatus, QuestionStatus


class VendorQuestion(models.Model):
    """A question of one vendor. The database sets `asked_at` and refuses it after the deadline for questions.

    Until the opening staff see `alias` and never the invitation: 1 is the first vendor that asked in this RFQ.
    Its name therefore says nothing of who asks; it is written into the audit trail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="vendor_questions")
    invitation = models.ForeignKey("rfqs.Invitation", on_delete=models.PROTECT, related_name="questions")
    alias = models.PositiveSmallIntegerField()
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=QuestionStatus, default=QuestionStatus.OPEN)
    clarification = models.ForeignKey(
        "rfqs.Clarification", null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    refusal = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="OPEN", closed_at__isnull=True)
                | Q(status__in=["ANSWERED", "REFUSED"], closed_at__isnull=False),
                name="question_open_or_closed_at",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | ~Q(refusal=""), name="question_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.id}"


class Clarification(models.Model):
    """One answer to all: the question in neutral words and the answer. Frozen once it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="clarifications")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    question = models.TextField()
    answer = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=ClarificationStatus, default=ClarificationStatus.DRAFT)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number", "updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["rfq", "number"], name="one_clarification_per_number"),
            models.CheckConstraint(
                condition=Q(status="DRAFT", number__isnull=True, published_at__isnull=True)
                | Q(status="PUBLISHED", number__isnull=False, published_at__isnull=False),
                name="clarification_published_with_number_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"clarification {self.number or self.id}"


class Addendum(models.Model):
    """What the buyer tells or changes after publication, to every vendor at once. Frozen once it is issued.

    `changes` is what the draft would change: {"need": {...}, "forecast": [...], "weights": {...}}; `summary` is
    what did change between the publications, as `rfqs.queries.amending.differences` has it. `publication` is the
    new version, where something changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    asks_confirmation = models.BooleanField(default=True)
    changes = models.JSONField(default=dict, blank=True)
    summary = models.JSONField(default=list, blank=True)
    publication = models.OneToOneField(
        "rfqs.Publication", null=True, blank=True, on_delete=models.PROTECT, related_name="addendum"
    )
    deadline_before = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=AddendumStatus, default=AddendumStatus.DRAFT)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rfq", "number"], name="one_addendum_per_number"),
            models.UniqueConstraint(
                fields=["rfq"], condition=Q(status="DRAFT"), name="one_addendum_draft_per_rfq"
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT", issued_at__isnull=True, publication__isnull=True)
                | Q(status="ISSUED", issued_at__isnull=False),
                name="addendum_issued_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(publication__isnull=True) | Q(asks_confirmation=True),
                name="addendum_that_changes_asks_confirmation",
            ),
        ]

    def __str__(self) -> str:
        return f"addendum {self.number}"


class AddendumConfirmation(models.Model):
    """One vendor has taken an addendum into account. The database sets `confirmed_at`, before the deadline alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    addendum = models.ForeignKey("rfqs.Addendum", on_delete=models.PROTECT, related_name="confirmations")
    invitation = models.ForeignKey(
        "rfqs.Invitation", on_delete=models.PROTECT, related_name="addendum_confirmations"
    )
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["addendum", "invitation"], name="one_confirmation_per_addendum")
        ]

    def __str__(self) -> str:
        return f"{self.addendum_id} {self.invitation_id}"
