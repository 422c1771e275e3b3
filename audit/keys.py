"""Which keys the detail of an action may hold. What is not named here is refused, so content cannot slip in.

A refused attempt holds its reason alone. An action without a row holds no detail. Words for the keys are in
`audit.details`.
"""

from collections.abc import Mapping
from typing import Any

DENIED = frozenset({"reason"})
_VENDOR = {"city", "founded_year", "languages", "legal_name", "name", "name_i18n", "positions", "website"}
_PAPER = {"vendor", "kind", "number", "issuer", "valid_until", "note", "file", "file_name"}
_REFERENCE = {"vendor", "client", "industry", "channel", "depth", "monthly_volume", "seats", "started_on"}

KEYS: dict[str, set[str]] = {
    "account.created": {"roles"},
    "account.profile_edited": {"before", "after"},
    "addendum.confirmed": {"number"},
    "addendum.drafted": {"part"},
    "addendum.issued": {"number", "version", "parts", "before", "after"},
    "audit.exported": {"filter"},
    "audit.verified": {"linked", "unlinked", "troubles"},
    "award.approved": {"vendor", "run"},
    "award.none": {"reason", "code"},
    "award.proposed": {"vendor", "given_as", "reason"},
    "award.returned": {"reason"},
    "clarification.published": {"number", "questions"},
    "clarification.refused": {"reason"},
    "conflict.declared": {"vendor", "reason"},
    "contact.added": {"vendor"},
    "contact.deactivated": {"vendor"},
    "contact.edited": {"email", "is_lead", "language", "name", "phone", "position"},
    "contact.reactivated": {"vendor"},
    "contract.broken_off": {"reason"},
    "contract.drafted": {"vendor", "missing"},
    "contract.signed": {"signed_on", "agreed_as_offered"},
    "contract.term_edited": {"term", "before", "after"},
    "debrief.released": {"vendors"},
    "duty.named": {"kind", "name"},
    "evidence.recorded": {"kind", "vendor", "on", "who"},
    "evidence.struck": {"kind", "vendor", "reason"},
    "conflict.none": set(),
    "duty.shared_out": {"name", "items", "quotes"},
    "duty.released": {"name", "reason"},
    "export.made": {"what", "form"},
    "inquiry.answered": {"question", "items"},
    "inquiry.asked": {"question", "items", "vendor", "until"},
    "invitation.accepted": {"purpose"},
    "invitation.declined": {"reason"},
    "invitation.link_copied": {"expires_at"},
    "message.sent_again": {"kind"},
    "opening.approved": {"part", "expires_at"},
    "opening.continued": {"reason", "eligible"},
    "opening.opened": {"part", "vendors", "officers"},
    "organisation.edited": {"before", "after"},
    "organisation.set_up": {"profile"},
    "qualification.added": {"vendor"},
    "qualification.edited": _PAPER,
    "qualification.removed": {"vendor"},
    "quote.read": {"part", "vendor"},
    "questions.adopted": {"question_set", "note"},
    "questions.discarded": {"question_set"},
    "questions.drafted": {"question_set"},
    "questions.field_added": {"question_set", "question", "field"},
    "questions.field_removed": {"question_set", "question", "field"},
    "questions.reworded": {"question_set", "question"},
    "reference.added": {"vendor"},
    "reference.edited": _REFERENCE | {"ended_on", "billing_model", "kpi_before", "kpi_after", "may_contact"},
    "reference.removed": {"vendor"},
    "rfq.cancelled": {"reason", "code"},
    "rfq.copied": {"from"},
    "rfq.retendered": {"from"},
    "rfq.created": {"template"},
    "rfq.demand": {"line", "source", "grain", "history", "confirmed"},
    "rfq.edited": {"line", "part"},
    "rfq.extended": {"reason", "before", "after"},
    "rfq.file_added": {"sha256"},
    "rfq.forecast": {"line", "forecast", "own"},
    "rfq.line_added": {"line", "label", "lines"},
    "rfq.line_changed": {"line", "label", "lines"},
    "rfq.line_moved": {"line", "label", "lines"},
    "rfq.line_removed": {"line", "label", "lines"},
    "rfq.published": {"reason", "passed_with_reason", "version"},
    "rfq.questions_until": {"before", "after"},
    "rfq.reset": {"line", "part"},
    "rfq.status": {"from", "to"},
    "rfq.weights": {"preset", "pillars", "price_formula", "version"},
    "score.reproduced": {"number", "equal"},
    "score.revised": {"item", "quote", "before", "after", "reason"},
    "score.run": {"number"},
    "score.saved": {"item", "quote", "before", "after", "reason"},
    "score.settled": {"item", "quote", "before", "value", "reason"},
    "sheet.submitted": {"stage"},
    "simulation.cancelled": {"number"},
    "simulation.finished": {"number", "status"},
    "simulation.reproduced": {"number", "equal"},
    "simulation.started": {"number", "scenarios"},
    "waiver.confirmed": {"vendor", "finding", "until"},
    "waiver.ended": {"vendor", "finding", "until", "reason"},
    "waiver.proposed": {"vendor", "finding", "until", "reason"},
    "waiver.refused": {"vendor", "finding", "until", "reason"},
    "what_if.saved": {"name", "values"},
    "staff.invited": {"roles"},
    "staff.roles_changed": {"before", "after"},
    "vendor.colleague_added": {"new_contact"},
    "vendor.edited": _VENDOR | {"channels", "registration_no", "seats_total", "service_types"},
}


class UnknownKey(ValueError):
    """An act wanted to write something into the trail that nobody allowed."""


def check(action: str, detail: Mapping[str, Any], *, denied: bool) -> None:
    """Raise UnknownKey when the detail holds a key that the action is not allowed; the act is rolled back."""
    allowed = DENIED if denied else KEYS.get(action, frozenset())
    if unknown := sorted(detail.keys() - allowed):
        raise UnknownKey(f"{action} may not write {', '.join(unknown)}: allow it in audit/keys.py")
