"""The only way out: sends what is due, each message at least once, none twice at the same time."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction

from notifications.actions import unlock
from notifications.models import OutboxMessage

RETRY_AFTER = (30, 120, 600, 3600, 6 * 3600)  # seconds


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Send up to `limit` queued messages whose time has come; return how many left.

    Each message is locked, sent and marked in a transaction of its own. A mail server that is down
    puts the message off; after the last retry it stays visible as failed.
    """
    sent = 0
    for _round in range(limit):
        with transaction.atomic():
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True)
                .filter(status=OutboxMessage.Status.QUEUED, not_before__lte=now)
                .order_by("not_before", "created_at")
                .first()
            )
            if message is None:
                break
            sent += _send(message, now)
    return sent


def _send(message: OutboxMessage, now: datetime) -> int:
    message.attempts += 1
    try:
        subject, body = unlock(message)
        EmailMessage(subject, body, to=[message.to], headers={"X-Shortlist-Message": str(message.id)}).send()
    except Exception as error:
        message.last_error = f"{type(error).__name__}: {error}"[:300]
        if message.attempts > len(RETRY_AFTER):
            message.status = OutboxMessage.Status.FAILED
        else:
            message.not_before = now + timedelta(seconds=RETRY_AFTER[message.attempts - 1])
        message.save(update_fields=["attempts", "last_error", "status", "not_before"])
        return 0
    message.status, message.sent_at, message.content, message.last_error = (
        OutboxMessage.Status.SENT,
        now,
        None,
        "",
    )
    message.save(update_fields=["attempts", "status", "sent_at", "content", "last_error"])
    return 1
