"""Inviting vendors, and what a vendor does with an invitation before it quotes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts.roles import Role, has_role
from rfqs.access import get_invitation, require_buyer
from rfqs.actions.links import mail_link, make_link
from rfqs.actions.locking import lock_draft, lock_invitation, lock_rfq
from rfqs.actions.marks import mark_invitation
from rfqs.actions.telling import tell_owner
from rfqs.models import RFQ, Invitation, InvitationToken
from rfqs.policies import check_can_decline, check_can_invite, check_can_link, check_can_take_back
from rfqs.states import InvitationStatus, RfqStatus
from ui.errors import Refused
from vendors.models import Vendor, VendorContact

Purpose = InvitationToken.Purpose


@transaction.atomic(durable=True)
def invite_vendors(*, rfq: RFQ, vendors: Iterable[Vendor], by: Any, now: datetime) -> list[Invitation]:
    """Put vendors on the list of an RFQ and return the new invitations; those already on it are left alone.

    On a published RFQ each new one is mailed its link at once. Refuses a vendor without a contact, an
    archived one, and anything after the deadline.
    """
    locked = lock_rfq(rfq, by)
    check_can_invite(locked, now)
    listed = set(locked.invitations.values_list("vendor_id", flat=True))
    new = [add_invitation(locked, vendor, by=by, now=now) for vendor in vendors if vendor.pk not in listed]
    if locked.status == RfqStatus.PUBLISHED:
        for invitation in new:
            mail_invitation(invitation, by=by, now=now)
    return new


def add_invitation(rfq: RFQ, vendor: Vendor, *, by: Any, now: datetime) -> Invitation:
    """Inside piece: one vendor with its lead contact."""
    if vendor.status != Vendor.Status.ACTIVE:
        raise Refused(_("%(vendor)s is archived and cannot be invited.") % {"vendor": vendor.label})
    contact = vendor.contacts.filter(is_active=True).first()
    if contact is None:
        raise Refused(
            _("%(vendor)s has no contact to write to. Add one in the vendor registry.")
            % {"vendor": vendor.label}
        )
    invitation = Invitation.objects.create(
        rfq=rfq, vendor=vendor, contact=contact, created_at=now, created_by=by
    )
    audit.record("invitation.added", by=by, now=now, obj=vendor, rfq_code=rfq.code)
    return invitation


def mail_invitation(invitation: Invitation, *, by: Any, now: datetime) -> None:
    """Inside piece: the first mail with the personal link."""
    mail_link("rfq_invitation", invitation, invitation.contact, Purpose.MAIL, by=by, now=now)
    invitation.mailed_at = now
    invitation.save(update_fields=["mailed_at"])
    audit.record("invitation.mailed", by=by, now=now, obj=invitation.vendor, rfq_code=invitation.rfq.code)


@transaction.atomic(durable=True)
def remove_vendor(*, invitation: Invitation, by: Any, now: datetime) -> None:
    """Take a vendor off the list of a draft. Refuses once the RFQ is published."""
    locked = lock_draft(invitation.rfq, by)
    audit.record("invitation.removed", by=by, now=now, obj=invitation.vendor, rfq_code=locked.code)
    Invitation.objects.filter(pk=invitation.pk, rfq=locked).delete()


@transaction.atomic(durable=True)
def issue_link(*, invitation: Invitation, by: Any, now: datetime) -> str:
    """Return a fresh link to pass on by hand, shown this once; earlier copied links end. Audited."""
    require_buyer(by)
    locked = lock_invitation(invitation)
    check_can_link(locked, now)
    link, row = make_link(locked, locked.contact, Purpose.COPY, by=by, now=now)
    audit.record(
        "invitation.link_copied",
        by=by,
        now=now,
        obj=locked.vendor,
        rfq_code=locked.rfq.code,
        detail={"expires_at": row.expires_at.isoformat()},
    )
    return link


@transaction.atomic(durable=True)
def reissue_mail(*, invitation: Invitation, by: Any, now: datetime) -> Invitation:
    """Mail the vendor's contact a new link; the earlier mailed one ends."""
    require_buyer(by)
    locked = lock_invitation(invitation)
    check_can_link(locked, now)
    mail_invitation(locked, by=by, now=now)
    return locked


@transaction.atomic(durable=True)
def mark_seen(*, invitation: Invitation, by: Any, now: datetime) -> Invitation:
    """Note that the vendor has looked at the invitation; nothing happens the second time."""
    get_invitation(by, invitation.pk)
    locked = lock_invitation(invitation)
    if locked.status == InvitationStatus.INVITED:
        mark_invitation(locked, InvitationStatus.SEEN, by=by, now=now)
    return locked


@transaction.atomic(durable=True)
def decline_invitation(*, invitation: Invitation, reason: str, by: Any, now: datetime) -> Invitation:
    """Decline with a reason and tell the RFQ's owner. Refuses after the deadline and after a quote was sent."""
    get_invitation(by, invitation.pk)
    locked = lock_invitation(invitation)
    check_can_decline(locked, now)
    if not reason.strip():
        raise Refused(_("Say in a sentence why: the buyer learns from it."))
    locked.declined_at, locked.decline_reason = now, reason.strip()[:500]
    locked.save(update_fields=["declined_at", "decline_reason"])
    mark_invitation(locked, InvitationStatus.DECLINED, by=by, now=now)
    audit.record(
        "invitation.declined",
        by=by,
        now=now,
        obj=locked.vendor,
        rfq_code=locked.rfq.code,
        detail={"reason": locked.decline_reason},
    )
    tell_owner("rfq_declined", locked.rfq, now=now, vendor=locked.vendor, reason=locked.decline_reason)
    return locked


@transaction.atomic(durable=True)
def take_back_decline(*, invitation: Invitation, by: Any, now: datetime) -> Invitation:
    """Take a decline back until the deadline and tell the RFQ's owner."""
    get_invitation(by, invitation.pk)
    locked = lock_invitation(invitation)
    check_can_take_back(locked, now)
    locked.declined_at, locked.decline_reason = None, ""
    locked.save(update_fields=["declined_at", "decline_reason"])
    mark_invitation(locked, InvitationStatus.SEEN, by=by, now=now)
    audit.record("invitation.taken_back", by=by, now=now, obj=locked.vendor, rfq_code=locked.rfq.code)
    tell_owner("rfq_taken_back", locked.rfq, now=now, vendor=locked.vendor)
    return locked


@transaction.atomic(durable=True)
def add_colleague(
    *, invitation: Invitation, name: str, email: str, language: str, by: Any, now: datetime
) -> VendorContact:
    """A vendor lead lets a colleague of the same vendor in: a contact and a mailed link.

    Refuses for anyone but a lead of this vendor, for someone who has an account already, and once the RFQ
    is closed.
    """
    get_invitation(by, invitation.pk)
    if not has_role(by, Role.VENDOR_LEAD):
        raise PermissionDenied(_("Only the lead contact of your company adds colleagues."))
    locked = lock_invitation(invitation)
    check_can_link(locked, now)
    contact, created = VendorContact.objects.get_or_create(
        vendor=locked.vendor,
        email=email.strip().lower(),
        defaults={"name": name.strip(), "language": language},
    )
    if contact.user_id or not contact.is_active:
        raise Refused(_("%(email)s already has an account here.") % {"email": contact.email})
    mail_link("rfq_colleague", locked, contact, Purpose.COLLEAGUE, by=by, now=now, colleague=by)
    audit.record(
        "vendor.colleague_added",
        by=by,
        now=now,
        obj=contact,
        rfq_code=locked.rfq.code,
        detail={"new_contact": created},
    )
    return contact
