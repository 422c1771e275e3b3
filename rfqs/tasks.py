"""Celery: what must happen when a deadline passes. Nothing of the process waits for it."""

from celery import shared_task

from audit import clocks
from rfqs.actions.closing import anchor_closed as anchor


@shared_task
def anchor_closed() -> int:
    """Anchor the audit trail once for every RFQ whose deadline has passed."""
    return anchor(now=clocks.now())
