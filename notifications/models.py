"""The outbox: one row per message, delivered after commit."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """A message to one address, rendered in the recipient's language when it was queued.

    `not_before` is the next try of a waiting message, and the end of the claim of one that is on its way.
    `once` names the one message that an act sends to one person: queued again, it stays one row.

    Subject and body may hold a personal link, so they are stored locked under a server key and wiped
    once the message has left.
    """

    class Status(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        SENDING = "SENDING", _("on its way")
        SENT = "SENT", _("sent")
        FAILED = "FAILED", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=10)
    about = models.CharField(max_length=80, blank=True)
    content = models.BinaryField(null=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    once = models.CharField(max_length=120, null=True, unique=True, editable=False)  # noqa: DJ001  (unique where set)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(status__in=["QUEUED", "SENDING"]),
                name="outbox_due",
            ),
            models.Index(fields=["about", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"

    @property
    def rfq_code(self) -> str:
        """The RFQ that the message is about, as staff know it; empty for any other message."""
        return self.about.removeprefix("rfq:") if self.about.startswith("rfq:") else ""
