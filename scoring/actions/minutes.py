"""The minutes of an opening: an inside piece of the act that they tell about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import audit.actions as audit
from audit.chain import anchor
from audit.models import AuditAnchor
from quotes.models import LateAttempt, Quote, Withdrawal
from quotes.queries import left_sealed
from rfqs.models import RFQ
from rfqs.states import InvitationStatus
from scoring.models import OpeningApproval, OpeningMinutes


def record_opening(
    rfq: RFQ,
    part: str,
    quotes: Sequence[Quote],
    approvals: Sequence[OpeningApproval],
    *,
    by: Any,
    moment: datetime,
) -> OpeningMinutes:
    """Put the opening on record, anchor the audit trail, and write the minutes with the anchored head.

    A commitment that did not fit would have stopped the opening, so `fits` is what `open_documents` checked.
    """
    officers = [
        {"name": approval.officer.name, "approved_at": approval.approved_at.isoformat()}
        for approval in approvals
    ]
    detail = {
        "part": str(part),
        "vendors": [quote.vendor.name for quote in quotes],
        "officers": [officer["name"] for officer in officers],
    }
    audit.record("opening.opened", by=by, now=moment, obj=rfq, rfq_code=rfq.code, detail=detail)
    head = anchor(AuditAnchor.Kind.OPENING, rfq_code=rfq.code, now=moment)
    content = {
        "officers": officers,
        "deadline_at": rfq.deadline_at.isoformat() if rfq.deadline_at else "",
        "quotes": [_line(quote, part) for quote in quotes],
        **_counts(rfq),
        "left_sealed": [invitation.vendor.name for invitation in left_sealed(rfq)],
        "position": head.position,
        "head": head.hash,
    }
    return OpeningMinutes.objects.create(rfq=rfq, part=part, opened_at=moment, content=content)


def _line(quote: Quote, part: str) -> dict[str, Any]:
    revision = quote.revision
    return {
        "vendor": quote.vendor.name,
        "revision": revision.number,
        "received_at": revision.received_at.isoformat(),
        "commitment": revision.envelopes.get(part=part).commitment,
        "fits": True,
    }


def _counts(rfq: RFQ) -> dict[str, int]:
    return {
        "invited": rfq.invitations.count(),
        "declined": rfq.invitations.filter(status=InvitationStatus.DECLINED).count(),
        "late": LateAttempt.objects.filter(invitation__rfq=rfq).count(),
        "withdrawn": Withdrawal.objects.filter(revision__invitation__rfq=rfq).count(),
    }
