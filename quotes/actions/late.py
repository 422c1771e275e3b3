"""A late attempt: kept as a fact without its content, and told to the vendor at once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

import audit.actions as audit
import notifications.actions as notifications
from accounts.prepared import Prepared
from quotes import documents, vault
from quotes.actions.drafts import read_draft
from quotes.actions.refusals import Late, exact
from quotes.models import LateAttempt
from rfqs.models import Invitation, Part
from sealing import canonical, size_class
from vendors.models import VendorContact

# Retries of one form are one attempt; other forms of the same minute are recorded, but not mailed again.
MAIL_APART = timedelta(minutes=1)


@transaction.atomic(durable=True)
def record_late_attempt(*, invitation: Invitation, by: Any, late: Late, idempotency_key: UUID) -> LateAttempt:
    """Write down that a quote came too late: when, how big, and a salted hash of the draft it would have been.

    Once per form. Tells every contact of the vendor that has enrolled. `submit_quote` calls it.
    """
    draft = read_draft(invitation)
    body = canonical(documents.merged(draft[Part.QUALITY], draft[Part.COMMERCIAL]))
    salt = secrets.token_bytes(32)
    told = LateAttempt.objects.filter(invitation=invitation, attempted_at__gt=late.at - MAIL_APART).exists()
    attempt, is_new = LateAttempt.objects.get_or_create(
        invitation=invitation,
        idempotency_key=idempotency_key,
        defaults={
            "attempted_at": late.at,
            "attempted_by": by,
            "deadline_at": late.deadline,
            "size_class": size_class(len(body)),
            "commitment": hashlib.sha256(salt + body).hexdigest(),
            "salt_locked": vault.lock_for_vendor(salt, invitation.pk),
        },
    )
    if not is_new:
        return attempt
    audit.record_denied(
        "quote.late", by=by, now=late.at, reason=str(late), obj=invitation, rfq_code=invitation.rfq.code
    )
    if not told:
        arrived, over = exact(late.at, late.deadline)
        tell_contacts("quote_late", invitation, late.at, arrived=arrived, over=over)
    return attempt


_enrolled = Prepared(
    lambda vendor: VendorContact.objects.filter(
        vendor=vendor, is_active=True, user__isnull=False
    ).select_related("user")
)


def tell_contacts(kind: str, invitation: Invitation, now: datetime, **context: Any) -> None:
    """Inside piece: mail every contact of the vendor that has enrolled."""
    for contact in _enrolled(invitation.vendor_id):
        notifications.queue(
            kind,
            to=contact.email,
            language=contact.language,
            now=now,
            user=contact.user,
            about=f"invitation:{invitation.pk}",
            context={"rfq": invitation.rfq, "contact": contact, **context},
        )
