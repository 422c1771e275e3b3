"""Sending a quote: one transaction, one reading of the database's clock, one new frozen revision."""

from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

import audit.actions as audit
import notifications.actions as notifications
from quotes import documents, readiness, vault
from quotes.actions.drafts import Documents, read_draft
from quotes.actions.receipts import issue_receipt
from quotes.models import Envelope, EnvelopeKey, FileKey, QuoteFile, Receipt, Revision
from quotes.policies import check_can_write
from rfqs.access import get_invitation
from rfqs.actions.marks import mark_invitation
from rfqs.models import Invitation, Part, SealingKey
from rfqs.queries import publication_content
from rfqs.states import InvitationStatus
from ui.errors import Refused

# Advisory lock space of the deadline gate: submissions share it, the opening takes it alone.
GATE = 7301


class NotReady(Refused):
    """Something must be mended first; `gaps` lists it."""

    def __init__(self, message: str, gaps: list[readiness.Gap]) -> None:
        super().__init__(message)
        self.gaps = gaps


@transaction.atomic(durable=True)
def submit_quote(*, invitation: Invitation, by: Any, now: datetime, idempotency_key: UUID) -> Revision:
    """Freeze the draft into a new revision of two sealed documents and return it.

    The same key always answers with the same revision, also after the deadline. Otherwise: refuses after
    the deadline by the database's clock (`now` only serves the words around it), after a decline, with
    gaps (NotReady), and for people of other vendors (404). An earlier revision is replaced and its keys
    for the opening are destroyed. Tells every contact of the vendor that has enrolled.
    """
    get_invitation(by, invitation.pk)
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("rfq", "vendor")
        .get(pk=invitation.pk)
    )
    if replay := Revision.objects.filter(invitation=locked, idempotency_key=idempotency_key).first():
        return replay
    received_at = _pass_gate(locked)
    check_can_write(locked, received_at)
    current = read_draft(locked)
    _check_ready(locked, current)
    revision = _freeze(locked, current, by, received_at, idempotency_key)
    if locked.status == InvitationStatus.INVITED:
        mark_invitation(locked, InvitationStatus.SEEN, by=by, now=received_at)
    mark_invitation(locked, InvitationStatus.SUBMITTED, by=by, now=received_at)
    # The audit row says that and when; number and content stay with the vendor until the opening.
    event = audit.record("quote.submitted", by=by, now=received_at, obj=locked, rfq_code=locked.rfq.code)
    receipt = issue_receipt(revision=revision, audit_event=event.event_id)
    _tell(locked, revision, receipt, received_at)
    return revision


def _pass_gate(invitation: Invitation) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, hashtext(%s))", [GATE, str(invitation.rfq_id)]
        )
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    invitation.rfq.refresh_from_db(fields=["status", "deadline_at"])
    return moment


def _check_ready(invitation: Invitation, current: Documents) -> None:
    content = publication_content(invitation.rfq)
    gaps = readiness.gaps_of(content, current[Part.QUALITY], current[Part.COMMERCIAL])
    if gaps:
        raise NotReady(_("Some answers are still needed before this quote can be sent."), gaps)


def _freeze(
    invitation: Invitation, current: Documents, by: Any, received_at: datetime, idempotency_key: UUID
) -> Revision:
    earlier = Revision.objects.filter(invitation=invitation).order_by("-number").first()
    revision = Revision.objects.create(
        invitation=invitation,
        number=earlier.number + 1 if earlier else 1,
        received_at=received_at,
        submitted_by=by,
        idempotency_key=idempotency_key,
    )
    keys = {key.part: key for key in SealingKey.objects.filter(rfq=invitation.rfq_id)}
    for part in Part.values:
        _seal_part(revision, invitation, part, current[part], keys[part])
    _wrap_files(revision, invitation, current, keys)
    if earlier:
        EnvelopeKey.objects.filter(envelope__revision=earlier, holder=EnvelopeKey.Holder.RFQ).delete()
        FileKey.objects.filter(revision=earlier).delete()
    return revision


def _seal_part(
    revision: Revision,
    invitation: Invitation,
    part: str,
    document: documents.Document,
    sealing_key: SealingKey,
) -> None:
    key, locked = vault.new_read_back_key(invitation.pk)
    blob, commitment = vault.seal_envelope(document, key, revision.pk, part)
    envelope = Envelope.objects.create(revision=revision, part=part, sealed=blob, commitment=commitment)
    holders = EnvelopeKey.Holder
    EnvelopeKey.objects.create(
        envelope=envelope, holder=holders.RFQ, wrapped=vault.wrap_for_opening(key, sealing_key, envelope.pk)
    )
    EnvelopeKey.objects.create(envelope=envelope, holder=holders.READ_BACK, wrapped=locked)


def _wrap_files(
    revision: Revision, invitation: Invitation, current: Documents, keys: dict[str, SealingKey]
) -> None:
    files = QuoteFile.objects.filter(invitation=invitation, removed_at__isnull=True)
    for file in files:
        key = vault.unlock_for_vendor(file.key_locked, invitation.pk)
        FileKey.objects.create(
            revision=revision, file=file, wrapped=vault.wrap_for_opening(key, keys[file.part], file.pk)
        )


def _tell(invitation: Invitation, revision: Revision, receipt: Receipt, now: datetime) -> None:
    """The mail holds the receipt, which tells nothing of the content, and never a salt."""
    shown = {"text": bytes(receipt.body).decode(), "signature": b64encode(bytes(receipt.signature)).decode()}
    for contact in invitation.vendor.contacts.filter(is_active=True, user__isnull=False):
        notifications.queue(
            "quote_received",
            to=contact.email,
            language=contact.language,
            now=now,
            user=contact.user,
            about=f"invitation:{invitation.pk}",
            context={"rfq": invitation.rfq, "revision": revision, "contact": contact, "receipt": shown},
        )


def read_revision(revision: Revision) -> Documents:
    """Return both documents as they were sent, for the vendor's own pages."""
    parts: Documents = {}
    for envelope in revision.envelopes.all():
        wrapped = envelope.keys.get(holder=EnvelopeKey.Holder.READ_BACK).wrapped
        key = vault.unlock_for_vendor(wrapped, revision.invitation_id)
        parts[envelope.part] = vault.open_envelope(envelope.sealed, key, revision.pk, envelope.part)[0]
    return parts
