"""What changes vendors, their people, papers and references."""

from vendors.actions.contacts import add_contact, edit_contact, set_contact_active
from vendors.actions.papers import (
    add_qualification,
    add_reference,
    edit_qualification,
    edit_reference,
    read_paper,
    remove_qualification,
    remove_reference,
)
from vendors.actions.registry import archive_vendor, create_vendor, edit_vendor, restore_vendor

__all__ = [
    "add_contact",
    "add_qualification",
    "add_reference",
    "archive_vendor",
    "create_vendor",
    "edit_contact",
    "edit_qualification",
    "edit_reference",
    "edit_vendor",
    "read_paper",
    "remove_qualification",
    "remove_reference",
    "restore_vendor",
    "set_contact_active",
]
