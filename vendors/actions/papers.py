"""A vendor's papers and reference cases."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from vendors import policies
from vendors.actions.pieces import assign, lock_vendor
from vendors.files import check_file, extension
from vendors.models import QualificationDocument, ReferenceCase, Vendor


@transaction.atomic(durable=True)
def add_qualification(
    *, vendor: Vendor, by: Any, now: datetime, upload: Any = None, **values: Any
) -> QualificationDocument:
    """Add a paper, with its file where there is one. Refuses a vendor in the archive; sends nothing."""
    locked = _open(vendor, by)
    document = QualificationDocument(vendor=locked, **values)
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
        fields += ["file", "file_name"]
        changes["file"] = {"after": locked.file_name}
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
    """Store under a random name: the vendor's own file name is shown, never used as a path."""
    check_file(upload)
    document.file_name = upload.name[-200:]
    document.file.save(f"{uuid.uuid4()}.{extension(upload.name)}", upload, save=False)


def _discard(document: QualificationDocument) -> None:
    """Delete the file once the change is committed; a rolled-back one keeps it."""
    if document.file:
        storage, name = document.file.storage, str(document.file.name)
        transaction.on_commit(lambda: storage.delete(name))
