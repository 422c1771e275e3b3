"""What a kind of message is called; an unknown kind shows its code."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, Any] = {
    "addendum_issued": pgettext_lazy("mail", "Addendum"),
    "audit_anchor": _("Head of the audit trail"),
    "award_backup": _("Letter to the backup"),
    "award_none": _("Closed without an award"),
    "award_other": _("Letter to a bidder that was not chosen"),
    "award_won": _("Award letter"),
    "conflict_declared": _("Conflict of interest of a reviewer"),
    "contact_changed": _("Vendor contact changed"),
    "debrief_released": _("Result letter released"),
    "inquiry_answered": _("Explanation of a vendor"),
    "inquiry_asked": _("Question about a quote"),
    "inquiry_noted": _("A reviewer asks a vendor"),
    "opening_left_sealed": _("Quote left sealed"),
    "opening_notice": _("Quotes opened"),
    "opening_sheet": _("Sheets to score"),
    "price_hold": _("A price soon holds no more"),
    "question_answered": _("Answer to all"),
    "question_asked": _("Question of a vendor"),
    "question_refused": _("Question refused"),
    "quote_late": _("Quote refused: too late"),
    "quote_received": _("Receipt of a quote"),
    "quote_withdrawn": _("Quote withdrawn"),
    "rfq_cancelled": pgettext_lazy("mail", "RFQ cancelled"),
    "rfq_colleague": _("Invitation of a vendor's colleague"),
    "rfq_declined": _("Vendor declined"),
    "rfq_extended": _("Deadline extended"),
    "rfq_invitation": _("Invitation to quote"),
    "rfq_link_again": _("Fresh personal link"),
    "rfq_taken_back": _("Invitation taken back"),
    "staff_invitation": _("Invitation of a colleague"),
}


def kind_label(kind: str) -> str:
    """The name of a kind in the active language."""
    return str(KINDS.get(kind, kind))
