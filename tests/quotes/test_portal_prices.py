"""Prices as they are typed: sentences, bands, fees, terms; what is refused, and where."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from quotes.actions import save_draft
from quotes.months import three_months
from quotes.terms import proposed_terms
from rfqs import catalogue
from rfqs.models import Invitation
from tests.calc.demo_cases import case
from tests.quotes.build import NEED, whole_quote
from tests.quotes.test_portal_pages import draft, signed_in, url

pytestmark = pytest.mark.django_db

LINES = {
    "B01": (
        {"unit_price": "4000.00", "base_seats": "9", "min_qty": "5"},
        {"unit_price": "4000.00", "min_qty": 5},
    ),
    "B02": (
        {
            "unit_price": "3400",
            "base_seats": "9",
            "commission_base": "REVENUE",
            "commission_rate": "4",
            "clawback": "true",
            "commission_cap": "20000",
        },
        {"commission": {"base": "REVENUE", "rate": "0.04", "clawback": True, "cap": "20000"}},
    ),
    "B03": (
        {
            "tier_basis": "MONTHLY_VOLUME",
            "tier_method": "GRADUATED",
            "tier_rows": "3",
            "tier-0-upper": "15000",
            "tier-0-price": "1.90",
            "tier-1-price": "1.60",
            "min_charge": "20000",
        },
        {
            "unit": "CONTACT",
            "min_charge": "20000",
            "tiers": [{"upper": 15000, "price": "1.90"}, {"upper": None, "price": "1.60"}],
        },
    ),
    "B04": ({"unit_price": "2.15", "unit": "CONTACT"}, {"unit": "CONTACT", "unit_price": "2.15"}),
    "B05": (
        {"unit_price": "0.95", "rounding": "PER_6S", "wrap_up_s": "20"},
        {"unit": "MINUTE", "rounding": "PER_6S", "wrap_up_s": "20"},
    ),
    "B07": (
        {"unit_price": "2.05", "fixed_fee": "5000", "min_charge": "6000"},
        {"fixed_fee": "5000", "min_charge": "6000"},
    ),
    "B08": (
        {"unit_price": "3.00", "fixed_fee": "70000", "included_qty": "25000"},
        {"fixed_fee": "70000", "included_qty": 25000},
    ),
    "B10": ({"unit_price": "98000", "unit": "MONTH", "expected_bonus": "2"}, {"expected_bonus": "0.02"}),
    "B12": (
        {
            "unit_price": "35",
            "samples": "400",
            "stage_rows": "4",
            "stage-0-share": "100",
            "stage-0-month": "2",
        },
        {"samples": 400, "stages": [{"share": "1", "month": 2}]},
    ),
}
BASICS = {"tax_rate": "6", "tax_included": "false", "base_seats": "9"}


@pytest.fixture
def desk(invitation: Invitation, vendor_user: Any) -> Client:
    return signed_in(vendor_user)


def add(desk: Client, invitation: Invitation, model: str, **typed: str) -> Any:
    return desk.post(url(invitation, "new_line", model), {"applies_to": "ALL", **typed})


@pytest.mark.parametrize("model", LINES)
def test_each_model_is_typed_saved_priced_and_shown_again(
    desk: Client, invitation: Invitation, model: str
) -> None:
    typed, expected = LINES[model]
    desk.post(url(invitation, "prices"), BASICS)
    answer = add(desk, invitation, model, **typed)
    assert answer.status_code == 302, answer.context["form"].errors
    (line,) = draft(invitation)["rate_lines"]
    assert line["model"] == model and expected.items() <= line.items()
    page = desk.get(url(invitation, "prices"))
    assert page.context["months"].known, page.context["months"].faults
    again = desk.get(url(invitation, "line", 1)).content.decode()
    for name, value in typed.items():
        assert f'value="{value}"' in again or name in ("tier_rows", "stage_rows"), name


def test_a_changed_line_stays_the_same_line(desk: Client, invitation: Invitation) -> None:
    add(desk, invitation, "B01", **LINES["B01"][0])
    add(desk, invitation, "B04", **LINES["B04"][0])
    desk.post(url(invitation, "line", 1), {**LINES["B01"][0], "unit_price": "4100", "applies_to": "BASE"})
    first, second = draft(invitation)["rate_lines"]
    assert (first["unit_price"], first["applies_to"], second["model"]) == ("4100", "BASE", "B04")
    version = desk.get(url(invitation, "prices")).context["lines_version"]
    desk.post(url(invitation, "remove_line", 1), {"version": version})
    assert [line["model"] for line in draft(invitation)["rate_lines"]] == ["B04"]


@pytest.mark.parametrize(
    "text", ["1_000", "１２.５０", "1e3", "1,234.50", "-5", "1 000", "NaN", "0x10", "1.23456"]
)
def test_a_price_in_another_form_is_refused_at_its_field_and_kept(
    desk: Client, invitation: Invitation, text: str
) -> None:
    answer = add(desk, invitation, "B01", unit_price=text, base_seats="9")
    page = answer.content.decode()
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["unit_price"]
    assert text in page and "no thousands separator" in page
    assert draft(invitation)["rate_lines"] == []


def bands(*rows: tuple[str, str]) -> dict[str, str]:
    typed = {"tier_basis": "MONTHLY_VOLUME", "tier_method": "GRADUATED", "tier_rows": str(len(rows))}
    for place, (upper, price) in enumerate(rows):
        typed |= {f"tier-{place}-upper": upper, f"tier-{place}-price": price}
    return typed


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([("15000", "1.9"), ("15000", "1.6"), ("", "1.3")], "tier-1-upper"),
        ([("15000", "1.9"), ("9000", "1.6"), ("", "1.3")], "tier-1-upper"),
        ([("", "1.9"), ("", "1.6")], "tier-0-upper"),
        ([("15000", "1.9"), ("30000", "1.6")], "tier-1-upper"),
        ([("15000", ""), ("", "1.6")], "tier-0-price"),
        ([("15.5", "1.9"), ("", "1.6")], "tier-0-upper"),
        ([("", "")], "tier-0-price"),
    ],
)
def test_bands_that_do_not_fit_are_refused_at_the_band(
    desk: Client, invitation: Invitation, rows: list[tuple[str, str]], field: str
) -> None:
    answer = add(desk, invitation, "B03", **bands(*rows))
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_nothing_is_assumed_about_the_arithmetic_of_bands(desk: Client, invitation: Invitation) -> None:
    typed = {**bands(("15000", "1.9"), ("", "1.6")), "tier_method": "", "tier_basis": ""}
    answer = add(desk, invitation, "B03", **typed)
    assert set(answer.context["form"].errors) == {"tier_basis", "tier_method"}


def test_more_bands_keep_what_was_typed(desk: Client, invitation: Invitation) -> None:
    answer = add(desk, invitation, "B03", **bands(("15000", "1_9")), more="1")
    page = answer.content.decode()
    assert answer.status_code == 200 and "1_9" in page and 'name="tier-3-price"' in page
    assert not answer.context["form"].errors


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"commission_rate": "4"}, "commission_base"),
        ({"commission_base": "REVENUE"}, "commission_rate"),
        ({"commission_base": "REVENUE", "commission_fee": "7"}, "commission_fee"),
        ({"commission_base": "SUCCESS_COUNT", "commission_rate": "4"}, "commission_rate"),
        ({"commission_base": "REVENUE", "commission_rate": "60"}, "commission_rate"),
        (
            {"commission_base": "CONVERSION_LIFT", "commission_rate": "4", "commission_fee": "7"},
            "commission_fee",
        ),
    ],
)
def test_a_commission_names_its_base_and_one_measure(
    desk: Client, invitation: Invitation, typed: dict[str, str], field: str
) -> None:
    answer = add(desk, invitation, "B02", unit_price="3400", base_seats="9", **typed)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_hours_need_their_number_and_minutes_their_rounding(desk: Client, invitation: Invitation) -> None:
    answer = add(desk, invitation, "B04", unit_price="38", unit="HOUR")
    assert list(answer.context["form"].errors) == ["expected_qty"]
    answer = add(desk, invitation, "B04", unit_price="0.9", unit="MINUTE")
    assert list(answer.context["form"].errors) == ["rounding"]


def test_the_months_are_shown_while_typing(desk: Client, invitation: Invitation) -> None:
    desk.post(url(invitation, "prices"), BASICS)
    answer = add(desk, invitation, "B01", **LINES["B01"][0], months="1")
    assert answer.status_code == 200 and "Trough" in answer.content.decode()
    assert draft(invitation)["rate_lines"] == []


def test_tax_in_another_form_is_refused(desk: Client, invitation: Invitation) -> None:
    answer = desk.post(url(invitation, "prices"), {**BASICS, "tax_rate": "6%"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["tax_rate"]


# -- fees --------------------------------------------------------------------------------------------


def test_one_click_includes_all_other_lines(desk: Client, invitation: Invitation) -> None:
    typed = {
        "F01-status": "CHARGED",
        "F01-unit": "SEAT_MONTH",
        "F01-price": "6000",
        "F12-status": "NOT_DISCLOSED",
    }
    answer = desk.post(url(invitation, "fees"), {**typed, "others_included": "1"})
    assert answer["Location"] == url(invitation, "fees")
    lines = {line["code"]: line for line in draft(invitation)["fee_lines"]}
    assert len(lines) == 20
    assert lines["F01"] == {"code": "F01", "status": "CHARGED", "unit": "SEAT_MONTH", "price": "6000"}
    assert (lines["F12"]["status"], lines["F20"]["status"]) == ("NOT_DISCLOSED", "INCLUDED")


def test_percent_fees_are_stored_as_fractions_and_shown_as_typed(
    desk: Client, invitation: Invitation
) -> None:
    typed = {"F20-status": "CHARGED", "F20-unit": "RATE_PER_YEAR", "F20-price": "10"}
    desk.post(url(invitation, "fees"), typed)
    assert draft(invitation)["fee_lines"] == [
        {"code": "F20", "status": "CHARGED", "unit": "RATE_PER_YEAR", "price": "0.1"}
    ]
    form = desk.get(url(invitation, "fees")).context["form"]
    assert form["F20-price"].value() == "10"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"F01-status": "CHARGED", "F01-unit": "SEAT_MONTH"}, "F01-price"),
        ({"F01-status": "CHARGED", "F01-unit": "SEAT_MONTH", "F01-price": "6,000"}, "F01-price"),
        ({"F01-status": "CHARGED", "F01-unit": "DAY", "F01-price": "60"}, "F01-expected_qty"),
        ({"F11-status": "CHARGED", "F11-unit": "MONTH", "F11-price": "60"}, "F11-payer"),
        ({"F20-status": "CHARGED", "F20-unit": "RATE_PER_YEAR", "F20-price": "999"}, "F20-price"),
    ],
)
def test_a_charge_without_what_it_needs_is_refused_at_its_field(
    desk: Client, invitation: Invitation, typed: dict[str, str], field: str
) -> None:
    answer = desk.post(url(invitation, "fees"), typed)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_the_demos_fee_lines_survive_the_form(ready: Invitation, vendor_user: Any) -> None:
    whole = whole_quote("Paper Crane Calls")
    from django.utils import timezone

    save_draft(
        invitation=ready, by=vendor_user, now=timezone.now(), changes={"fee_lines": whole["fee_lines"]}
    )
    client = signed_in(vendor_user)
    form = client.get(url(ready, "fees")).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    assert client.post(url(ready, "fees"), data).status_code == 302
    before = {line["code"]: numbers(line) for line in whole["fee_lines"]}
    assert {line["code"]: numbers(line) for line in draft(ready)["fee_lines"]} == before


def numbers(line: dict[str, Any]) -> dict[str, Any]:
    kept = ("price", "hours_per_seat", "expected_qty", "base")
    return {key: Decimal(value) if key in kept else value for key, value in line.items()}


# -- terms -------------------------------------------------------------------------------------------


PROPOSED = [term for term in proposed_terms({"terms": catalogue.term_set(NEED)}) if not term.states]
RETENTION = next(term.code for term in PROPOSED if term.spec.type == "int")


def test_all_proposed_terms_are_accepted_in_one_click(desk: Client, invitation: Invitation) -> None:
    desk.post(url(invitation, "terms"), {"accept_rest": "1"})
    accepted = {term.code: {"status": "ACCEPTED"} for term in PROPOSED}
    assert accepted and draft(invitation)["contract_terms"] == accepted


@pytest.mark.parametrize("status", ["DEVIATION", ""])
def test_a_deviation_carries_value_and_note(desk: Client, invitation: Invitation, status: str) -> None:
    typed = {
        f"{RETENTION}-status": status,
        f"{RETENTION}-{RETENTION}": "90",
        f"{RETENTION}-note": "Our policy.",
        "accept_rest": "1",
    }
    desk.post(url(invitation, "terms"), typed)
    offers = draft(invitation)["contract_terms"]
    assert offers[RETENTION] == {"status": "DEVIATION", "value": 90, "note": "Our policy."}
    assert len(offers) == len(PROPOSED)
    page = desk.get(url(invitation, "terms")).content.decode()
    assert 'value="90"' in page and "Our policy." in page


def test_a_term_that_is_not_proposed_is_stated(desk: Client, invitation: Invitation) -> None:
    asked = [term for term in proposed_terms({"terms": catalogue.term_set(NEED)}) if term.states]
    code = next(term.code for term in asked if term.spec.type == "longtext")
    desk.post(url(invitation, "terms"), {f"{code}-{code}": "All of it."})
    assert draft(invitation)["contract_terms"] == {code: {"status": "STATED", "value": "All of it."}}


@pytest.mark.parametrize("value", ["", "9o"])
def test_an_empty_or_unreadable_deviation_is_refused(
    desk: Client, invitation: Invitation, value: str
) -> None:
    typed = {f"{RETENTION}-status": "DEVIATION", f"{RETENTION}-{RETENTION}": value}
    answer = desk.post(url(invitation, "terms"), typed)
    assert answer.status_code == 422 and len(answer.context["forms"].messages) >= 1
    assert not draft(invitation)["contract_terms"]


# -- three months ------------------------------------------------------------------------------------


def test_the_three_months_are_those_of_the_engine() -> None:
    months = three_months(case("RFQ-1")["demand"], whole_quote("Paper Crane Calls"))
    trough, average, peak = months.columns
    assert (trough.volume, peak.volume, average.payable) == (14000, 52000, Decimal("53830.33"))
    for place in range(3):
        assert (
            abs(sum(cells[place] for _code, _label, cells in months.rows) - months.columns[place].payable) < 1
        )


def test_a_quote_that_cannot_be_priced_says_why() -> None:
    whole = whole_quote() | {"rate_lines": []}
    months = three_months(case("RFQ-1")["demand"], whole)
    assert not months.known and months.faults[0].path == "rate_lines"
