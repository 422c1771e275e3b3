"""Queue a message; the row commits with the act that it tells about."""

import json
import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

import audit.actions as audit
from accounts.keys import key_ring
from accounts.prepared import insert_together
from audit import clocks
from notifications import policies
from notifications.models import OutboxMessage
from ui.context import zone_text

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
    once: str = "",
) -> OutboxMessage:
    """Render `mail/<kind>.subject.txt` and `.body.txt` in the recipient's language and queue the message.

    The words may use everything in `context`, and `base_url` and `zone`; plain text, so nothing is escaped.
    `about` is "rfq:" and the RFQ's code where buyers may see that the message exists, else another key or "".
    With `once`, a second message of that name is not queued: the first is returned.
    Must run inside the caller's transaction, so that a rolled-back act mails nothing. Nothing is sent
    here: beat delivers what is due, whatever became of the request.
    """
    with translation.override(language):
        words = {"base_url": settings.SHORTLIST_BASE_URL, "zone": zone_text(), **context}
        subject = " ".join(_rendered(f"mail/{kind}.subject.txt", words).split())
        body = tidy(_rendered(f"mail/{kind}.body.txt", words))
    return queue_text(
        kind, to=to, language=language, now=now, subject=subject, body=body, user=user, about=about, once=once
    )


def _rendered(name: str, words: dict[str, Any]) -> str:
    template = get_template(name).template  # type: ignore[attr-defined]  # the engine's own template, behind Django's
    return str(template.render(Context(words, autoescape=False)))


def tidy(text: str) -> str:
    """Without spaces at line ends and with one empty line at most between paragraphs."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def queue_text(
    kind: str,
    *,
    to: str,
    language: str,
    now: datetime,
    subject: str,
    body: str,
    user: Any = None,
    about: str = "",
    once: str = "",
) -> OutboxMessage:
    """Queue a message that is already written in the recipient's language. Same rules as `queue`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("queue a message inside the transaction of the act it tells about")
    message = OutboxMessage(
        kind=kind,
        to=to.strip().lower(),
        user=user,
        language=language,
        about=about,
        once=once or None,
        created_at=now,
        not_before=clocks.not_after(now),
    )
    message.content = lock(message, subject, body)
    return _insert(message)


def is_queued(once: str) -> bool:
    """Whether the one message of this name is there, sent or waiting."""
    return OutboxMessage.objects.filter(once=once).exists()


def _insert(message: OutboxMessage) -> OutboxMessage:
    """Insert; where a row of the same `once` is there or being committed, return that one."""
    if not message.once:
        insert_together([message])
        return message
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(once=message.once)


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


@transaction.atomic(durable=True)
def send_again(*, message: OutboxMessage, by: Any, now: datetime) -> OutboxMessage:
    """Put a message that was given up back into the queue, with all its tries. Refuses one that has left or is still waiting."""
    policies.require_reader(by)
    locked = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    policies.check_can_send_again(locked)
    locked.status, locked.attempts, locked.not_before = OutboxMessage.Status.QUEUED, 0, now
    locked.save(update_fields=["status", "attempts", "not_before"])
    audit.record(
        "message.sent_again",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.rfq_code,
        detail={"kind": locked.kind},
    )
    return locked
