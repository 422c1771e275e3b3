"""An RFQ with two service lines after its opening: the comparison, what the rules say of it, the split award and its papers."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calc.documents import read_demand, read_quote
from calc.priced import by_line
from calc.tco import price
from contracts.drafting import share_of
from notifications.actions import unlock
from notifications.models import OutboxMessage
from rfqs.lines import MAIN
from scoring import engine
from scoring.actions import record_evidence
from scoring.engine import case_of, price_documents
from scoring.models import AwardShape, Evaluation, GateResult
from scoring.queries.by_line import by_line_table, split_costs
from scoring.queries.debrief import letters_to_write
from scoring.queries.memo import memo_of
from scoring.rules.contradictions import contradictions_of
from scoring.rules.flags import flags_of
from scoring.rules.sentences import flag_sentence
from scoring.states import EvaluationStatus
from tests import cast, two_lines
from tests.scoring.build import CHEAP, DEAR, THIRD, quote_of, scored_rfq, sendable
from tests.scoring.test_pages import AWARD
from tests.tables import number, read
from tests.two_lines import CALLS, CONTENT, NEED, OPERATORS, SEATS, SECOND, quote
from ui.templatetags.figures import cents


def sent() -> dict[str, Any]:
    """Three whole quotes for two lines, by the names under which `closed_rfq` sends them."""
    given = two_lines.quotes()
    return {
        "cheap": sendable(given["fixed"]),
        "dear": sendable(given["seats"]),
        "third": sendable(given["selling"]),
    }


def rules_case(document: dict[str, Any], **need: Any) -> Any:
    content = CONTENT | {"need": NEED | need}
    return case_of(content, document, price_documents(content["demand"], [document])[0])


def codes(document: dict[str, Any]) -> list[str]:
    return [finding.code for finding in flags_of(rules_case(document), "COMMERCIAL")]


def test_the_rules_see_a_line_alone_with_its_own_prices_and_seats() -> None:
    """What is for the contract as a whole is no price of a line, and no line has the handling time stated for none."""
    fixed = {"model": "B10", "unit": "MONTH", "unit_price": "3000"}
    whole = quote(SEATS, OPERATORS, fixed, seats={MAIN: 9, SECOND: 5}, operations={"aht_s": "200"})
    case = rules_case(whole)
    assert [name for name, _alone in case.each_alone()] == ["Shop chat", "Hotline"]
    hotline = case.alone(SECOND)
    assert (hotline.quote["base_seats"], hotline.quote["operations"]["aht_s"]) == (5, None)
    assert [line["line"] for line in hotline.quote["rate_lines"]] == [SECOND]
    assert (hotline.demand["channel"], hotline.lines) == ("PHONE", {})
    assert hotline.each_alone() == [("", hotline)] and hotline.alone("") is hotline
    with pytest.raises(KeyError):
        case.alone("line-9")


def test_own_prices_and_what_is_for_all_lines_make_the_total() -> None:
    demand = read_demand(two_lines.DEMAND)
    priced = [(name, price(demand, read_quote(one))) for name, one in two_lines.quotes().items()]
    table = by_line_table(CONTENT, priced)
    assert [line["name"] for line in table["lines"]] == ["Shop chat", "Hotline"]
    for row, (_name, one) in zip(table["rows"], priced, strict=True):
        own = [cell["part"].amount for cell in row["cells"]]
        assert own == [part.amount for part in by_line(one.months)]
        assert sum(own) + row["together"] == row["total"] == one.horizon_tco
        fixed = one.headline - sum(cell["headline"] for cell in row["cells"])
        assert fixed == (3000 if row["name"] == "fixed" else 0)
    assert by_line_table({"demand": {"channel": "CHAT"}}, priced) == {}


def test_a_split_pays_every_vendor_what_it_charges_for_the_contract() -> None:
    """Before, nobody was told: the desk of 3,000 a month looked as if the vendor of one line did without it."""
    given = two_lines.quotes()
    documents = {
        "cheap": given["fixed"],
        "dear": quote(SEATS, OPERATORS, two_lines.DESK, seats={MAIN: 9, SECOND: 5}),
    }
    demand, inputs = read_demand(two_lines.DEMAND), two_lines.run_inputs(**documents)
    found = split_costs(inputs, [("1", [MAIN]), ("2", [SECOND])])
    for at, (document, place) in enumerate(zip(documents.values(), (0, 1), strict=True), start=1):
        one = price(demand, read_quote(document))
        parts = by_line(one.months)
        for_all = one.horizon_tco - sum(part.amount for part in parts)
        assert for_all >= 36 * 3000
        assert found["costs"][str(at)] == parts[place].amount + for_all
    assert found["total"] == sum(found["costs"].values())
    assert split_costs(inputs, [("1", [MAIN]), ("9", [SECOND])]) == {}
    whole, result, alone = share_of(two_lines.DEMAND, documents["dear"], {"headline": "0"}, [SECOND])
    assert [line["id"] for line in whole["rate_lines"]] == ["calls", "desk"] and whole["line_seats"] == {
        SECOND: 5
    }
    assert alone and result["tco"]["36"] == f"{found['costs']['2']:.2f}"
    assert share_of(two_lines.DEMAND, whole, {"headline": "0"}, []) == (whole, {"headline": "0"}, False)


def test_the_rules_hold_each_line_against_its_own_volumes() -> None:
    least = OPERATORS | {
        "min_qty": 6
    }  # the hotline needs 5 seats in its lowest month, both lines together 12
    assert "RF-101" not in codes(quote(SEATS, OPERATORS, seats={MAIN: 9, SECOND: 5}))
    assert "RF-101" in codes(quote(SEATS, least, seats={MAIN: 9, SECOND: 6}))
    # A price of one line is no step-up of the other's.
    later = {"line": SECOND, "unit_price": "5200", "valid_from": 13}
    first = OPERATORS | {"valid_to": 12}
    alike = quote(SEATS, first, OPERATORS | later | {"id": "b"}, seats={MAIN: 9, SECOND: 5})
    assert "RF-102" not in codes(alike)
    # Surge seats at 6,700: dear beside a chat seat of 4,500, not beside 5,200.
    surge = two_lines.fees({"code": "F01", "unit": "SEAT_MONTH", "price": "6750"})
    assert "RF-205" in codes(quote(OPERATORS, SEATS, seats={MAIN: 9, SECOND: 5}, fee_lines=surge))
    assert "RF-205" not in codes(quote(OPERATORS, CALLS | {"line": MAIN}, seats={SECOND: 5}, fee_lines=surge))


def test_a_line_without_a_price_is_named() -> None:
    (found,) = [
        one
        for one in flags_of(rules_case(quote(SEATS, seats={MAIN: 9})), "COMMERCIAL")
        if one.code == "RF-107"
    ]
    assert flag_sentence(found.code, found.params) == "There is no price for the service line Hotline."
    (late,) = [
        one
        for one in flags_of(rules_case(quote(SEATS, CALLS | {"valid_to": 9}, seats={MAIN: 9})), "COMMERCIAL")
        if one.code == "RF-107"
    ]
    assert flag_sentence(late.code, late.params) == "Hotline: There is no price for contract month 10."


def test_a_line_given_away_costs_nothing_by_itself() -> None:
    demand = read_demand(two_lines.DEMAND)
    documents = {
        "gift": quote(SEATS, CALLS | {"unit_price": "0"}, seats={MAIN: 9}),
        "whole": quote(two_lines.DESK),
    }
    table = by_line_table(
        CONTENT, [(name, price(demand, read_quote(one))) for name, one in documents.items()]
    )
    assert [[cell["priced"] for cell in row["cells"]] for row in table["rows"]] == [
        [True, True],
        [False, False],
    ]


def test_seats_of_one_line_are_not_held_to_serve_the_other() -> None:
    """Two positions, 15 hours on 7 days: 6 seats on each line; a line that is not charged by seats has none to count."""
    windows = [NEED["coverage_windows"][0] | {"positions": 2}]

    def shifts(seats: dict[str, int]) -> list[str]:
        case = rules_case(quote(SEATS, OPERATORS, seats=seats), coverage_windows=windows)
        return [one.sentence for one in contradictions_of(case) if one.code in ("X-05", "X-10")]

    (found,) = shifts({MAIN: 9, SECOND: 5})
    assert found.startswith("Hotline: ") and "6 seats in shifts; 5 are offered" in found
    assert shifts({MAIN: 6, SECOND: 6}) == shifts({MAIN: 6}) == []


@pytest.mark.django_db
def test_comparison_and_split_award_of_two_lines() -> None:
    rfq, run = scored_rfq(content=CONTENT | {"need": NEED | {"debrief_names_winner": True}}, **sent())
    buyer = cast.sign_in_afresh(Client(), cast.buyer())

    def page(name: str) -> Any:
        answer = buyer.get(reverse(f"scoring:{name}", args=[rfq.code]))
        assert answer.status_code == 200
        return read(answer.content.decode())

    prices = page("prices").tables
    shown, rates = prices["by-line"], str(prices["rates"].rows)
    evaluated = engine.evaluate(run.inputs, run.weights)
    for vendor in (CHEAP, DEAR, THIRD):
        found = evaluated.priced(vendor)
        assert found and shown.row(vendor)[-1] == cents(found.horizon_tco)
    assert "in the price for the contract as a whole" not in str(shown.rows)
    assert "Per contact (Hotline)" in rates and "Fixed fee (the contract as a whole)" in rates
    peak = page("decisions").tables["stress-table"].rows
    contacts = {" ".join(row[0]): number(row[1][0]) for row in peak[1:]}
    assert contacts[DEAR] == contacts[f"{DEAR}: Shop chat"] + contacts[f"{DEAR}: Hotline"]
    award = page("award")
    assert sorted(award.tables["by-line"].rows) == sorted(shown.rows)
    assert "Vendor for Hotline" in " ".join(award.texts)
    _record_checks(rfq, DEAR)
    _propose(buyer, rfq)
    text = " ".join(page("award").texts)
    assert "Shop chat : Paper Crane Calls" in text and "Hotline : Lighthouse Whale" in text
    assert text.count("Reference called") == 4, "the checks of both vendors"
    assert "The split costs" in text and "The lowest quote for all service lines costs" in text
    evaluation = _approve(rfq)
    memo = str(memo_of(rfq, run, timezone.now()).blocks)
    assert "Cost of the split over 36 months" in memo
    assert f"{CHEAP}: Shop chat" in memo and f"{DEAR}: Hotline" in memo
    assert "What each service line costs over 36 months" in memo
    (letter,) = letters_to_write(rfq, evaluation)
    assert letter[0].vendor.name == THIRD and [one["lines"] for one in letter[1]["winners"]] == [
        ["Shop chat"],
        ["Hotline"],
    ]
    won = OutboxMessage.objects.filter(kind="award_won").order_by("to")
    assert ["Hotline" in unlock(message)[1] for message in won] == [True, False]


def _record_checks(rfq: Any, vendor: str) -> None:
    """Those of the further vendor of a split are on record; the others are typed with the proposal."""
    calls = [("REFERENCE", "Lin"), ("REFERENCE", "He"), ("VISIT", "Mei"), ("PAPERS", "Registry")]
    for kind, who in calls:
        record_evidence(
            rfq=rfq,
            quote=quote_of(rfq, vendor),
            kind=kind,
            happened_on=timezone.localdate(),
            who=who,
            notes="as stated",
            questions=[3],
            finding="CONFIRMED",
            by=cast.buyer(),
            now=timezone.now(),
        )


def _propose(buyer: Client, rfq: Any) -> None:
    """On the page, each line to another vendor; a split that leaves a line out or is none is refused there."""
    send = partial(buyer.post, reverse("scoring:award", args=[rfq.code]))
    one, other = (quote_of(rfq, vendor).pk for vendor in (CHEAP, DEAR))
    split = {**AWARD, "shape": AwardShape.SPLIT, "quote": one, "line_1": one}
    for wrong, why in (({}, "every service line: Hotline"), ({"line_2": one}, "no split")):
        refused = send({**split, **wrong})
        assert refused.status_code == 422 and why in refused.content.decode()
    assert send({**split, "line_2": other}).status_code == 302


def _approve(rfq: Any) -> Evaluation:
    """On the page, by another; each vendor then holds its line, and both have passed the gate of the checks."""
    approver = cast.sign_in_afresh(Client(), cast.approver())
    approver.post(reverse("scoring:award_approve", args=[rfq.code]))
    found: Evaluation = Evaluation.objects.get(rfq=rfq)
    decided = (found.form, found.status, found.approved_by)
    assert decided == (AwardShape.SPLIT, EvaluationStatus.AWARDED, cast.approver())
    shares = found.shares.order_by("position").values_list("quote__vendor__name", "lines", "ended_at")
    assert list(shares) == [(CHEAP, [MAIN], None), (DEAR, [SECOND], None)]
    passed = GateResult.objects.filter(quote__rfq=rfq, code="G-04", outcome="PASS")
    assert {result.quote.vendor.name for result in passed} == {CHEAP, DEAR}
    return found
