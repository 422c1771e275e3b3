"""Openings: the officers' words and the minutes."""

import uuid

from django.conf import settings
from django.db import models

from rfqs.models import Part

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
