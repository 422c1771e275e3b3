"""The award: proposed by one, approved by another, on a ranking that still comes out."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.models import OutboxMessage
from rfqs.states import RfqStatus
from scoring.actions import (
    approve_award,
    close_without_award,
    propose_award,
    reopen_after_break_off,
    return_to_shortlist,
)
from scoring.models import Evaluation, GateResult, RedFlag
from scoring.queries.award_page import award_page
from scoring.states import EvaluationStatus
from tests import cast
from tests.scoring.build import CHEAP, DEAR, DILIGENCE, document, priced_rfq, quote_of, scored_rfq
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def propose(rfq: Any, vendor: str = CHEAP, by: Any = None, **changes: Any) -> Evaluation:
    return propose_award(
        rfq=rfq,
        quote=quote_of(rfq, vendor),
        reason=changes.pop("reason", "best value"),
        diligence={**DILIGENCE, **changes},
        by=by or cast.buyer(),
        now=timezone.now(),
    )


def approve(rfq: Any, by: Any) -> Evaluation:
    return approve_award(rfq=rfq, by=by, now=timezone.now())


def test_one_proposes_and_another_approves() -> None:
    rfq, _run = scored_rfq()
    both = cast.buyer()
    both.roles = ["BUYER", "APPROVER"]
    both.save()
    propose(rfq)
    with pytest.raises(Refused, match="You proposed"):
        approve(rfq, both)
    with pytest.raises(Refused, match="Only approvers"):
        approve(rfq, cast.second_buyer())
    evaluation = approve(rfq, cast.approver())
    rfq.refresh_from_db()
    assert (rfq.status, evaluation.status) == (RfqStatus.AWARDED, EvaluationStatus.AWARDED)
    assert GateResult.objects.get(quote=evaluation.quote, code="G-04").outcome == "PASS"
    told = dict(OutboxMessage.objects.filter(kind__startswith="award").values_list("to", "kind"))
    assert told == {"paper@bids.example": "award_won", "lighthouse@bids.example": "award_other"}
    with pytest.raises(Refused):
        approve(rfq, cast.approver())


def test_the_checks_before_a_proposal() -> None:
    rfq = priced_rfq()
    with pytest.raises(Refused, match="once the ranking has been run"):
        propose(rfq)
    rfq, _run = scored_rfq_again(rfq)
    for changes, words in (
        ({"references": DILIGENCE["references"][:1]}, "A-01"),
        ({"seen": {"kind": "DEMO"}}, "A-02"),
        ({"qualification": {"verified": False}}, "A-03"),
        ({"reason": " "}, "reason"),
        ({"by": cast.approver()}, "Only buyers"),
    ):
        with pytest.raises(Refused, match=words):
            propose(rfq, **changes)
    propose(rfq)
    with pytest.raises(Refused, match="proposed already"):
        propose(rfq)


def scored_rfq_again(rfq: Any) -> Any:
    from scoring.actions import run_scores
    from scoring.models import Sheet
    from tests.scoring.build import score_stage

    score_stage(rfq, Sheet.Stage.SECOND)
    run = run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    return rfq, run


def test_a_proposal_can_be_returned() -> None:
    rfq, _run = scored_rfq()
    with CaptureQueriesContext(connection) as asked:
        page = award_page(rfq)
    assert len(page["backups"]) == 2
    read = [one for one in asked if "rfqs_publication" in one["sql"]]
    assert len(read) == 1, "the publication is read once, however many quotes are ranked"
    propose(rfq)
    with pytest.raises(Refused, match="reason"):
        return_to_shortlist(rfq=rfq, reason="", by=cast.approver(), now=timezone.now())
    evaluation = return_to_shortlist(rfq=rfq, reason="ask again", by=cast.approver(), now=timezone.now())
    assert evaluation.status == EvaluationStatus.SHORTLIST
    propose(rfq, DEAR)


def test_a_quote_that_fails_a_gate_cannot_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """G-11: its price cannot be computed; such a quote is not sent any more, but may have been."""
    monkeypatch.setattr("quotes.readiness.price_faults", lambda *_given: [])
    rfq, run = scored_rfq(dear=document("0"))
    assert [row["vendor"] for row in run.result["ranking"]["excluded"]] == [DEAR]
    with pytest.raises(Refused, match="fails a gate"):
        propose(rfq, DEAR)


def test_a_critical_flag_stops_the_award() -> None:
    rfq, _run = scored_rfq()
    evaluation = propose(rfq)
    RedFlag.objects.create(
        quote=evaluation.quote,
        code="RF-206",
        severity="CRITICAL",
        points=25,
        question=2,
        part="COMMERCIAL",
        raised_at=timezone.now(),
    )
    with pytest.raises(Refused, match="RF-206"):
        approve(rfq, cast.approver())


def test_a_ranking_that_has_moved_stops_the_award() -> None:
    rfq, _run = scored_rfq()
    evaluation = propose(rfq)
    RedFlag.objects.create(
        quote=evaluation.quote,
        code="RF-304",
        severity="MINOR",
        points=5,
        question=3,
        part="QUALITY",
        raised_at=timezone.now(),
    )
    with pytest.raises(Refused, match="no longer comes out"):
        approve(rfq, cast.approver())
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.SCORED


def test_closing_without_an_award() -> None:
    rfq, _run = scored_rfq()
    with pytest.raises(Refused, match="reason"):
        close_without_award(rfq=rfq, reason="", by=cast.buyer(), now=timezone.now())
    with pytest.raises(Refused, match="Only buyers and approvers"):
        close_without_award(rfq=rfq, reason="x", by=cast.auditor(), now=timezone.now())
    who = {"by": cast.buyer(), "now": timezone.now()}
    closed = close_without_award(rfq=rfq, reason="budget gone", code="OVER_BUDGET", **who)
    closed.refresh_from_db()
    assert (closed.status, closed.end_code) == (RfqStatus.NO_AWARD, "OVER_BUDGET")
    assert (closed.end_reason, closed.ended_by) == ("budget gone", cast.buyer())
    assert set(OutboxMessage.objects.filter(kind__startswith="award").values_list("kind", flat=True)) == {
        "award_none"
    }


def test_after_a_break_off_the_next_ranked_quote_is_proposed_and_awarded() -> None:
    rfq, _run = scored_rfq()
    propose(rfq)
    approve(rfq, cast.approver())
    with transaction.atomic():
        reopen_after_break_off(rfq, reason="no agreement", by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    assert (rfq.status, rfq.evaluation.status) == (RfqStatus.SCORED, EvaluationStatus.SHORTLIST)
    first, second = quote_of(rfq, CHEAP), quote_of(rfq, DEAR)
    assert [pk for pk, _label in award_page(rfq)["choices"]] == [str(second.pk)]
    with pytest.raises(Refused, match="broken off"):
        propose(rfq)
    propose(rfq, DEAR)
    evaluation = approve(rfq, cast.approver())
    assert evaluation.quote == second
    with transaction.atomic():
        reopen_after_break_off(rfq, reason="no agreement either", by=cast.buyer(), now=timezone.now())
    rfq.evaluation.refresh_from_db()
    assert rfq.evaluation.diligence == {"broken_off": [str(first.pk), str(second.pk)]}
    assert award_page(rfq)["choices"] == []
