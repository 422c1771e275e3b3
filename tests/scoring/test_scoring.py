"""Score sheets, the panel's settlement and the stored run."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from audit.models import AuditEvent
from rfqs.models import RFQ, Part
from rfqs.queries import publication_content
from rfqs.states import RfqStatus
from scoring.access import sheets_visible_to
from scoring.actions import (
    approve_opening,
    reproduce_run,
    run_scores,
    save_score,
    settle_spread,
    submit_sheet,
)
from scoring.models import Score, Sheet
from scoring.policies import most_spread
from scoring.queries.inputs import open_spreads
from scoring.queries.panel_board import spread_table
from scoring.queries.sheet import Column
from tests import cast
from tests.scoring.build import (
    CHEAP,
    DEAR,
    closed_rfq,
    document,
    fill,
    open_part,
    priced_rfq,
    quote_of,
    score_stage,
    scored_rfq,
    sheet_of,
)
from ui.errors import Refused

pytestmark = pytest.mark.django_db
ND = {"state": "NOT_DISCLOSED"}


@pytest.fixture
def rfq() -> RFQ:
    return open_part(
        closed_rfq(dear=document("5000", q7_audit_log={"has": False}, q5_ramp_days=ND)), Part.QUALITY
    )


def put(sheet: Sheet, quote: Any, item: str, value: str, reason: str = "", by: Any = None) -> Score:
    return save_score(
        sheet=sheet,
        quote=quote,
        item=item,
        value=Decimal(value),
        reason=reason,
        by=by or sheet.reviewer,
        now=timezone.now(),
    )


def test_a_score_is_a_half_on_an_item_of_the_sheet(rfq: RFQ) -> None:
    sheet, quote = sheet_of(rfq, cast.reviewer()), quote_of(rfq, CHEAP)
    assert put(sheet, quote, "Q3", "3.5").value == Decimal("3.5")
    for item, value in (("Q3", "3.3"), ("Q3", "5.5"), ("Q1", "3"), ("Q11", "3")):
        with pytest.raises(Refused):
            put(sheet, quote, item, value)
    put(sheet, quote, "Q3", "4", "roster seen")
    changed = AuditEvent.objects.filter(action="score.saved").first()
    assert (changed.detail["before"], changed.detail["after"]) in (("3.5", "4"), (None, "3.5"))
    assert AuditEvent.objects.filter(action="score.saved").count() == 2


def test_saving_the_same_again_leaves_no_trace(rfq: RFQ) -> None:
    sheet, quote = sheet_of(rfq, cast.reviewer()), quote_of(rfq, CHEAP)
    put(sheet, quote, "Q3", "3.5")
    put(sheet, quote, "Q3", "3.5")
    assert AuditEvent.objects.filter(action="score.saved").count() == 1


def test_a_flag_caps_the_score_unless_there_is_a_reason(rfq: RFQ) -> None:
    sheet, quote = sheet_of(rfq, cast.reviewer()), quote_of(rfq, DEAR)
    with pytest.raises(Refused, match="at most 3"):
        put(sheet, quote, "Q7", "3.5")
    put(sheet, quote, "Q7", "3")
    put(sheet, quote, "Q7", "4", "log shown in the demonstration")
    with pytest.raises(Refused, match="at most 2"):
        put(sheet, quote, "Q5", "3")
    put(sheet, quote_of(rfq, CHEAP), "Q7", "5")


def test_reviewers_are_blind_to_each_other(rfq: RFQ) -> None:
    first, second = cast.reviewer(), cast.second_reviewer()
    sheet = sheet_of(rfq, first)
    assert list(sheets_visible_to(second)) == [sheet_of(rfq, second)]
    assert not sheets_visible_to(cast.buyer())
    for stranger in (second, cast.buyer(), cast.administrator()):
        with pytest.raises(Http404):
            put(sheet, quote_of(rfq, CHEAP), "Q3", "3", by=stranger)


def test_a_sheet_is_done_once_and_whole(rfq: RFQ) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    with pytest.raises(Refused, match="18 scores are still missing"):
        submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())
    fill(sheet)
    Score.objects.filter(item__in=["FIT", "WILL"]).delete()
    submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())
    sheet.refresh_from_db()
    with pytest.raises(Refused, match="no longer change"):
        put(sheet, quote_of(rfq, CHEAP), "Q3", "4")
    with pytest.raises(Refused, match="no longer change"):
        submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())


def spread(rfq: RFQ, second: str) -> None:
    for user, value in ((cast.reviewer(), "2"), (cast.second_reviewer(), second)):
        sheet = sheet_of(rfq, user)
        fill(sheet, "2", Q3=value)
        submit_sheet(sheet=sheet, by=user, now=timezone.now())


def test_how_far_reviewers_may_differ_is_published(rfq: RFQ, monkeypatch: pytest.MonkeyPatch) -> None:
    """1.5 points unless the process of the RFQ says otherwise: table, settlements and ranking go by the same."""
    spread(rfq, "4")
    assert most_spread({"need": {}}) == Decimal("1.5")
    content = publication_content(rfq)
    wider = content | {"need": content["need"] | {"spread_most": "2"}}
    assert len(open_spreads(rfq)) == 2
    monkeypatch.setattr("scoring.queries.inputs.shared_content", lambda rfq: wider)
    assert open_spreads(rfq) == []
    quote = quote_of(rfq, CHEAP)
    for published, far in ((content, True), (wider, False)):
        table = spread_table(rfq, published, [Column(quote.pk, CHEAP)])
        assert table.cells[quote.pk, "Q3"].far is far


def test_the_chair_settles_scores_that_are_far_apart(rfq: RFQ) -> None:
    spread(rfq, "4")
    found = open_spreads(rfq)
    assert [(row["item"], row["low"], row["high"]) for row in found] == [("Q3", 2, 4)] * 2
    with pytest.raises(Refused, match="too far apart on 2"):
        approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=timezone.now())

    def settle(by: Any, reason: str, value: str = "3") -> None:
        for row in found:
            settle_spread(
                rfq=rfq,
                quote=quote_of(rfq, CHEAP).__class__.objects.get(pk=row["quote"]),
                item="Q3",
                value=Decimal(value),
                reason=reason,
                by=by,
                now=timezone.now(),
            )

    with pytest.raises(Refused, match="Only the chair"):
        settle(cast.second_buyer(), "talked")
    with pytest.raises(Refused, match="why"):
        settle(cast.buyer(), "")
    with pytest.raises(Refused, match="halves"):
        settle(cast.buyer(), "talked", "3.2")
    third = Sheet.objects.create(
        rfq=rfq, reviewer=cast.second_buyer(), stage=Sheet.Stage.FIRST, created_at=timezone.now()
    )
    with pytest.raises(Refused, match="once every sheet is in"):
        settle(cast.buyer(), "who is far apart?")
    third.delete()
    settle(cast.buyer(), "roster read together")
    with pytest.raises(Refused, match="reviewers agree"):
        settle_spread(
            rfq=rfq,
            quote=quote_of(rfq, CHEAP),
            item="Q4",
            value=Decimal(5),
            reason="I know better",
            by=cast.buyer(),
            now=timezone.now(),
        )
    assert open_spreads(rfq) == []
    open_part(rfq, Part.COMMERCIAL)


def test_a_spread_of_one_and_a_half_is_no_spread(rfq: RFQ) -> None:
    spread(rfq, "3.5")
    assert open_spreads(rfq) == []


def test_the_run_stores_means_weights_and_engine_and_comes_out_again() -> None:
    rfq = open_part(closed_rfq(), Part.QUALITY)
    spread(rfq, "3.5")
    open_part(rfq, Part.COMMERCIAL)
    with pytest.raises(Refused, match="not done yet"):
        run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    score_stage(rfq, Sheet.Stage.SECOND, "4")
    run = run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.SCORED
    assert run.inputs["quotes"][0]["scores"]["Q3"] == "11/4"
    rows = run.result["ranking"]["rows"]
    assert rows[0]["leaves"]["K1"] == "55.00"
    assert [row["vendor"] for row in rows] == [CHEAP, DEAR]
    assert run.weights["pillars"] == {"cost": "40", "quality": "35", "risk": "25"}
    assert reproduce_run(run=run, by=cast.auditor(), now=timezone.now())
    run.refresh_from_db()
    run.inputs["quotes"][0]["scores"]["Q3"] = "5"
    assert not reproduce_run(run=run, by=cast.auditor(), now=timezone.now())


def test_only_buyers_rank_and_only_priced_rfqs(rfq: RFQ) -> None:
    with pytest.raises(Refused, match="once prices are open"):
        run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    with pytest.raises(Refused, match="Only buyers"):
        run_scores(rfq=rfq, by=cast.approver(), now=timezone.now())


def test_the_second_sheet_holds_the_two_price_questions() -> None:
    rfq = priced_rfq()
    sheet = sheet_of(rfq, cast.reviewer(), Sheet.Stage.SECOND)
    put(sheet, quote_of(rfq, CHEAP), "Q1", "4")
    with pytest.raises(Refused, match="not scored on this sheet"):
        put(sheet, quote_of(rfq, CHEAP), "Q3", "4")


def test_a_second_run_is_numbered_on() -> None:
    rfq, run = scored_rfq()
    again = run_scores(rfq=rfq, by=cast.second_buyer(), now=timezone.now())
    assert (run.number, again.number) == (1, 2)
    assert again.result == run.result
