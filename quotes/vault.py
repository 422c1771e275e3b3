"""Sealed storage of drafts, files and revisions: which key, which context, in one place.

Drafts and files are sealed under a content key that is locked for the vendor's own read-back. A revision's
envelopes are sealed under fresh content keys, each wrapped for the opening (the RFQ's key pair of that
part) and locked for the vendor's read-back. `staff` code never calls the read-back half.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.keys import key_ring
from accounts.stored import damaged
from rfqs.models import SealingKey
from sealing import SealBroken, canonical, new_key, open_sealed, seal, unwrap, wrap

READ_BACK = "read-back"

Document = dict[str, Any]


@dataclass(frozen=True)
class HeldFile:
    """A QuoteFile with what its row holds sealed, opened once: content key, and the JSON of `about_file`."""

    row: Any
    key: bytes
    about: Document


@dataclass(frozen=True)
class SealedPart:
    """A sealed document. `commitment` is SHA-256(salt || document), 32 bytes."""

    blob: bytes
    salt: bytes
    commitment: bytes


def new_read_back_key(invitation_id: UUID) -> tuple[bytes, bytes]:
    """Return (content key, the same locked for the vendor's read-back)."""
    key = new_key()
    return key, lock_for_vendor(key, invitation_id)


def lock_for_vendor(key: bytes, invitation_id: UUID) -> bytes:
    return key_ring().lock(key, purpose=READ_BACK, context=str(invitation_id))


def unlock_for_vendor(locked: bytes | memoryview, invitation_id: UUID) -> bytes:
    return key_ring().unlock(bytes(locked), purpose=READ_BACK, context=str(invitation_id))


def seal_draft(document: Document, key: bytes, invitation_id: UUID, part: str) -> bytes:
    return seal(canonical(document), key, f"draft|{invitation_id}|{part}")


def open_draft(blob: bytes | memoryview, key: bytes, invitation_id: UUID, part: str) -> bytes:
    """Return the document's bytes: canonical, as `seal_draft` made them."""
    return open_sealed(bytes(blob), key, f"draft|{invitation_id}|{part}")


def seal_file(content: bytes, key: bytes, file_id: UUID, aspect: str) -> bytes:
    """`aspect` is "about" (name, type, size, hash as JSON) or "content"."""
    return seal(content, key, f"file|{file_id}|{aspect}")


def open_file(blob: bytes | memoryview, key: bytes, file_id: UUID, aspect: str) -> bytes:
    return open_sealed(bytes(blob), key, f"file|{file_id}|{aspect}")


def read_stored(file: Any, key: bytes, sha256: str = "") -> bytes:
    """Return the opened content of a QuoteFile; FileDamaged where bytes are missing, moved or changed."""
    try:
        with file.content.open("rb") as held:
            content = open_file(held.read(), key, file.pk, "content")
    except (OSError, SealBroken) as error:
        raise damaged("quote-file", str(file.pk)) from error
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise damaged("quote-file", str(file.pk))
    return content


def about_file(file: Any) -> Document:
    """Return {"name", "content_type", "size", "sha256"} of a vendor's file, for the vendor's own pages."""
    return hold(file).about


def hold(file: Any) -> HeldFile:
    """Open key and description of a vendor's file, for the vendor's own acts; the content stays where it is."""
    key = unlock_for_vendor(file.key_locked, file.invitation_id)
    return HeldFile(file, key, loaded(open_file(file.about, key, file.id, "about")))


def seal_carried(document: Document, invitation_id: UUID, person_id: object) -> str:
    """A document sealed for a form to carry to the same person's next page: kept nowhere, and not to be changed."""
    key, locked = new_read_back_key(invitation_id)
    blob = seal(canonical(document), key, _carried(invitation_id, person_id))
    return base64.urlsafe_b64encode(len(locked).to_bytes(2, "big") + locked + blob).decode()


def open_carried(text: str, invitation_id: UUID, person_id: object) -> Document:
    """Return the document of `seal_carried`; SealBroken where it is not this person's, or not whole."""
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        size = int.from_bytes(raw[:2], "big")
        key = unlock_for_vendor(raw[2 : 2 + size], invitation_id)
        return loaded(open_sealed(raw[2 + size :], key, _carried(invitation_id, person_id)))
    except ValueError as error:  # SealBroken is one; what was cut short fails in other ways
        raise SealBroken("not a carried document") from error


def _carried(invitation_id: UUID, person_id: object) -> str:
    return f"carried|{invitation_id}|{person_id}"


def seal_envelope(body: bytes, key: bytes, revision_id: UUID, part: str) -> SealedPart:
    """Seal the canonical bytes of a document together with a fresh salt."""
    salted = (salt := secrets.token_bytes(32)) + body
    blob = seal(salted, key, f"envelope|{revision_id}|{part}")
    return SealedPart(blob, salt, hashlib.sha256(salted).digest())


def open_envelope(
    blob: bytes | memoryview, key: bytes, revision_id: UUID, part: str
) -> tuple[Document, str, str]:
    """Return (document, salt as hex, commitment recomputed from what was inside)."""
    salt, body = open_envelope_bytes(blob, key, revision_id, part)
    return loaded(body), salt.hex(), hashlib.sha256(salt + body).hexdigest()


def open_envelope_bytes(
    blob: bytes | memoryview, key: bytes, revision_id: UUID, part: str
) -> tuple[bytes, bytes]:
    """Return (salt, the document's bytes as they were committed to)."""
    plain = open_sealed(bytes(blob), key, f"envelope|{revision_id}|{part}")
    return plain[:32], plain[32:]


def wrap_for_opening(key: bytes, sealing_key: SealingKey, about: UUID) -> bytes:
    return wrap(key, bytes(sealing_key.public), f"{sealing_key.rfq_id}|{sealing_key.part}|{about}")


def unwrap_at_opening(
    wrapped: bytes | memoryview, sealing_key: SealingKey, private: bytes, about: UUID
) -> bytes:
    return unwrap(bytes(wrapped), private, f"{sealing_key.rfq_id}|{sealing_key.part}|{about}")


def loaded(body: bytes) -> Document:
    """Read the bytes of a document."""
    document = json.loads(body)
    if not isinstance(document, dict):
        raise ValueError("a sealed document is a JSON object")
    return document
