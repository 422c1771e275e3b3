"""May somebody record what they saw, share out the work, or look at a quote at all?"""

from collections.abc import Container, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role, has_role
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from scoring.engine import FIRST_ITEMS, SECOND_ITEMS
from scoring.models import Evaluation, EvidenceRecord
from scoring.policies import check_no_proposal
from ui.errors import Refused

WHILE_SCORED = (RfqStatus.QUALITY_OPENED, RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED)
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


def check_has_declared(owes: bool) -> None:
    """Nothing is shown or scored before the reviewer has said whether they are impartial."""
    if owes:
        raise Refused(_("Say first whether you are impartial. Your sheet asks you."))


def check_can_share_out(rfq: RFQ, user: Any, is_chair: bool) -> None:
    """The chair or a buyer, until the ranking."""
    if not (is_chair or has_role(user, Role.BUYER)):
        raise Refused(_("The chair and buyers share out the work."))
    if rfq.status not in (RfqStatus.PUBLISHED, *WHILE_SCORED):
        raise Refused(_("Work is shared out between the publication and the ranking."))


def check_is_reviewer(named: bool, name: str) -> None:
    if not named:
        raise Refused(_("%(name)s does not review this RFQ.") % {"name": name})


def check_was_not_released(released: bool, name: str) -> None:
    """Whoever gave sheets back, or was let go, does not come back: what they scored before no longer counts."""
    if released:
        raise Refused(_("%(name)s was taken off this RFQ. Name somebody else.") % {"name": name})


def check_share(items: Sequence[str], quotes: Sequence[str], known_quotes: Container[str]) -> None:
    """What is shared out exists."""
    if any(item not in (*FIRST_ITEMS, *SECOND_ITEMS) for item in items):
        raise Refused(_("Choose from the questions and items that are scored."))
    if any(quote not in known_quotes for quote in quotes):
        raise Refused(_("Choose from the opened quotes."))


def check_share_of_sheet(name: str, *, is_done: bool, changes: bool, is_empty: bool, loses: int) -> None:
    """A sheet that is done stays as it is; scores that were given stay on the sheet they were given on."""
    if is_done and changes:
        raise Refused(
            _("%(name)s has handed this sheet in. Name one more reviewer for what is left.") % {"name": name}
        )
    if is_done:
        return
    if is_empty:
        raise Refused(
            _("Nothing would be left on the sheet of %(name)s. Release them instead.") % {"name": name}
        )
    if loses:
        raise Refused(
            _("%(name)s has scored some of what would be taken away. Scores that were given stay.")
            % {"name": name}
        )


def check_can_release(name: str, handed_in: bool, reason: str) -> None:
    """Nobody takes a reviewer's scores out of the result once they are handed in."""
    if handed_in:
        raise Refused(_("%(name)s has handed in scores. They count, whoever is released.") % {"name": name})
    if not reason.strip():
        raise Refused(_("Give the reason."))


def check_covered(thin: int) -> None:
    """Every answer is scored by as many reviewers as the RFQ asks for."""
    if thin:
        sentence = ngettext(
            "%(count)s answer is assigned to fewer reviewers than the RFQ asks for. Share out the work anew.",
            "%(count)s answers are assigned to fewer reviewers than the RFQ asks for. Share out the work anew.",
            thin,
        )
        raise Refused(sentence % {"count": thin})


def check_all_reasoned(bare: int) -> None:
    if bare:
        sentence = ngettext(
            "%(count)s score on this sheet has no reason yet.",
            "%(count)s scores on this sheet have no reason yet.",
            bare,
        )
        raise Refused(sentence % {"count": bare})


MOST_DAYS = 7


def check_inquiry(
    has_answer: bool, fields: Sequence[str], known: Container[str], text: str, days: int
) -> None:
    """A question to the vendor names fields of one question, says what is unclear, and ends soon."""
    if not has_answer:
        raise Refused(
            _("Only the ten questions and the terms of continuity have an answer that can be clarified.")
        )
    if not fields or any(field not in known for field in fields):
        raise Refused(_("Name the fields the vendor is to explain."))
    if not text.strip():
        raise Refused(_("Say what is unclear."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("Give the vendor one to seven days."))


def check_none_running(running: bool) -> None:
    if running:
        raise Refused(_("A question about this answer is running already. Wait for what the vendor says."))


def check_nothing_asked(running: int) -> None:
    """The quality is not locked while a vendor still has time to explain an answer."""
    if running:
        sentence = ngettext(
            "%(count)s question to a vendor is still running. Wait for the answer or for its time to end.",
            "%(count)s questions to vendors are still running. Wait for the answers or for their time to end.",
            running,
        )
        raise Refused(sentence % {"count": running})


def check_can_strike(record: EvidenceRecord, *, is_theirs: bool) -> None:
    """A reviewer takes nothing away from quotes that others score."""
    if not is_theirs:
        raise Refused(
            _(
                "You can strike out what you recorded yourself and records of quotes that you score. "
                "Ask the chair or a buyer."
            )
        )
    if record.struck_at is not None:
        raise Refused(_("This record is struck out already."))
