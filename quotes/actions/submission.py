"""Sending a quote: one transaction, one reading of the database's clock, one new frozen revision."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts.keys import key_ring
from accounts.prepared import Prepared, insert_together
from quotes import documents, readiness, vault
from quotes.actions.drafts import Documents, bodies_of
from quotes.actions.files import check_files_whole
from quotes.actions.late import record_late_attempt, tell_contacts
from quotes.actions.receipts import issue_receipt
from quotes.actions.refusals import AddendumOpen, Busy, DraftMoved, Late, NotReady, OtherContent, refusal_of
from quotes.models import Envelope, EnvelopeKey, FileKey, Revision
from quotes.policies import check_can_read, check_can_write, check_second_factor
from quotes.queries import held_files, invitation_to_send, replay_and_newest, token_of
from rfqs import gate
from rfqs.access import get_invitation
from rfqs.actions.locking import lock_own_row
from rfqs.actions.marks import mark_invitation
from rfqs.models import Invitation, Part, SealingKey
from rfqs.queries import shared_publication
from rfqs.states import InvitationStatus, RfqStatus
from sealing import SealBroken
from ui.errors import Refused

SUBMISSION = "submission"
Rows = tuple[list[Envelope], list[EnvelopeKey], list[FileKey]]
DESTROY = """
WITH wraps AS (
  DELETE FROM quotes_envelopekey WHERE holder = 'RFQ'
  AND envelope_id IN (SELECT id FROM quotes_envelope WHERE revision_id = %(revision)s)
) DELETE FROM quotes_filekey WHERE revision_id = %(revision)s
"""


def submit_quote(
    *,
    invitation: Invitation | UUID,
    by: Any,
    now: datetime,
    idempotency_key: UUID,
    content: str | None = None,
) -> Revision:
    """Freeze the draft into a new revision of two sealed documents and return it.

    `invitation` may be its id alone: it is read, through the vendor's own door, when it is locked.
    The same key always answers with the same revision, also after the deadline. `content` is the
    `quotes.queries.content_token` that the form showed. Refuses: another content under a key that was used
    (OtherContent), a draft that is not what the form showed (DraftMoved), after the deadline by the database's
    clock (Late; `now` only serves the words around it), an addendum left to confirm (AddendumOpen), gaps
    (NotReady), a file that is not stored whole (FileNotWhole), after a decline or a cancellation, and people of
    other vendors (404). Busy means that nothing is known to have been written: ask again with the same key. An
    earlier revision is replaced and its keys for the opening are destroyed. Tells every contact of the vendor
    that has enrolled. A late attempt and any other refusal leave a row of their own.
    """
    invitation_id = invitation if isinstance(invitation, UUID) else invitation.pk
    try:
        return _submit(invitation_id, by, idempotency_key, content)
    except Refused as refused:
        refusal = refused
    except (DatabaseError, InterfaceError) as error:
        told = refusal_of(error)
        if told is None:
            raise
        refusal = told
    if isinstance(refusal, Late):
        found = get_invitation(by, invitation_id)
        record_late_attempt(invitation=found, by=by, late=refusal, idempotency_key=idempotency_key)
    elif not isinstance(refusal, Busy):
        _record_refused(get_invitation(by, invitation_id), by, now, str(refusal))
    raise refusal


@transaction.atomic(durable=True)
def _record_refused(invitation: Invitation, by: Any, now: datetime, reason: str) -> None:
    audit.record_denied(
        "quote.refused", by=by, now=now, reason=reason, obj=invitation, rfq_code=invitation.rfq.code
    )


@transaction.atomic(durable=True)
def _submit(invitation_id: UUID, by: Any, key: UUID, content: str | None) -> Revision:
    moment = gate.limit_holder()
    lock_own_row(invitation_id, by)
    to_send = invitation_to_send(invitation_id)
    locked = to_send.invitation
    replay, earlier = replay_and_newest(invitation_id, key)
    if replay:
        _check_same(replay, content)
        return replay
    _check_on_time(locked, moment)
    published = shared_publication(to_send.publication_id)
    check_second_factor(published.content, by)
    bodies, files = bodies_of(to_send.draft, locked), [vault.hold(file) for file in held_files(locked)]
    token = token_of(bodies, files)
    if content is not None and content != token:
        raise DraftMoved()
    whole = _whole(bodies)
    _check_ready(to_send.open_addendum, published.content, whole)
    check_files_whole(locked, files, whole)
    revision = _new_revision(locked, earlier, by, key, token, published.version)
    received_at = revision.received_at
    sealed, rows = _sealed(revision, bodies, files)
    if earlier:
        destroy_opening_keys(earlier)
    if locked.status == InvitationStatus.INVITED:
        mark_invitation(locked, InvitationStatus.SEEN, by=by, now=received_at)
    mark_invitation(locked, InvitationStatus.SUBMITTED, by=by, now=received_at)
    # The audit row says that and when; number and content stay with the vendor until the opening.
    event = audit.record("quote.submitted", by=by, now=received_at, obj=locked, rfq_code=locked.rfq.code)
    receipt = issue_receipt(
        revision=revision,
        audit_event=event.event_id,
        sealed=sealed,
        files=files,
        earlier=getattr(earlier, "receipt", None),
    )
    insert_together(*rows, [receipt])
    # The mail holds the receipt, which tells nothing of the content, and never a salt.
    shown = {"text": bytes(receipt.body).decode(), "signature": b64encode(bytes(receipt.signature)).decode()}
    tell_contacts("quote_received", locked, received_at, revision=revision, receipt=shown)
    return revision


def _check_same(replay: Revision, content: str | None) -> None:
    if content is None or not replay.content_locked:
        return
    context = f"{replay.invitation_id}|{replay.idempotency_key}"
    try:
        token = key_ring().unlock(bytes(replay.content_locked), purpose=SUBMISSION, context=context)
    except SealBroken:  # its sealing key is gone from the ring: nothing to compare with
        return
    if token != content.encode():
        raise OtherContent()


def _check_on_time(invitation: Invitation, moment: datetime) -> None:
    """The answer before the work; the one that counts is the gate's, when the row is made."""
    rfq = invitation.rfq
    never_asked = rfq.status in (RfqStatus.DRAFT, RfqStatus.CANCELLED)
    if not never_asked and rfq.deadline_at is not None and moment > rfq.deadline_at:
        raise Late(moment, rfq.deadline_at)
    check_can_write(invitation, moment)


def _whole(bodies: Mapping[str, bytes]) -> documents.Document:
    return documents.joined(vault.loaded(bodies[Part.QUALITY]), vault.loaded(bodies[Part.COMMERCIAL]))


def _check_ready(open_addendum: int | None, asked: Mapping[str, Any], whole: documents.Document) -> None:
    if open_addendum is not None:
        raise AddendumOpen(open_addendum)
    gaps = readiness.gaps_in(asked, whole)
    if gaps:
        raise NotReady(_("Some answers are still needed before this quote can be sent."), gaps)


def _new_revision(
    invitation: Invitation, earlier: Revision | None, by: Any, key: UUID, token: str, version: int
) -> Revision:
    """Make the row; it passes the gate, which sets `received_at` or refuses."""
    return Revision.objects.create(
        invitation=invitation,
        number=earlier.number + 1 if earlier else 1,
        submitted_by=by,
        idempotency_key=key,
        publication_version=version,
        content_locked=key_ring().lock(token.encode(), purpose=SUBMISSION, context=f"{invitation.pk}|{key}"),
    )


_sealing_keys = Prepared(
    lambda rfq: (
        SealingKey.objects.filter(rfq=rfq).defer("private_locked").annotate(deadline=F("rfq__deadline_at"))
    )
)


def _sealed(
    revision: Revision, bodies: Mapping[str, bytes], files: list[vault.HeldFile]
) -> tuple[dict[str, vault.SealedPart], Rows]:
    """Seal what was sent, and wrap its keys for the opening and for the vendor; the rows are yet to be inserted."""
    invitation = revision.invitation
    found: list[Any] = _sealing_keys(invitation.rfq_id)
    keys = {key.part: key for key in found}
    # As the gate saw it: the deadline may have moved since the invitation was locked.
    invitation.rfq.deadline_at = keys[Part.QUALITY].deadline
    sealed, envelopes, wraps = {}, [], list[EnvelopeKey]()
    for part in Part.values:
        key, locked = vault.new_read_back_key(invitation.pk)
        sealed[part] = done = vault.seal_envelope(bodies[part], key, revision.pk, part)
        envelope = Envelope(revision=revision, part=part, sealed=done.blob, commitment=done.commitment.hex())
        envelopes.append(envelope)
        wraps += _wraps(envelope, vault.wrap_for_opening(key, keys[part], envelope.pk), locked)
    return sealed, (envelopes, wraps, [_file_key(revision, file, keys[file.row.part]) for file in files])


def _wraps(envelope: Envelope, for_opening: bytes, for_vendor: bytes) -> list[EnvelopeKey]:
    holders = EnvelopeKey.Holder
    return [
        EnvelopeKey(envelope=envelope, holder=holders.RFQ, wrapped=for_opening),
        EnvelopeKey(envelope=envelope, holder=holders.READ_BACK, wrapped=for_vendor),
    ]


def _file_key(revision: Revision, file: vault.HeldFile, key: SealingKey) -> FileKey:
    return FileKey(
        revision=revision, file=file.row, wrapped=vault.wrap_for_opening(file.key, key, file.row.pk)
    )


def destroy_opening_keys(revision: Revision) -> None:
    """Inside piece: without these nobody at the buyer can ever open the revision or its files."""
    with connection.cursor() as cursor:
        cursor.execute(DESTROY, {"revision": revision.pk})


def read_revision(revision: Revision) -> Documents:
    """Return both documents as they were sent, for the vendor's own pages; refuses a withdrawn revision."""
    check_can_read(revision)
    parts: Documents = {}
    for envelope in revision.envelopes.all():
        wrapped = envelope.keys.get(holder=EnvelopeKey.Holder.READ_BACK).wrapped
        key = vault.unlock_for_vendor(wrapped, revision.invitation_id)
        parts[envelope.part] = vault.open_envelope(envelope.sealed, key, revision.pk, envelope.part)[0]
    return parts
