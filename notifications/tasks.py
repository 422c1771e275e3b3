"""Celery: deliver the outbox."""

from celery import shared_task

from audit import clocks
from notifications.delivery import deliver_due as deliver


@shared_task
def deliver_due() -> int:
    """Send what is due; rows are the truth, so running this twice or never loses nothing."""
    return deliver(now=clocks.now())
