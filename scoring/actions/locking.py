"""Hold one RFQ for the length of an act."""

from typing import Any

from rfqs.access import get_rfq, require_impartial
from rfqs.models import RFQ


def lock_rfq(rfq: RFQ) -> RFQ:
    """Lock and read the RFQ again; references to it are not held up."""
    return RFQ.objects.select_for_update(no_key=True).get(pk=rfq.pk)


def lock_to_judge(rfq: RFQ, by: Any) -> RFQ:
    """The same for a person who decides on it: 404 for outsiders, 403 after a declared conflict of interest."""
    get_rfq(by, rfq.code)
    locked = lock_rfq(rfq)
    require_impartial(by, locked)
    return locked
