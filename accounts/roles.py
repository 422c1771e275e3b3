"""Roles as code: what a person may be in this installation."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Stable codes; a person may hold several. Vendor roles never mix with the buyer's."""

    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    BUYER = "BUYER", _("Buyer")
    APPROVER = "APPROVER", _("Approver")
    REVIEWER = "REVIEWER", _("Reviewer")
    AUDITOR = "AUDITOR", _("Auditor")
    VENDOR_USER = "VENDOR_USER", _("Vendor user")
    VENDOR_LEAD = "VENDOR_LEAD", _("Vendor lead")


DESCRIPTIONS = {
    Role.ADMINISTRATOR: _(
        "Invites staff, edits question sets, templates and settings; sees no content of quotes."
    ),
    Role.BUYER: _("Writes RFQs, invites vendors, opens quotes with a colleague, ranks, proposes the award."),
    Role.APPROVER: _(
        "Reads RFQs and rankings, opens quotes with a colleague, approves awards others propose."
    ),
    Role.REVIEWER: _("Scores the quotes of the RFQs assigned to them, in the review panel."),
    Role.AUDITOR: _("Reads the audit trail, openings and decisions; changes nothing."),
    Role.VENDOR_USER: _("Answers for one vendor in the portal."),
    Role.VENDOR_LEAD: _("Answers for one vendor and adds colleagues."),
}

STAFF_ROLES = (Role.ADMINISTRATOR, Role.BUYER, Role.APPROVER, Role.REVIEWER, Role.AUDITOR)
VENDOR_ROLES = (Role.VENDOR_USER, Role.VENDOR_LEAD)
PANEL_ROLES = (Role.ADMINISTRATOR, Role.REVIEWER)


def has_role(user: Any, *roles: str) -> bool:
    """True when the signed-in, active user holds any of the roles."""
    return bool(user and user.is_authenticated and user.is_active and set(roles) & set(user.roles))


def is_staff_side(user: Any) -> bool:
    """True for anyone of the buying organisation."""
    return has_role(user, *STAFF_ROLES)


def is_vendor_side(user: Any) -> bool:
    """True for anyone of a vendor."""
    return has_role(user, *VENDOR_ROLES)
