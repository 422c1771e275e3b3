"""Inside piece: the row that an entry point is about to change, locked and read again."""

from typing import Any
from uuid import UUID

from django.http import Http404

from accounts.prepared import Prepared
from accounts.roles import is_vendor_side
from rfqs.access import invitations_of, require_buyer
from rfqs.models import RFQ, Invitation
from rfqs.policies import check_can_edit


def lock_rfq(rfq: RFQ, by: Any) -> RFQ:
    """Return the RFQ locked, for a buyer. Rows of vendors that name the RFQ do not wait for it.

    They must not: a vendor's row holds the deadline gate's lock already, for which a cancellation waits in turn.
    """
    require_buyer(by)
    return RFQ.objects.select_for_update(no_key=True).get(pk=rfq.pk)


def lock_draft(rfq: RFQ, by: Any) -> RFQ:
    """Return the RFQ locked, for a buyer, while it may still be written."""
    locked = lock_rfq(rfq, by)
    check_can_edit(locked)
    return locked


_own_row = Prepared(
    lambda invitation, user: (
        invitations_of(user).filter(pk=invitation).only("pk").order_by().select_for_update(of=("self",))
    )
)


def lock_own_row(invitation_id: UUID, by: Any) -> None:
    """Lock one row through the vendor's own door, to be read after that: 404 for anyone of another vendor."""
    if not is_vendor_side(by) or not _own_row(invitation_id, by.pk):
        raise Http404


def lock_own_invitation(invitation_id: UUID, by: Any) -> Invitation:
    """The same and read, with its RFQ alone."""
    lock_own_row(invitation_id, by)
    return Invitation.objects.select_related("rfq").get(pk=invitation_id)


def lock_invitation(invitation: Invitation) -> Invitation:
    """Return the invitation locked, with its RFQ and vendor as they are now."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("rfq", "vendor", "contact")
        .get(pk=invitation.pk)
    )
