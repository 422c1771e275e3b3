"""What the rules find in a quote: gates and red flags."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rfqs.models import Part


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
