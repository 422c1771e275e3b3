"""The append-only record of what was done, by whom, and what was refused."""

import uuid

from django.db import models


class AuditEvent(models.Model):
    """One act or one refusal. Labels and ids are text, without foreign keys, so history survives deletion.

    Rows are written in the transaction of the act itself (`audit.record`); the database refuses UPDATE,
    DELETE by a trigger, and the web role may not truncate. `detail` holds only keys that the caller names, never sealed content.
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

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["rfq_code", "-id"]),
            models.Index(fields=["action", "-id"]),
            models.Index(fields=["actor_id", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()
