"""Files of the buyer that every invited vendor may read."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs.actions.locking import lock_draft
from rfqs.models import RFQ, Attachment
from ui.errors import Refused
from ui.text import listed

MAX_BYTES = 20 * 1024 * 1024
MOST_FILES = 30
# By what the file says it is, not by what the browser claims; nothing a browser would run.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "zip": "application/zip",
}


@transaction.atomic(durable=True)
def add_attachment(*, rfq: RFQ, name: str, data: bytes, by: Any, now: datetime) -> Attachment:
    """Attach a file to a draft. Refuses empty and too large files, unknown kinds and a name twice."""
    locked = lock_draft(rfq, by)
    name = name.replace("\\", "/").rsplit("/", 1)[-1][-200:]
    kind = TYPES.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    if kind is None:
        raise Refused(_("This kind of file is not accepted. Use: %(kinds)s.") % {"kinds": listed(TYPES)})
    if not data or len(data) > MAX_BYTES:
        raise Refused(_("The file is empty or larger than 20 MB."))
    existing = locked.attachments.all()
    if any(one.name == name for one in existing) or len(existing) >= MOST_FILES:
        raise Refused(_("A file of this name is attached already, or there are thirty files."))
    attachment = Attachment(
        rfq=locked,
        name=name,
        content_type=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=now,
        uploaded_by=by,
    )
    # The stored name says nothing and cannot collide; people see the one they gave.
    attachment.file.save(f"{attachment.id}.bin", ContentFile(data), save=False)
    attachment.save(force_insert=True)
    audit.record(
        "rfq.file_added",
        by=by,
        now=now,
        obj=attachment,
        rfq_code=locked.code,
        detail={"sha256": attachment.sha256},
    )
    return attachment


@transaction.atomic(durable=True)
def remove_attachment(*, attachment: Attachment, by: Any, now: datetime) -> None:
    """Take a file away from a draft; the stored file goes once the row is gone for good."""
    locked = lock_draft(attachment.rfq, by)
    audit.record("rfq.file_removed", by=by, now=now, obj=attachment, rfq_code=locked.code)
    storage, stored = attachment.file.storage, str(attachment.file.name)
    Attachment.objects.filter(pk=attachment.pk).delete()
    transaction.on_commit(lambda: storage.delete(stored))
