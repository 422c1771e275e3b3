"""Inside piece: the row that an entry point is about to change, locked and read again."""

from typing import Any
from uuid import UUID

from django.http import Http404

from rfqs.access import invitations_visible_to, require_buyer
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


def lock_own_invitation(invitation_id: UUID, by: Any) -> Invitation:
    """The same with its RFQ alone, and through the vendor's own door: 404 for anyone of another vendor."""
    rows = invitations_visible_to(by).select_related(None).select_related("rfq")
    try:
        return rows.select_for_update(of=("self",)).get(pk=invitation_id)
    except Invitation.DoesNotExist as error:
        raise Http404 from error


def lock_invitation(invitation: Invitation) -> Invitation:
    """Return the invitation locked, with its RFQ and vendor as they are now."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("rfq", "vendor", "contact")
        .get(pk=invitation.pk)
    )
