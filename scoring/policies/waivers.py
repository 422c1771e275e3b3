"""May a finding be set aside, and who decides? `check_can_x` raises the reason."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from rfqs.models import RFQ
from rfqs.states import QUALITY_IS_OPEN, RfqStatus
from scoring.models import Evaluation, Waiver
from scoring.states import EvaluationStatus, WaiverStatus
from ui.errors import Refused

WAIVER_LASTS = timedelta(days=3 * 366)
# Without a price there is nothing to rank, whoever agrees to it.
PRICELESS = "RF-107"
ENDED = (RfqStatus.AWARDED, RfqStatus.NO_AWARD)


def check_can_waive(rfq: RFQ, evaluation: Evaluation | None, user: Any) -> None:
    """A buyer asks for an exception while the evaluation goes on and no award has been proposed on it."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only buyers propose a waiver."))
    if rfq.status not in QUALITY_IS_OPEN or rfq.status in ENDED:
        raise Refused(_("A waiver is proposed between the opening of the quotes and the award."))
    _check_nothing_proposed(evaluation)


def _check_nothing_proposed(evaluation: Evaluation | None) -> None:
    if evaluation is not None and evaluation.status != EvaluationStatus.SHORTLIST:
        raise Refused(_("An award has been proposed on this ranking. It has to be sent back first."))


def check_is_waivable(code: str, flag: str = "") -> None:
    """`flag`: what a gate failed for, where that was a flag."""
    if PRICELESS in (code, flag):
        raise Refused(_("A price that cannot be computed is not waived: there would be nothing to rank."))


def check_waiver_days(expires_on: date, today: date) -> None:
    """It ends on a day, and that day is neither past nor years away."""
    if expires_on < today:
        raise Refused(_("The last day of the waiver lies in the past. Give today or a later day."))
    if expires_on > today + WAIVER_LASTS:
        raise Refused(_("A waiver lasts three years at most. Give an earlier last day."))


def check_not_waived(live: bool) -> None:
    if live:
        raise Refused(_("There is a waiver of this finding already. End it before you propose another."))


def check_can_decide_waiver(waiver: Waiver, evaluation: Evaluation | None, user: Any, today: date) -> None:
    """An approver who did not propose it, while it waits and has not run out."""
    if not has_role(user, Role.APPROVER):
        raise Refused(_("Only approvers decide on a waiver."))
    if waiver.status != WaiverStatus.PROPOSED:
        raise Refused(_("This waiver has been decided already."))
    if waiver.proposed_by_id == user.pk:
        raise Refused(_("You proposed this waiver. Another person must decide on it."))
    if waiver.expires_on < today:
        raise Refused(_("The last day of this waiver has passed. Propose it anew."))
    _check_nothing_proposed(evaluation)


def check_can_end_waiver(waiver: Waiver, evaluation: Evaluation | None, user: Any) -> None:
    """A buyer or approver takes back what waits or holds, until an award is proposed on it."""
    if not has_role(user, Role.BUYER, Role.APPROVER):
        raise Refused(_("Buyers and approvers end a waiver."))
    if waiver.status not in (WaiverStatus.PROPOSED, WaiverStatus.CONFIRMED):
        raise Refused(_("This waiver has ended already."))
    _check_nothing_proposed(evaluation)


def check_does_not_review(reviews: bool) -> None:
    """In the strict profile who scores does not decide."""
    if reviews:
        raise Refused(_("In the strict profile nobody who reviews an RFQ decides on its award or waivers."))
