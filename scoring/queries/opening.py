"""Each part of an opening with its button, and why the button cannot be pressed."""

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Role
from audit.access import attempts_at
from audit.labels import action_label
from audit.middleware import ATTEMPT
from rfqs.access import has_conflict
from rfqs.models import RFQ, Conflict, Duty, Part
from scoring import policies
from scoring.access import is_strict
from scoring.models import OpeningApproval, OpeningMinutes, Sheet
from scoring.policies.judging import check_covered, check_nothing_asked
from scoring.queries.cells import thin_cells
from scoring.queries.inputs import open_sheet_count, open_spreads
from scoring.queries.inquiries import running_inquiries
from scoring.queries.minutes import officers_of
from scoring.queries.pages import has_officer_duty
from scoring.states import SheetStatus
from ui.errors import reason_against

ATTEMPTS = (ATTEMPT, "scoring:opening_approve", "scoring:opening_continue")
SHOWN_ATTEMPTS = 20


def opening_parts(
    user: Any, rfq: RFQ, approvals: dict[str, list[OpeningApproval]], now: datetime
) -> list[dict[str, Any]]:
    """Quality and prices: approvals that count, when it was opened, and what stands in the way of this person."""
    minutes = {row.part: row for row in OpeningMinutes.objects.filter(rfq=rfq)}
    return [_part(user, rfq, part, approvals[part], minutes.get(part), now) for part in Part.values]


def _part(
    user: Any,
    rfq: RFQ,
    part: str,
    given: list[OpeningApproval],
    minutes: OpeningMinutes | None,
    now: datetime,
) -> dict[str, Any]:
    opened_at = rfq.quality_opened_at if part == Part.QUALITY else rfq.prices_opened_at
    counting = [
        approval
        for approval in given
        if policies.approval_counts(approval, rfq, part, now) and _is_officer(approval.officer, rfq)
    ]
    return {
        "part": part,
        "label": Part(part).label,
        "approvals": [] if opened_at else counting,
        "officers": officers_of(minutes),
        "lapsed": [] if opened_at else [approval for approval in given if approval not in counting],
        "until": min(approval.approved_at for approval in counting) + policies.APPROVAL_LASTS
        if counting
        else None,
        "opened_at": opened_at,
        "minutes": minutes,
        "reason": reason_against_opening(user, rfq, part, counting, now),
    }


def _is_officer(person: Any, rfq: RFQ) -> bool:
    """As the act asks: active, impartial, and with the role, in the strict profile with the duty too."""
    return not (
        reason_against(policies.check_is_active, person)
        or reason_against(policies.check_is_officer, person, is_strict(), has_officer_duty(person, rfq))
        or reason_against(policies.check_is_impartial, has_conflict(person, rfq))
    )


def reviewers_of(rfq: RFQ) -> list[User]:
    """Who scores, by name: the named reviewers without those who are not impartial."""
    out = Conflict.objects.filter(rfq=rfq).values("user")
    named = User.objects.filter(duties__rfq=rfq, duties__kind=Duty.Kind.REVIEWER, is_active=True)
    return list(named.exclude(pk__in=out).order_by("name", "id"))


def reviewers_to_name(user: Any, rfq: RFQ) -> dict[str, User]:
    """Whom this person may name as one more reviewer, by id; nobody where that is not for them or over."""
    if _may_not_name(user, rfq):
        return {}
    out = Conflict.objects.filter(rfq=rfq).values("user")
    named = Duty.objects.filter(rfq=rfq, kind=Duty.Kind.REVIEWER).values("user")
    people = User.objects.filter(is_active=True, roles__contains=[Role.REVIEWER.value])
    gone = Sheet.objects.filter(rfq=rfq, status=SheetStatus.GIVEN_BACK).values("reviewer")
    free = people.exclude(pk__in=out).exclude(pk__in=named).exclude(pk__in=gone)
    return {str(person.pk): person for person in free.order_by("name", "id")}


def _may_not_name(user: Any, rfq: RFQ) -> bool:
    return bool(
        reason_against(policies.check_can_name_reviewer, rfq, user)
        or reason_against(policies.check_is_impartial, has_conflict(user, rfq))
    )


def attempts(user: Any, rfq: RFQ) -> list[dict[str, Any]]:
    """Refused attempts at sealed content, newest first (at most 20)."""
    rows = attempts_at(user, rfq.code, ATTEMPTS)[:SHOWN_ATTEMPTS]
    return [
        {
            "at": row.at,
            "who": row.actor_label,
            "what": action_label(row.action),
            "why": row.detail.get("reason"),
        }
        for row in rows
    ]


def reason_against_opening(
    user: Any, rfq: RFQ, part: str, approvals: list[OpeningApproval], now: datetime
) -> str:
    """The first sentence that keeps this person from approving now, or nothing."""
    strict = is_strict()
    reason = (
        reason_against(policies.check_can_open, rfq, part, now)
        or reason_against(policies.check_is_officer, user, strict, has_officer_duty(user, rfq))
        or reason_against(policies.check_is_impartial, has_conflict(user, rfq))
        or reason_against(policies.check_has_not_approved, user, approvals)
    )
    if reason or part == Part.QUALITY:
        return reason
    sheets = open_sheet_count(rfq, Sheet.Stage.FIRST)
    return (
        reason_against(policies.check_quality_locked, sheets, len(open_spreads(rfq)))
        or reason_against(check_covered, len(thin_cells(rfq, Sheet.Stage.FIRST)))
        or reason_against(check_nothing_asked, len(running_inquiries(rfq, now)))
    )
