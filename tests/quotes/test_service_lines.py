"""An RFQ with two service lines, as the vendor's forms ask it: which line a price is for, seats by line, what is missing."""

from typing import Any

import pytest

from quotes.display import rate_lines, seats_rows
from quotes.faults import mends
from quotes.forms import BasicsForm, RateLineForm
from quotes.readiness import gaps_in
from quotes.service_lines import several_lines
from rfqs import catalogue
from rfqs.lines import MAIN
from tests import cast, two_lines
from tests.quotes.build import invite
from tests.quotes.test_portal_pages import draft, signed_in, url
from tests.scoring.build import publish
from tests.scoring.documents import DEMAND as CHAT
from tests.two_lines import CALLS, DEMAND, LINES, OPERATORS, SEATS, SECOND, quote

CONTENT = {"lines": LINES, "demand": DEMAND, "need": {}, "questions": catalogue.question_set()}
BOTH = several_lines(CONTENT)


def line_form(
    model: str, lines: Any = BOTH, whole: Any = None, line: Any = None, **typed: str
) -> RateLineForm:
    data = {"applies_to": "ALL", **typed} if typed else None
    return RateLineForm(data, model=model, currency="CNY", lines=lines, whole=whole, line=line)


def test_one_service_line_is_not_asked_for() -> None:
    assert several_lines({"demand": {"channel": "CHAT"}}) == []
    form = line_form("B07", (), unit_price="2")
    assert form.service_line is None and form.is_valid() and "line" not in form.line()
    assert [bound.name for bound in BasicsForm(content=CONTENT | {"lines": []}).seats] == ["base_seats"]


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        ("B07", {"unit_price": "2"}),
        ("B10", {"unit_price": "2", "unit": "MONTH", "surcharge_NIGHT": "10", "share_NIGHT": "5"}),
    ],
)
def test_a_price_that_depends_on_a_volume_says_on_which(model: str, typed: dict[str, str]) -> None:
    assert line_form(model, **typed).errors.keys() == {"line"}
    form = RateLineForm(
        {"applies_to": "ALL", "line": SECOND, **typed}, model=model, currency="CNY", lines=BOTH
    )
    assert form.is_valid() and form.line()["line"] == SECOND


def test_a_fixed_price_may_be_for_the_contract_as_a_whole() -> None:
    form = line_form("B10", unit_price="3000", unit="MONTH")
    assert form.is_valid() and "line" not in form.line()
    (row,) = rate_lines([form.line()], {"currency": "CNY"}, BOTH)
    assert row["label"] == "Fixed fee (the contract as a whole)"


def test_seats_are_stated_and_shown_by_line() -> None:
    whole = quote(SEATS, OPERATORS, seats={MAIN: 9, SECOND: 5})
    form = BasicsForm({"tax_rate": "6", "seats_main": "9"}, content=CONTENT)
    assert form.is_valid()
    assert form.changes() == {"tax": {"rate": "0.06"}, "base_seats": None, "line_seats": {MAIN: 9}}
    assert set(form.paths) == set(form.changes())
    assert line_form("B01", whole=whole, line=OPERATORS)["base_seats"].value() == 5
    first, second = rate_lines(whole["rate_lines"], whole, BOTH)
    assert first["label"] == "Fixed seat fee (Shop chat)" and "for 9 seats" in first["text"]
    assert second["label"] == "Fixed seat fee (Hotline)" and "for 5 seats" in second["text"]
    assert [row["label"] for row in seats_rows(whole, BOTH)] == ["Seats (Shop chat)", "Seats (Hotline)"]


def test_seats_of_lines_that_are_gone_are_taken_away() -> None:
    whole = quote(SEATS, seats={MAIN: 9, SECOND: 5})
    form = BasicsForm({"base_seats": "9"}, content=CONTENT | {"lines": []}, whole=whole)
    assert form.is_valid() and form.changes() == {"tax": None, "base_seats": 9, "line_seats": None}


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (quote(SEATS, seats={MAIN: 9}), ("Rate lines", "no price for the service line Hotline", "lines")),
        (quote(SEATS | {"valid_to": 12}, CALLS, seats={MAIN: 9}), ("Shop chat", "no price for contract month 13", "lines")),
        (quote(SEATS, OPERATORS, seats={MAIN: 9}), ("Seats you plan with: Hotline", "none are stated", "id_seats_line-2")),
        (quote(SEATS, CALLS) | {"base_seats": 9}, ("Seats you plan with", "of each service line", "id_seats_main")),
        (quote(SEATS, CALLS | {"line": "line-3"}, seats={MAIN: 9}), ("Service line", "cannot be used", "id_line")),
    ],
)  # fmt: skip
def test_a_line_that_is_not_priced_is_missing_to_send(
    whole: dict[str, Any], said: tuple[str, str, str]
) -> None:
    faults = [gap.fault for gap in gaps_in(CONTENT, whole) if gap.fault]
    assert [fault.code for fault in faults] == ["RF-107"] * len(faults)
    found = mends(faults, whole, BOTH)
    label, message, anchor = said
    assert any(label in one.label and message in one.message and one.anchor == anchor for one in found), found


def test_a_quote_that_prices_both_lines_can_be_sent() -> None:
    whole = quote(SEATS, CALLS, seats={MAIN: 9})
    assert [gap.fault for gap in gaps_in(CONTENT, whole) if gap.fault] == []


def test_prices_of_lines_that_the_rfq_no_longer_has_are_missing_to_send() -> None:
    alone = {**CONTENT, "lines": [], "demand": CHAT}
    whole = quote(SEATS, CALLS, seats={MAIN: 9})
    faults = [gap.fault for gap in gaps_in(alone, whole) if gap.fault]
    (found,) = mends(faults, whole)
    assert "no longer has" in found.message and found.anchor == "lines"


@pytest.mark.django_db
def test_the_portal_asks_for_the_line_of_each_price() -> None:
    """From nothing to a quote for both lines, as the pages store it; the check names the line that has no price."""
    user = cast.vendor_user()
    invitation = invite(publish(content=two_lines.CONTENT), user)
    desk = signed_in(user)
    desk.post(url(invitation, "prices"), {"tax_rate": "6", "tax_included": "true", "seats_main": "7"})
    seats = {"unit_price": "4500", "applies_to": "ALL", "min_period": "MONTH"}
    refused = desk.post(url(invitation, "new_line", "B01"), seats)
    assert refused.status_code == 422 and "depends on its volume" in refused.content.decode()
    desk.post(url(invitation, "new_line", "B01"), seats | {"line": MAIN, "base_seats": "9"})
    stored = draft(invitation)
    assert stored["line_seats"] == {MAIN: 9} and "base_seats" not in stored
    assert "no price for the service line Hotline" in desk.get(url(invitation, "check")).content.decode()
    calls = {"unit_price": "2.15", "applies_to": "ALL", "min_period": "MONTH", "line": SECOND}
    desk.post(url(invitation, "new_line", "B07"), calls)
    stored = draft(invitation)
    assert [line["line"] for line in stored["rate_lines"]] == [MAIN, SECOND]
    assert stored["line_seats"] == {MAIN: 9}
    shown = desk.get(url(invitation, "check")).content.decode()
    assert "no price for the service line" not in shown and "Per contact (Hotline)" in shown


@pytest.mark.parametrize(
    ("rate_line", "said"),
    [
        ({"model": "B10", "unit": "MONTH", "unit_price": "0"}, "come to zero"),
        ({**two_lines.SELLING, "line": "main"}, "no sales figures"),
        ({"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500", "valid_to": 12}, "no price for contract month 13"),
    ],
)  # fmt: skip
def test_what_cannot_be_priced_cannot_be_sent_either(rate_line: dict[str, Any], said: str) -> None:
    """Before, it could, and was excluded after the opening (RF-107), when nobody may mend it."""
    alone = {**CONTENT, "lines": [], "demand": {**CHAT, "sales": None}}
    whole = {**quote(rate_line), "base_seats": 9}
    faults = [gap.fault for gap in gaps_in(alone, whole) if gap.fault]
    assert any(said in found.message for found in mends(faults, whole)), faults
