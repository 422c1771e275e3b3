"""From the shortlist to the decision: one person proposes, another decides."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import audit.actions as audit
from audit.chain import anchor
from audit.models import AuditAnchor
from quotes.models import Quote
from rfqs.actions.marks import mark_ended, mark_status
from rfqs.actions.telling import tell_enrolled
from rfqs.models import RFQ
from rfqs.policies import check_end_code
from rfqs.queries import publication_content
from rfqs.states import EndCode, RfqStatus
from scoring.access import reviews_too
from scoring.actions.locking import lock_rfq, lock_to_judge
from scoring.actions.runs import ranked_now
from scoring.actions.shares import end_share, planned_shares, write_shares
from scoring.models import AwardShape, AwardShare, Evaluation, GateResult, RedFlag, ScoreRun
from scoring.policies import (
    BROKEN_OFF,
    check_can_close,
    check_can_decide,
    check_can_propose,
    check_has_reason,
    check_not_broken_off,
    ended_negotiations,
)
from scoring.policies.award import check_diligence, check_price_hold, check_ranked
from scoring.policies.waivers import check_does_not_review
from scoring.queries.awards import line_names
from scoring.queries.diligence import checked
from scoring.queries.waivers import finding_of, waivers_in_force
from scoring.rules.moved import what_moved
from scoring.states import EVALUATION_TRANSITIONS, EvaluationStatus
from ui.errors import Refused
from ui.text import listed

DECISION = (
    *("status", "quote", "form", "reason", "diligence", "return_reason"),
    *("proposed_at", "proposed_by", "approved_at", "approved_by"),
)


@transaction.atomic(durable=True)
def propose_award(
    *,
    rfq: RFQ,
    quote: Quote,
    reason: str,
    diligence: Mapping[str, Any],
    form: str = AwardShape.SINGLE,
    backup: Quote | None = None,
    lines: Mapping[str, Quote] | None = None,
    by: Any,
    now: datetime,
) -> Evaluation:
    """Propose ranked quotes with the reason and what was checked (A-01 to A-03).

    `form` says who gets what: SINGLE gives everything to `quote`, BACKUP too and keeps `backup` standing by at its
    price, SPLIT gives each service line (by code) to the quote that `lines` names; `quote` is then the one
    that `diligence` is about.
    `diligence`: {"references": [{"name", "notes"} x 2], "seen": {"kind": "VISIT" | "DEMO", "on", "note"},
    "qualification": {"verified": true, "note"}} of `quote`; evidence on record counts beside it, and for the further
    quotes of a split alone. Marks G-04 as passed. Refuses quotes that are not ranked, missing checks and a missing
    reason, a backup whose price no longer holds, and a split that leaves a line out.
    """
    locked = lock_to_judge(rfq, by)
    evaluation = Evaluation.objects.select_for_update(of=("self",)).filter(rfq=locked).first()
    check_can_propose(locked, evaluation, by)
    if evaluation is None:
        raise Refused(_("An award is proposed once the ranking has been run."))
    check_has_reason(reason)
    shares = planned_shares(locked, form, quote, backup, lines or {}, now)
    _check_eligible(evaluation, [share.quote for share in shares])
    ended = ended_negotiations(evaluation)
    found = _checked(shares, diligence, localdate(now))
    awarded = [share.quote for share in shares if share.kind != AwardShare.Kind.BACKUP]
    GateResult.objects.filter(quote__in=awarded, code="G-04").update(
        outcome=GateResult.Outcome.PASS, decided_at=now
    )
    evaluation.quote, evaluation.reason, evaluation.form = awarded[0], reason.strip(), form
    evaluation.diligence = found | ({BROKEN_OFF: ended} if ended else {})
    evaluation.proposed_at, evaluation.proposed_by, evaluation.return_reason = now, by, ""
    _move(evaluation, EvaluationStatus.AWARD_PROPOSED)
    write_shares(evaluation, shares)
    names = [share.quote.vendor.name for share in shares]
    detail = {"vendor": listed(names), "given_as": str(form), "reason": reason.strip()}
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
    check_does_not_review(reviews_too(by, evaluation.rfq))
    shares = list(evaluation.shares.select_related("quote__vendor"))
    _check_no_critical_flag(shares, now)
    _check_prices_hold(shares, now)
    run = _check_comes_out(evaluation, now)
    evaluation.approved_at, evaluation.approved_by = now, by
    _move(evaluation, EvaluationStatus.AWARDED)
    mark_status(evaluation.rfq, RfqStatus.AWARDED, by=by, now=now)
    detail = {"vendor": listed(one.quote.vendor.name for one in shares), "run": run.number}
    audit.record("award.approved", by=by, now=now, obj=evaluation, rfq_code=rfq.code, detail=detail)
    anchor(AuditAnchor.Kind.AWARD, rfq_code=rfq.code, now=now)
    _tell_bidders(evaluation.rfq, shares, now)
    return evaluation


@transaction.atomic(durable=True)
def close_without_award(*, rfq: RFQ, reason: str, code: str = EndCode.OTHER, by: Any, now: datetime) -> RFQ:
    """End a scored RFQ without a winner; bidders are told. Refuses without a reason or a code for it."""
    locked = lock_to_judge(rfq, by)
    check_can_close(locked, by, reason)
    check_end_code(code)
    mark_status(locked, RfqStatus.NO_AWARD, by=by, now=now)
    mark_ended(locked, code=code, reason=reason, by=by, now=now)
    detail = {"reason": reason.strip(), "code": str(code)}
    audit.record("award.none", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    anchor(AuditAnchor.Kind.AWARD, rfq_code=locked.code, now=now)
    _tell_bidders(locked, [], now)
    return locked


def reopen_after_break_off(
    rfq: RFQ, *, reason: str, by: Any, now: datetime, quote: Quote | None = None
) -> None:
    """Inside piece: the negotiation of `quote` ended (of the winner where none is given).

    For the app of contracts, inside its transaction. Where another vendor holds a part of the award, only that
    share ends; else the award is undone and the next-ranked quote can be proposed. The quote is kept out of later
    proposals, a backup stays beside.
    """
    locked = lock_rfq(rfq)
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(rfq=locked)
    gone = quote.pk if quote else evaluation.quote_id
    ended = [*ended_negotiations(evaluation), str(gone)]
    if end_share(evaluation, gone, reason, now):
        evaluation.diligence = {**evaluation.diligence, BROKEN_OFF: ended}
        evaluation.save(update_fields=["diligence"])
        return
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


def _check_no_critical_flag(shares: Sequence[AwardShare], now: datetime) -> None:
    """A-04: none that is not waived, against any quote of the award."""
    quotes = [share.quote_id for share in shares]
    critical = RedFlag.objects.filter(quote__in=quotes, severity=RedFlag.Severity.CRITICAL)
    waived = waivers_in_force(quotes, now)
    if codes := sorted({flag.code for flag in critical if finding_of(flag) not in waived}):
        raise Refused(
            _("A critical red flag stands against this quote: %(codes)s.") % {"codes": listed(codes)}
        )


def _check_prices_hold(shares: Sequence[AwardShare], now: datetime) -> None:
    for share in shares:
        if share.kind == AwardShare.Kind.BACKUP:
            check_price_hold(share.quote.vendor.name, share.holds_until, localdate(now))


def _check_comes_out(evaluation: Evaluation, now: datetime) -> ScoreRun:
    """The ranking of this moment is the one that was shown; else the refusal says what has moved."""
    run = evaluation.score_run
    moved = what_moved(run.result, ranked_now(run, now)) if run else [_("No ranking is stored.")]
    if moved or run is None:
        raise Refused(
            _("The ranking no longer comes out as it was proposed. %(what)s Run it again and propose anew.")
            % {"what": " ".join(moved)}
        )
    return run


def _check_eligible(evaluation: Evaluation, quotes: Sequence[Quote]) -> None:
    """Every quote of the award is ranked, and its negotiation has not been broken off."""
    check_ranked(quotes, evaluation.score_run.ranked_quotes if evaluation.score_run else [])
    for quote in quotes:
        check_not_broken_off(str(quote.pk), ended_negotiations(evaluation))


def _checked(shares: Sequence[AwardShare], typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What was checked of every quote that is awarded now; a backup is checked when it steps in."""
    first, *others = [share.quote for share in shares if share.kind != AwardShare.Kind.BACKUP]
    found = checked(first, typed)
    check_diligence(first.vendor.name, found, today)
    beside = {}
    for quote in others:
        beside[str(quote.pk)] = checked(quote)
        check_diligence(quote.vendor.name, beside[str(quote.pk)], today)
    return found | ({"others": beside} if beside else {})


def _move(evaluation: Evaluation, to: str) -> None:
    if to not in EVALUATION_TRANSITIONS[evaluation.status]:
        raise ValueError(f"an evaluation does not move from {evaluation.status} to {to}")
    evaluation.status = to
    evaluation.save(update_fields=DECISION)


def _tell_bidders(rfq: RFQ, shares: Sequence[AwardShare], now: datetime) -> None:
    """Winners, a backup and the others each get their own letter; without shares nobody was chosen."""
    by_quote, content = {share.quote_id: share for share in shares}, publication_content(rfq)
    for quote in Quote.objects.filter(rfq=rfq).select_related("vendor"):
        share = by_quote.get(quote.pk)
        kind = "award_other" if shares else "award_none"
        if share is not None:
            kind = "award_backup" if share.kind == AwardShare.Kind.BACKUP else "award_won"
        until = share.holds_until if share else None
        lines = line_names(content, share.lines) if share else []
        tell_enrolled(kind, rfq, quote.vendor, now=now, until=until, lines=lines)
