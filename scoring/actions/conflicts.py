"""A reviewer who is not impartial says so, and is out: sheets given back, quotes closed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs.actions.telling import tell_owner
from rfqs.models import Conflict, Declaration
from scoring.access import get_sheet
from scoring.actions.locking import lock_rfq
from scoring.actions.runs import rank_again
from scoring.models import Evaluation, Sheet
from scoring.queries.inputs import done_sheet_count
from scoring.states import SHEET_TRANSITIONS, EvaluationStatus, SheetStatus
from ui.errors import Refused


@transaction.atomic(durable=True)
def declare_impartial(*, sheet: Sheet, by: Any, now: datetime) -> Declaration:
    """Write down, before the first look, that the holder of this sheet has no conflict of interest.

    Saying it again changes nothing. A conflict that turns up later is declared with `declare_conflict`.
    """
    rfq = lock_rfq(get_sheet(by, sheet.pk).rfq)
    said, made = Declaration.objects.get_or_create(rfq=rfq, user=by, defaults={"declared_at": now})
    if made:
        audit.record("conflict.none", by=by, now=now, obj=said, rfq_code=rfq.code)
    return said


@transaction.atomic(durable=True)
def declare_conflict(*, sheet: Sheet, vendor_id: Any = None, reason: str, by: Any, now: datetime) -> Conflict:
    """Take the holder of this sheet off its RFQ, for good: all their sheets are given back.

    What they scored is kept and no longer counts; a stored ranking is computed anew, unless an award is proposed on
    it. From then on they read no quote of the RFQ. Refuses without a reason. Tells the owner.
    """
    rfq = lock_rfq(get_sheet(by, sheet.pk).rfq)
    get_sheet(by, sheet.pk, lock=True)
    if not reason.strip():
        raise Refused(_("Give the reason."))
    own = Conflict.objects.create(
        rfq=rfq, user=by, vendor_id=vendor_id, reason=reason.strip(), declared_at=now
    )
    give_back(Sheet.objects.select_for_update().filter(rfq=rfq, reviewer=by))
    detail = {"vendor": own.vendor.name if own.vendor else None, "reason": own.reason}
    audit.record("conflict.declared", by=by, now=now, obj=own, rfq_code=rfq.code, detail=detail)
    # Under a proposed award the ranking is left alone: its approval finds that it no longer comes out.
    shortlist = Evaluation.objects.filter(rfq=rfq, status=EvaluationStatus.SHORTLIST)
    if shortlist.exists() and done_sheet_count(rfq):
        rank_again(rfq, by=by, now=now)
    tell_owner("conflict_declared", rfq, now=now, who=own.user.name, reason=own.reason)
    return own


def give_back(sheets: Iterable[Sheet]) -> None:
    """Inside piece: these sheets no longer count; what was scored on them is kept."""
    for sheet in sheets:
        if SheetStatus.GIVEN_BACK not in SHEET_TRANSITIONS[sheet.status]:
            raise ValueError(f"a sheet does not move from {sheet.status}")
        sheet.status = SheetStatus.GIVEN_BACK
        sheet.save(update_fields=["status"])
