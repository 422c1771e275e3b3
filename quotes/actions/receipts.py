"""Receipts: issued in the transaction of the submission, read again for the vendor, checked at the opening."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.keys import receipt_keys
from quotes import vault
from quotes.models import EnvelopeKey, FileKey, QuoteFile, Receipt, Revision
from rfqs.models import Part
from sealing import (
    ReceiptBroken,
    ReceiptFacts,
    SealBroken,
    attachment_commitment,
    attachment_salt,
    receipt_body,
)
from sealing.receipts import text_of

Parts = dict[str, tuple[bytes, bytes]]


def issue_receipt(*, revision: Revision, audit_event: UUID) -> Receipt:
    """Sign what was just frozen and store the signed bytes. `received_at` is read back from the row.

    An inside piece of `submit_quote`: the caller holds the invitation and has passed the deadline gate, so the
    RFQ's deadline is the one that counted. `audit_event` is the id of the row that says the quote was sent.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("inside pieces run in the transaction of an entry point")
    revision.refresh_from_db(fields=["received_at"])
    rfq, invitation = revision.invitation.rfq, revision.invitation
    keys = receipt_keys()
    wraps = FileKey.objects.filter(revision=revision).select_related("file")
    files = [wrap.file for wrap in wraps.order_by("file__uploaded_at", "file_id")]
    documents = own_parts(revision)
    earlier = Receipt.objects.filter(revision__invitation=invitation).order_by("-revision__number").first()
    facts = ReceiptFacts(
        rfq=rfq.pk,
        title=rfq.title,
        vendor=invitation.vendor_id,
        revision=revision.number,
        received_at=revision.received_at,
        deadline=rfq.deadline_at,
        quality=_hash(documents[Part.QUALITY]),
        commercial=_hash(documents[Part.COMMERCIAL]),
        attachments=[_commitment(file, documents) for file in files],
        previous=hashlib.sha256(earlier.body).digest() if earlier else None,
        audit=audit_event,
    )
    body = receipt_body(facts, keys.current.id)
    return Receipt.objects.create(
        revision=revision,
        body=body,
        signature=keys.sign(body),
        key=keys.current.id,
        files=[str(file.pk) for file in files],
    )


def own_parts(revision: Revision) -> Parts:
    """Return {part: (salt, the document's bytes)} of a revision, for the vendor's own use."""
    found: Parts = {}
    for envelope in revision.envelopes.all():
        wrapped = envelope.keys.get(holder=EnvelopeKey.Holder.READ_BACK).wrapped
        key = vault.unlock_for_vendor(wrapped, revision.invitation_id)
        found[envelope.part] = vault.open_envelope_bytes(envelope.sealed, key, revision.pk, envelope.part)
    return found


def own_files_of(receipt: Receipt, documents: Parts) -> list[dict[str, str]]:
    """Return [{"name", "part", "sha256", "salt"}] of a receipt's attachments, in its order."""
    rows = {str(file.pk): file for file in QuoteFile.objects.filter(pk__in=receipt.files)}
    found = []
    for file in (rows[name] for name in receipt.files):
        about = _about(file)
        salt = attachment_salt(documents[file.part][0], file.pk)
        found.append(
            {"name": about["name"], "part": file.part, "sha256": about["sha256"], "salt": salt.hex()}
        )
    return found


def check_receipt(revision: Revision, part: str, salt: str, commitment: str, files: Iterable[Any]) -> None:
    """Raise SealBroken unless the revision's receipt is signed by us and names this document and these files.

    `commitment` was computed from the opened bytes, as hex; `files` are (file id, SHA-256 of the content as
    hex). Dates of the key are not looked at: a key that was revoked since must not stop an opening.
    """
    receipt = Receipt.objects.filter(revision=revision).first()
    if receipt is None:
        raise SealBroken(f"revision {revision.pk} has no receipt")
    body = bytes(receipt.body)
    try:
        receipt_keys().verify(body, bytes(receipt.signature), receipt.key)
    except ReceiptBroken as error:
        raise SealBroken(f"receipt of revision {revision.pk}: {error}") from error
    stated = json.loads(body)
    if stated[part.lower()] != text_of(bytes.fromhex(commitment)) or stated["revision"] != revision.number:
        raise SealBroken(f"{part} of revision {revision.pk} does not fit its receipt")
    for file_id, digest in files:
        salted = attachment_commitment(attachment_salt(bytes.fromhex(salt), file_id), bytes.fromhex(digest))
        if text_of(salted) not in stated["attachments"]:
            raise SealBroken(f"file {file_id} of revision {revision.pk} is not in its receipt")


def _hash(document: tuple[bytes, bytes]) -> bytes:
    return hashlib.sha256(b"".join(document)).digest()


def _commitment(file: QuoteFile, documents: Parts) -> bytes:
    salt = attachment_salt(documents[file.part][0], file.pk)
    return attachment_commitment(salt, bytes.fromhex(_about(file)["sha256"]))


def _about(file: QuoteFile) -> dict[str, str]:
    key = vault.unlock_for_vendor(file.key_locked, file.invitation_id)
    about: dict[str, str] = json.loads(vault.open_file(file.about, key, file.pk, "about"))
    return about
