"""Read models: a vendor's invitations and draft; opened quotes as whole documents."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from quotes import documents
from quotes.access import own_files
from quotes.models import OpenedFile, Quote
from rfqs.access import invitations_visible_to
from rfqs.models import Invitation
from rfqs.policies import is_closed
from rfqs.states import InvitationStatus, RfqStatus

TO_ANSWER, SENT, CLOSED = "TO_ANSWER", "SENT", "CLOSED"


def invitations_by_stage(user: Any, now: datetime) -> dict[str, list[Invitation]]:
    """The user's own invitations under TO_ANSWER (the next deadline first), SENT and CLOSED.

    Each carries `revision_number` and `sent_at` of the newest revision, or None.
    """
    found = invitations_visible_to(user).annotate(
        revision_number=Max("revisions__number"), sent_at=Max("revisions__received_at")
    )
    stages: dict[str, list[Invitation]] = {TO_ANSWER: [], SENT: [], CLOSED: []}
    for invitation in found.order_by("rfq__deadline_at"):
        stages[_stage(invitation, now)].append(invitation)
    stages[CLOSED].reverse()
    return stages


def _stage(invitation: Invitation, now: datetime) -> str:
    rfq = invitation.rfq
    if rfq.status != RfqStatus.PUBLISHED or is_closed(rfq, now):
        return CLOSED
    if invitation.status == InvitationStatus.DECLINED:
        return CLOSED
    return SENT if invitation.status == InvitationStatus.SUBMITTED else TO_ANSWER


def whole_document(quote: Quote) -> documents.Document:
    """The opened quote as one document; without its prices while they are sealed."""
    return documents.merged(quote.quality, quote.commercial)


def answers_of(quote: Quote, number: int) -> dict[str, Any]:
    """The answers to one question as they were sent; facts with a home elsewhere are not among them."""
    answers: dict[str, Any] = whole_document(quote)["answers"].get(f"q{number}", {})
    return answers


def files_of(quote: Quote, number: int | None = None) -> list[OpenedFile]:
    """The opened files of a quote; with `number` only those handed in as evidence for that question."""
    files = list(quote.files.all())
    if number is None:
        return files
    named = set(documents.file_ids({"answers": {f"q{number}": answers_of(quote, number)}}))
    return [file for file in files if str(file.file_id) in named]


def files_held(user: Any, invitation: Invitation) -> int:
    """How many files the vendor holds already for this invitation."""
    return own_files(user, invitation).count()
