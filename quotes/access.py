"""The doors to quotes: a vendor's own drafts, files and revisions; opened quotes for the buyer's side."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.roles import Role, has_role
from quotes.models import Inquiry, Quote, QuoteFile, Revision
from rfqs.access import has_conflict, has_duty, invitations_visible_to, owes_declaration
from rfqs.models import RFQ, Duty, Invitation
from rfqs.states import PRICES_ARE_OPEN, QUALITY_IS_OPEN


def revisions_of(user: Any, invitation: Invitation) -> QuerySet[Revision]:
    """The vendor's own submissions for one invitation, newest first; nothing for anyone else."""
    own = invitations_visible_to(user).filter(pk=invitation.pk)
    return (
        Revision.objects.filter(invitation__in=own)
        .select_related("submitted_by", "withdrawal")
        .order_by("-number")
    )


def get_own_revision(user: Any, invitation: Invitation, number: int) -> Revision:
    """Return one submission of the user's own vendor; 404 otherwise."""
    revision = revisions_of(user, invitation).filter(number=number).first()
    if revision is None:
        raise Http404
    return revision


def own_files(user: Any, invitation: Invitation) -> QuerySet[QuoteFile]:
    """Files the user's own vendor has attached and not removed."""
    own = invitations_visible_to(user).filter(pk=invitation.pk)
    return QuoteFile.objects.filter(invitation__in=own, removed_at__isnull=True)


def get_own_file(user: Any, invitation: Invitation, file_id: UUID) -> QuoteFile:
    """Return one file of the user's own vendor; 404 otherwise."""
    file = own_files(user, invitation).filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file


def own_inquiries(user: Any, invitation: Invitation) -> QuerySet[Inquiry]:
    """What the panel has asked about the vendor's own quote, the newest first."""
    own = invitations_visible_to(user).filter(pk=invitation.pk)
    rows = Inquiry.objects.filter(quote__revision__invitation__in=own)
    return rows.select_related("quote__rfq", "asked_by").order_by("-asked_at")


def get_own_inquiry(user: Any, invitation: Invitation, inquiry_id: UUID, *, lock: bool = False) -> Inquiry:
    """Return one question about the user's own vendor's quote, locked where asked; 404 otherwise."""
    rows = own_inquiries(user, invitation)
    if lock:
        rows = rows.select_for_update(of=("self",))
    inquiry = rows.filter(pk=inquiry_id).first()
    if inquiry is None:
        raise Http404
    return inquiry


def quotes_visible_to(user: Any, rfq: RFQ) -> QuerySet[Quote]:
    """Opened quotes of one RFQ for those who may read them; a quote that is still sealed has no row."""
    if reads_quotes(user, rfq):
        return Quote.objects.filter(rfq=rfq).select_related("vendor")
    return Quote.objects.none()


def reads_quotes(user: Any, rfq: RFQ) -> bool:
    """True for who may read the opened quotes of an RFQ, which is all of them or none.

    A reviewer says first whether they are impartial; until then there is none for them, whatever else they are.
    """
    if rfq.status not in QUALITY_IS_OPEN or has_conflict(user, rfq) or owes_declaration(user, rfq):
        return False
    return has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR) or (
        has_role(user, Role.REVIEWER) and has_duty(user, rfq, Duty.Kind.REVIEWER, Duty.Kind.CHAIR)
    )


def get_quote(user: Any, rfq: RFQ, quote_id: UUID) -> Quote:
    """Return one opened quote; 404 when it is not there for this person."""
    quote = quotes_visible_to(user, rfq).filter(pk=quote_id).first()
    if quote is None:
        raise Http404
    return quote


def prices_are_visible(rfq: RFQ) -> bool:
    """True once the commercial documents of an RFQ are open."""
    return rfq.status in PRICES_ARE_OPEN
