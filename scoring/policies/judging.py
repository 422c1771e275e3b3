"""May somebody record what they saw, share out the work, or look at a quote at all?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from scoring.models import Evaluation, EvidenceRecord
from scoring.policies import check_no_proposal
from ui.errors import Refused

WHILE_JUDGED = (RfqStatus.QUALITY_OPENED, RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED, RfqStatus.SCORED)


def check_can_record_evidence(rfq: RFQ, evaluation: Evaluation | None, user: Any) -> None:
    """A buyer or reviewer, from the opening until an award is proposed."""
    if not has_role(user, Role.BUYER, Role.REVIEWER):
        raise Refused(_("Buyers and reviewers record what they have seen."))
    if rfq.status not in WHILE_JUDGED:
        raise Refused(_("Evidence is recorded between the opening of the quotes and the award."))
    check_no_proposal(evaluation)


def check_evidence(
    kind: str,
    finding: str,
    happened_on: date,
    who: str,
    notes: str,
    questions: Sequence[int],
    now: datetime,
) -> None:
    """A record says who, when, what came of it, and which questions it bears on."""
    if kind not in EvidenceRecord.Kind.values or finding not in EvidenceRecord.Finding.values:
        raise Refused(_("Say what it was and what came of it."))
    if happened_on > localtime(now).date():
        raise Refused(_("This day is still to come. Record what has happened."))
    if not who.strip() or not notes.strip():
        raise Refused(_("Say whom you met or spoke to, and what you saw or heard."))
    if any(number not in range(1, 11) for number in questions):
        raise Refused(_("There are ten questions."))
    if not questions and kind != EvidenceRecord.Kind.PAPERS:
        raise Refused(_("Name the questions this bears on."))


def check_can_strike(record: EvidenceRecord) -> None:
    if record.struck_at is not None:
        raise Refused(_("This record is struck out already."))
