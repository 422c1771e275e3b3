"""Files of a quote: checked, hashed, sealed, stored; removed from the draft but never from a submission."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from quotes import documents, vault
from quotes.actions.drafts import link_file, unlink_file
from quotes.actions.refusals import FileNotWhole
from quotes.models import FileKey, QuoteFile
from quotes.policies import check_can_write
from rfqs.actions.locking import lock_own_invitation
from rfqs.models import Invitation
from ui.errors import Refused
from ui.uploads.faults import FileDamaged
from ui.uploads.storage import removed_on_failure

MOST_FILES = 10
MOST_BYTES = 100 * 1024 * 1024


@transaction.atomic(durable=True)
def attach_file(
    *,
    invitation: Invitation,
    by: Any,
    now: datetime,
    part: str,
    name: str,
    content_type: str,
    content: bytes,
    question: int | None = None,
) -> QuoteFile:
    """Seal and store one file for the draft, as evidence of a question where one is named.

    Kind and size were checked by the form.
    Name, type, size and hash are sealed too. Refuses after the deadline, for other vendors (404), and what
    goes beyond ten files or 100 MiB; uploads of one vendor wait for each other, so that the count holds.
    """
    invitation = _lock_writable(invitation, by, now)
    _check_room(invitation, len(content))
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
    with removed_on_failure(file.content):
        file.content.save(f"{file.id}.sealed", ContentFile(sealed), save=False)
        file.save(force_insert=True)
        if question:
            link_file(invitation, question, file.pk, by=by, now=now)
        audit.record("quote.file_attached", by=by, now=now, obj=file, rfq_code=invitation.rfq.code)
    return file


def _check_room(invitation: Invitation, more: int) -> None:
    held = list(QuoteFile.objects.filter(invitation=invitation, removed_at__isnull=True))
    if len(held) >= MOST_FILES:
        raise Refused(_("A quote holds at most %(most)s files. Remove one first.") % {"most": MOST_FILES})
    if sum(about_file(file)["size"] for file in held) + more > MOST_BYTES:
        raise Refused(_("The files of a quote hold at most 100 MiB together. Remove one first."))


@transaction.atomic(durable=True)
def remove_file(*, invitation: Invitation, by: Any, now: datetime, file: QuoteFile) -> None:
    """Take a file out of the draft and its answers. A submission that names it keeps it; else its bytes go too.

    Waits for a submission in flight, which may be about to name it. The second time nothing happens. Refuses
    after the deadline, and for other vendors (404).
    """
    locked = _lock_writable(invitation, by, now)
    row = QuoteFile.objects.get(pk=file.pk, invitation=locked)
    if row.removed_at is not None:
        return
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    unlink_file(locked, row.pk, by=by, now=now)
    if not FileKey.objects.filter(file=row).exists():
        storage, name = row.content.storage, str(row.content.name)
        transaction.on_commit(lambda: storage.delete(name))
    audit.record("quote.file_removed", by=by, now=now, obj=row, rfq_code=locked.rfq.code)


def _lock_writable(invitation: Invitation, by: Any, now: datetime) -> Invitation:
    """The vendor's own invitation, locked, while its draft may be written."""
    locked = lock_own_invitation(invitation.pk, by)
    check_can_write(locked, now)
    return locked


about_file = vault.about_file


def read_file(file: QuoteFile) -> bytes:
    """Return the content for the vendor's own download; FileDamaged where the stored bytes are not whole."""
    key = vault.unlock_for_vendor(file.key_locked, file.invitation_id)
    return vault.read_stored(file, key)


def check_files_whole(invitation: Invitation, files: list[vault.HeldFile], whole: documents.Document) -> None:
    """Read every file of the draft back and compare size and SHA-256; raise FileNotWhole with its name.

    A file that an answer names but that was taken out of the draft is refused too.
    """
    for file in files:
        try:
            content = vault.read_stored(file.row, file.key, file.about["sha256"])
        except FileDamaged as error:
            raise FileNotWhole(file.about["name"]) from error
        if len(content) != file.about["size"]:
            raise FileNotWhole(file.about["name"])
    named = {UUID(one) for one in documents.file_ids(whole) if _is_id(one)} - {file.row.pk for file in files}
    if not named:
        return
    removed = QuoteFile.objects.filter(invitation=invitation, pk__in=named, removed_at__isnull=False).first()
    if removed is not None:
        raise FileNotWhole(about_file(removed)["name"])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
