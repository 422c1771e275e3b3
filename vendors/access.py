"""The doors to vendors: staff see all, a vendor's people see their own, outsiders get 404."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.roles import Role, has_role, is_vendor_side
from vendors.models import Vendor, VendorContact


def contact_of(user: Any) -> VendorContact | None:
    """Return the active contact behind a vendor-side user, or None."""
    if not is_vendor_side(user):
        return None
    return VendorContact.objects.select_related("vendor").filter(user=user, is_active=True).first()


def vendor_for(user: Any) -> Vendor:
    """Return the vendor a user answers for; 404 for anybody else."""
    contact = contact_of(user)
    if contact is None:
        raise Http404
    return contact.vendor


def vendors_visible_to(user: Any) -> QuerySet[Vendor]:
    """Vendors a person may read: the registry for buyers, approvers and auditors, one's own for vendors."""
    if has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return Vendor.objects.all()
    contact = contact_of(user)
    return Vendor.objects.filter(pk=contact.vendor_id) if contact else Vendor.objects.none()


def get_vendor(user: Any, vendor_id: UUID) -> Vendor:
    """Return one vendor through `vendors_visible_to`; 404 when it is not there for this person."""
    vendor = vendors_visible_to(user).filter(pk=vendor_id).first()
    if vendor is None:
        raise Http404
    return vendor
