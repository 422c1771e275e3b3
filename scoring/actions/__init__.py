"""Everything that changes an evaluation."""

from scoring.actions.award import (
    approve_award,
    close_without_award,
    propose_award,
    reopen_after_break_off,
    return_to_shortlist,
)
from scoring.actions.conflicts import declare_conflict, declare_impartial
from scoring.actions.contradictions import ask_about_contradiction
from scoring.actions.debriefs import release_debriefs
from scoring.actions.evidence import record_evidence, strike_evidence
from scoring.actions.inquiries import ask_vendor
from scoring.actions.opening import approve_opening, continue_with_few
from scoring.actions.reviewers import name_reviewer
from scoring.actions.runs import reproduce_run, run_scores
from scoring.actions.sharing import release_reviewer, share_out
from scoring.actions.sheets import revise_score, save_score, settle_spread, submit_sheet
from scoring.actions.simulations import (
    cancel_simulation,
    repeat_simulation,
    reproduce_simulation,
    start_simulation,
)
from scoring.actions.waivers import confirm_waiver, end_waiver, propose_waiver, refuse_waiver
from scoring.actions.what_ifs import save_what_if

__all__ = [
    "approve_award",
    "approve_opening",
    "ask_about_contradiction",
    "ask_vendor",
    "cancel_simulation",
    "close_without_award",
    "confirm_waiver",
    "continue_with_few",
    "declare_conflict",
    "declare_impartial",
    "end_waiver",
    "name_reviewer",
    "propose_award",
    "propose_waiver",
    "record_evidence",
    "refuse_waiver",
    "release_debriefs",
    "release_reviewer",
    "reopen_after_break_off",
    "repeat_simulation",
    "reproduce_run",
    "reproduce_simulation",
    "return_to_shortlist",
    "revise_score",
    "run_scores",
    "save_score",
    "save_what_if",
    "settle_spread",
    "share_out",
    "start_simulation",
    "strike_evidence",
    "submit_sheet",
]
