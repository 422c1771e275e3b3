"""Opening in two acts: quality first, prices after the first scores; two different persons each time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts.models import User
from accounts.roles import Role, has_role
from quotes.actions.opening import newest_revisions, open_documents
from quotes.queries import left_sealed
from rfqs.access import has_conflict, has_duty
from rfqs.actions.marks import mark_status
from rfqs.actions.telling import tell_enrolled
from rfqs.gate import database_now
from rfqs.models import RFQ, Duty, Part
from rfqs.queries import publication_content
from rfqs.states import RfqStatus
from scoring.access import is_strict
from scoring.actions.judging import judge_prices, judge_quality
from scoring.actions.locking import lock_to_judge
from scoring.actions.minutes import record_opening
from scoring.actions.reviewers import hand_out, impartial_reviewers
from scoring.models import OpeningApproval, Sheet
from scoring.policies import (
    APPROVAL_LASTS,
    MIN_ELIGIBLE,
    approval_counts,
    check_can_continue_with_few,
    check_can_open,
    check_has_not_approved,
    check_is_active,
    check_is_impartial,
    check_is_officer,
    check_quality_locked,
)
from scoring.policies.judging import check_covered, check_nothing_asked
from scoring.queries.cells import thin_cells
from scoring.queries.inputs import eligible_count, open_sheet_count, open_spreads
from scoring.queries.inquiries import running_inquiries
from ui.errors import Refused


@transaction.atomic(durable=True)
def approve_opening(*, rfq: RFQ, part: str, by: Any, now: datetime) -> RFQ:
    """Write down that `by` wants this part opened; the second person's word opens it in the same act.

    Opening decrypts every vendor's newest quote, writes answers or prices as rows, judges gates and
    flags, prices the quotes, hands out the sheets, writes the minutes and anchors the audit trail. Refuses
    before the deadline by the database's clock, a second word of the same person, people who are no officers
    (any more), an RFQ without quotes or reviewers, and prices before the quality sheets are in. A word counts
    for fifteen minutes and for its RFQ and part alone. Tells vendors, reviewers and auditors.
    """
    locked = lock_to_judge(rfq, by)
    moment = database_now()
    check_can_open(locked, part, moment)
    given = list(OpeningApproval.objects.filter(rfq=locked, part=part))
    people = _lock_people([by.pk, *(approval.officer_id for approval in given)])
    officer, strict = people[by.pk], is_strict()
    check_is_active(officer)
    check_is_officer(officer, strict, has_duty(officer, locked, Duty.Kind.OPENER))
    approvals = [
        approval
        for approval in given
        if approval_counts(approval, locked, part, moment)
        and _is_still_officer(people[approval.officer_id], locked, strict)
    ]
    check_has_not_approved(officer, approvals)
    _check_ready(locked, part, moment)
    own = OpeningApproval.objects.create(rfq=locked, part=part, officer=officer, approved_at=moment)
    own.refresh_from_db(fields=["approved_at"])
    detail = {"part": str(part), "expires_at": (own.approved_at + APPROVAL_LASTS).isoformat()}
    audit.record("opening.approved", by=by, now=moment, obj=locked, rfq_code=locked.code, detail=detail)
    if approvals:
        _open(locked, part, [*approvals, own], by, moment)
    return locked


def _lock_people(ids: list[Any]) -> dict[Any, User]:
    """The officers as they are now; whoever would revoke one of them waits until this act is over."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {person.pk: person for person in rows}


def _is_still_officer(person: User, rfq: RFQ, strict: bool) -> bool:
    try:
        check_is_active(person)
        check_is_officer(person, strict, has_duty(person, rfq, Duty.Kind.OPENER))
        check_is_impartial(has_conflict(person, rfq))
    except Refused:
        return False
    return True


@transaction.atomic(durable=True)
def continue_with_few(*, rfq: RFQ, reason: str, by: Any, now: datetime) -> RFQ:
    """Go on scoring although fewer than two quotes are eligible. Refuses without a reason."""
    locked = lock_to_judge(rfq, by)
    if not has_role(by, Role.BUYER):
        raise Refused(_("Only buyers decide this."))
    check_can_continue_with_few(locked, eligible_count(locked))
    if not reason.strip():
        raise Refused(_("Give the reason."))
    audit.record(
        "opening.continued",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.code,
        detail={"reason": reason.strip(), "eligible": eligible_count(locked)},
    )
    _begin_evaluation(locked, by, now)  # prices wait for two officers, also where one act was agreed
    return locked


def _check_ready(rfq: RFQ, part: str, moment: datetime) -> None:
    if part == Part.COMMERCIAL:
        if not impartial_reviewers(rfq):
            raise Refused(_("Every reviewer has declared a conflict of interest. Name another one first."))
        check_quality_locked(open_sheet_count(rfq, Sheet.Stage.FIRST), len(open_spreads(rfq)))
        check_covered(len(thin_cells(rfq, Sheet.Stage.FIRST)))
        check_nothing_asked(len(running_inquiries(rfq, moment)))
        return
    if not newest_revisions(rfq):
        raise Refused(_("No vendor has sent a quote. There is nothing to open; the RFQ can be cancelled."))
    if not impartial_reviewers(rfq):
        raise Refused(_("Name at least one reviewer before the quotes are opened."))


def _open(rfq: RFQ, part: str, approvals: Sequence[OpeningApproval], by: Any, moment: datetime) -> None:
    if part == Part.COMMERCIAL:
        _open_prices(rfq, approvals, by, moment)
        return
    quotes = open_documents(rfq, Part.QUALITY, now=moment)
    mark_status(rfq, RfqStatus.QUALITY_OPENED, by=by, now=moment)
    judge_quality(rfq, quotes, now=moment)
    record_opening(rfq, part, quotes, approvals, by=by, moment=moment)
    for quote in quotes:
        tell_enrolled("opening_notice", rfq, quote.vendor, now=moment)
    for invitation in left_sealed(rfq):
        tell_enrolled("opening_left_sealed", rfq, invitation.vendor, now=moment)
    if eligible_count(rfq) >= MIN_ELIGIBLE:
        _begin_evaluation(rfq, by, moment)
        if publication_content(rfq)["need"].get("open_in_one_act"):
            _open_prices(rfq, approvals, by, moment)


def _begin_evaluation(rfq: RFQ, by: Any, moment: datetime) -> None:
    mark_status(rfq, RfqStatus.EVALUATION, by=by, now=moment)
    hand_out(rfq, Sheet.Stage.FIRST, impartial_reviewers(rfq), now=moment)


def _open_prices(rfq: RFQ, approvals: Sequence[OpeningApproval], by: Any, moment: datetime) -> None:
    quotes = open_documents(rfq, Part.COMMERCIAL, now=moment)
    mark_status(rfq, RfqStatus.PRICES_OPENED, by=by, now=moment)
    judge_prices(rfq, quotes, by=by, now=moment)
    record_opening(rfq, Part.COMMERCIAL, quotes, approvals, by=by, moment=moment)
    hand_out(rfq, Sheet.Stage.SECOND, impartial_reviewers(rfq), now=moment)
