"""Files of a quote: checked, hashed, sealed, stored; removed from the draft but never from a submission."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

import audit.actions as audit
from quotes import vault
from quotes.models import QuoteFile
from quotes.policies import check_can_write
from rfqs.access import get_invitation
from rfqs.models import Invitation


@transaction.atomic(durable=True)
def attach_file(
    *, invitation: Invitation, by: Any, now: datetime, part: str, name: str, content_type: str, content: bytes
) -> QuoteFile:
    """Seal and store one file for the draft. Size and type were checked by the form.

    Name, type, size and hash are sealed too. Refuses after the deadline and for other vendors (404).
    """
    get_invitation(by, invitation.pk)
    check_can_write(invitation, now)
    key, locked = vault.new_read_back_key(invitation.pk)
    file = QuoteFile(invitation=invitation, part=part, key_locked=locked, uploaded_at=now, uploaded_by=by)
    about = {
        "name": name,
        "content_type": content_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    file.about = vault.seal_file(json.dumps(about).encode(), key, file.id, "about")
    sealed = vault.seal_file(content, key, file.id, "content")
    file.content.save(f"{file.id}.sealed", ContentFile(sealed), save=False)
    file.save(force_insert=True)
    audit.record("quote.file_attached", by=by, now=now, obj=file, rfq_code=invitation.rfq.code)
    return file


@transaction.atomic(durable=True)
def remove_file(*, invitation: Invitation, by: Any, now: datetime, file: QuoteFile) -> None:
    """Take a file out of the draft. A submission that names it keeps it."""
    get_invitation(by, invitation.pk)
    check_can_write(invitation, now)
    file.removed_at = now
    file.save(update_fields=["removed_at"])
    audit.record("quote.file_removed", by=by, now=now, obj=file, rfq_code=invitation.rfq.code)


def about_file(file: QuoteFile) -> dict[str, Any]:
    """Return {"name", "content_type", "size", "sha256"} for the vendor's own pages."""
    key = vault.unlock_for_vendor(file.key_locked, file.invitation_id)
    about: dict[str, Any] = json.loads(vault.open_file(file.about, key, file.id, "about"))
    return about


def read_file(file: QuoteFile) -> bytes:
    """Return the content for the vendor's own download."""
    key = vault.unlock_for_vendor(file.key_locked, file.invitation_id)
    with file.content.open("rb") as stored:
        return vault.open_file(stored.read(), key, file.id, "content")
