"""Files kept for the buyer's side: encrypted on disk under the key ring, compared with their hash when read.

Quotes have keys of their own (`quotes.vault`). This is for papers of vendors and attachments of RFQs.
"""

import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile

from accounts.keys import key_ring
from sealing import SealBroken
from ui.uploads.faults import FileDamaged

log = logging.getLogger(__name__)


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def store(field: Any, content: bytes, *, purpose: str, context: str) -> None:
    """Encrypt and write the content of a row's file field; the row itself is not saved.

    The stored name is the context (the row's id) and says nothing; `context` also ties the bytes to the row.
    """
    locked = key_ring().lock(content, purpose=purpose, context=context)
    field.save(f"{context}.sealed", ContentFile(locked), save=False)


def read(field: Any, *, purpose: str, context: str, sha256: str) -> bytes:
    """Return what was stored; FileDamaged where bytes are missing, moved or changed.

    A file from before files were encrypted is taken as it stands when its hash fits.
    """
    try:
        with field.open("rb") as stored:
            held: bytes = stored.read()
        content = (
            held if digest(held) == sha256 else key_ring().unlock(held, purpose=purpose, context=context)
        )
    except (OSError, SealBroken) as error:
        raise damaged(purpose, context) from error
    if digest(content) != sha256:
        raise damaged(purpose, context)
    return content


def damaged(purpose: str, context: str) -> FileDamaged:
    """The error to raise, after the alarm in the log."""
    log.critical("stored file damaged: %s %s", purpose, context)
    return FileDamaged(f"{purpose} {context}")
