"""Inside pieces: personal links. Only the hash is stored; the link itself is seen once, by its addressee."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

import notifications.actions as notifications
from accounts.tokens import new_token
from rfqs.models import Invitation, InvitationToken
from vendors.models import VendorContact

LONGEST = timedelta(days=30)


def make_link(
    invitation: Invitation,
    contact: VendorContact,
    purpose: str,
    *,
    by: Any,
    now: datetime,
    ends_earlier: bool = True,
) -> tuple[str, InvitationToken]:
    """Return (link, its row). It lives until the deadline, thirty days at most.

    With `ends_earlier` the unused links of the same kind end: the mailed ones of the same person, the copied
    ones of the whole invitation, since nobody knows to whom they were passed on.
    """
    if ends_earlier:
        _end_earlier(invitation, contact, purpose, now)
    token, digest = new_token()
    deadline = invitation.rfq.deadline_at
    row = InvitationToken.objects.create(
        invitation=invitation,
        contact=contact,
        purpose=purpose,
        token_hash=digest,
        created_at=now,
        created_by=by,
        expires_at=min(deadline, now + LONGEST) if deadline else now + LONGEST,
    )
    return settings.SHORTLIST_BASE_URL + reverse("enrol:invitation", args=[token]), row


def _end_earlier(invitation: Invitation, contact: VendorContact, purpose: str, now: datetime) -> None:
    same = Q(invitation=invitation, purpose=purpose)
    if purpose != InvitationToken.Purpose.COPY:
        same &= Q(contact=contact)
    InvitationToken.objects.filter(same, used_at=None, revoked_at=None).update(revoked_at=now)


def mail_link(
    kind: str,
    invitation: Invitation,
    contact: VendorContact,
    purpose: str,
    *,
    by: Any,
    now: datetime,
    ends_earlier: bool = True,
    **more: Any,
) -> InvitationToken:
    """Make a link and queue the mail that carries it."""
    link, row = make_link(invitation, contact, purpose, by=by, now=now, ends_earlier=ends_earlier)
    notifications.queue(
        kind,
        to=contact.email,
        language=contact.language,
        now=now,
        user=contact.user,
        about=f"rfq:{invitation.rfq.code}",
        context={
            "rfq": invitation.rfq,
            "contact": contact,
            "link": link,
            "deadline": invitation.rfq.deadline_at,
            "expires_at": row.expires_at,
            **more,
        },
    )
    return row
