"""What we think: openings, gates, flags, sheets, runs, the award."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rfqs.models import Part
from scoring.states import EvaluationStatus, SheetStatus, SimulationStatus

USER = settings.AUTH_USER_MODEL


class OpeningApproval(models.Model):
    """One officer's word that a part may be opened; two different ones within minutes open it.

    The database sets `approved_at` and refuses a word given before the deadline.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="opening_approvals")
    part = models.CharField(max_length=10, choices=Part)
    officer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["approved_at"]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.part}"


class OpeningMinutes(models.Model):
    """What happened at an opening, written down in the same transaction: once per part, never changed.

    `content`: {"officers": [{"name", "approved_at"}], "deadline_at", "quotes": [{"vendor", "revision",
    "received_at", "commitment", "fits"}], "invited", "declined", "late", "withdrawn", "position", "head"}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="opening_minutes")
    part = models.CharField(max_length=10, choices=Part)
    opened_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        ordering = ["opened_at", "-part"]
        constraints = [models.UniqueConstraint(fields=["rfq", "part"], name="one_opening_per_part")]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.part}"


class GateResult(models.Model):
    """The outcome of one knock-out gate for one quote."""

    class Outcome(models.TextChoices):
        PASS = "PASS", _("passes")
        FAIL = "FAIL", _("fails")
        PENDING = "PENDING", _("decided later")
        NOT_APPLIED = "NOT_APPLIED", _("not applied")

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="gate_results")
    code = models.CharField(max_length=4)
    outcome = models.CharField(max_length=12, choices=Outcome)
    # Parameters of the sentence and the path of the field it points to.
    params = models.JSONField(default=dict, blank=True)
    field = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["quote", "code"], name="one_result_per_gate")]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"


class RedFlag(models.Model):
    """One finding of the red-flag register for one quote."""

    class Severity(models.TextChoices):
        MINOR = "MINOR", _("minor")
        MAJOR = "MAJOR", _("major")
        CRITICAL = "CRITICAL", _("critical")

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="red_flags")
    code = models.CharField(max_length=10)
    severity = models.CharField(max_length=8, choices=Severity)
    points = models.PositiveSmallIntegerField()
    question = models.PositiveSmallIntegerField()
    params = models.JSONField(default=dict, blank=True)
    field = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=10, choices=Part)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "code", "id"]

    def __str__(self) -> str:
        return self.code


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


class TcoRun(models.Model):
    """One quote priced: inputs and result as they were, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="tco_runs")
    engine = models.CharField(max_length=20)
    demand = models.JSONField()
    document = models.JSONField()
    result = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.engine}"


class ScoreRun(models.Model):
    """One ranking: its inputs, weights and engine, and what came out; reproducible, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="score_runs")
    number = models.PositiveSmallIntegerField()
    engine = models.CharField(max_length=20)
    weights = models.JSONField()
    inputs = models.JSONField()
    result = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["rfq", "number"], name="one_score_run_per_number")]

    def __str__(self) -> str:
        return f"{self.rfq_id} run {self.number}"

    @property
    def called(self) -> dict[str, str]:
        """What this run calls each quote, by the quote's id: names of vendors may be the same, and may change."""
        return {quote["quote"]: quote["vendor"] for quote in self.inputs["quotes"]}

    @property
    def ranked_quotes(self) -> list[str]:
        """The ids of the ranked quotes, the best first."""
        ids = {name: quote for quote, name in self.called.items()}
        return [ids[row["vendor"]] for row in self.result["ranking"]["rows"]]


class Simulation(models.Model):
    """What the quotes cost in drawn futures: asked for with ranges and a seed, worked out chunk by chunk.

    `result` is the text of `calc.simulation.simulate`, kept byte for byte, so that a second run can be compared with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="simulations")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=SimulationStatus, default=SimulationStatus.QUEUED)
    engine = models.CharField(max_length=20)
    seed = models.BigIntegerField()
    count = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    ranges = models.JSONField()
    # {"demand": ..., "quotes": [{"vendor", "quote", "document"}], "left_out": [{"vendor", "quote", "why"}]}
    inputs = models.JSONField()
    result = models.TextField(blank=True)
    trouble = models.TextField(blank=True)  # what stood in the way, for whoever started a run that failed
    cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When a worker last said that it is at it: one that fell silent is followed by another.
    touched_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rfq", "number"], name="one_simulation_per_number"),
            models.CheckConstraint(condition=Q(done__lte=models.F("count")), name="simulation_done_of_count"),
            models.CheckConstraint(
                condition=~Q(status="DONE") | ~Q(result=""), name="done_simulation_has_a_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} simulation {self.number}"


class WhatIf(models.Model):
    """A named set of other assumptions: figures of the need alone, nothing that was quoted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="what_ifs")
    name = models.CharField(max_length=60)
    values = models.JSONField()  # as the form of the page has them in its address
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["rfq", "name"], name="one_what_if_per_name")]

    def __str__(self) -> str:
        return self.name


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
