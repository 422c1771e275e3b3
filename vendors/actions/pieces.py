"""Inside pieces: a vendor locked and read again, its search column, what changed."""

from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.roles import is_vendor_side
from vendors.access import contact_of
from vendors.models import Vendor
from vendors.search import search_text


def lock_vendor(vendor: Vendor, by: Any) -> Vendor:
    """Return the vendor locked (rows that name it do not wait); PermissionDenied for the people of another."""
    locked = Vendor.objects.select_for_update(no_key=True).get(pk=vendor.pk)
    if is_vendor_side(by):
        contact = contact_of(by)
        if contact is None or contact.vendor_id != locked.pk:
            raise PermissionDenied
    return locked


def refresh_search(vendor: Vendor) -> None:
    """Set the search column from names, place, register, site and the active people."""
    people = vendor.contacts.filter(is_active=True).values_list("name", "email")
    names = [vendor.name, vendor.legal_name, *vendor.name_i18n.values()]
    place = [vendor.city, vendor.registration_no, vendor.website]
    vendor.search = search_text(*names, *place, *(text for person in people for text in person))


def assign(row: Any, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Set the fields that differ and return {field: {"before": ..., "after": ...}} as text for the audit row."""
    changes = {}
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            setattr(row, field, value)
            changes[field] = {"before": _plain(before), "after": _plain(value)}
    return changes


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)
