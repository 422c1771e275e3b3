"""The opening, as an inside piece: decrypt exactly the accepted documents of one part and write rows."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from accounts.keys import key_ring
from quotes import vault
from quotes.actions.receipts import check_receipt
from quotes.models import (
    Answer,
    EnvelopeKey,
    FeeLine,
    FileKey,
    OpenedFile,
    Quote,
    RateLine,
    Revision,
    TermOffer,
)
from quotes.queries import standing_revisions, unconfirmed_ids
from rfqs import gate
from rfqs.models import RFQ, Part, SealingKey
from rfqs.sealing import private_half
from sealing import SealBroken

FEE_CODES = tuple(f"F{number:02d}" for number in range(1, 21))
OPENED_FILE = "opened-file"


def open_documents(rfq: RFQ, part: str, *, now: datetime) -> list[Quote]:
    """Open one part of every vendor's newest revision and return the quotes, in order of submission.

    The caller has locked the RFQ, checked deadline, officers and state, and moves the status. Takes the
    gate's lock alone, so a submission in flight is waited for. Raises SealBroken when a document does
    not fit its commitment: then nothing is opened at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("inside pieces run in the transaction of an entry point")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [gate.SPACE, str(rfq.pk)])
    sealing_key = SealingKey.objects.get(rfq=rfq, part=part)
    private = private_half(sealing_key)
    return [_open_one(rfq, revision, part, sealing_key, private, now) for revision in newest_revisions(rfq)]


def newest_revisions(rfq: RFQ) -> list[Revision]:
    """Return what was accepted: each vendor's newest revision, in order of submission.

    Neither one that was withdrawn, nor one whose vendor has left an addendum unconfirmed.
    """
    left = unconfirmed_ids(rfq)
    return [revision for revision in standing_revisions(rfq) if revision.invitation_id not in left]


def _open_one(
    rfq: RFQ, revision: Revision, part: str, sealing_key: SealingKey, private: bytes, now: datetime
) -> Quote:
    envelope = revision.envelopes.get(part=part)
    wrapped = envelope.keys.get(holder=EnvelopeKey.Holder.RFQ).wrapped
    key = vault.unwrap_at_opening(wrapped, sealing_key, private, envelope.pk)
    document, salt, commitment = vault.open_envelope(envelope.sealed, key, revision.pk, part)
    if commitment != envelope.commitment:
        raise SealBroken(f"{part} of revision {revision.pk} does not fit its commitment")
    files = _files_of(revision, part, sealing_key, private)
    check_receipt(revision, part, salt, commitment, [(about.file.pk, about.sha256) for about in files])
    if part == Part.QUALITY:
        quote = _write_quality(rfq, revision, document, salt, now)
    else:
        quote = _write_commercial(revision.quote, document, salt, now)
    for file in files:
        file.quote = quote
    OpenedFile.objects.bulk_create(files)
    return quote


def _write_quality(rfq: RFQ, revision: Revision, document: dict[str, Any], salt: str, now: datetime) -> Quote:
    quote = Quote.objects.create(
        rfq=rfq,
        vendor_id=revision.invitation.vendor_id,
        revision=revision,
        submitted_at=revision.received_at,
        quality=document,
        quality_opened_at=now,
        salts={Part.QUALITY.value: salt},
    )
    _write_answers(quote, document)
    TermOffer.objects.bulk_create(
        TermOffer(
            quote=quote,
            code=code,
            status=offer.get("status", TermOffer.Status.NOT_DISCLOSED),
            value=offer.get("value"),
            note=offer.get("note", ""),
        )
        for code, offer in document.get("contract_terms", {}).items()
    )
    return quote


def _write_commercial(quote: Quote, document: dict[str, Any], salt: str, now: datetime) -> Quote:
    quote.commercial, quote.prices_opened_at = document, now
    quote.salts = {**quote.salts, Part.COMMERCIAL.value: salt}
    quote.save(update_fields=["commercial", "prices_opened_at", "salts"])
    _write_answers(quote, document)
    RateLine.objects.bulk_create(
        RateLine(
            quote=quote,
            position=position,
            model=line["model"],
            unit=line["unit"],
            unit_price=_price(line.get("unit_price")),
            content=line,
        )
        for position, line in enumerate(document.get("rate_lines", []), start=1)
    )
    stated = {line["code"]: line for line in document.get("fee_lines", [])}
    FeeLine.objects.bulk_create(_fee_line(quote, code, stated.get(code, {})) for code in FEE_CODES)
    return quote


def _fee_line(quote: Quote, code: str, line: dict[str, Any]) -> FeeLine:
    return FeeLine(
        quote=quote,
        code=code,
        status=line.get("status", "NOT_DISCLOSED"),
        unit=line.get("unit", ""),
        price=_price(line.get("price")),
        content=line,
    )


def _write_answers(quote: Quote, document: dict[str, Any]) -> None:
    rows = []
    for question, values in document.get("answers", {}).items():
        for field, value in values.items():
            state = value.get("state", "VALUE") if isinstance(value, dict) else "VALUE"
            rows.append(
                Answer(
                    quote=quote,
                    question=int(question[1:]),
                    field=field if field.startswith(question) else f"{question}_{field}",
                    state=state,
                    value=value,
                )
            )
    Answer.objects.bulk_create(rows)


def _files_of(revision: Revision, part: str, sealing_key: SealingKey, private: bytes) -> list[OpenedFile]:
    """The rows of this part's files, without their quote yet: the receipt is checked before one is made."""
    rows = []
    for wrap in FileKey.objects.filter(revision=revision, file__part=part).select_related("file"):
        key = vault.unwrap_at_opening(wrap.wrapped, sealing_key, private, wrap.file_id)
        about = json.loads(vault.open_file(wrap.file.about, key, wrap.file_id, "about"))
        rows.append(
            OpenedFile(
                file=wrap.file,
                part=part,
                name=about["name"],
                content_type=about["content_type"],
                size=about["size"],
                sha256=about["sha256"],
                key_locked=key_ring().lock(key, purpose=OPENED_FILE, context=str(wrap.file_id)),
            )
        )
    return rows


def read_opened_file(opened: OpenedFile) -> bytes:
    """Return the content of an opened file for somebody who may read its quote.

    FileDamaged where the stored bytes are not what was sealed.
    """
    key = key_ring().unlock(bytes(opened.key_locked), purpose=OPENED_FILE, context=str(opened.file_id))
    return vault.read_stored(opened.file, key, sha256=opened.sha256)


def _price(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
