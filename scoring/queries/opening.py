"""Each part of an opening with its button, and why the button cannot be pressed."""

from datetime import datetime
from typing import Any

from accounts.models import Organisation
from rfqs.models import RFQ, Part
from scoring import policies
from scoring.models import OpeningApproval, Sheet
from scoring.queries.inputs import open_sheet_count, open_spreads
from scoring.queries.pages import has_officer_duty


def opening_parts(
    user: Any, rfq: RFQ, approvals: dict[str, list[OpeningApproval]], now: datetime
) -> list[dict[str, Any]]:
    """Quality and prices: approvals so far, when it was opened, and what stands in the way of this person."""
    return [
        {
            "part": part,
            "label": Part(part).label,
            "approvals": approvals[part],
            "opened_at": rfq.quality_opened_at if part == Part.QUALITY else rfq.prices_opened_at,
            "reason": reason_against_opening(user, rfq, part, approvals[part], now),
        }
        for part in Part.values
    ]


def reason_against_opening(
    user: Any, rfq: RFQ, part: str, approvals: list[OpeningApproval], now: datetime
) -> str:
    """The first sentence that keeps this person from approving now, or nothing."""
    organisation = Organisation.objects.first()
    strict = organisation is not None and organisation.profile == Organisation.Profile.STRICT
    reason = (
        policies.reason_against(policies.check_can_open, rfq, part, now)
        or policies.reason_against(policies.check_is_officer, user, strict, has_officer_duty(user, rfq))
        or policies.reason_against(policies.check_has_not_approved, user, approvals)
    )
    if reason or part == Part.QUALITY:
        return reason
    sheets = open_sheet_count(rfq, Sheet.Stage.FIRST)
    return policies.reason_against(policies.check_quality_locked, sheets, len(open_spreads(rfq)))
