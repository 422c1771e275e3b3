"""Read models of questions and answers: for staff without the asker until the opening, for vendors without others."""

import re
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from rfqs import policies
from rfqs.models import RFQ, Clarification, Invitation, VendorQuestion
from rfqs.states import QUALITY_IS_OPEN, ClarificationStatus, QuestionStatus
from ui.errors import reason_against
from ui.text import labelled
from vendors.models import Vendor

# Shorter Latin words are part of too many others to be taken for a name.
SHORTEST_NAME = 3


def own_names_in(text: str, vendor: Vendor) -> list[str]:
    """Names of the vendor and its people, and domains of their addresses, that stand in the text."""
    contacts = list(vendor.contacts.values_list("name", "email"))
    names = [vendor.name, vendor.legal_name, *vendor.name_i18n.values()]
    names += [name for name, _email in contacts] + [email.rpartition("@")[2] for _name, email in contacts]
    found = [name for name in dict.fromkeys(names) if name and _stands_in(str(name), text)]
    return sorted(found)


def _stands_in(name: str, text: str) -> bool:
    if name.isascii() and len(name) < SHORTEST_NAME:
        return False
    edge = r"(?<![0-9a-z])" if name[0].isascii() else ""
    end = r"(?![0-9a-z])" if name[-1].isascii() else ""
    return re.search(edge + re.escape(name.lower()) + end, text.lower()) is not None


def alias_text(number: int) -> str:
    """1 is "Vendor A", 27 "Vendor AA"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return _("Vendor %(letter)s") % {"letter": letters}


def question_rows(rfq: RFQ) -> list[dict[str, Any]]:
    """Every question for the buyer's side, the oldest first; `vendor` is there once the quotes are open."""
    rows = VendorQuestion.objects.filter(rfq=rfq).select_related("clarification")
    may_know = rfq.status in QUALITY_IS_OPEN
    if may_know:
        rows = rows.select_related("invitation__vendor")
    return [
        {
            "question": row,
            "asker": alias_text(row.alias),
            "vendor": row.invitation.vendor.label if may_know else "",
            "draft": row.clarification if row.status == QuestionStatus.OPEN else None,
        }
        for row in rows
    ]


def clarifications_of(rfq: RFQ) -> list[Clarification]:
    """Published answers by their number, with their questions."""
    rows = Clarification.objects.filter(rfq=rfq, status=ClarificationStatus.PUBLISHED)
    return list(
        rows.prefetch_related(Prefetch("questions", VendorQuestion.objects.only("id", "clarification")))
    )


def answer_drafts(rfq: RFQ) -> list[Clarification]:
    """Answers that are not told yet."""
    return list(Clarification.objects.filter(rfq=rfq, status=ClarificationStatus.DRAFT))


def own_questions(invitation: Invitation) -> list[VendorQuestion]:
    """What this vendor has asked. Callers have come through `rfqs.access.get_invitation`."""
    return list(invitation.questions.select_related("clarification"))


def clarification_view(rfq: RFQ, now: datetime) -> dict[str, Any]:
    """The buyer's page: open and closed questions, drafts, what was told, until when may be asked."""
    rows = question_rows(rfq)
    return {
        "open_questions": [row for row in rows if row["question"].status == QuestionStatus.OPEN],
        "refused_questions": [row for row in rows if row["question"].status == QuestionStatus.REFUSED],
        "askers": len({row["question"].alias for row in rows}),
        "asked": len(rows),
        "drafts": answer_drafts(rfq),
        "clarifications": clarifications_of(rfq),
        "question_rows": {row["question"].pk: row for row in rows},
        "why_not_answer": reason_against(policies.check_open_for_quotes, rfq, now),
    }


def answerable(rfq: RFQ, clarification: Clarification | None) -> dict[str, VendorQuestion]:
    """Open questions by id: those that no other draft answers."""
    rows = VendorQuestion.objects.filter(rfq=rfq, status=QuestionStatus.OPEN)
    return {
        str(row.pk): row
        for row in rows
        if row.clarification_id in (None, clarification.pk if clarification else None)
    }


def question_choices(known: dict[str, VendorQuestion]) -> list[tuple[str, str]]:
    """(id, who and what) for a form."""
    return [(pk, labelled(alias_text(row.alias), row.text)) for pk, row in known.items()]
