"""Celery: what must happen when a deadline passes. Nothing of the process waits for it."""

from celery import shared_task
from django.utils import timezone

from rfqs.actions.closing import anchor_closed as anchor


@shared_task
def anchor_closed() -> int:
    """Anchor the audit trail once for every RFQ whose deadline has passed."""
    return anchor(now=timezone.now())
