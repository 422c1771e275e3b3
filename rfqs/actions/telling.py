"""Inside pieces: mail to everybody whom an act concerns, in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import notifications.actions as notifications
from rfqs.models import RFQ, Duty, Invitation
from rfqs.states import InvitationStatus
from vendors.models import Vendor, VendorContact


def tell_all(kind: str, rfq: RFQ, *, now: datetime, declined_too: bool = False, **context: Any) -> None:
    """Mail every vendor that was told of the RFQ; without `declined_too` none that has declined.

    The words are the same for all.
    """
    told = rfq.invitations.exclude(mailed_at=None)
    if not declined_too:
        told = told.exclude(status=InvitationStatus.DECLINED)
    for invitation in told.select_related("contact__user", "vendor"):
        tell_vendor(kind, rfq, invitation, about=f"rfq:{rfq.code}", now=now, **context)


def tell_vendor(
    kind: str, rfq: RFQ, invitation: Invitation, *, about: str, now: datetime, **context: Any
) -> None:
    """Mail the invited contact and everybody of the vendor who has enrolled."""
    people = {contact.pk: contact for contact in [invitation.contact, *_enrolled(invitation.vendor)]}
    _mail(kind, people.values(), about, now, {"rfq": rfq, "invitation": invitation, **context})


def tell_enrolled(kind: str, rfq: RFQ, vendor: Vendor, *, now: datetime, **context: Any) -> None:
    """Mail everybody of a vendor who has enrolled."""
    _mail(kind, _enrolled(vendor), f"rfq:{rfq.code}", now, {"rfq": rfq, **context})


def _enrolled(vendor: Vendor) -> Iterable[VendorContact]:
    return vendor.contacts.filter(is_active=True, user__isnull=False).select_related("user")


def _mail(
    kind: str, contacts: Iterable[VendorContact], about: str, now: datetime, context: dict[str, Any]
) -> None:
    for contact in contacts:
        notifications.queue(
            kind,
            to=contact.email,
            language=contact.language,
            now=now,
            user=contact.user,
            about=about,
            context={"contact": contact, "name": contact.name, **context},
        )


def tell_owner(kind: str, rfq: RFQ, *, now: datetime, **context: Any) -> None:
    """Mail the owner of the RFQ; before the publication whoever started it."""
    duty = Duty.objects.filter(rfq=rfq, kind=Duty.Kind.OWNER).select_related("user").first()
    user = duty.user if duty else rfq.created_by
    notifications.queue(
        kind,
        to=user.email,
        language=user.language,
        now=now,
        user=user,
        about=f"rfq:{rfq.code}",
        context={"rfq": rfq, "name": user.name, **context},
    )
