"""Receipts: what a vendor is given for a quote, signed, so that it can prove later what it sent and when.

A receipt is canonical JSON of at most 1 KiB, signed with Ed25519. The bytes that were signed are the bytes that
are stored and handed out; nothing is serialised again to verify them. Contents appear only as salted hashes:
SHA-256(salt || document) of both documents, SHA-256(salt || SHA-256(content)) of every attachment. A salt has
256 random bits, so the receipt does not tell a price to somebody who tries them all.
`verify_receipt.py` beside this file is the independent reader: it shares no code with this module.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sealing.canonical import canonical

VERSION = 1
KEY_BYTES = 32
PUBLIC = "public."
DATES = ("from", "retired", "revoked")
FORM = "NAME:BASE64[;from=YYYY-MM-DD][;retired=YYYY-MM-DD][;revoked=YYYY-MM-DD][,...]"


class ReceiptBroken(ValueError):
    """The receipt was not signed with this key, or was changed since, or its key is unknown here."""


class ReceiptKeyError(ValueError):
    """The configured receipt keys cannot be used; the message says how to write them."""


@dataclass(frozen=True)
class ReceiptFacts:
    """What a receipt states. Hashes are 32 raw bytes; `previous` is of the vendor's receipt before this one."""

    rfq: UUID
    title: str
    vendor: UUID
    revision: int
    received_at: datetime
    deadline: datetime
    quality: bytes
    commercial: bytes
    attachments: Sequence[bytes]
    previous: bytes | None
    audit: UUID


def receipt_body(facts: ReceiptFacts, key_id: str) -> bytes:
    """Return the bytes to sign: canonical JSON, hashes in base64url without padding, times in UTC with µs."""
    return canonical(
        {
            "version": VERSION,
            "rfq": str(facts.rfq),
            "title": text_of(hashlib.sha256(unicodedata.normalize("NFC", facts.title).encode()).digest()),
            "vendor": str(facts.vendor),
            "revision": facts.revision,
            "received_at": moment_text(facts.received_at),
            "deadline": moment_text(facts.deadline),
            "quality": text_of(facts.quality),
            "commercial": text_of(facts.commercial),
            "attachments": [text_of(one) for one in facts.attachments],
            "previous": text_of(facts.previous) if facts.previous else None,
            "audit": str(facts.audit),
            "key": key_id,
        }
    )


def attachment_salt(document_salt: bytes, file_id: UUID) -> bytes:
    """Return the salt of one attachment: HMAC-SHA256 of its id under the salt of the document of its part.

    Derived, so that whoever holds the document holds the salts of its files, and nobody else does.
    """
    return hmac.digest(document_salt, b"attachment|" + str(file_id).encode(), "sha256")


def attachment_commitment(salt: bytes, content_sha256: bytes) -> bytes:
    """Return SHA-256(salt || SHA-256(content)), 32 bytes."""
    return hashlib.sha256(salt + content_sha256).digest()


def moment_text(moment: datetime) -> str:
    """Return a moment as 2026-11-22T03:52:37.000001Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def text_of(raw: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class ReceiptKey:
    """One signing key: its public half, its dates, and its private half where it is still kept.

    It signs from `from` until the day before `retired`. Since the day it was `revoked` its receipts prove
    nothing by themselves any more: somebody else may have held the key.
    """

    name: str
    public: bytes
    private: bytes | None
    dates: dict[str, date]

    @property
    def id(self) -> str:
        """The first 64 bits of SHA-256 of the public key, in hex: a key cannot go under another's id."""
        return hashlib.sha256(self.public).hexdigest()[:16]

    @property
    def pem(self) -> str:
        """The public key as OpenSSL reads it."""
        key = Ed25519PublicKey.from_public_bytes(self.public)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def published(self) -> dict[str, str | None]:
        """What everybody may know: id, name, public key in base64, dates."""
        days = {name: str(self.dates[name]) if name in self.dates else None for name in DATES}
        return {"id": self.id, "name": self.name, "public": base64.b64encode(self.public).decode(), **days}


class ReceiptKeys:
    """The server's receipt keys: the first signs, all verify. Keys rotate by putting a new one in front."""

    def __init__(self, keys: Sequence[ReceiptKey]) -> None:
        if not keys:
            raise ReceiptKeyError(f"no receipt key: expected {FORM}")
        if len({key.id for key in keys}) < len(keys) or len({key.name for key in keys}) < len(keys):
            raise ReceiptKeyError("two receipt keys are the same or have the same name")
        first = keys[0]
        if first.private is None or {"retired", "revoked"} & first.dates.keys():
            raise ReceiptKeyError(
                f"receipt key {first.name!r} comes first and must sign: not a public half,"
                " neither retired nor revoked"
            )
        self.all = tuple(keys)
        self.current = first

    @classmethod
    def parse(cls, text: str) -> "ReceiptKeys":
        """Read NAME:BASE64[;from=DAY][;retired=DAY][;revoked=DAY][,...]: 32 bytes of an Ed25519 private key.

        `public.` before the base64 marks a public half: a key that no longer signs needs no other.
        """
        pieces = filter(None, (piece.strip() for piece in text.split(",")))
        return cls([_read_key(piece) for piece in pieces])

    @staticmethod
    def generate(name: str = "r1", since: date | None = None) -> str:
        """Return a fresh key in the form that `parse` reads, valid from `since` on."""
        secret = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        return f"{name}:{secret}" + (f";from={since}" if since else "")

    def sign(self, body: bytes) -> bytes:
        """Return the current key's Ed25519 signature, 64 bytes."""
        private = self.current.private
        if private is None:  # the constructor has refused this
            raise ReceiptKeyError("the current receipt key has no private half")
        return Ed25519PrivateKey.from_private_bytes(private).sign(body)

    def verify(self, body: bytes, signature: bytes, key_id: str) -> ReceiptKey:
        """Return the key that signed these bytes, whatever its dates say; raise ReceiptBroken otherwise."""
        key = next((key for key in self.all if key.id == key_id), None)
        if key is None:
            raise ReceiptBroken(f"signed with key {key_id}, which is not configured here")
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, body)
        except InvalidSignature as error:
            raise ReceiptBroken("the signature does not fit the receipt") from error
        return key

    def published(self) -> dict[str, Any]:
        """Return {"keys": [...]}, the current one first: the JSON beside the page of public keys."""
        return {"keys": [key.published() for key in self.all]}


def _read_key(piece: str) -> ReceiptKey:
    name, _, rest = piece.partition(":")
    encoded, *notes = rest.split(";")
    try:
        raw = base64.b64decode(encoded.removeprefix(PUBLIC), validate=True)
        dates = {note.partition("=")[0]: date.fromisoformat(note.partition("=")[2]) for note in notes}
    except ValueError as error:
        raise ReceiptKeyError(f"receipt key {name!r} cannot be read: expected {FORM}") from error
    if not name.isalnum() or len(name) > 16 or len(raw) != KEY_BYTES or not dates.keys() <= set(DATES):
        raise ReceiptKeyError(f"receipt key {name!r}: a short alphanumeric name, 32 bytes in base64, dates")
    if encoded.startswith(PUBLIC):
        return ReceiptKey(name, raw, None, dates)
    public = Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()
    return ReceiptKey(name, public, raw, dates)
