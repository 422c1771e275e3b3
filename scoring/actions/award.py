"""From the shortlist to the decision: one person proposes, another decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from audit.chain import anchor
from audit.models import AuditAnchor
from quotes.models import Quote
from rfqs.actions.marks import mark_status
from rfqs.actions.telling import tell_enrolled
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from scoring.actions.locking import lock_rfq, lock_to_judge
from scoring.actions.runs import still_current
from scoring.models import Evaluation, GateResult, RedFlag
from scoring.policies import (
    BROKEN_OFF,
    check_can_close,
    check_can_decide,
    check_can_propose,
    check_not_broken_off,
    ended_negotiations,
)
from scoring.states import EVALUATION_TRANSITIONS, EvaluationStatus
from ui.errors import Refused
from ui.text import listed

CALLS = 2
DECISION = (
    *("status", "quote", "reason", "diligence", "return_reason"),
    *("proposed_at", "proposed_by", "approved_at", "approved_by"),
)


@transaction.atomic(durable=True)
def propose_award(
    *, rfq: RFQ, quote: Quote, reason: str, diligence: Mapping[str, Any], by: Any, now: datetime
) -> Evaluation:
    """Propose a ranked quote with the reason and what was checked (A-01 to A-03).

    `diligence`: {"references": [{"name", "notes"} x 2], "seen": {"kind": "VISIT" | "DEMO", "on", "note"},
    "qualification": {"verified": true, "note"}}. Marks G-04 as passed. Refuses quotes that are not ranked,
    missing checks and a missing reason.
    """
    locked = lock_to_judge(rfq, by)
    evaluation = Evaluation.objects.select_for_update(of=("self",)).filter(rfq=locked).first()
    check_can_propose(locked, evaluation, by)
    if evaluation is None:
        raise Refused(_("An award is proposed once the ranking has been run."))
    quote = Quote.objects.select_related("vendor").get(pk=quote.pk, rfq=locked)
    _check_ranked(evaluation, quote)
    ended = ended_negotiations(evaluation)
    check_not_broken_off(str(quote.pk), ended)
    _check_diligence(diligence, reason)
    GateResult.objects.filter(quote=quote, code="G-04").update(
        outcome=GateResult.Outcome.PASS, decided_at=now
    )
    evaluation.quote, evaluation.reason, evaluation.diligence = quote, reason.strip(), dict(diligence)
    if ended:
        evaluation.diligence[BROKEN_OFF] = ended
    evaluation.proposed_at, evaluation.proposed_by, evaluation.return_reason = now, by, ""
    _move(evaluation, EvaluationStatus.AWARD_PROPOSED)
    detail = {"vendor": quote.vendor.name, "reason": reason.strip()}
    audit.record("award.proposed", by=by, now=now, obj=evaluation, rfq_code=locked.code, detail=detail)
    return evaluation


@transaction.atomic(durable=True)
def return_to_shortlist(*, rfq: RFQ, reason: str, by: Any, now: datetime) -> Evaluation:
    """Send a proposal back with a reason. Refuses the proposer and people who are no approvers."""
    evaluation = _lock_decision(rfq, by)
    if not reason.strip():
        raise Refused(_("Give the reason."))
    evaluation.return_reason = reason.strip()
    _move(evaluation, EvaluationStatus.SHORTLIST)
    detail = {"reason": reason.strip()}
    audit.record("award.returned", by=by, now=now, obj=evaluation, rfq_code=rfq.code, detail=detail)
    return evaluation


@transaction.atomic(durable=True)
def approve_award(*, rfq: RFQ, by: Any, now: datetime) -> Evaluation:
    """Award the proposed quote: the RFQ ends, every bidder is told.

    Refuses the proposer, people who are no approvers, an unwaived critical flag on the quote (A-04), and a
    ranking that no longer comes out as it was proposed.
    """
    evaluation = _lock_decision(rfq, by)
    critical = RedFlag.objects.filter(quote=evaluation.quote, severity=RedFlag.Severity.CRITICAL)
    if codes := sorted(set(critical.values_list("code", flat=True))):
        raise Refused(
            _("A critical red flag stands against this quote: %(codes)s.") % {"codes": listed(codes)}
        )
    if evaluation.score_run is None or not still_current(evaluation.score_run):
        raise Refused(_("The ranking no longer comes out as it was proposed. Run it again and propose anew."))
    evaluation.approved_at, evaluation.approved_by = now, by
    _move(evaluation, EvaluationStatus.AWARDED)
    mark_status(evaluation.rfq, RfqStatus.AWARDED, by=by, now=now)
    vendor = evaluation.quote.vendor.name if evaluation.quote else ""
    detail = {"vendor": vendor, "run": evaluation.score_run.number}
    audit.record("award.approved", by=by, now=now, obj=evaluation, rfq_code=rfq.code, detail=detail)
    anchor(AuditAnchor.Kind.AWARD, rfq_code=rfq.code, now=now)
    _tell_bidders(evaluation.rfq, evaluation.quote_id, now)
    return evaluation


@transaction.atomic(durable=True)
def close_without_award(*, rfq: RFQ, reason: str, by: Any, now: datetime) -> RFQ:
    """End a scored RFQ without a winner; bidders are told. Refuses without a reason."""
    locked = lock_to_judge(rfq, by)
    check_can_close(locked, by, reason)
    mark_status(locked, RfqStatus.NO_AWARD, by=by, now=now)
    locked.ended_at, locked.ended_by, locked.end_reason = now, by, reason.strip()
    locked.save(update_fields=["ended_at", "ended_by", "end_reason"])
    detail = {"reason": reason.strip()}
    audit.record("award.none", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    anchor(AuditAnchor.Kind.AWARD, rfq_code=locked.code, now=now)
    _tell_bidders(locked, None, now)
    return locked


def reopen_after_break_off(rfq: RFQ, *, reason: str, by: Any, now: datetime) -> None:
    """Inside piece: an award whose negotiation ended is undone; the next-ranked quote can be proposed.

    For the app of contracts, inside its transaction. The quote is kept out of later proposals.
    """
    locked = lock_rfq(rfq)
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(rfq=locked)
    ended = [*ended_negotiations(evaluation), str(evaluation.quote_id)]
    evaluation.quote, evaluation.reason, evaluation.diligence = None, "", {BROKEN_OFF: ended}
    evaluation.proposed_at = evaluation.proposed_by = None
    evaluation.approved_at = evaluation.approved_by = None
    evaluation.return_reason = reason
    _move(evaluation, EvaluationStatus.SHORTLIST)
    mark_status(locked, RfqStatus.SCORED, by=by, now=now)


def _lock_decision(rfq: RFQ, by: Any) -> Evaluation:
    locked = lock_to_judge(rfq, by)
    found = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("quote__vendor", "score_run")
        .filter(rfq=locked)
        .first()
    )
    check_can_decide(locked, found, by)
    if found is None:
        raise Refused(_("No award has been proposed."))
    found.rfq = locked
    if found.score_run is not None:
        found.score_run.rfq = locked
    return found


def _check_ranked(evaluation: Evaluation | None, quote: Quote) -> None:
    run = evaluation.score_run if evaluation else None
    if run is None or str(quote.pk) not in run.ranked_quotes:
        raise Refused(_("This quote fails a gate and is not ranked, so it cannot be awarded."))


def _check_diligence(diligence: Mapping[str, Any], reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason."))
    calls = [call for call in diligence.get("references") or [] if call.get("name") and call.get("notes")]
    if len(calls) < CALLS:
        raise Refused(_("Call two references and note what they said (A-01)."))
    seen = diligence.get("seen") or {}
    if seen.get("kind") not in ("VISIT", "DEMO") or not seen.get("on"):
        raise Refused(_("Visit the vendor or see a demonstration, and note the day (A-02)."))
    if not (diligence.get("qualification") or {}).get("verified"):
        raise Refused(_("Verify the vendor's qualification (A-03)."))


def _move(evaluation: Evaluation, to: str) -> None:
    if to not in EVALUATION_TRANSITIONS[evaluation.status]:
        raise ValueError(f"an evaluation does not move from {evaluation.status} to {to}")
    evaluation.status = to
    evaluation.save(update_fields=DECISION)


def _tell_bidders(rfq: RFQ, winner: Any, now: datetime) -> None:
    for quote in Quote.objects.filter(rfq=rfq).select_related("vendor"):
        kind = "award_none" if winner is None else "award_won" if quote.pk == winner else "award_other"
        tell_enrolled(kind, rfq, quote.vendor, now=now)
