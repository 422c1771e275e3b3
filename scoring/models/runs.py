"""What was computed: costs, rankings, simulations, named assumptions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from scoring.states import SimulationStatus

USER = settings.AUTH_USER_MODEL


class TcoRun(models.Model):
    """One quote priced: inputs and result as they were, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="tco_runs")
    engine = models.CharField(max_length=20)
    demand = models.JSONField()
    document = models.JSONField()
    result = models.JSONField()
    # Findings beside the register, which carry a number and no points: [{"code", "params"}].
    remarks = models.JSONField(default=list)
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
    # Which part of the inputs stood in the way of a run that failed: a place such as "ranges", worded by the page.
    trouble = models.TextField(blank=True)
    # The run that this one draws again, from the inputs that were stored with it.
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repetitions"
    )
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

    def equals(self, other: "Simulation") -> bool:
        """The same engine has drawn the same bytes."""
        return self.engine == other.engine and self.result == other.result


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
