"""Read models of addenda: for the buyer with who has confirmed, for a vendor with its own confirmations."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from rfqs import policies
from rfqs.models import RFQ, Addendum, AddendumConfirmation, Invitation
from rfqs.queries.amending import (
    amendable_subjects,
    amended,
    blocking,
    changed_forecasts,
    differences,
    shown_differences,
)
from rfqs.queries.content import demand_line, publication_content
from rfqs.queries.lists import invitation_rows
from rfqs.states import AddendumStatus, InvitationStatus
from ui.errors import reason_against

Json = dict[str, Any]


def addendum_draft(rfq: RFQ) -> Addendum | None:
    """The addendum that is being written, or None."""
    return rfq.addenda.filter(status=AddendumStatus.DRAFT).first()


def unconfirmed_addenda(invitation: Invitation) -> list[Addendum]:
    """Issued addenda that this vendor still has to confirm; with one left its quote does not count."""
    own = AddendumConfirmation.objects.filter(addendum=OuterRef("pk"), invitation=invitation)
    issued = Addendum.objects.filter(rfq=invitation.rfq_id, status=AddendumStatus.ISSUED)
    return list(issued.filter(~Exists(own), asks_confirmation=True))


def open_addenda() -> Exists:
    """For a query of invitations: an issued addendum is left to confirm."""
    return Exists(_left_to_confirm())


def open_addendum_number() -> Subquery:
    """For a query of invitations: the number of the first addendum that is left to confirm, or NULL."""
    return Subquery(_left_to_confirm().order_by("number").values("number")[:1])


def _left_to_confirm() -> QuerySet[Addendum]:
    own = AddendumConfirmation.objects.filter(addendum=OuterRef("pk"), invitation=OuterRef(OuterRef("pk")))
    return Addendum.objects.filter(
        ~Exists(own), rfq=OuterRef("rfq"), status=AddendumStatus.ISSUED, asks_confirmation=True
    )


def with_open_addenda(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Annotate `has_open_addenda`: something is left to confirm."""
    return invitations.annotate(has_open_addenda=open_addenda())


def told_addenda(invitation: Invitation) -> list[Json]:
    """Issued addenda for one vendor: text, changes in words, files, and when it confirmed."""
    rows = _issued(invitation.rfq)
    own = {row.addendum_id: row for row in invitation.addendum_confirmations.select_related("confirmed_by")}
    return [_told(row, for_vendor=True) | {"confirmed": own.get(row.pk)} for row in rows]


def _issued(rfq: RFQ) -> list[Addendum]:
    issued = rfq.addenda.filter(status=AddendumStatus.ISSUED).select_related("rfq")
    return list(issued.prefetch_related("attachments"))


def _told(row: Addendum, *, for_vendor: bool) -> Json:
    return {
        "addendum": row,
        "anchor": f"addendum-{row.number}",
        "changes": shown_differences(row.rfq, row.summary, for_vendor=for_vendor) if row.summary else [],
        "files": list(row.attachments.all()),
    }


def addenda_view(rfq: RFQ) -> list[Json]:
    """Issued addenda for the buyer, the newest first, with the vendors that have confirmed and those that have not.

    Confirmed or not is told like "seen": it says nothing of a quote.
    """
    vendors = list(invitation_rows(rfq).exclude(status=InvitationStatus.DECLINED))
    confirmed = {
        (row.addendum_id, row.invitation_id): row.confirmed_at
        for row in AddendumConfirmation.objects.filter(addendum__rfq=rfq)
    }
    return [
        _told(row, for_vendor=False)
        | {"vendors": [(one.vendor.label, confirmed.get((row.pk, one.pk))) for one in vendors]}
        for row in reversed(_issued(rfq))
    ]


def draft_view(rfq: RFQ, now: datetime) -> Json:
    """The draft with what it would change, and what stands in the way of issuing it."""
    draft = addendum_draft(rfq)
    why_not = reason_against(policies.check_open_for_quotes, rfq, now)
    if draft is None or why_not:
        return {
            "draft": draft,
            "why_not": why_not,
            "changes": [],
            "blocking": [],
            "subjects": amendable_subjects(),
        }
    future, content = amended(rfq, draft.changes) if draft.changes else (rfq, publication_content(rfq))
    rows = differences(publication_content(rfq), content)
    return {
        "draft": draft,
        "why_not": why_not,
        "changes": shown_differences(rfq, rows, for_vendor=False),
        "blocking": blocking(future, now) if rows else [],
        "files": list(draft.attachments.all()),
        "subjects": amendable_subjects(),
    }


def proposed_forecast(rfq: RFQ, line: str) -> list[int]:
    """The forecast of a service line with the draft's changes."""
    draft, row = addendum_draft(rfq), demand_line(rfq, line)
    changed = changed_forecasts(rfq.need, draft.changes) if draft else {}
    return changed.get(line) or (list(row.forecast) if row else [])


def proposed_need(rfq: RFQ) -> Json:
    """The need as it would be with the draft's changes; as published without one."""
    draft = addendum_draft(rfq)
    return dict(amended(rfq, draft.changes if draft else {})[0].need)
