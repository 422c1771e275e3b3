"""A vendor's people: added, changed, switched off; their colleagues are told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
import notifications.actions as notifications
from accounts.actions import set_vendor_lead, switch_vendor_person
from accounts.links import absolute
from ui.errors import Refused
from vendors import policies
from vendors.actions.pieces import assign, lock_vendor, refresh_search
from vendors.models import Vendor, VendorContact


@transaction.atomic(durable=True)
def add_contact(
    *,
    vendor: Vendor,
    name: str,
    email: str,
    by: Any,
    now: datetime,
    phone: str = "",
    position: str = "",
    language: str = "zh-hans",
    is_lead: bool = False,
) -> VendorContact:
    """Add a person to a vendor. Refuses an address that is there already, and a vendor in the archive.

    They get their account with an invitation. Tells the vendor's people who can sign in.
    """
    locked = lock_vendor(vendor, by)
    policies.require(policies.may_manage_contacts(by, locked))
    policies.check_can_edit(locked)
    address = email.strip().lower()
    _check_free(locked, address)
    contact = VendorContact.objects.create(
        vendor=locked,
        name=name.strip(),
        email=address,
        phone=phone,
        position=position,
        language=language,
        is_lead=is_lead,
    )
    _save_search(locked)
    audit.record("contact.added", by=by, now=now, obj=contact, detail={"vendor": str(locked)})
    _tell(locked, contact, "added", by, now)
    return contact


@transaction.atomic(durable=True)
def edit_contact(*, contact: VendorContact, by: Any, now: datetime, **values: Any) -> VendorContact:
    """Change a person's entry. The address stays once they sign in with it; only who manages contacts
    names the lead. Refuses a vendor in the archive."""
    vendor = lock_vendor(contact.vendor, by)
    locked = VendorContact.objects.select_for_update(of=("self",)).select_related("user").get(pk=contact.pk)
    policies.require(policies.may_edit_contact(by, locked))
    policies.check_can_edit(vendor)
    values = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
    values["email"] = values.get("email", locked.email).lower()
    if locked.user_id and values["email"] != locked.email:
        raise Refused(
            _("This person signs in with the address; it cannot be changed. Add them anew instead.")
        )
    if values["email"] != locked.email:
        _check_free(vendor, values["email"])
    if not policies.may_manage_contacts(by, vendor):
        values.pop("is_lead", None)
    changes = assign(locked, values)
    if changes:
        locked.save(update_fields=list(changes))
        if "is_lead" in changes and locked.user:
            set_vendor_lead(locked.user, lead=locked.is_lead)
        _save_search(vendor)
        audit.record("contact.edited", by=by, now=now, obj=locked, detail=changes)
    return locked


@transaction.atomic(durable=True)
def set_contact_active(*, contact: VendorContact, active: bool, by: Any, now: datetime) -> VendorContact:
    """Switch a person off, or on again; off ends their sessions. Refuses oneself and the last contact.

    Tells the vendor's other people.
    """
    vendor = lock_vendor(contact.vendor, by)
    locked = VendorContact.objects.select_for_update(of=("self",)).select_related("user").get(pk=contact.pk)
    policies.require(policies.may_manage_contacts(by, vendor))
    policies.check_can_edit(vendor)
    others = vendor.contacts.filter(is_active=True).exclude(pk=locked.pk).count()
    if not active:
        policies.check_can_switch_off(locked, by, others)
    if locked.is_active != active:
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        if locked.user:
            switch_vendor_person(locked.user, active=active)
        _save_search(vendor)
        act = "reactivated" if active else "deactivated"
        audit.record(f"contact.{act}", by=by, now=now, obj=locked, detail={"vendor": str(vendor)})
        _tell(vendor, locked, act, by, now)
    return locked


def _check_free(vendor: Vendor, address: str) -> None:
    if vendor.contacts.filter(email=address).exists():
        raise Refused(_("This vendor has a contact with this address already."))


def _save_search(vendor: Vendor) -> None:
    refresh_search(vendor)
    vendor.save(update_fields=["search", "updated_at"])


def _tell(vendor: Vendor, contact: VendorContact, act: str, by: Any, now: datetime) -> None:
    for person in vendor.contacts.filter(is_active=True, user__isnull=False).exclude(user=by.pk):
        notifications.queue(
            "contact_changed",
            to=person.email,
            language=person.language,
            now=now,
            user=person.user,
            about=f"vendor:{vendor.pk}",
            context={
                "name": person.name,
                "vendor": vendor,
                "contact": contact,
                "act": act,
                "link": absolute("vendors:own"),
            },
        )
