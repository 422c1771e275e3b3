"""Who may change what about a vendor, and what its papers are worth today."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role, is_vendor_side
from ui.errors import Refused
from vendors.models import QualificationDocument, Vendor, VendorContact

SOON = timedelta(days=60)


def may_edit_registry(user: Any) -> bool:
    """Buyers keep the registry."""
    return has_role(user, Role.BUYER)


def may_edit_details(user: Any, vendor: Vendor) -> bool:
    """Papers, references, capabilities: buyers, and the vendor's own people (the door let nobody else in)."""
    return may_edit_registry(user) or is_vendor_side(user)


def may_manage_contacts(user: Any, vendor: Vendor) -> bool:
    """Adding people and switching them off: buyers, and the vendor's own lead."""
    return may_edit_registry(user) or has_role(user, Role.VENDOR_LEAD)


def may_edit_contact(user: Any, contact: VendorContact) -> bool:
    """Everybody edits their own entry; those who manage contacts edit all."""
    return contact.user_id == user.pk or may_manage_contacts(user, contact.vendor)


def require(allowed: bool) -> None:
    """PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def check_can_edit(vendor: Vendor) -> None:
    """Refuse changes to a vendor in the archive."""
    if vendor.status == Vendor.Status.ARCHIVED:
        raise Refused(_("This vendor is in the archive. Take it out first."))


def can_edit(vendor: Vendor) -> bool:
    """True when `check_can_edit` has nothing to say."""
    return vendor.status != Vendor.Status.ARCHIVED


def check_can_switch_off(contact: VendorContact, by: Any, others: int) -> None:
    """Refuse oneself and the last contact; `others` counts the remaining active ones."""
    if contact.user_id and contact.user_id == by.pk:
        raise Refused(_("You cannot switch yourself off. Ask a colleague or the buyer."))
    if not others:
        raise Refused(_("This is the last contact of the vendor. Add another one first."))


def expiry(document: QualificationDocument, today: date) -> str:
    """One of "expired", "soon" (within 60 days), "valid" and "open" (no day is given)."""
    if document.valid_until is None:
        return "open"
    if document.valid_until < today:
        return "expired"
    return "soon" if document.valid_until <= today + SOON else "valid"
