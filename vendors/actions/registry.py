"""The vendor itself: entered, changed, archived."""

from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from vendors import policies
from vendors.actions.pieces import assign, lock_vendor, refresh_search
from vendors.models import Vendor

BUYERS_FIELDS = {
    "name",
    "name_i18n",
    "legal_name",
    "registration_no",
    "website",
    "city",
    "positions",
    "service_types",
    "channels",
    "languages",
    "seats_total",
    "founded_year",
    "notes",
}
VENDORS_FIELDS = {"website", "city", "service_types", "channels", "languages", "seats_total", "founded_year"}


@transaction.atomic(durable=True)
def create_vendor(*, by: Any, now: datetime, **values: Any) -> Vendor:
    """Enter a vendor into the registry; `values` are fields of BUYERS_FIELDS. Sends nothing."""
    policies.require(policies.may_edit_registry(by))
    _check_fields(values, BUYERS_FIELDS)
    vendor = Vendor(**values)
    refresh_search(vendor)
    vendor.save(force_insert=True)
    audit.record("vendor.created", by=by, now=now, obj=vendor)
    return vendor


@transaction.atomic(durable=True)
def edit_vendor(*, vendor: Vendor, by: Any, now: datetime, **values: Any) -> Vendor:
    """Change a vendor. Its own people change what they can do, not what the buyer calls them.

    Refuses a vendor in the archive. Sends nothing.
    """
    locked = lock_vendor(vendor, by)
    policies.require(policies.may_edit_details(by, locked))
    _check_fields(values, BUYERS_FIELDS if policies.may_edit_registry(by) else VENDORS_FIELDS)
    policies.check_can_edit(locked)
    changes = assign(locked, values)
    if changes:
        refresh_search(locked)
        locked.save(update_fields=[*changes, "search", "updated_at"])
        changes.pop("notes", None)
        audit.record("vendor.edited", by=by, now=now, obj=locked, detail=changes)
    return locked


@transaction.atomic(durable=True)
def archive_vendor(*, vendor: Vendor, by: Any, now: datetime) -> Vendor:
    """Take a vendor out of the lists; what it quoted stays. Sends nothing."""
    return _move(vendor, Vendor.Status.ARCHIVED, "vendor.archived", by, now)


@transaction.atomic(durable=True)
def restore_vendor(*, vendor: Vendor, by: Any, now: datetime) -> Vendor:
    """Take a vendor out of the archive. Sends nothing."""
    return _move(vendor, Vendor.Status.ACTIVE, "vendor.restored", by, now)


def _move(vendor: Vendor, status: str, action: str, by: Any, now: datetime) -> Vendor:
    policies.require(policies.may_edit_registry(by))
    locked = lock_vendor(vendor, by)
    if locked.status != status:
        locked.status = status
        locked.save(update_fields=["status", "updated_at"])
        audit.record(action, by=by, now=now, obj=locked)
    return locked


def _check_fields(values: dict[str, Any], allowed: set[str]) -> None:
    if unknown := set(values) - allowed:
        raise ValueError(f"not to be set here: {sorted(unknown)}")
