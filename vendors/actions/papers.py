"""A vendor's papers and reference cases."""

from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from accounts import stored
from ui.uploads import PAPERS
from ui.uploads.storage import removed_on_failure
from ui.uploads.words import CheckedFile, checked
from vendors import policies
from vendors.actions.pieces import assign, lock_vendor
from vendors.models import QualificationDocument, ReferenceCase, Vendor

PURPOSE = "vendor-paper"


@transaction.atomic(durable=True)
def add_qualification(
    *, vendor: Vendor, by: Any, now: datetime, upload: Any = None, **values: Any
) -> QualificationDocument:
    """Add a paper, with its file where there is one. Refuses a vendor in the archive; sends nothing."""
    locked = _open(vendor, by)
    document = QualificationDocument(vendor=locked, **values)
    with removed_on_failure(document.file):
        if upload:
            _attach(document, upload)
        document.save(force_insert=True)
        audit.record("qualification.added", by=by, now=now, obj=document, detail=_of(locked))
    return document


@transaction.atomic(durable=True)
def edit_qualification(
    *, document: QualificationDocument, by: Any, now: datetime, upload: Any = None, **values: Any
) -> QualificationDocument:
    """Change a paper; a new file replaces the old one. Refuses a vendor in the archive; sends nothing."""
    vendor = _open(document.vendor, by)
    locked = QualificationDocument.objects.select_for_update().get(pk=document.pk)
    changes = assign(locked, values)
    fields = list(changes)
    if upload:
        _discard(locked)
        _attach(locked, upload)
        fields += ["file", "file_name", "sha256"]
        changes["file"] = {"after": locked.file_name}
    with removed_on_failure(locked.file if upload else None):
        if fields:
            locked.save(update_fields=fields)
            audit.record("qualification.edited", by=by, now=now, obj=locked, detail=_of(vendor) | changes)
    return locked


@transaction.atomic(durable=True)
def remove_qualification(*, document: QualificationDocument, by: Any, now: datetime) -> None:
    """Remove a paper and its file. Refuses a vendor in the archive; sends nothing."""
    vendor = _open(document.vendor, by)
    locked = QualificationDocument.objects.select_for_update().get(pk=document.pk)
    audit.record("qualification.removed", by=by, now=now, obj=locked, detail=_of(vendor))
    _discard(locked)
    locked.delete()


@transaction.atomic(durable=True)
def add_reference(*, vendor: Vendor, by: Any, now: datetime, **values: Any) -> ReferenceCase:
    """Add a reference case. Refuses a vendor in the archive; sends nothing."""
    locked = _open(vendor, by)
    reference = ReferenceCase.objects.create(vendor=locked, **values)
    audit.record("reference.added", by=by, now=now, obj=reference, detail=_of(locked))
    return reference


@transaction.atomic(durable=True)
def edit_reference(*, reference: ReferenceCase, by: Any, now: datetime, **values: Any) -> ReferenceCase:
    """Change a reference case. Refuses a vendor in the archive; sends nothing."""
    vendor = _open(reference.vendor, by)
    locked = ReferenceCase.objects.select_for_update().get(pk=reference.pk)
    changes = assign(locked, values)
    if changes:
        locked.save(update_fields=list(changes))
        audit.record("reference.edited", by=by, now=now, obj=locked, detail=_of(vendor) | changes)
    return locked


@transaction.atomic(durable=True)
def remove_reference(*, reference: ReferenceCase, by: Any, now: datetime) -> None:
    """Remove a reference case. Refuses a vendor in the archive; sends nothing."""
    vendor = _open(reference.vendor, by)
    locked = ReferenceCase.objects.select_for_update().get(pk=reference.pk)
    audit.record("reference.removed", by=by, now=now, obj=locked, detail=_of(vendor))
    locked.delete()


def _open(vendor: Vendor, by: Any) -> Vendor:
    locked = lock_vendor(vendor, by)
    policies.require(policies.may_edit_details(by, locked))
    policies.check_can_edit(locked)
    return locked


def _of(vendor: Vendor) -> dict[str, Any]:
    return {"vendor": str(vendor)}


def _attach(document: QualificationDocument, upload: Any) -> None:
    """Store encrypted, under a name that says nothing: the vendor's own file name is shown, never a path."""
    file = upload if isinstance(upload, CheckedFile) else checked(upload, PAPERS)
    document.file_name, document.sha256 = file.name, stored.digest(file.content)
    stored.store(document.file, file.content, purpose=PURPOSE, context=str(document.pk))


def read_paper(document: QualificationDocument) -> bytes:
    """Return the file of a paper for somebody who came through the door.

    FileDamaged where it is not what was stored. A paper from before papers had a hash is given as it stands.
    """
    if not document.sha256:
        with document.file.open("rb") as held:
            return bytes(held.read())
    return stored.read(document.file, purpose=PURPOSE, context=str(document.pk), sha256=document.sha256)


def _discard(document: QualificationDocument) -> None:
    """Delete the file once the change is committed; a rolled-back one keeps it."""
    if document.file:
        storage, name = document.file.storage, str(document.file.name)
        transaction.on_commit(lambda: storage.delete(name))
