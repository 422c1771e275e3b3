"""Sharing out the work: which questions and which quotes a reviewer scores, and letting one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from accounts.models import User
from quotes.models import Quote
from rfqs.access import has_conflict, has_duty
from rfqs.models import RFQ, Duty
from rfqs.states import RfqStatus
from scoring.access import is_chair
from scoring.actions.conflicts import give_back
from scoring.actions.locking import lock_to_judge
from scoring.actions.reviewers import hand_out
from scoring.models import Assignment, Sheet
from scoring.policies import ITEMS
from scoring.policies.judging import (
    check_can_release,
    check_can_share_out,
    check_is_reviewer,
    check_share,
    check_share_of_sheet,
)
from scoring.queries.cells import Cells, assigned_cells
from scoring.states import SheetStatus

HANDED_OUT = {
    RfqStatus.EVALUATION: (Sheet.Stage.FIRST,),
    RfqStatus.PRICES_OPENED: (Sheet.Stage.SECOND,),
}


@transaction.atomic(durable=True)
def share_out(
    *, rfq: RFQ, reviewer: User, items: Sequence[str], quotes: Sequence[str], by: Any, now: datetime
) -> Assignment:
    """Say which items (codes) and which quotes (ids) one reviewer scores; nothing named means all of them.

    Refuses anyone but the chair and buyers, people who do not review the RFQ, what does not exist, and whatever
    would change a sheet that is done, take away scores that were given, or leave an open sheet empty.
    """
    locked = lock_to_judge(rfq, by)
    check_can_share_out(locked, by, is_chair(by, locked))
    person = User.objects.get(pk=reviewer.pk)
    named = has_duty(person, locked, Duty.Kind.REVIEWER) and not has_conflict(person, locked)
    check_is_reviewer(named, person.name)
    known = {str(pk): pk for pk in Quote.objects.filter(rfq=locked).values_list("pk", flat=True)}
    check_share(items, quotes, known)
    share = Cells(frozenset(items), frozenset(quotes))
    sheets = list(Sheet.objects.select_for_update().filter(rfq=locked, reviewer=person))
    for sheet in sheets:
        _check_sheet(sheet, person, assigned_cells(locked.pk, person.pk), share)
    content = {"items": in_order(share.items), "quotes": sorted(share.quotes)}
    row, _made = Assignment.objects.update_or_create(
        rfq=locked, reviewer=person, defaults={**content, "assigned_at": now, "assigned_by": by}
    )
    for stage in HANDED_OUT.get(RfqStatus(locked.status), ()):
        if stage not in {sheet.stage for sheet in sheets}:
            hand_out(locked, stage, [person], now=now)
    detail = {"name": person.name, **content}
    audit.record("duty.shared_out", by=by, now=now, obj=row, rfq_code=locked.code, detail=detail)
    return row


def _check_sheet(sheet: Sheet, person: User, before: Cells, share: Cells) -> None:
    if sheet.status == SheetStatus.GIVEN_BACK:
        return
    given = sheet.scores.values_list("quote", "item")
    check_share_of_sheet(
        person.name,
        is_done=sheet.status == SheetStatus.SUBMITTED,
        changes=(before.items_of(sheet.stage), before.quotes) != (share.items_of(sheet.stage), share.quotes),
        is_empty=not share.needed_of(sheet.stage),
        loses=sum(not share.covers(quote, item) for quote, item in given),
    )


def in_order(items: frozenset[str]) -> list[str]:
    """Codes of items in the order of the sheets."""
    return [
        item for stage in (Sheet.Stage.SECOND, Sheet.Stage.FIRST) for item in ITEMS[stage] if item in items
    ]


@transaction.atomic(durable=True)
def release_reviewer(*, rfq: RFQ, reviewer: User, reason: str, by: Any, now: datetime) -> None:
    """Take a reviewer off an RFQ who has handed in nothing: their open sheets are given back, their share ends.

    Refuses without a reason, anyone but the chair and buyers, and a reviewer whose scores are in.
    """
    locked = lock_to_judge(rfq, by)
    check_can_share_out(locked, by, is_chair(by, locked))
    person = User.objects.get(pk=reviewer.pk)
    duty = Duty.objects.filter(rfq=locked, user=person, kind=Duty.Kind.REVIEWER).first()
    check_is_reviewer(duty is not None, person.name)
    sheets = Sheet.objects.select_for_update().filter(rfq=locked, reviewer=person)
    standing = [sheet for sheet in sheets if sheet.status != SheetStatus.GIVEN_BACK]
    check_can_release(person.name, any(sheet.status == SheetStatus.SUBMITTED for sheet in standing), reason)
    give_back(standing)
    # Whoever is named again scores everything, as anybody who is named does, until the work is shared out anew.
    Assignment.objects.filter(rfq=locked, reviewer=person).delete()
    if duty is not None:
        duty.delete()
    detail = {"name": person.name, "reason": reason.strip()}
    audit.record("duty.released", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
