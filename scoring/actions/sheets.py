"""A reviewer's sheet: scores, "done", and the chair's settlement where reviewers are far apart."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

import audit.actions as audit
from quotes.models import Quote
from rfqs.access import owes_declaration
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.access import cells_on, get_quote_on, get_sheet, is_chair
from scoring.actions.locking import lock_rfq, lock_to_judge
from scoring.models import Consensus, Evaluation, Score, Sheet
from scoring.policies import (
    check_all_scored,
    check_all_sheets_in,
    check_can_revise,
    check_can_score,
    check_can_settle,
    check_has_reason,
    check_is_far_apart,
    check_no_proposal,
    check_quality_open,
    check_value,
    check_within_cap,
)
from scoring.policies.judging import check_all_reasoned, check_has_declared
from scoring.queries.caps import cap_for
from scoring.queries.inputs import far_apart, open_sheet_count
from scoring.states import SHEET_TRANSITIONS, SheetStatus
from ui.errors import Refused


@transaction.atomic(durable=True)
def save_score(
    *,
    sheet: Sheet,
    quote: Quote,
    item: str,
    value: Decimal,
    reason: str = "",
    confidence: str = "",
    by: Any,
    now: datetime,
) -> Score:
    """Write one score of the own, open sheet; the audit holds what it was before.

    Refuses other people's sheets, quotes and items that are not assigned (404), a sheet that is done, a reviewer
    who has not said to be impartial, items of the other sheet, values that are not halves from 0 to 5, and a value
    above the suggested cap without a reason. Any other reason may follow until the sheet is handed in.
    """
    locked = _lock_own(sheet, by)
    quote = _assigned(by, locked, quote, item)
    check_value(locked, item, value)
    if not reason.strip():  # with a reason any value stands, and the cap need not be looked up
        check_within_cap(value, reason, cap_for(quote, item, locked.stage))
    earlier = Score.objects.filter(sheet=locked, quote=quote, item=item).first()
    content = {"value": value, "reason": reason.strip(), "confidence": confidence}
    if earlier and all(getattr(earlier, key) == new for key, new in content.items()):
        return earlier
    score = earlier or Score(sheet=locked, quote=quote, item=item)
    before = str(earlier.value) if earlier else None
    _write(score, {**content, "updated_at": now})
    audit.record(
        "score.saved",
        by=by,
        now=now,
        obj=score,
        rfq_code=locked.rfq.code,
        detail={
            "item": item,
            "quote": str(quote.pk),
            "before": before,
            "after": str(value),
            "reason": reason.strip(),
        },
    )
    return score


@transaction.atomic(durable=True)
def revise_score(
    *, sheet: Sheet, quote: Quote, item: str, value: Decimal, reason: str, by: Any, now: datetime
) -> Score:
    """Change a score on the own sheet after it was handed in; the earlier one stays as a revision.

    Refuses without a reason, a value that stands already, quality scores once prices are open, and scores an
    award has been proposed on. A stored ranking is not changed: it has to be run again.
    """
    rfq = lock_rfq(get_sheet(by, sheet.pk).rfq)  # before the sheet, as everywhere
    locked = get_sheet(by, sheet.pk, lock=True)
    locked.rfq = rfq
    check_can_revise(locked, by)
    check_quality_open(locked.rfq, item, _in_one_act(locked.rfq))
    check_no_proposal(Evaluation.objects.filter(rfq=locked.rfq).first())
    check_value(locked, item, value)
    check_has_reason(reason)
    quote = _assigned(by, locked, quote, item)
    score = Score.objects.filter(sheet=locked, quote=quote, item=item).first()
    before = str(score.value) if score else None
    if score is not None and score.value == value:
        raise Refused(_("This score stands already."))
    _write(
        score or Score(sheet=locked, quote=quote, item=item),
        {"value": value, "reason": reason.strip(), "updated_at": now},
    )
    detail = {"item": item, "quote": str(quote.pk), "before": before, "after": str(value)}
    audit.record(
        "score.revised",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.rfq.code,
        detail={**detail, "reason": reason.strip()},
    )
    return Score.objects.get(sheet=locked, quote=quote, item=item)


def _in_one_act(rfq: RFQ) -> bool:
    return bool(publication_content(rfq)["need"].get("open_in_one_act"))


@transaction.atomic(durable=True)
def submit_sheet(*, sheet: Sheet, by: Any, now: datetime) -> Sheet:
    """Mark the own sheet as done, for good.

    Refuses while a score is missing (fit and willingness may be), and while one stands without a reason.
    """
    locked = _lock_own(sheet, by)
    check_all_scored(missing_scores(locked))
    check_all_reasoned(locked.scores.filter(reason="").count())
    if SheetStatus.SUBMITTED not in SHEET_TRANSITIONS[locked.status]:
        raise ValueError(f"a sheet does not move from {locked.status}")
    locked.status, locked.submitted_at = SheetStatus.SUBMITTED, now
    locked.save(update_fields=["status", "submitted_at"])
    audit.record(
        "sheet.submitted",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.rfq.code,
        detail={"stage": locked.stage},
    )
    return locked


@transaction.atomic(durable=True)
def settle_spread(
    *, rfq: RFQ, quote: Quote, item: str, value: Decimal, reason: str, by: Any, now: datetime
) -> Consensus:
    """Write the panel's settled score where reviewers are far apart; it takes the place of their mean.

    Refuses anyone but the chair, a missing reason, a sheet that is still out, scores that are not far apart, and an
    RFQ that is not being scored. What was settled may be settled anew.
    """
    locked = lock_to_judge(rfq, by)
    check_can_settle(locked, is_chair(by, locked), value, reason)
    check_quality_open(locked, item, _in_one_act(locked))
    check_all_sheets_in(open_sheet_count(locked, *Sheet.Stage.values))
    quote = Quote.objects.get(pk=quote.pk, rfq=locked)
    check_is_far_apart((quote.pk, item) in far_apart(locked))
    earlier = Consensus.objects.filter(quote=quote, item=item).first()
    consensus, _made = Consensus.objects.update_or_create(
        quote=quote,
        item=item,
        defaults={"value": value, "reason": reason.strip(), "settled_at": now, "settled_by": by},
    )
    detail = {
        "item": item,
        "quote": str(quote.pk),
        "before": str(earlier.value) if earlier else None,
        "value": str(value),
        "reason": reason.strip(),
    }
    audit.record("score.settled", by=by, now=now, obj=consensus, rfq_code=locked.code, detail=detail)
    return consensus


def missing_scores(sheet: Sheet) -> int:
    """How many required scores of what is assigned on a sheet are still empty."""
    cells = cells_on(sheet)
    needed, quotes = cells.needed_of(sheet.stage), Quote.objects.filter(rfq=sheet.rfq_id)
    if cells.quotes:
        quotes = quotes.filter(pk__in=cells.quotes)
    return quotes.count() * len(needed) - sheet.scores.filter(item__in=needed).count()


def _assigned(by: Any, sheet: Sheet, quote: Quote, item: str) -> Quote:
    """The quote as a row, where it and the item are the reviewer's to score; 404 otherwise."""
    found = get_quote_on(by, sheet, quote.pk)
    if not cells_on(sheet).has_item(item):
        raise Http404
    return found


def _write(score: Score, content: dict[str, Any]) -> None:
    """Insert or update; the sheet is locked, so nobody else writes the same score."""
    for field, value in content.items():
        setattr(score, field, value)
    if score._state.adding:
        score.save(force_insert=True)
    else:
        score.save(update_fields=list(content))


def _lock_own(sheet: Sheet, by: Any) -> Sheet:
    locked = get_sheet(by, sheet.pk, lock=True)
    check_can_score(locked, by)
    check_has_declared(owes_declaration(by, locked.rfq))
    return locked
