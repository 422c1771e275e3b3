"""The doors to RFQs and invitations. Outsiders get the 404 of a thing that does not exist."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.roles import Role, has_role
from rfqs.models import RFQ, Duty, Invitation
from rfqs.states import RfqStatus
from vendors.access import contact_of


def rfqs_visible_to(user: Any) -> QuerySet[RFQ]:
    """RFQs a person of the buyer may read.

    Buyers, approvers and auditors read all; a reviewer reads those of their duties. Vendors never come
    in here: they read an RFQ through their invitation.
    """
    if has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return RFQ.objects.all()
    if has_role(user, Role.REVIEWER):
        return RFQ.objects.filter(Q(duties__user=user)).distinct()
    return RFQ.objects.none()


def get_rfq(user: Any, code: str) -> RFQ:
    """Return one RFQ by its code; 404 when it is not there for this person."""
    rfq = rfqs_visible_to(user).filter(code=code).first()
    if rfq is None:
        raise Http404
    return rfq


def has_duty(user: Any, rfq: RFQ, *kinds: str) -> bool:
    """True when the person holds one of the duties on this RFQ."""
    return bool(user.is_authenticated) and Duty.objects.filter(rfq=rfq, user=user, kind__in=kinds).exists()


def invitations_visible_to(user: Any) -> QuerySet[Invitation]:
    """Invitations of the user's own vendor to RFQs that were published; nothing of any other vendor."""
    contact = contact_of(user)
    if contact is None:
        return Invitation.objects.none()
    return (
        Invitation.objects.filter(vendor=contact.vendor_id)
        .exclude(rfq__status=RfqStatus.DRAFT)
        .select_related("rfq", "vendor", "contact")
    )


def get_invitation(user: Any, invitation_id: UUID) -> Invitation:
    """Return one invitation of the user's own vendor; 404 for anyone else's."""
    invitation = invitations_visible_to(user).filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    return invitation
