"""The append-only record of what was done, by whom, and what was refused."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act or one refusal. Labels and ids are text, without foreign keys, so history survives deletion.

    Rows are written in the transaction of the act itself (`audit.actions.record`); the database refuses
    UPDATE, DELETE and TRUNCATE. `detail` holds only the keys that `audit.keys` allows the action, never
    sealed content. `session_hash` tells sessions apart without being one; `ip` is the address the request
    came from, as far as the trusted proxies vouch for it.
    """

    class Outcome(models.TextChoices):
        OK = "OK", "done"
        DENIED = "DENIED", "refused"

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OK)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    rfq_code = models.CharField(max_length=40, blank=True)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    session_hash = models.CharField(max_length=16, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["rfq_code", "-id"]),
            models.Index(fields=["action", "-id"]),
            models.Index(fields=["actor_id", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()


class AuditLink(models.Model):
    """One link of the hash chain: the event at this position, and the hash of everything before it.

    Links are added after the events have committed (`audit.chain`), so no act waits for the chain.
    `hash` is SHA-256 over position, event, row hash, the link before and the moment; see `audit.hashing`.
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField("audit.AuditEvent", on_delete=models.PROTECT, related_name="link")
    row_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    chained_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class AuditAnchor(models.Model):
    """The head of the chain at one moment, told to people outside the database as well."""

    class Kind(models.TextChoices):
        CLOSE = "CLOSE", _("deadline")
        OPENING = "OPENING", _("opening")
        AWARD = "AWARD", _("award")
        HOURLY = "HOURLY", _("hourly")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    rfq_code = models.CharField(max_length=40, blank=True)
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.position} {self.hash[:12]}"
