"""A personal link is followed: looking consumes nothing, accepting enrols the person once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts.models import User
from accounts.roles import Role, is_vendor_side
from accounts.tokens import token_hash
from rfqs.actions.links import mail_link
from rfqs.actions.locking import lock_invitation
from rfqs.actions.marks import mark_invitation
from rfqs.models import Invitation, InvitationToken
from rfqs.policies import can_link, check_can_link
from rfqs.states import InvitationStatus
from ui.errors import Refused
from vendors.models import VendorContact

LIVE, USED, EXPIRED, REVOKED, CLOSED = "LIVE", "USED", "EXPIRED", "REVOKED", "CLOSED"
AGAIN_AFTER = timedelta(minutes=2)
MOST_LIVE = 5


@dataclass(frozen=True)
class LinkState:
    """What a link leads to: LIVE, USED, EXPIRED, REVOKED (a newer one was sent) or CLOSED (the RFQ is)."""

    state: str
    invitation: Invitation
    contact: VendorContact
    has_account: bool
    may_renew: bool

    @property
    def masked_email(self) -> str:
        """a***@x: enough to recognise oneself, nothing for others."""
        name, _at, host = self.contact.email.partition("@")
        return f"{name[:1]}***@{host}"


def look_up_token(token: str, now: datetime) -> LinkState | None:
    """What the link stands for now, or None when it never existed. Changes nothing."""
    row = _row(token)
    if row is None:
        return None
    invitation, contact = row.invitation, row.contact
    state = _state(row, now)
    known = contact.user_id is not None or User.objects.filter(email=contact.email).exists()
    return LinkState(state, invitation, contact, known, can_link(invitation, now) and contact.is_active)


def _row(token: str) -> InvitationToken | None:
    return (
        InvitationToken.objects.filter(token_hash=token_hash(token))
        .select_related("invitation__rfq", "invitation__vendor", "contact__user")
        .first()
    )


def _state(row: InvitationToken, now: datetime) -> str:
    if not can_link(row.invitation, now):
        return CLOSED
    if row.used_at:
        return USED
    if row.revoked_at:
        return REVOKED
    return EXPIRED if row.expires_at <= now else LIVE


@transaction.atomic(durable=True)
def accept_token(
    *, token: str, name: str = "", password: str = "", by: Any = None, now: datetime
) -> tuple[User, Invitation]:
    """Use the link up and return (who it lets in, the invitation).

    A person without an account gets one, with this name and password; someone who has one must be signed in
    as that person (`by`). Of two at the same moment exactly one succeeds. Refuses a link that is used,
    ended or expired, and raises ValidationError for a weak password: then nothing is used up.
    """
    row = _row(token)
    if row is None:
        raise Refused(_("This link is not known."))
    check_can_link(row.invitation, now)
    taken = InvitationToken.objects.filter(
        pk=row.pk, used_at=None, revoked_at=None, expires_at__gt=now
    ).update(used_at=now)
    if not taken:
        raise Refused(_("This link has been used or has expired. Ask for a new one below."))
    invitation = lock_invitation(row.invitation)
    user = _enrol(row.contact, name, password, by)
    if invitation.status == InvitationStatus.INVITED:
        mark_invitation(invitation, InvitationStatus.SEEN, by=user, now=now)
    audit.record(
        "invitation.accepted",
        by=user,
        now=now,
        obj=invitation.vendor,
        rfq_code=invitation.rfq.code,
        detail={"purpose": row.purpose},
    )
    return user, invitation


def _enrol(contact: VendorContact, name: str, password: str, by: Any) -> User:
    contact = VendorContact.objects.select_for_update().get(pk=contact.pk)
    if not contact.is_active:
        raise Refused(_("This contact is no longer in use. Ask the buyer for an invitation."))
    existing = User.objects.filter(email=contact.email).first()
    if by is not None and by.is_authenticated:
        if existing is None or by.pk != existing.pk:
            raise Refused(
                _("You are signed in as %(email)s, the link is for somebody else. Sign out first.")
                % {"email": by.email}
            )
        return _link(contact, existing)
    if existing is not None:
        raise Refused(_("You have an account here. Sign in, then follow the link again."))
    return _link(contact, _new_user(contact, name, password))


def _new_user(contact: VendorContact, name: str, password: str) -> User:
    first = not VendorContact.objects.filter(vendor=contact.vendor_id, user__isnull=False).exists()
    role = Role.VENDOR_LEAD if contact.is_lead or first else Role.VENDOR_USER
    user = User(
        email=contact.email,
        name=name.strip() or contact.name,
        language=contact.language,
        roles=[role.value],
    )
    validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    return user


def _link(contact: VendorContact, user: User) -> User:
    if contact.user_id == user.pk:
        return user
    taken = VendorContact.objects.filter(user=user).exclude(pk=contact.pk).exists()
    if not is_vendor_side(user) or taken or contact.user_id:
        raise Refused(_("Your account belongs elsewhere and cannot answer for this vendor."))
    contact.user = user
    contact.save(update_fields=["user"])
    return user


@transaction.atomic(durable=True)
def renew_link(*, token: str, now: datetime) -> bool:
    """Mail a new link to the contact an old one was for; True when one was sent.

    Whoever holds the old link learns nothing and gets nothing: the new one goes to the contact's address
    only, at most one every two minutes, and none while MOST_LIVE wait there unused. The links that wait stay
    good: an old link lies in histories and forwarded mails, and whoever finds it must not be able to spoil
    the one that its owner is about to follow.
    """
    row = _row(token)
    if row is None or not row.contact.is_active or not can_link(row.invitation, now):
        return False
    invitation = lock_invitation(row.invitation)
    waiting = InvitationToken.objects.filter(
        invitation=invitation, contact=row.contact, used_at=None
    ).exclude(purpose=InvitationToken.Purpose.COPY)
    if waiting.filter(created_at__gt=now - AGAIN_AFTER).exclude(pk=row.pk).exists():
        return False
    if waiting.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_LIVE:
        return False
    purpose = InvitationToken.Purpose.MAIL
    mail_link("rfq_link_again", invitation, row.contact, purpose, by=None, now=now, ends_earlier=False)
    audit.record(
        "invitation.link_renewed", by=None, now=now, obj=invitation.vendor, rfq_code=invitation.rfq.code
    )
    return True
