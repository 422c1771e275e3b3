"""Inside piece: the row that an entry point is about to change, locked and read again."""

from typing import Any

from rfqs.access import require_buyer
from rfqs.models import RFQ, Invitation
from rfqs.policies import check_can_edit


def lock_rfq(rfq: RFQ, by: Any) -> RFQ:
    """Return the RFQ locked, for a buyer."""
    require_buyer(by)
    return RFQ.objects.select_for_update().get(pk=rfq.pk)


def lock_draft(rfq: RFQ, by: Any) -> RFQ:
    """Return the RFQ locked, for a buyer, while it may still be written."""
    locked = lock_rfq(rfq, by)
    check_can_edit(locked)
    return locked


def lock_invitation(invitation: Invitation) -> Invitation:
    """Return the invitation locked, with its RFQ and vendor as they are now."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("rfq", "vendor", "contact")
        .get(pk=invitation.pk)
    )
