"""What a kind of message is called; an unknown kind shows its code."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, Any] = {
    "audit_anchor": _("Head of the audit trail"),
    "staff_invitation": _("Invitation of a colleague"),
    "contact_invitation": _("Account for a vendor's contact"),
    "rfq_invitation": _("Invitation to quote"),
    "addendum_issued": pgettext_lazy("mail", "Addendum"),
    "question_answered": _("Answer to all"),
    "conflict_declared": _("Conflict of interest of a reviewer"),
    "question_asked": _("Question of a vendor"),
    "rfq_cancelled": pgettext_lazy("mail", "RFQ cancelled"),
    "rfq_colleague": _("Invitation of a vendor's colleague"),
    "rfq_declined": _("Vendor declined"),
    "rfq_link_again": _("Fresh personal link"),
    "rfq_taken_back": _("Invitation taken back"),
    "quotes_opened": _("Quotes opened"),
    "award": _("Award letter"),
    "debrief": _("Debrief letter"),
    "contract_draft": _("Contract draft"),
    "reviewer_assigned": _("Sheets to score"),
}


def kind_label(kind: str) -> str:
    """The name of a kind in the active language."""
    return str(KINDS.get(kind, kind))
