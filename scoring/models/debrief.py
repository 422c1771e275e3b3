"""What a bidder that was not chosen is told."""

import uuid

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class DebriefLetter(models.Model):
    """The result letter of one quote, released by the buyer after an award; written once, never changed.

    `content` holds codes and figures, no words, so that it is read in any language; `scoring.queries.debrief` tells
    what is in it and, as much, what is not. An award that was undone leaves its letters; the next one has its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="debriefs")
    awarded_at = models.DateTimeField()
    content = models.JSONField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-awarded_at"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "awarded_at"], name="one_debrief_per_quote_and_award")
        ]

    def __str__(self) -> str:
        return f"result letter of {self.quote_id}"
