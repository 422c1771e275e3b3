"""A receipt with its bundle, made without a database, as the vendor would hold it."""

import hashlib
import json
import secrets
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sealing import (
    ReceiptFacts,
    ReceiptKeys,
    attachment_commitment,
    attachment_salt,
    canonical,
    receipt_body,
)

RECEIVED = datetime(2026, 11, 22, 3, 52, 37, 7, tzinfo=UTC)
KEYS = ReceiptKeys.parse(ReceiptKeys.generate())


def sample(
    quote: dict[str, Any] | None = None,
    attachments: tuple[bytes, ...] = (b"roster",),
    keys: ReceiptKeys = KEYS,
    received_at: datetime = RECEIVED,
) -> dict[str, bytes]:
    """The files of a bundle for this quote, freshly salted."""
    documents = {
        "quality": canonical({"schema": "q"}),
        "commercial": canonical(quote or {"price": "48213.77"}),
    }
    salts = {part: secrets.token_bytes(32) for part in documents}
    files = []
    for number, content in enumerate(attachments):
        salt = attachment_salt(salts["quality"], uuid.UUID(int=number))
        files.append(
            {"name": f"{number}.txt", "salt": salt.hex(), "digest": hashlib.sha256(content).digest()}
        )
    facts = ReceiptFacts(
        rfq=uuid.uuid4(),
        title="Shop chat service",
        vendor=uuid.uuid4(),
        revision=1,
        received_at=received_at,
        deadline=received_at + timedelta(hours=1),
        quality=hashlib.sha256(salts["quality"] + documents["quality"]).digest(),
        commercial=hashlib.sha256(salts["commercial"] + documents["commercial"]).digest(),
        attachments=[attachment_commitment(bytes.fromhex(f["salt"]), f["digest"]) for f in files],
        previous=secrets.token_bytes(32),
        audit=uuid.uuid4(),
    )
    body = receipt_body(facts, keys.current.id)
    told = {part: salt.hex() for part, salt in salts.items()}
    told["files"] = [{"name": file["name"], "salt": file["salt"]} for file in files]
    return {
        "receipt.json": body,
        "receipt.sig": keys.sign(body),
        "quality.json": documents["quality"],
        "commercial.json": documents["commercial"],
        "salts.json": json.dumps(told).encode(),
        "keys.json": json.dumps(keys.published()).encode(),
        "key.pem": keys.current.pem.encode(),
    }
