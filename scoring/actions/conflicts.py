"""A reviewer who is not impartial says so, and is out: sheets given back, quotes closed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs.actions.telling import tell_owner
from rfqs.models import Conflict
from scoring.access import get_sheet
from scoring.actions.locking import lock_rfq
from scoring.models import Sheet
from scoring.states import SHEET_TRANSITIONS, SheetStatus
from ui.errors import Refused


@transaction.atomic(durable=True)
def declare_conflict(*, sheet: Sheet, vendor_id: Any = None, reason: str, by: Any, now: datetime) -> Conflict:
    """Take the holder of this sheet off its RFQ, for good: all their sheets are given back.

    What they scored is kept and no longer counts; a stored ranking stands until it is run again. From then on
    they read no quote of the RFQ. Refuses without a reason. Tells the owner.
    """
    rfq = lock_rfq(get_sheet(by, sheet.pk).rfq)
    get_sheet(by, sheet.pk, lock=True)
    if not reason.strip():
        raise Refused(_("Give the reason."))
    own = Conflict.objects.create(
        rfq=rfq, user=by, vendor_id=vendor_id, reason=reason.strip(), declared_at=now
    )
    for one in Sheet.objects.select_for_update().filter(rfq=rfq, reviewer=by):
        if SheetStatus.GIVEN_BACK not in SHEET_TRANSITIONS[one.status]:
            raise ValueError(f"a sheet does not move from {one.status}")
        one.status = SheetStatus.GIVEN_BACK
        one.save(update_fields=["status"])
    detail = {"vendor": own.vendor.name if own.vendor else None, "reason": own.reason}
    audit.record("conflict.declared", by=by, now=now, obj=own, rfq_code=rfq.code, detail=detail)
    tell_owner("conflict_declared", rfq, now=now, who=own.user.name, reason=own.reason)
    return own
