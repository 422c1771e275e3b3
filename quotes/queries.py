"""Read models: a vendor's invitations and draft; opened quotes as whole documents."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Max, Q, Subquery

from accounts.prepared import Prepared
from quotes import documents, vault
from quotes.access import own_files
from quotes.models import Draft, LateAttempt, OpenedFile, Quote, QuoteFile, Revision, Withdrawal
from rfqs.access import invitations_visible_to
from rfqs.models import RFQ, Invitation
from rfqs.policies import is_closed
from rfqs.queries import (
    newest_publication_id,
    open_addenda,
    open_addendum_number,
    with_open_addenda,
)
from rfqs.states import InvitationStatus, RfqStatus
from sealing import canonical

TO_ANSWER, SENT, CLOSED = "TO_ANSWER", "SENT", "CLOSED"


def invitations_by_stage(user: Any, now: datetime) -> dict[str, list[Invitation]]:
    """The user's own invitations under TO_ANSWER (the next deadline first), SENT and CLOSED.

    Each carries `revision_number` and `sent_at` of the newest revision, or None, `is_withdrawn`
    and `has_open_addenda`.
    """
    found = with_open_addenda(invitations_visible_to(user)).annotate(
        revision_number=Max("revisions__number"),
        sent_at=Max("revisions__received_at"),
        # The newest revision stands unless it was withdrawn: the invitation is then as if none had been sent.
        is_withdrawn=ExpressionWrapper(
            Q(revision_number__isnull=False) & ~Q(status=InvitationStatus.SUBMITTED), BooleanField()
        ),
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


def standing_revisions(rfq: RFQ) -> list[Revision]:
    """Each vendor's newest revision unless withdrawn, in order of submission."""
    newest = (
        Revision.objects.filter(invitation__rfq=rfq)
        .order_by("invitation_id", "-number")
        .distinct("invitation_id")
    )
    found = newest.select_related("invitation__vendor", "withdrawal")
    standing = [revision for revision in found if not hasattr(revision, "withdrawal")]
    return sorted(standing, key=lambda revision: revision.received_at)


def unconfirmed_ids(rfq: RFQ) -> set[UUID]:
    """Invitations with an addendum left to confirm: with one at the deadline a quote does not count."""
    left = Invitation.objects.filter(open_addenda(), rfq=rfq)
    return set(left.values_list("pk", flat=True))


def left_sealed(rfq: RFQ) -> list[Invitation]:
    """Whose quote does not count, because an addendum is left unconfirmed; staff learn it after the deadline."""
    left = unconfirmed_ids(rfq)
    return [one.invitation for one in standing_revisions(rfq) if one.invitation_id in left]


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


_on_desk = Prepared(
    lambda invitation: (
        Invitation.objects.filter(pk=invitation)
        .select_related("rfq", "draft")
        .annotate(publication_id=newest_publication_id(), open_addendum=open_addendum_number())
        .order_by()
    )
)
_told_or_newest = Prepared(
    lambda invitation, key: (
        Revision.objects.filter(
            Q(idempotency_key=key)
            | Q(
                number=Subquery(
                    Revision.objects.filter(invitation=invitation).order_by("-number").values("number")[:1]
                )
            ),
            invitation=invitation,
        )
        .select_related("receipt")
        .order_by("-number")
    )
)
_held = Prepared(lambda invitation: QuoteFile.objects.filter(invitation=invitation, removed_at__isnull=True))


@dataclass(frozen=True)
class ToSend:
    """An invitation with its RFQ, its draft, which publication counts, and the first addendum left to confirm."""

    invitation: Invitation
    draft: Draft | None
    publication_id: UUID
    open_addendum: int | None


def invitation_to_send(invitation_id: UUID) -> ToSend:
    """All of it in one reading, for `submit_quote`, which has come through the door and holds the row."""
    row: Any = _on_desk(invitation_id)[0]
    return ToSend(row, getattr(row, "draft", None), row.publication_id, row.open_addendum)


def replay_and_newest(invitation_id: UUID, key: UUID) -> tuple[Revision | None, Revision | None]:
    """The revision that a form with this key has made, and the newest one with its receipt; in one reading."""
    found = _told_or_newest(invitation_id, key)
    return next((one for one in found if one.idempotency_key == key), None), next(iter(found), None)


def held_files(invitation: Invitation) -> list[QuoteFile]:
    """The files of the draft, oldest first. Callers have come through `rfqs.access.get_invitation`."""
    return _held(invitation.pk)


def content_token(draft: Mapping[str, documents.Document], files: Iterable[QuoteFile]) -> str:
    """A hash of everything that would be sent: both documents, and name, part and SHA-256 of every file.

    It stands in the vendor's own send form and nowhere else in clear.
    """
    return token_of({part: canonical(document) for part, document in draft.items()}, map(vault.hold, files))


def token_of(bodies: Mapping[str, bytes], files: Iterable[vault.HeldFile]) -> str:
    """The `content_token` of a draft whose documents are there as canonical bytes."""
    listed = sorted(
        [str(file.row.pk), file.row.part, file.about["name"], file.about["sha256"]] for file in files
    )
    shown = b",".join(canonical(part) + b":" + bodies[part] for part in sorted(bodies))
    return hashlib.sha256(b'{"draft":{' + shown + b'},"files":' + canonical(listed) + b"}").hexdigest()


def submission_state(invitation: Invitation, key: UUID) -> dict[str, Any]:
    """What became of the form with this key: {"state": "received" | "late" | "in_progress" | "not_received", ...}.

    While the form is being worked on its invitation is locked, and nothing can be said yet.
    """
    try:
        with transaction.atomic():
            Invitation.objects.select_for_update(nowait=True, no_key=True, of=("self",)).get(pk=invitation.pk)
            revision = Revision.objects.filter(invitation=invitation, idempotency_key=key).first()
            late = LateAttempt.objects.filter(invitation=invitation, idempotency_key=key).first()
    except OperationalError:
        return {"state": "in_progress"}
    if revision is not None:
        withdrawal = Withdrawal.objects.filter(revision=revision).first()
        found = {"state": "received", "number": revision.number, "received_at": revision.received_at}
        return found | ({"withdrawn_at": withdrawal.withdrawn_at} if withdrawal else {})
    if late is not None:
        return {"state": "late", "at": late.attempted_at, "deadline": late.deadline_at}
    return {"state": "not_received"}


def files_held(user: Any, invitation: Invitation) -> int:
    """How many files the vendor holds already for this invitation."""
    return own_files(user, invitation).count()
