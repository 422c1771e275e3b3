"""Inside pieces: a status moves only along the tables, only inside somebody's transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from rfqs.models import RFQ, Invitation
from rfqs.states import INVITATION_TRANSITIONS, TRANSITIONS, InvitationStatus, RfqStatus

MOMENTS = {RfqStatus.QUALITY_OPENED: "quality_opened_at", RfqStatus.PRICES_OPENED: "prices_opened_at"}


def mark_status(rfq: RFQ, to: str, *, by: Any, now: datetime) -> RFQ:
    """Move the RFQ to `to`, write the moment that belongs to it and one audit row.

    For entry points of this and higher apps, which have locked the row and checked their policies.
    Raises ValueError for a move that the table does not know and RuntimeError outside a transaction.
    """
    _require_transaction()
    if to not in TRANSITIONS[rfq.status]:
        raise ValueError(f"an RFQ does not move from {rfq.status} to {to}")
    previous, rfq.status, rfq.updated_at = rfq.status, to, now
    fields = ["status", "updated_at"]
    if moment := MOMENTS.get(RfqStatus(to)):
        setattr(rfq, moment, now)
        fields.append(moment)
    rfq.save(update_fields=fields)
    audit.record(
        "rfq.status", by=by, now=now, obj=rfq, rfq_code=rfq.code, detail={"from": previous, "to": str(to)}
    )
    return rfq


def mark_ended(rfq: RFQ, *, code: str, reason: str, by: Any, now: datetime) -> RFQ:
    """Write why an RFQ ended without an award, beside the status that its entry point has moved."""
    _require_transaction()
    rfq.ended_at, rfq.ended_by, rfq.end_code, rfq.end_reason = now, by, code, reason.strip()
    rfq.save(update_fields=["ended_at", "ended_by", "end_code", "end_reason"])
    return rfq


def mark_invitation(invitation: Invitation, to: str, *, by: Any, now: datetime) -> Invitation:
    """Move an invitation along its table; staying in SUBMITTED (a replaced quote) is a move of its own."""
    _require_transaction()
    if to == invitation.status and to != InvitationStatus.SUBMITTED:
        return invitation
    if to not in INVITATION_TRANSITIONS[invitation.status]:
        raise ValueError(f"an invitation does not move from {invitation.status} to {to}")
    if to != invitation.status:
        invitation.status = to
        invitation.save(update_fields=["status"])
    return invitation


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("inside pieces run in the transaction of an entry point")
