"""Any order of scoring, handing in, settling, opening, recusing, ranking and awarding, beside a model in plain Python.

What holds after every step: no price before the quality is locked; nobody reads another's score before their own sheet
is in; nobody approves their own proposal; the ranking that is shown comes out again, from the scores that count.
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.roles import Role
from quotes.models import Quote
from rfqs.models import RFQ, Duty, Part
from rfqs.states import RfqStatus
from scoring.actions import (
    approve_award,
    approve_opening,
    declare_conflict,
    propose_award,
    return_to_shortlist,
    run_scores,
    settle_spread,
    submit_sheet,
)
from scoring.actions.runs import comes_out_again
from scoring.models import Consensus, Evaluation, Score, ScoreRun, Sheet
from scoring.queries.panel_board import reason_against_scores
from tests import cast
from tests.scoring.build import CHEAP, DEAR, DILIGENCE, closed_rfq, fill, open_part
from ui.errors import Refused

REVIEWERS, OFFICERS = ("reviewer", "second_reviewer"), ("buyer", "second_buyer", "approver", "both")
APART = Decimal("1.5")


class Decision(RuleBasedStateMachine):
    """Begins with opened answers and two empty sheets; everything an example did is undone at its end."""

    rfq: RFQ
    people: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self.start = transaction.savepoint()
        self.rfq = RFQ.objects.get(pk=type(self).rfq.pk)
        self.words: set[str] = set()
        self.out: set[str] = set()
        self.proposed_by = ""
        self.ranked_from: Any = None

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.start)

    # -- what people do --------------------------------------------------------------------------------

    @rule(
        who=st.sampled_from(REVIEWERS),
        stage=st.sampled_from(Sheet.Stage.values),
        value=st.sampled_from("035"),
    )
    def score_and_hand_in(self, who: str, stage: str, value: str) -> None:
        sheet = self.sheets(who, stage, "OPEN").first()
        if sheet is None:
            return
        fill(sheet, "3", Q4=value)
        self.act(True, lambda: submit_sheet(sheet=sheet, by=self.people[who], now=timezone.now()))

    @rule(who=st.sampled_from(REVIEWERS))
    def recuse(self, who: str) -> None:
        sheet = self.sheets(who).exclude(status="GIVEN_BACK").first()
        if sheet is not None:
            why = {"reason": "known to me", "by": self.people[who], "now": timezone.now()}
            self.act(True, lambda: declare_conflict(sheet=sheet, **why))
            self.out.add(who)
            left = self.sheets(status="SUBMITTED").exists()
            if self.rfq.status == RfqStatus.SCORED and not self.proposed_by and left:
                self.ranked_from = self.counted()

    @rule(vendor=st.sampled_from((CHEAP, DEAR)), who=st.sampled_from(("reviewer", "buyer")))
    def settle(self, vendor: str, who: str) -> None:
        quote = Quote.objects.get(rfq=self.rfq, vendor__name=vendor)
        allowed = (
            (quote.pk, "Q4") in self.apart()
            and self.rfq.status == RfqStatus.EVALUATION
            and who == ("reviewer" if "reviewer" not in self.out else "buyer")
        )
        why = {"reason": "talked", "by": self.people[who], "now": timezone.now()}
        self.act(
            allowed, lambda: settle_spread(rfq=self.rfq, quote=quote, item="Q4", value=Decimal(4), **why)
        )

    @rule(who=st.sampled_from(OFFICERS))
    def open_prices(self, who: str) -> None:
        locked = not self.sheets(stage="FIRST", status="OPEN") and self.sheets(
            stage="FIRST", status="SUBMITTED"
        )
        ready = self.rfq.status == RfqStatus.EVALUATION and locked and not self.unsettled()
        given = {"part": Part.COMMERCIAL, "by": self.people[who], "now": timezone.now()}
        if self.act(bool(ready) and who not in self.words, lambda: approve_opening(rfq=self.rfq, **given)):
            self.words.add(who)
            self.rfq.refresh_from_db()
            assert (self.rfq.status == RfqStatus.PRICES_OPENED) == (len(self.words) == 2)

    @rule(who=st.sampled_from(("buyer", "approver")))
    def rank(self, who: str) -> None:
        standing = self.sheets().exclude(status="GIVEN_BACK")
        scored = bool(standing) and not standing.filter(status="OPEN") and not self.unsettled()
        seconds = standing.filter(stage="SECOND").exists() or self.rfq.status == RfqStatus.SCORED
        state = self.rfq.status in (RfqStatus.PRICES_OPENED, RfqStatus.SCORED)
        allowed = state and scored and seconds and who == "buyer"
        if self.act(allowed, lambda: run_scores(rfq=self.rfq, by=self.people[who], now=timezone.now())):
            self.rfq.refresh_from_db()
            if not self.proposed_by:
                self.ranked_from = self.counted()

    @rule(who=st.sampled_from(("buyer", "both", "approver")))
    def propose(self, who: str) -> None:
        run = ScoreRun.objects.filter(rfq=self.rfq).first()
        first = (
            Quote.objects.filter(pk=run.ranked_quotes[0]).first()
            if run
            else Quote.objects.filter(rfq=self.rfq).first()
        )
        allowed = self.rfq.status == RfqStatus.SCORED and not self.proposed_by and who != "approver"
        given = {"reason": "first", "diligence": DILIGENCE, "by": self.people[who], "now": timezone.now()}
        if self.act(allowed, lambda: propose_award(rfq=self.rfq, quote=first, **given)):
            self.proposed_by = who

    @rule(who=st.sampled_from(("buyer", "both", "approver")), back=st.booleans())
    def decide(self, who: str, back: bool) -> None:
        allowed = self.rfq.status == RfqStatus.SCORED and self.proposed_by not in ("", who) and who != "buyer"
        given = {"by": self.people[who], "now": timezone.now()}
        if back:
            if self.act(allowed, lambda: return_to_shortlist(rfq=self.rfq, reason="look again", **given)):
                self.proposed_by = ""
            return
        current = self.ranked_from == self.counted()
        if self.act(allowed and current, lambda: approve_award(rfq=self.rfq, **given)):
            self.rfq.refresh_from_db()

    # -- what must be true -----------------------------------------------------------------------------

    @invariant()
    def no_price_before_the_lock(self) -> None:
        if self.sheets(stage="FIRST", status="OPEN") or len(self.words) < 2:
            assert self.rfq.status == RfqStatus.EVALUATION
            assert not Quote.objects.filter(rfq=self.rfq, commercial__isnull=False).exists()

    @invariant()
    def no_score_of_others_before_ones_own(self) -> None:
        for who in REVIEWERS:
            if self.sheets(who, status="OPEN"):
                assert reason_against_scores(self.people[who], self.rfq)

    @invariant()
    def nobody_approves_their_own_proposal(self) -> None:
        decided = Evaluation.objects.filter(rfq=self.rfq, status="AWARDED").first()
        assert (decided is not None) == (self.rfq.status == RfqStatus.AWARDED)
        if decided is not None:
            assert decided.approved_by_id != decided.proposed_by_id
            assert decided.proposed_by_id == self.people[self.proposed_by].pk

    @invariant()
    def the_ranking_that_is_shown_comes_out_again(self) -> None:
        evaluation = Evaluation.objects.filter(rfq=self.rfq).select_related("score_run__rfq").first()
        if evaluation is None or evaluation.score_run is None:
            return
        run = evaluation.score_run
        assert comes_out_again(run)
        stored = {
            (row["quote"], item): Fraction(value)
            for row in run.inputs["quotes"]
            for item, value in row["scores"].items()
        }
        assert stored == self.ranked_from[0]

    # -- by hand ---------------------------------------------------------------------------------------

    def sheets(self, who: str = "", stage: str = "", status: str = "") -> Any:
        where = {"reviewer": who and self.people[who], "stage": stage, "status": status}
        return Sheet.objects.filter(rfq=self.rfq, **{key: value for key, value in where.items() if value})

    def given(self) -> dict[tuple[Any, str], list[Decimal]]:
        found: dict[tuple[Any, str], list[Decimal]] = defaultdict(list)
        for row in Score.objects.filter(sheet__rfq=self.rfq, sheet__status="SUBMITTED"):
            found[row.quote_id, row.item].append(row.value)
        return found

    def apart(self) -> set[tuple[Any, str]]:
        return {cell for cell, values in self.given().items() if max(values) - min(values) > APART}

    def unsettled(self) -> set[tuple[Any, str]]:
        return self.apart() - set(Consensus.objects.values_list("quote", "item"))

    def counted(self) -> Any:
        """Every score that counts, and the impressions that break ties."""
        settled = {(row.quote_id, row.item): row.value for row in Consensus.objects.all()}
        apart, scores, fits = self.apart(), {}, {}
        for (quote, item), values in self.given().items():
            mean = sum(map(Fraction, values), Fraction(0)) / len(values)
            stands = (
                Fraction(settled[quote, item])
                if (quote, item) in apart and (quote, item) in settled
                else mean
            )
            (fits if item in ("FIT", "WILL") else scores)[str(quote), item] = stands
        return scores, fits

    def act(self, allowed: bool, what: Any) -> bool:
        point = transaction.savepoint()
        try:
            what()
        except (Refused, PermissionDenied) as refused:
            transaction.savepoint_rollback(point)
            assert not allowed, refused
            return False
        transaction.savepoint_commit(point)
        assert allowed
        self.rfq.refresh_from_db()
        return True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("examples", "steps"), [(3, 25), pytest.param(400, 40, marks=pytest.mark.prove)], ids=["short", "long"]
)
def test_no_order_of_acts_breaks_the_rules(examples: int, steps: int) -> None:
    rfq = open_part(closed_rfq(), Part.QUALITY)
    people = {name: getattr(cast, name)() for name in (*REVIEWERS, *OFFICERS[:3])}
    people["both"] = cast.person("both@plover.example", "Both", Role.BUYER, Role.APPROVER)
    Duty.objects.create(rfq=rfq, user=people["reviewer"], kind=Duty.Kind.CHAIR)
    Decision.rfq, Decision.people = rfq, people
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Decision, settings=limits)
