"""The only way out: sends what is due, each message at least once, none twice at the same time.

A message is claimed in a transaction of its own, sent outside any, and marked in another: no row is locked and
no transaction is open while a mail server takes its time. A claim is a lease: where the process dies between
sending and marking, the message is due again when the lease has run out and leaves a second time with the same
Message-ID, by which mail programs know it. That is the one case in which a message leaves twice.
"""

import contextlib
import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from notifications.actions import unlock
from notifications.models import OutboxMessage

RETRY_AFTER = (30, 120, 600, 3600, 6 * 3600)  # seconds after each try that the mail server answered with no
UNREACHABLE_AFTER = 30  # seconds; a server that is away says nothing about the message, so this is no try
LEASE = timedelta(minutes=10)  # longer than a worker may take, shorter than anybody waits
Status = OutboxMessage.Status
log = logging.getLogger(__name__)


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Send up to `limit` messages whose time has come; return how many left.

    A message that cannot be sent is put off, longer each time, and given up after the last try; it stays
    visible with its words, to be sent again by a person. While the mail server cannot be reached at all,
    messages wait without losing tries, and one connection a round finds out whether it is back.
    """
    sent = 0
    with contextlib.closing(_Server()) as server:
        for _round in range(limit):
            message = _claim(now)
            if message is None:
                break
            if (
                message.attempts > len(RETRY_AFTER) + 1
            ):  # every try ended with the process: do not go on for ever
                _put_off(message, now, "interrupted at every try")
                continue
            trouble = server.reach()
            if trouble:
                _wait_for_server(message, now, trouble)
                break
            sent += _send(server, message, now)
    return sent


class _Server:
    """A connection to the mail server for one round; a new one after trouble."""

    def __init__(self) -> None:
        self.connection: Any = None

    def reach(self) -> str:
        """Connect unless connected; return what went wrong, or nothing."""
        if self.connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (
                Exception
            ) as error:  # refused, timed out, no name, no TLS, a wrong password: all the same here
                return _words(error)
            self.connection = connection
        return ""

    def close(self) -> None:
        """Say goodbye, whatever state the connection is in."""
        if self.connection is not None:
            with contextlib.suppress(Exception):
                self.connection.close()
            self.connection = None


@transaction.atomic
def _claim(now: datetime) -> OutboxMessage | None:
    """Take the message that waits longest, for the length of a lease; rows held by others are passed over."""
    due = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        status__in=(Status.QUEUED, Status.SENDING), not_before__lte=now
    )
    for message in due.order_by("not_before", "created_at")[:1]:
        message.status, message.not_before = Status.SENDING, now + LEASE
        message.attempts += 1
        message.save(update_fields=["status", "not_before", "attempts"])
        return message
    return None


def _send(server: _Server, message: OutboxMessage, now: datetime) -> int:
    try:
        subject, body = unlock(message)
        headers = {"Message-ID": message_id(message), "X-Shortlist-Message": str(message.id)}
        EmailMessage(subject, body, to=[message.to], headers=headers, connection=server.connection).send()
    except Exception as error:
        server.close()
        _put_off(message, now, _words(error))
        return 0
    _mark(message, status=Status.SENT, sent_at=now, content=None, last_error="")
    return 1


def _put_off(message: OutboxMessage, now: datetime, trouble: str) -> None:
    """Wait longer after each try; after the last one a person decides."""
    if message.attempts > len(RETRY_AFTER):
        log.error("message %s (%s) given up after %s tries", message.id, message.kind, message.attempts)
        _mark(message, status=Status.FAILED, last_error=trouble)
        return
    wait = timedelta(seconds=RETRY_AFTER[message.attempts - 1])
    _mark(message, status=Status.QUEUED, not_before=now + wait, last_error=trouble)


def _wait_for_server(message: OutboxMessage, now: datetime, trouble: str) -> None:
    log.warning("the mail server cannot be reached: %s", trouble)
    _mark(
        message,
        status=Status.QUEUED,
        attempts=message.attempts - 1,
        not_before=now + timedelta(seconds=UNREACHABLE_AFTER),
        last_error=trouble,
    )


def _mark(message: OutboxMessage, **values: Any) -> None:
    """Write what became of a claim, unless its lease has run out and somebody else holds the message now."""
    claim = OutboxMessage.objects.filter(pk=message.pk, status=Status.SENDING, attempts=message.attempts)
    if not claim.update(**values):
        log.warning("message %s: the claim had run out", message.id)


def message_id(message: OutboxMessage) -> str:
    """The same for every try, so that a mail that comes twice is known to be one."""
    host = urlsplit(settings.SHORTLIST_BASE_URL).hostname or "localhost"
    return f"<{message.id}@{host}>"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
