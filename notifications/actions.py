"""Queue a message; the row commits with the act that it tells about."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.keys import key_ring
from notifications.models import OutboxMessage

PURPOSE = "outbox"


def queue(
    kind: str,
    *,
    to: str,
    language: str,
    now: datetime,
    context: dict[str, Any],
    user: Any = None,
    about: str = "",
) -> OutboxMessage:
    """Render `mail/<kind>.subject.txt` and `.body.txt` in the recipient's language and queue the message.

    Must run inside the caller's transaction, so that a rolled-back act mails nothing. Nothing is sent
    here: beat delivers what is due, whatever became of the request.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("queue a message inside the transaction of the act it tells about")
    with translation.override(language):
        subject = " ".join(render_to_string(f"mail/{kind}.subject.txt", context).split())
        body = render_to_string(f"mail/{kind}.body.txt", context).strip() + "\n"
    message = OutboxMessage(
        kind=kind,
        to=to.strip().lower(),
        user=user,
        language=language,
        about=about,
        created_at=now,
        not_before=now,
    )
    message.content = lock(message, subject, body)
    message.save(force_insert=True)
    return message


def lock(message: OutboxMessage, subject: str, body: str) -> bytes:
    """Return subject and body locked to this message."""
    plain = json.dumps({"subject": subject, "body": body}).encode()
    return key_ring().lock(plain, purpose=PURPOSE, context=str(message.id))


def unlock(message: OutboxMessage) -> tuple[str, str]:
    """Return (subject, body) of a message that has not left yet."""
    if message.content is None:
        raise ValueError("the content of a message is wiped once it has left")
    plain = json.loads(key_ring().unlock(bytes(message.content), purpose=PURPOSE, context=str(message.id)))
    return plain["subject"], plain["body"]
