"""What an action is called in words. Other apps add theirs in AppConfig.ready; an unknown code shows itself."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UUID_TEXT = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_LABELS: dict[str, Any] = {
    "account.created": _("Account made"),
    "account.profile_edited": _("Profile changed"),
    "account.second_factor": _("Second factor changed"),
    "account.sessions_ended": _("Signed out everywhere"),
    "addendum.confirmed": _("Addendum confirmed by a vendor"),
    "addendum.discarded": _("Draft of an addendum discarded"),
    "addendum.drafted": _("Addendum drafted"),
    "addendum.issued": _("Addendum issued"),
    "audit.exported": _("Audit trail downloaded"),
    "audit.verified": _("Audit trail verified"),
    "clarification.drafted": _("Answer drafted"),
    "clarification.published": _("Question answered to all"),
    "clarification.refused": _("Question refused"),
    "conflict.declared": _("Conflict of interest declared"),
    "conflict.none": _("Impartiality declared"),
    "contact.added": _("Vendor contact added"),
    "contact.edited": _("Vendor contact changed"),
    "contact.deactivated": _("Vendor contact switched off"),
    "contact.reactivated": _("Vendor contact switched on again"),
    "contract.drafted": _("Contract drafted"),
    "contract.signed": _("Contract marked signed"),
    "contract.term_edited": _("Contract term changed"),
    "what_if.saved": _("Scenario of other assumptions saved"),
    "award.approved": _("Award approved"),
    "award.proposed": pgettext_lazy("action", "Award proposed"),
    "award.none": _("Closed without an award"),
    "award.returned": _("Award sent back"),
    "debrief.released": _("Result letters released"),
    "duty.named": _("Duty assigned"),
    "duty.released": _("Reviewer released"),
    "duty.shared_out": _("Work of a reviewer shared out"),
    "evidence.recorded": _("Evidence recorded"),
    "evidence.struck": _("Evidence struck out"),
    "export.made": _("Table downloaded"),
    "inquiry.answered": _("Answer explained by a vendor"),
    "inquiry.asked": _("Vendor asked to explain an answer"),
    "invitation.accepted": _("Personal link followed"),
    "invitation.added": _("Vendor put on the list"),
    "invitation.declined": _("Invitation declined"),
    "invitation.link_copied": _("Personal link copied"),
    "invitation.link_renewed": _("Personal link asked for again"),
    "invitation.mailed": _("Invitation mailed"),
    "invitation.removed": _("Vendor taken off the list"),
    "invitation.taken_back": _("Refusal to quote taken back"),
    "message.sent_again": _("Message sent again"),
    "opening.approved": _("Opening approved"),
    "opening.continued": _("Opening continued with few quotes"),
    "opening.opened": _("Quotes opened"),
    "organisation.edited": _("Organisation changed"),
    "organisation.set_up": _("Installation set up"),
    "qualification.added": _("Paper of a vendor added"),
    "qualification.edited": _("Paper of a vendor changed"),
    "qualification.removed": _("Paper of a vendor removed"),
    "question.asked": _("Question asked by a vendor"),
    "questions.adopted": _("Question set put into use"),
    "questions.discarded": _("Draft of a question set discarded"),
    "questions.drafted": _("Question set being adapted"),
    "questions.field_added": _("Field added to a question"),
    "questions.field_removed": _("Field taken out of a question"),
    "questions.reworded": _("Question reworded"),
    "quote.draft_replaced": _("Draft of a quote replaced from a workbook"),
    "quote.file_attached": _("File attached to a quote"),
    "quote.file_removed": _("File removed from a quote"),
    "quote.late": _("Quote refused: too late"),
    "quote.read": _("Quote read for the first time"),
    "quote.refused": _("Quote refused"),
    "quote.submitted": _("Quote sent"),
    "quote.withdrawn": _("Quote withdrawn"),
    "reference.added": _("Reference of a vendor added"),
    "reference.edited": _("Reference of a vendor changed"),
    "reference.removed": _("Reference of a vendor removed"),
    "rfq.cancelled": _("RFQ cancelled"),
    "rfq.copied": _("RFQ copied"),
    "rfq.created": _("RFQ begun"),
    "rfq.demand": _("Volumes saved"),
    "rfq.edited": _("RFQ changed"),
    "rfq.extended": _("Deadline extended"),
    "rfq.file_added": _("Attachment added"),
    "rfq.file_removed": _("Attachment removed"),
    "rfq.forecast": _("Forecast saved"),
    "rfq.line_added": _("Service line added"),
    "rfq.line_changed": _("Service line changed"),
    "rfq.line_moved": _("Service line moved"),
    "rfq.line_removed": _("Service line removed"),
    "rfq.published": _("RFQ published"),
    "rfq.questions_until": _("Deadline for questions set"),
    "rfq.retendered": _("RFQ asked anew"),
    "rfq.reset": _("RFQ set back to its template"),
    "rfq.status": _("RFQ moved on"),
    "rfq.weights": _("Weights saved"),
    "score.reproduced": _("Ranking calculated again"),
    "score.revised": _("Score revised"),
    "score.run": _("Ranking calculated"),
    "score.saved": _("Score saved"),
    "score.settled": _("Score agreed"),
    "sealed.attempt": _("Sealed content asked for"),
    "sheet.submitted": _("Score sheet handed in"),
    "simulation.cancelled": _("Simulation cancelled"),
    "simulation.finished": _("Simulation finished"),
    "simulation.reproduced": _("Simulation drawn again"),
    "simulation.started": _("Simulation started"),
    "staff.deactivated": _("Colleague switched off"),
    "staff.invitation_reissued": _("Colleague's link sent again"),
    "staff.invitation_revoked": _("Colleague's link withdrawn"),
    "staff.invited": _("Colleague invited"),
    "staff.joined": _("Colleague joined"),
    "staff.reactivated": _("Colleague switched on again"),
    "staff.roles_changed": _("Roles changed"),
    "waiver.confirmed": _("Waiver confirmed"),
    "waiver.ended": _("Waiver ended"),
    "waiver.proposed": pgettext_lazy("action", "Waiver proposed"),
    "waiver.refused": _("Waiver refused"),
    "vendor.colleague_added": _("Colleague added by the vendor"),
    "vendor.archived": _("Vendor archived"),
    "vendor.created": _("Vendor entered"),
    "vendor.edited": _("Vendor changed"),
    "vendor.restored": _("Vendor taken out of the archive"),
}


def register(labels: dict[str, Any]) -> None:
    """Add names of actions: {"rfq.published": _("RFQ published")}."""
    _LABELS.update(labels)


def action_label(action: str) -> str:
    """The action in words of the active language; its code where nobody named it."""
    return str(_LABELS.get(action, action))


def known_actions() -> list[tuple[str, str]]:
    """(code, name) of every named action, by name."""
    return sorted(((code, str(name)) for code, name in _LABELS.items()), key=lambda pair: pair[1])


def object_words(label: str, detail: dict[str, Any] | None) -> str:
    """What a row is about, for a person: the ids in a label say nothing on a page. The export keeps them."""
    words = " ".join(UUID_TEXT.sub("", label).split())
    vendor = (detail or {}).get("vendor", "")
    return words or (vendor if isinstance(vendor, str) and not UUID_TEXT.search(vendor) else "")
