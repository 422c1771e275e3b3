"""Waivers of red flags and gates: one person asks, another confirms, and the ranking is made again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import audit.actions as audit
from quotes.models import Quote
from rfqs.models import RFQ
from scoring.access import reviews_too
from scoring.actions.locking import lock_to_judge
from scoring.actions.runs import rank_again
from scoring.models import Evaluation, GateResult, RedFlag, Waiver
from scoring.policies import check_has_reason
from scoring.policies.waivers import (
    check_can_decide_waiver,
    check_can_end_waiver,
    check_can_waive,
    check_does_not_review,
    check_is_waivable,
    check_not_waived,
    check_waiver_days,
)
from scoring.states import WAIVER_TRANSITIONS, WaiverStatus
from ui.errors import Refused

DECIDED = ["status", "decided_at", "decided_by", "answer"]
ENDED = ["status", "ended_at", "ended_by", "answer"]


@transaction.atomic(durable=True)
def propose_waiver(
    *,
    rfq: RFQ,
    quote: Quote,
    code: str,
    field: str = "",
    reason: str,
    expires_on: date,
    by: Any,
    now: datetime,
) -> Waiver:
    """Ask that one finding be set aside until a day (the last one it holds). Changes no figure yet.

    `code` is of a failed gate or a red flag; `field` tells which of several findings of one rule. Refuses what
    the quote does not have, a price that cannot be computed, a second waiver of the same, no reason, a day that
    is past or more than three years off, and an RFQ on which an award has been proposed.
    """
    locked = lock_to_judge(rfq, by)
    check_can_waive(locked, _evaluation(locked), by)
    check_has_reason(reason)
    check_waiver_days(expires_on, localdate(now))
    quote = Quote.objects.select_related("vendor").get(pk=quote.pk, rfq=locked)
    _check_found(quote, code, field)
    check_not_waived(_is_live(quote, code, field, localdate(now)))
    waiver = Waiver.objects.create(
        quote=quote,
        code=code,
        field=field,
        reason=reason.strip(),
        expires_on=expires_on,
        proposed_at=now,
        proposed_by=by,
    )
    _record("waiver.proposed", waiver, locked, by, now, reason=waiver.reason)
    return waiver


@transaction.atomic(durable=True)
def confirm_waiver(*, rfq: RFQ, waiver_id: UUID, by: Any, now: datetime) -> Waiver:
    """Let a waiver hold from now on; where a ranking is stored, a new one is, with the waiver among its inputs.

    Refuses the proposer, people who are no approvers, in the strict profile reviewers of the RFQ, and one that
    has run out or been decided.
    """
    locked, waiver = _lock_to_decide(rfq, waiver_id, by, now)
    _move(waiver, WaiverStatus.CONFIRMED, by, now, "", DECIDED)
    _record("waiver.confirmed", waiver, locked, by, now)
    rank_again(locked, by=by, now=now)
    return waiver


@transaction.atomic(durable=True)
def refuse_waiver(*, rfq: RFQ, waiver_id: UUID, reason: str, by: Any, now: datetime) -> Waiver:
    """Say no, with the reason; the finding counts as before. Refuses whom `confirm_waiver` refuses."""
    locked, waiver = _lock_to_decide(rfq, waiver_id, by, now)
    check_has_reason(reason)
    _move(waiver, WaiverStatus.REFUSED, by, now, reason, DECIDED)
    _record("waiver.refused", waiver, locked, by, now, reason=waiver.answer)
    return waiver


@transaction.atomic(durable=True)
def end_waiver(*, rfq: RFQ, waiver_id: UUID, reason: str, by: Any, now: datetime) -> Waiver:
    """Take back what waits or holds, with the reason: the finding counts again, and the ranking is made again.

    Refuses people who neither buy nor approve, one that has ended, and an RFQ with a proposed award.
    """
    locked = lock_to_judge(rfq, by)
    waiver = _get(locked, waiver_id)
    check_can_end_waiver(waiver, _evaluation(locked), by)
    check_has_reason(reason)
    held = waiver.status == WaiverStatus.CONFIRMED
    _move(waiver, WaiverStatus.ENDED, by, now, reason, ENDED)
    _record("waiver.ended", waiver, locked, by, now, reason=waiver.answer)
    if held:
        rank_again(locked, by=by, now=now)
    return waiver


def _lock_to_decide(rfq: RFQ, waiver_id: UUID, by: Any, now: datetime) -> tuple[RFQ, Waiver]:
    locked = lock_to_judge(rfq, by)
    waiver = _get(locked, waiver_id)
    check_can_decide_waiver(waiver, _evaluation(locked), by, localdate(now))
    check_does_not_review(reviews_too(by, locked))
    return locked, waiver


def _get(rfq: RFQ, waiver_id: UUID) -> Waiver:
    """Read under the lock of its RFQ, which all acts on waivers take."""
    found = Waiver.objects.filter(quote__rfq=rfq, pk=waiver_id).select_related("quote__vendor").first()
    if found is None:
        raise Refused(_("This waiver is not there any more. Load the page again."))
    return found


def _evaluation(rfq: RFQ) -> Evaluation | None:
    return Evaluation.objects.select_for_update(of=("self",)).filter(rfq=rfq).first()


def _check_found(quote: Quote, code: str, field: str) -> None:
    if code.startswith("G-"):
        gate = GateResult.objects.filter(quote=quote, code=code, outcome=GateResult.Outcome.FAIL).first()
        found, flag = gate is not None and not field, str(gate.params.get("flag", "")) if gate else ""
    else:
        found, flag = RedFlag.objects.filter(quote=quote, code=code, field=field, points__gt=0).exists(), ""
    if not found:
        raise Refused(_("The quote has no such finding. Choose one of those on the page."))
    check_is_waivable(code, flag)


def _is_live(quote: Quote, code: str, field: str, today: date) -> bool:
    """One waits, or holds and has not run out."""
    rows = Waiver.objects.filter(quote=quote, code=code, field=field)
    waiting = rows.filter(status=WaiverStatus.PROPOSED).exists()
    return waiting or rows.filter(status=WaiverStatus.CONFIRMED, expires_on__gte=today).exists()


def _move(waiver: Waiver, to: str, by: Any, now: datetime, answer: str, fields: list[str]) -> None:
    if to not in WAIVER_TRANSITIONS[waiver.status]:
        raise ValueError(f"a waiver does not move from {waiver.status} to {to}")
    waiver.status, waiver.answer = to, answer.strip()
    if fields is DECIDED:
        waiver.decided_at, waiver.decided_by = now, by
    else:
        waiver.ended_at, waiver.ended_by = now, by
    waiver.save(update_fields=fields)


def _record(action: str, waiver: Waiver, rfq: RFQ, by: Any, now: datetime, **more: str) -> None:
    detail = {"vendor": waiver.quote.vendor.name, "finding": waiver.code, **more}
    detail["until"] = waiver.expires_on.isoformat()
    audit.record(action, by=by, now=now, obj=waiver, rfq_code=rfq.code, detail=detail)
