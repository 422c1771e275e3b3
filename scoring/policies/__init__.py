"""May a part be opened, a sheet be scored, an award be proposed? `check_can_x` raises the reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role, has_role
from rfqs.models import RFQ, Part
from rfqs.states import PRICES_ARE_OPEN, RfqStatus
from scoring.engine import FIRST_ITEMS, SECOND_ITEMS
from scoring.models import Evaluation, OpeningApproval, Sheet, Simulation
from scoring.states import EvaluationStatus, SheetStatus, SimulationStatus
from ui.errors import Refused

SPREAD = Decimal("1.5")  # unless the RFQ was published with another
APPROVAL_LASTS = timedelta(minutes=15)
MIN_ELIGIBLE = 2
BROKEN_OFF = "broken_off"  # beside the due diligence: quotes whose negotiation ended
HALVES = tuple(Decimal(half) / 2 for half in range(11))
ITEMS = {Sheet.Stage.FIRST: FIRST_ITEMS, Sheet.Stage.SECOND: SECOND_ITEMS}
SCORED_LATER = (
    RfqStatus.PUBLISHED,
    RfqStatus.QUALITY_OPENED,
    RfqStatus.EVALUATION,
    RfqStatus.PRICES_OPENED,
)
BEFORE_OPENING = {Part.QUALITY: RfqStatus.PUBLISHED, Part.COMMERCIAL: RfqStatus.EVALUATION}


def most_spread(content: Mapping[str, Any]) -> Decimal:
    """By how many points reviewers may differ without a word of the chair, as published."""
    stated = (content.get("need") or {}).get("spread_most")
    return SPREAD if stated is None else Decimal(str(stated))


def check_can_open(rfq: RFQ, part: str, now: datetime) -> None:
    """The state and the deadline allow this part to be opened."""
    if rfq.status == RfqStatus.CANCELLED:
        raise Refused(_("This RFQ is cancelled."))
    if rfq.status == RfqStatus.DRAFT:
        raise Refused(_("This RFQ is not published yet."))
    if rfq.status != BEFORE_OPENING[Part(part)]:
        if part == Part.COMMERCIAL and rfq.status in (RfqStatus.PUBLISHED, RfqStatus.QUALITY_OPENED):
            raise Refused(_("Prices are opened after the quality of the quotes has been scored."))
        raise Refused(_("This part has been opened already."))
    if rfq.deadline_at is None or now <= rfq.deadline_at:
        moment = date_format(localtime(rfq.deadline_at), "Y-m-d H:i") if rfq.deadline_at else ""
        raise Refused(_("Quotes stay sealed until the deadline, %(deadline)s.") % {"deadline": moment})


def check_is_officer(user: Any, strict: bool, has_duty: bool) -> None:
    """Staff who buy or approve open quotes; in the strict profile only the officers named for this RFQ."""
    if not has_role(user, Role.BUYER, Role.APPROVER):
        raise Refused(_("Only buyers and approvers open quotes."))
    if strict and not has_duty:
        raise Refused(_("Only the opening officers named for this RFQ open its quotes."))


def approval_counts(approval: OpeningApproval, rfq: RFQ, part: str, now: datetime) -> bool:
    """A word for this RFQ and part, given after the deadline and not longer than fifteen minutes ago.

    Whether its officer is still one is `check_is_officer` again, on the person as they are now.
    """
    fits = approval.rfq_id == rfq.pk and approval.part == part
    late_enough = rfq.deadline_at is not None and approval.approved_at > rfq.deadline_at
    return fits and late_enough and now - approval.approved_at <= APPROVAL_LASTS


def check_is_active(user: Any) -> None:
    """Somebody who was switched off opens nothing, and their word no longer counts."""
    if not user.is_active:
        raise Refused(_("This account is switched off."))


def check_is_impartial(has_conflict: bool) -> None:
    """A declared conflict of interest ends every say in the matter, an earlier word too."""
    if has_conflict:
        raise Refused(_("You have declared a conflict of interest on this RFQ."))


def check_has_not_approved(user: Any, approvals: Sequence[OpeningApproval]) -> None:
    """Two different persons: one who has approved waits for the other."""
    if any(approval.officer_id == user.pk for approval in approvals):
        raise Refused(_("You have approved this opening. A second person must do so too."))


def check_can_continue_with_few(rfq: RFQ, eligible: int) -> None:
    if rfq.status != RfqStatus.QUALITY_OPENED:
        raise Refused(_("The evaluation is not waiting for this decision."))
    if eligible == 0:
        raise Refused(_("No quote is eligible, so there is nothing to score. The RFQ can be cancelled."))


def check_can_name_reviewer(rfq: RFQ, user: Any) -> None:
    """A buyer names reviewers until the scores are ranked; before the publication on its page."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only buyers name reviewers."))
    if rfq.status not in SCORED_LATER:
        raise Refused(_("Reviewers are named between the publication and the ranking."))


def check_can_review(person: Any, *, already: bool, has_conflict: bool, decides: bool) -> None:
    """Somebody with the role who is impartial; in the strict profile nobody who decides on the RFQ too."""
    if not has_role(person, Role.REVIEWER):
        raise Refused(_("Reviewers need the role of a reviewer."))
    if already:
        raise Refused(_("%(name)s reviews this RFQ already.") % {"name": person.name})
    if has_conflict:
        raise Refused(_("%(name)s has declared a conflict of interest on this RFQ.") % {"name": person.name})
    if decides:
        raise Refused(_("In the strict profile owner, officers and reviewers are different people."))


def check_can_score(sheet: Sheet, user: Any) -> None:
    """Only the own sheet, while it is open and its RFQ stands at its stage."""
    if sheet.reviewer_id != user.pk:
        raise Refused(_("This is the sheet of another reviewer."))
    if sheet.status != SheetStatus.OPEN:
        raise Refused(_("This sheet is done. Its scores no longer change."))
    stages = {
        Sheet.Stage.FIRST: (RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED),
        Sheet.Stage.SECOND: (RfqStatus.PRICES_OPENED,),
    }
    if sheet.rfq.status == RfqStatus.QUALITY_OPENED:
        raise Refused(_("The buyer has to decide first whether the evaluation goes on with this few quotes."))
    if sheet.rfq.status not in stages[Sheet.Stage(sheet.stage)]:
        raise Refused(_("This RFQ is not being scored now."))


def check_can_revise(sheet: Sheet, user: Any) -> None:
    """A score on an own sheet that is done, while nobody has proposed an award on it."""
    if sheet.reviewer_id != user.pk:
        raise Refused(_("This is the sheet of another reviewer."))
    if sheet.status != SheetStatus.SUBMITTED:
        raise Refused(_("This sheet is not done yet; its scores can simply be changed."))
    if sheet.rfq.status not in (RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED, RfqStatus.SCORED):
        raise Refused(_("This RFQ is not being scored now."))


def check_quality_open(rfq: RFQ, item: str, one_act: bool) -> None:
    """Quality scores stand once prices are open, unless the RFQ opened both in one act."""
    if item in FIRST_ITEMS and rfq.prices_opened_at is not None and not one_act:
        raise Refused(_("Prices are open. Scores of quality no longer change."))


def check_no_proposal(evaluation: Evaluation | None) -> None:
    """A score does not move under a proposed award: it is sent back first."""
    if evaluation is not None and evaluation.status != EvaluationStatus.SHORTLIST:
        raise Refused(_("An award has been proposed on these scores. It has to be sent back first."))


def check_has_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason."))


def is_on_sheet(sheet: Sheet, item: str) -> bool:
    """The item is scored on this kind of sheet."""
    return item in ITEMS[Sheet.Stage(sheet.stage)]


def check_value(sheet: Sheet, item: str, value: Decimal) -> None:
    """The item belongs to the sheet and the value is a half from 0 to 5."""
    if not is_on_sheet(sheet, item):
        raise Refused(_("%(item)s is not scored on this sheet.") % {"item": item})
    if value not in HALVES:
        raise Refused(_("A score runs from 0 to 5 in halves."))


def check_within_cap(value: Decimal, reason: str, cap: Decimal | None) -> None:
    """A value above the suggested cap needs a reason."""
    if cap is not None and value > cap and not reason.strip():
        raise Refused(
            _("Red flags suggest at most %(cap)s here. Give a reason for a higher score.")
            % {"cap": f"{cap:g}"}
        )


def check_all_scored(missing: int) -> None:
    if missing:
        sentence = ngettext(
            "%(count)s score is still missing on this sheet.",
            "%(count)s scores are still missing on this sheet.",
            missing,
        )
        raise Refused(sentence % {"count": missing})


def check_quality_locked(open_sheets: int, open_spreads: int) -> None:
    """All first sheets are in and far-apart scores are settled; then prices may be opened."""
    if open_sheets:
        sentence = ngettext(
            "%(count)s quality sheet is not done yet.",
            "%(count)s quality sheets are not done yet.",
            open_sheets,
        )
        raise Refused(sentence % {"count": open_sheets})
    _check_settled(open_spreads)


def _check_settled(open_spreads: int) -> None:
    if open_spreads:
        sentence = ngettext(
            "Reviewers are too far apart on %(count)s score; the chair settles it first.",
            "Reviewers are too far apart on %(count)s scores; the chair settles them first.",
            open_spreads,
        )
        raise Refused(sentence % {"count": open_spreads})


def check_can_settle(rfq: RFQ, is_chair: bool, value: Decimal, reason: str) -> None:
    if not is_chair:
        raise Refused(_("Only the chair of the panel settles scores."))
    if rfq.status not in (RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED):
        raise Refused(_("This RFQ is not being scored now."))
    if value not in HALVES:
        raise Refused(_("A score runs from 0 to 5 in halves."))
    if not reason.strip():
        raise Refused(_("Say why the panel settles on this score."))


def check_all_sheets_in(open_sheets: int) -> None:
    """The chair, who may review too, learns nothing of others' scores while somebody still scores."""
    if open_sheets:
        raise Refused(_("Scores are settled once every sheet is in."))


def check_is_far_apart(far_apart: bool) -> None:
    """The panel's mean stands where it agrees; nobody overrules it."""
    if not far_apart:
        raise Refused(_("The reviewers agree on this score. There is nothing to settle."))


def check_is_scored(done_sheets: int) -> None:
    """A ranking without any score would rank prices alone."""
    if not done_sheets:
        raise Refused(
            _("Every reviewer has declared a conflict of interest. There are no scores to rank by.")
        )


def check_can_run_scores(rfq: RFQ, user: Any, open_sheets: int, open_spreads: int) -> None:
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only buyers run the ranking."))
    if rfq.status not in (RfqStatus.PRICES_OPENED, RfqStatus.SCORED):
        raise Refused(_("The ranking is run once prices are open and scored."))
    if open_sheets:
        sentence = ngettext(
            "%(count)s sheet is not done yet.", "%(count)s sheets are not done yet.", open_sheets
        )
        raise Refused(sentence % {"count": open_sheets})
    _check_settled(open_spreads)


def check_can_propose(rfq: RFQ, evaluation: Evaluation | None, user: Any) -> None:
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only buyers propose an award."))
    if rfq.status != RfqStatus.SCORED or evaluation is None:
        raise Refused(_("An award is proposed once the ranking has been run."))
    if evaluation.status != EvaluationStatus.SHORTLIST:
        raise Refused(_("An award has been proposed already."))


def ended_negotiations(evaluation: Evaluation | None) -> list[str]:
    """The quotes whose contract negotiation was broken off, by id."""
    return list(evaluation.diligence.get(BROKEN_OFF) or []) if evaluation else []


def check_not_broken_off(quote_id: str, ended: Sequence[str]) -> None:
    """After a negotiation was broken off the award goes to the next-ranked quote."""
    if quote_id in ended:
        raise Refused(_("The negotiation with this vendor was broken off. Propose another quote."))


def check_can_decide(rfq: RFQ, evaluation: Evaluation | None, user: Any) -> None:
    """Approve or return: an approver who did not propose."""
    if evaluation is None or rfq.status != RfqStatus.SCORED:
        raise Refused(_("No award has been proposed."))
    if evaluation.status != EvaluationStatus.AWARD_PROPOSED:
        raise Refused(_("No award has been proposed."))
    if not has_role(user, Role.APPROVER):
        raise Refused(_("Only approvers decide on an award."))
    if evaluation.proposed_by_id == user.pk:
        raise Refused(_("You proposed this award. Another person must approve it."))


def check_can_close(rfq: RFQ, user: Any, reason: str) -> None:
    if not has_role(user, Role.BUYER, Role.APPROVER):
        raise Refused(_("Only buyers and approvers close an RFQ."))
    if rfq.status != RfqStatus.SCORED:
        raise Refused(_("An RFQ is closed without award once it has been scored."))
    if not reason.strip():
        raise Refused(_("Give the reason."))


def check_can_release_debriefs(rfq: RFQ, evaluation: Evaluation | None, user: Any, released: int) -> None:
    """Once for each award, by a buyer."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only buyers release result letters."))
    awarded = evaluation is not None and evaluation.status == EvaluationStatus.AWARDED
    if rfq.status != RfqStatus.AWARDED or not awarded:
        raise Refused(_("Result letters are released after the award."))
    if released:
        raise Refused(_("The result letters of this award have been released."))


def check_can_simulate(rfq: RFQ, user: Any, *, busy: bool, quotes: int) -> None:
    """A buyer or approver, once the prices are open; one run at a time, over quotes that can be priced."""
    if not has_role(user, Role.BUYER, Role.APPROVER):
        raise Refused(_("Buyers and approvers start simulations."))
    if rfq.status not in PRICES_ARE_OPEN:
        raise Refused(_("Quotes are simulated once the prices are open."))
    if busy:
        raise Refused(_("A simulation of this RFQ is under way. Wait for it, or cancel it."))
    if not quotes:
        raise Refused(_("No quote that passes the gates can be priced, so there is nothing to simulate."))


def check_can_repeat_simulation(row: Simulation, user: Any, *, busy: bool) -> None:
    """Whoever may read it, once it is done; a large one when no other run is under way."""
    if not has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        raise Refused(_("Buyers, approvers and auditors draw a run again."))
    if row.status != SimulationStatus.DONE:
        raise Refused(_("Only a finished run can be drawn again."))
    if busy:
        raise Refused(_("A simulation of this RFQ is under way. Wait for it, or cancel it."))


def check_can_cancel_simulation(row: Simulation, user: Any) -> None:
    """While it waits or runs."""
    if not has_role(user, Role.BUYER, Role.APPROVER):
        raise Refused(_("Buyers and approvers cancel simulations."))
    if row.status not in (SimulationStatus.QUEUED, SimulationStatus.RUNNING):
        raise Refused(_("This simulation has ended already."))


MOST_WHAT_IFS = 20


def check_can_save_what_if(rfq: RFQ, user: Any, names: set[str]) -> None:
    """A buyer, once the prices are open; `names` are those there would be."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Buyers save scenarios."))
    if rfq.status not in PRICES_ARE_OPEN:
        raise Refused(_("Scenarios are saved once the prices are open."))
    if len(names) > MOST_WHAT_IFS:
        raise Refused(_("Twenty scenarios are kept. Save under a name that is there already."))
