"""Receipts: issued in the transaction of the submission, read again for the vendor, checked at the opening."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

import sealing
from accounts.keys import receipt_keys
from quotes import vault
from quotes.models import EnvelopeKey, QuoteFile, Receipt, Revision
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

SCRIPT = Path(sealing.__file__).with_name("verify_receipt.py")
Parts = dict[str, tuple[bytes, bytes]]


def issue_receipt(
    *,
    revision: Revision,
    audit_event: UUID,
    sealed: Mapping[str, vault.SealedPart],
    files: Iterable[vault.HeldFile],
    earlier: Receipt | None,
) -> Receipt:
    """Sign what was just frozen; return the row, yet to be inserted. `received_at` is what the database gave back.

    An inside piece of `submit_quote`: the caller holds the invitation and has passed the deadline gate, so the
    RFQ's deadline is the one that counted. `audit_event` is the id of the row that says the quote was sent,
    `earlier` the vendor's receipt before this one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("inside pieces run in the transaction of an entry point")
    rfq, invitation = revision.invitation.rfq, revision.invitation
    if rfq.deadline_at is None:
        raise RuntimeError("the deadline gate lets nothing through without a deadline")
    keys = receipt_keys()
    listed = sorted(files, key=lambda file: (file.row.uploaded_at, file.row.pk))
    facts = ReceiptFacts(
        rfq=rfq.pk,
        title=rfq.title,
        vendor=invitation.vendor_id,
        revision=revision.number,
        received_at=revision.received_at,
        deadline=rfq.deadline_at,
        quality=sealed[Part.QUALITY].commitment,
        commercial=sealed[Part.COMMERCIAL].commitment,
        attachments=[_commitment(file, sealed[file.row.part].salt) for file in listed],
        previous=hashlib.sha256(earlier.body).digest() if earlier else None,
        audit=audit_event,
    )
    body = receipt_body(facts, keys.current.id)
    return Receipt(
        revision=revision,
        body=body,
        signature=keys.sign(body),
        key=keys.current.id,
        files=[str(file.row.pk) for file in listed],
    )


def own_parts(revision: Revision) -> Parts:
    """Return {part: (salt, the document's bytes)} of a revision, for the vendor's own use.

    Empty once the revision was withdrawn: its keys are gone, its receipt stays.
    """
    found: Parts = {}
    for wrap in EnvelopeKey.objects.filter(
        envelope__revision=revision, holder=EnvelopeKey.Holder.READ_BACK
    ).select_related("envelope"):
        envelope = wrap.envelope
        key = vault.unlock_for_vendor(wrap.wrapped, revision.invitation_id)
        found[envelope.part] = vault.open_envelope_bytes(envelope.sealed, key, revision.pk, envelope.part)
    return found


def own_files_of(receipt: Receipt, documents: Parts) -> list[dict[str, str]]:
    """Return [{"name", "part", "sha256", "salt"}] of a receipt's attachments, in its order."""
    rows = {str(file.pk): file for file in QuoteFile.objects.filter(pk__in=receipt.files)}
    found = []
    for file in (rows[name] for name in receipt.files):
        about = vault.about_file(file)
        salt = attachment_salt(documents[file.part][0], file.pk)
        found.append(
            {"name": about["name"], "part": file.part, "sha256": about["sha256"], "salt": salt.hex()}
        )
    return found


def receipt_bundle(revision: Revision, readme: str) -> bytes:
    """Return a ZIP with everything that checks this revision's receipt without the network, but the attachments.

    It holds the vendor's prices and the salts: for the vendor's own download only. A withdrawn revision's has
    neither documents nor salts.
    """
    receipt, parts, keys = revision.receipt, own_parts(revision), receipt_keys()
    signer = next((key for key in keys.all if key.id == receipt.key), None)
    files = {
        "README.txt": readme.encode(),
        "receipt.json": bytes(receipt.body),
        "receipt.sig": bytes(receipt.signature),
        "keys.json": json.dumps(keys.published(), indent=1).encode(),
        "verify_receipt.py": SCRIPT.read_bytes(),
    }
    if signer:
        files["key.pem"] = signer.pem.encode()
    salts = {part.lower(): salt.hex() for part, (salt, _body) in parts.items()}
    about = {**salts, "files": own_files_of(receipt, parts) if parts else []}
    files["salts.json"] = json.dumps(about, ensure_ascii=False, indent=1).encode()
    files |= {f"{part.lower()}.json": body for part, (_salt, body) in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(zipfile.ZipInfo(name, revision.received_at.timetuple()[:6]), content)
    return buffer.getvalue()


def check_receipt(revision: Revision, part: str, salt: str, commitment: str, files: Iterable[Any]) -> None:
    """Raise SealBroken unless the revision's receipt is signed by us and names this document and these files.

    `commitment` was computed from the opened bytes, as hex; `files` are (file id, SHA-256 of the content as
    hex). Dates of the key are not looked at: a key that was revoked since must not stop an opening.
    """
    receipt = _receipt_of(revision)
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


def _receipt_of(revision: Revision) -> Receipt | None:
    return Receipt.objects.filter(revision=revision).first()


def _commitment(file: vault.HeldFile, document_salt: bytes) -> bytes:
    salt = attachment_salt(document_salt, file.row.pk)
    return attachment_commitment(salt, bytes.fromhex(file.about["sha256"]))
