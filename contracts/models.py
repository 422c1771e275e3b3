"""What was agreed: a contract and its terms, copied from the winning quote as values."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.states import ContractStatus
from ui.text import pick

USER = settings.AUTH_USER_MODEL


class Contract(models.Model):
    """The contract that follows from an award. Prices are copied as values, not linked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="contracts")
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="contracts")
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="contracts")
    status = models.CharField(max_length=12, choices=ContractStatus, default=ContractStatus.NEGOTIATION)
    title = models.CharField(_("title"), max_length=200)
    title_i18n = models.JSONField(default=dict, blank=True)
    prices = models.JSONField()
    lines = models.JSONField(
        default=list, blank=True
    )  # codes of rfqs.lines where an award was split; else all
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status="SIGNED", signed_on__isnull=False, signed_at__isnull=False, signed_by__isnull=False
                )
                | ~Q(status="SIGNED")
                & Q(signed_on__isnull=True, signed_at__isnull=True, signed_by__isnull=True),
                name="contract_signed_with_day_and_person",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="BROKEN_OFF", ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")
                )
                | ~Q(status="BROKEN_OFF") & Q(ended_at__isnull=True, ended_by__isnull=True),
                name="contract_broken_off_with_reason_and_person",
            ),
            models.UniqueConstraint(
                fields=["rfq", "vendor"],
                condition=~Q(status="BROKEN_OFF"),
                name="one_live_contract_per_rfq_and_vendor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def label(self) -> str:
        """The title in the active language."""
        return pick(self.title_i18n) or self.title


class ContractTerm(models.Model):
    """One term of a contract: what the quote said, what is agreed, where it came from."""

    class Status(models.TextChoices):
        OFFERED = "OFFERED", _("offered")
        AGREED = "AGREED", _("agreed")
        REJECTED = "REJECTED", _("rejected")
        NOT_DISCLOSED = "NOT_DISCLOSED", _("not disclosed")
        MISSING = "MISSING", _("missing")

    class Source(models.TextChoices):
        QUOTE = "QUOTE", _("quote")
        NEGOTIATION = "NEGOTIATION", _("negotiation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="terms")
    group = models.CharField(max_length=24)
    code = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    offered = models.JSONField(null=True)
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=16, choices=Status)
    source = models.CharField(max_length=12, choices=Source, default=Source.QUOTE)
    clause_ref = models.CharField(max_length=60, blank=True)
    required = models.CharField(max_length=1, default="O")
    flags = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        return self.code
