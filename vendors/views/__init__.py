"""The registry, a vendor's page, and the forms on it."""

from vendors.views.people import contact_active, contact_add, contact_edit
from vendors.views.registry import archive, create, detail, edit, own, vendor_list
from vendors.views.things import (
    paper_add,
    paper_edit,
    paper_file,
    paper_remove,
    reference_add,
    reference_edit,
    reference_remove,
)

__all__ = [
    "archive",
    "contact_active",
    "contact_add",
    "contact_edit",
    "create",
    "detail",
    "edit",
    "own",
    "paper_add",
    "paper_edit",
    "paper_file",
    "paper_remove",
    "reference_add",
    "reference_edit",
    "reference_remove",
    "vendor_list",
]
