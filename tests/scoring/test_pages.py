"""The buyer's pages after the deadline: opening, answers, prices, ranking, award."""

from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rfqs.models import Part
from rfqs.states import RfqStatus
from scoring.actions import propose_award, run_scores
from scoring.models import RedFlag, Sheet
from tests import cast
from tests.scoring.build import (
    CHEAP,
    DEAR,
    DILIGENCE,
    closed_rfq,
    document,
    open_part,
    priced_rfq,
    publish,
    quote_of,
    score_stage,
    scored_rfq,
)

pytestmark = pytest.mark.django_db
CANARY = "4321.09"
PAGES = ("opening", "answers", "prices", "ranking", "award", "staffing")
LIVE = {"HX-Request": "true", "HX-Target": "live"}


def signed_in(user: Any) -> Client:
    return cast.sign_in_afresh(Client(), user)


def page(name: str, code: str = "RFQ-7") -> str:
    return reverse(f"scoring:{name}", args=[code])


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_nothing_of_a_quote_before_its_opening() -> None:
    rfq = closed_rfq(dear=document(CANARY))
    client = signed_in(cast.buyer())
    for name in (*PAGES, "firmness"):
        assert CANARY not in text(client, page(name))
    open_part(rfq, Part.QUALITY)
    for name in (*PAGES, "firmness"):
        shown = text(client, page(name))
        assert CANARY not in shown
        assert "4,321" not in shown
    for number in (1, 2):
        assert CANARY not in text(client, f"{page('answers')}?q={number}")


def test_outsiders_see_no_such_page() -> None:
    """Insiders take turns: what each of them sees in every state is asked in tests/house/test_states_walk.py."""
    scored_rfq()
    for client in map(signed_in, (cast.vendor_user(), cast.administrator())):
        assert {name: client.get(page(name)).status_code for name in PAGES} == dict.fromkeys(PAGES, 404)
    insiders = [signed_in(user) for user in (cast.buyer(), cast.approver(), cast.auditor(), cast.reviewer())]
    for name, client in zip(PAGES, cycle(insiders), strict=False):
        assert client.get(page(name)).status_code == 200, name


def test_the_opening_button_says_why_not() -> None:
    publish()
    shown = text(signed_in(cast.buyer()), page("opening"))
    assert "Quotes stay sealed until the deadline" in shown
    assert 'aria-disabled="true"' in shown


def test_two_people_open_on_the_page() -> None:
    rfq = closed_rfq()
    first, second = signed_in(cast.buyer()), signed_in(cast.approver())
    url = page("opening_approve")
    first.post(url, {"part": "QUALITY"})
    assert "You have approved this opening" in text(first, page("opening"))
    assert "Bai Lin approved at" in text(second, page("opening"))
    second.post(url, {"part": "QUALITY"})
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION
    shown = text(first, page("opening"))
    assert CHEAP in shown
    assert "0 of 2 done" in shown
    assert "2 quality sheets are not done yet" in shown
    assert first.post(url, {"part": "X"}).status_code == 404
    assert first.get(url).status_code == 405


def test_few_quotes_go_on_with_a_reason() -> None:
    rfq = open_part(closed_rfq(dear=document(q7_nda="REFUSED")), Part.QUALITY)
    client = signed_in(cast.buyer())
    shown = text(client, page("opening"))
    assert "Only one quote passes every gate" in shown
    assert "RF-701" in shown
    client.post(page("opening_continue"), {"reason": "enough"})
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION


def test_answers_stand_side_by_side() -> None:
    open_part(closed_rfq(dear=document(q7_audit_log={"has": False})), Part.QUALITY)
    client = signed_in(cast.buyer())
    shown = text(client, f"{page('answers')}?q=7")
    assert shown.index(CHEAP) < shown.index(DEAR)
    assert "RF-705" in shown
    assert "Audit log of behaviour" in shown
    for wrong in ("11", "x", "٣"):
        assert client.get(f"{page('answers')}?q={wrong}").status_code == 404
    assert "accepted: " in text(client, f"{page('answers')}?q=8")


def test_prices_show_every_line_and_the_orders() -> None:
    priced_rfq(dear=document(CANARY))
    shown = text(signed_in(cast.buyer()), page("prices"))
    assert "38,889.81" in shown
    assert "F20" in shown
    assert "Months of" in shown
    assert "K-01" in shown


def test_the_ranking_page_from_top_to_bottom() -> None:
    scored_rfq(cheap=document("4000"), dear=document("5000"))
    shown = text(signed_in(cast.buyer()), page("ranking"))
    order = [
        f"{CHEAP} leads with",
        "is the cheapest over 36 months too",
        "Three orders of the same quotes",
        "Ranking, weights: Balanced",
        "20 × panel score",
        f"Why {CHEAP} stands",
        "What the total cost over 36 months is made of",
        "Where the points come from",
        "the four presets",
        "Stored run 1",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_two_vendors_are_compared_by_choice() -> None:
    scored_rfq()
    shown = text(signed_in(cast.buyer()), f"{page('ranking')}?a={DEAR}&b={CHEAP}")
    assert f"Why {DEAR} stands" in shown
    assert f"{CHEAP} gains on Total cost" in shown


def test_a_knocked_out_quote_stands_below_the_rule() -> None:
    _rfq, run = scored_rfq(third=document("4000", q8_unilateral_change=True))
    shown = text(signed_in(cast.buyer()), page("ranking"))
    assert 'tbody class="below-rule"' in shown
    assert "RF-803 is not resolved" in shown
    assert run.result["ranking"]["excluded"][0]["total_if_ignored"] in shown
    RedFlag.objects.filter(code="RF-803").update(code="RF-805")
    assert "Liability is not equal on both sides." in text(signed_in(cast.buyer()), page("ranking"))


def test_rank_and_reproduce_on_the_page() -> None:
    rfq = priced_rfq()
    client = signed_in(cast.buyer())
    assert "2 sheets are not done yet" in text(client, page("ranking"))
    score_stage(rfq, Sheet.Stage.SECOND)
    client.post(page("rank"))
    assert "Stored run 1" in text(client, page("ranking"))
    answer = client.post(page("reproduce"), follow=True)
    assert "every figure is the same" in answer.content.decode()


def asked(client: Client, code: str) -> list[int]:
    """Queries of the ranking and of ranking in place; after a first look."""
    found = []
    for name, headers in (("ranking", {}), ("firmness", LIVE)):
        client.get(page(name, code))  # the first reading of each quote is put on record
        with CaptureQueriesContext(connection) as seen:
            url = f"{page(name, code)}?cost=50&quality=25&risk=25"
            assert client.get(url, headers=headers).status_code == 200
        found.append(len(seen))
    return found


def test_the_ranking_costs_the_same_with_more_flags() -> None:
    scored_rfq()
    client = signed_in(cast.buyer())
    one = asked(client, "RFQ-7")
    rfq2 = publish("RFQ-8")
    from tests.scoring.build import close, send

    for name, price in ((CHEAP, "4000"), (DEAR, "5000"), ("Celadon Service", "4500"), ("Oolong", "4600")):
        send(rfq2, name, document(price, q7_audit_log={"has": False}))
    close(rfq2)
    open_part(rfq2, Part.QUALITY)
    score_stage(rfq2, Sheet.Stage.FIRST)
    open_part(rfq2, Part.COMMERCIAL)
    score_stage(rfq2, Sheet.Stage.SECOND)
    run_scores(rfq=rfq2, by=cast.buyer(), now=timezone.now())
    assert asked(client, "RFQ-8") == one
    assert one[1] <= one[0]


AWARD = {
    "reason": "best value",
    "reference_1": "Lin",
    "notes_1": "on time",
    "reference_2": "He",
    "notes_2": "calm",
    "seen_kind": "DEMO",
    "seen_on": "2025-11-03",
    "verified": "on",
}


def test_the_award_from_proposal_to_decision() -> None:
    rfq, _run = scored_rfq()
    client, decider = signed_in(cast.buyer()), signed_in(cast.approver())
    quote = str(quote_of(rfq, CHEAP).pk)
    wrong = client.post(page("award"), {**AWARD, "quote": quote, "notes_2": ""})
    assert wrong.status_code == 422
    client.post(page("award"), {**AWARD, "quote": quote})
    shown = text(client, page("award"))
    assert "best value" in shown
    assert "Only approvers decide" in shown
    client.post(page("award_approve"))
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.SCORED
    decider.post(page("award_return"), {"reason": "call again"})
    assert "call again" in text(client, page("award"))
    propose_award(
        rfq=rfq,
        quote=quote_of(rfq, CHEAP),
        reason="again",
        diligence=DILIGENCE,
        by=cast.buyer(),
        now=timezone.now(),
    )
    decider.post(page("award_approve"))
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.AWARDED
    assert "Gao Wen" in text(client, page("award"))


def test_closing_without_award_on_the_page() -> None:
    rfq, _run = scored_rfq()
    signed_in(cast.buyer()).post(page("award_close"), {"reason": "budget gone", "code": "OVER_BUDGET"})
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.NO_AWARD
    assert "budget gone" in text(signed_in(cast.auditor()), page("award"))
