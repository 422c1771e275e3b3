"""Files of the buyer that every invited vendor may read."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts import stored
from rfqs.actions.locking import lock_draft, lock_rfq
from rfqs.models import RFQ, Addendum, Attachment
from rfqs.policies import check_can_write_addendum, check_open_for_quotes
from ui.errors import Refused
from ui.uploads import UploadFault, check, safe_name
from ui.uploads.storage import removed_on_failure
from ui.uploads.words import refusal

MOST_FILES = 30
PURPOSE = "rfq-attachment"


@transaction.atomic(durable=True)
def add_attachment(*, rfq: RFQ, name: str, data: bytes, by: Any, now: datetime) -> Attachment:
    """Attach a file to a draft, encrypted on disk. Refuses what `ui.uploads` refuses, and a name twice."""
    return store_attachment(lock_draft(rfq, by), name, data, by=by, now=now)


def store_attachment(
    locked: RFQ, name: str, data: bytes, *, addendum: Addendum | None = None, by: Any, now: datetime
) -> Attachment:
    """Inside piece: check the file, store it encrypted, record it."""
    name = safe_name(name)
    try:
        kind = check(name, data)
    except UploadFault as fault:
        raise Refused(refusal(fault.code, name)) from fault
    existing = locked.attachments.all()
    if any(one.name == name for one in existing):
        raise Refused(
            _("A file named %(name)s is attached already. Rename yours, or remove the other one first.")
            % {"name": name}
        )
    if len(existing) >= MOST_FILES:
        raise Refused(_("There are %(most)s files already. Remove one first.") % {"most": MOST_FILES})
    attachment = Attachment(
        rfq=locked,
        addendum=addendum,
        name=name,
        content_type=kind.content_type,
        size=len(data),
        sha256=stored.digest(data),
        uploaded_at=now,
        uploaded_by=by,
    )
    with removed_on_failure(attachment.file):
        stored.store(attachment.file, data, purpose=PURPOSE, context=str(attachment.pk))
        attachment.save(force_insert=True)
        detail = {"sha256": attachment.sha256}
        audit.record("rfq.file_added", by=by, now=now, obj=attachment, rfq_code=locked.code, detail=detail)
    return attachment


def read_attachment(attachment: Attachment) -> bytes:
    """Return the content for somebody who came through the door; FileDamaged where it is not what was stored."""
    return stored.read(attachment.file, purpose=PURPOSE, context=str(attachment.pk), sha256=attachment.sha256)


@transaction.atomic(durable=True)
def remove_attachment(*, attachment: Attachment, by: Any, now: datetime) -> None:
    """Take a file away from a draft, or from an addendum in hand; what vendors were told of stays (Refused).

    The stored file goes once the row is gone for good.
    """
    locked = _lock_to_remove(attachment, by, now)
    audit.record("rfq.file_removed", by=by, now=now, obj=attachment, rfq_code=locked.code)
    storage, name = attachment.file.storage, str(attachment.file.name)
    Attachment.objects.filter(pk=attachment.pk).delete()
    transaction.on_commit(lambda: storage.delete(name))


def _lock_to_remove(attachment: Attachment, by: Any, now: datetime) -> RFQ:
    if attachment.addendum_id is None:
        return lock_draft(attachment.rfq, by)
    locked = lock_rfq(attachment.rfq, by)
    check_open_for_quotes(locked, now)
    check_can_write_addendum(Addendum.objects.get(pk=attachment.addendum_id))
    return locked
