"""The doors to vendors: staff see all, a vendor's people see their own, outsiders get 404."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.roles import Role, has_role, is_staff_side, is_vendor_side
from vendors.models import QualificationDocument, ReferenceCase, Vendor, VendorContact

REGISTRY_READERS = (Role.BUYER, Role.APPROVER, Role.AUDITOR)


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
    if has_role(user, *REGISTRY_READERS):
        return Vendor.objects.all()
    contact = contact_of(user)
    return Vendor.objects.filter(pk=contact.vendor_id) if contact else Vendor.objects.none()


def get_vendor(user: Any, vendor_id: UUID) -> Vendor:
    """Return one vendor through `vendors_visible_to`; 404 when it is not there for this person."""
    vendor = vendors_visible_to(user).filter(pk=vendor_id).first()
    if vendor is None:
        raise Http404
    return vendor


def require_registry_reader(user: Any) -> None:
    """404 for a vendor's people, 403 for staff who do not work with vendors."""
    if not is_staff_side(user):
        raise Http404
    if not has_role(user, *REGISTRY_READERS):
        raise PermissionDenied


def get_vendor_or_refuse(user: Any, vendor_id: UUID) -> Vendor:
    """Return one vendor: 404 for outsiders and rivals, 403 for staff who do not work with vendors."""
    if is_staff_side(user):
        require_registry_reader(user)
    return get_vendor(user, vendor_id)


def get_contact(user: Any, vendor: Vendor, contact_id: UUID) -> VendorContact:
    """Return one contact of a vendor that went through its door."""
    return _of(VendorContact.objects.select_related("vendor", "user"), vendor, contact_id)


def get_qualification(user: Any, vendor: Vendor, document_id: UUID) -> QualificationDocument:
    """Return one paper of a vendor that went through its door."""
    return _of(QualificationDocument.objects.all(), vendor, document_id)


def get_reference(user: Any, vendor: Vendor, reference_id: UUID) -> ReferenceCase:
    """Return one reference case of a vendor that went through its door."""
    return _of(ReferenceCase.objects.all(), vendor, reference_id)


def _of(rows: Any, vendor: Vendor, row_id: UUID) -> Any:
    row = rows.filter(vendor=vendor, pk=row_id).first()
    if row is None:
        raise Http404
    return row
