"""What a line says is counted or refused: windows, terms, least units, and modifiers of a line without a fee."""

from decimal import Decimal as D
from typing import Any

import pytest

from calc.documents import DocumentError, read_demand
from tests.calc.quotes import phone_document, quote, run

NIGHT: dict[str, Any] = {"applies_to": "WINDOW", "window": "NIGHT"}
PHONE = phone_document(30000, window_shares={"NIGHT": "0.1"})
SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4000"}
SUCCESS = {"base": "SUCCESS_COUNT", "fee": "120", "success_rate": "0.025"}


def base_of(*lines: dict[str, Any], need: dict[str, Any] = PHONE) -> D:
    return run(list(lines), need, base_seats=17).months[0].lines["K-01"]


def test_seats_of_a_window_are_those_stated_though_the_share_of_contacts_is_known() -> None:
    night = {**SEATS, **NIGHT, "unit_price": "1000", "expected_qty": "2"}
    assert base_of(SEATS, night) == 17 * 4000 + 2 * 1000


@pytest.mark.parametrize(
    ("basis", "more", "hours"),
    # 30000 calls of 240 s are 2000 hours, a tenth of them at night; paid: / 0.68
    [("PRODUCTIVE", {}, D(200)), ("PAID", {}, D(200) / D("0.68")), ("LOGGED", {"expected_qty": "90"}, D(90))],
)
def test_hours_of_a_window_are_its_part_of_the_contacts(basis: str, more: dict[str, str], hours: D) -> None:
    line = {"model": "B06", "unit": "HOUR", "unit_price": "28", "hour_basis": basis, **NIGHT, **more}
    assert base_of(line) == (hours * 28).quantize(D("0.01"))


def test_hours_of_a_window_nobody_sizes_are_refused() -> None:
    line = {"model": "B06", "unit": "HOUR", "unit_price": "28", "hour_basis": "PAID", **NIGHT}
    with pytest.raises(DocumentError, match="how many contacts fall into NIGHT"):
        base_of(line, need=phone_document(30000))
    with pytest.raises(DocumentError, match="expected_qty"):
        base_of({**line, "window": "lunch"})


def test_hours_of_the_base_seats_end_where_the_overflow_begins() -> None:
    hours = {
        "model": "B06",
        "unit": "HOUR",
        "unit_price": "30",
        "hour_basis": "PRODUCTIVE",
        "applies_to": "BASE",
    }
    rest = {"model": "B07", "unit": "CONTACT", "unit_price": "2", "applies_to": "OVERFLOW"}
    need = phone_document(40000)
    # 17 x 1774.80 = 30171 contacts of 240 s at 30 an hour, 9829 beyond
    assert base_of(hours, rest, need=need) == D(30171) * 240 / 3600 * 30 + 9829 * 2


STAGED = {"model": "B12", "unit": "SAMPLE", "unit_price": "35", "samples": 400}
TWO_STAGES = [{"share": "0.5", "month": 1}, {"share": "0.5", "month": 8}]
DAILY = {"model": "B04", "unit": "DAY", "unit_price": "300", "applies_to": "EVENT"}
PURE = {"model": "B09", "unit": "ORDER", "commission": SUCCESS}
FEE = {"model": "B10", "unit": "MONTH", "unit_price": "98000"}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ({**STAGED, "stages": TWO_STAGES, "valid_to": 6}, "stages[1].month"),
        ({**STAGED, "stages": TWO_STAGES, "valid_from": 2}, "stages[0].month"),
        ({**STAGED, "stages": TWO_STAGES, "min_qty": 500}, "min_qty"),
        ({**FEE, "valid_from": 4, "trial": {"months": 3, "discount": "0.5"}}, "trial"),
        ({**FEE, "min_qty": 2}, "min_qty"),
        ({**FEE, "unit": "QUARTER", "min_qty": 2}, "min_qty"),
        ({**DAILY, "event": {"seats": 5, "days": 3}, "min_qty": 2}, "min_qty"),
        ({**PURE, "min_qty": 2}, "min_qty"),
        ({**PURE, "cap": "1000"}, "cap"),
        ({**PURE, "expected_bonus": "0.1"}, "expected_bonus"),
        ({**PURE, "trial": {"months": 3, "discount": "0.5"}}, "trial"),
        ({**PURE, "surcharges": [{"window": "NIGHT", "rate": "0.5", "share": "0.5"}]}, "surcharges"),
        ({**PURE, "applies_to": "BASE"}, "applies_to"),
    ],
)
def test_what_could_move_no_price_is_refused(line: dict[str, Any], place: str) -> None:
    with pytest.raises(DocumentError) as refused:
        quote(line)
    assert [fault.path for fault in refused.value.faults] == [f"rate_lines[0].{place}"]


def test_a_trial_that_reaches_into_the_term_counts() -> None:
    late = {**FEE, "valid_from": 3, "trial": {"months": 3, "discount": "0.5"}}
    months = run([SEATS, late]).months
    assert [month.lines["K-01"] - 36000 for month in months[1:4]] == [0, 49000, 98000]


def test_a_claw_back_without_a_known_refund_rate_is_told() -> None:
    line = {**PURE, "commission": {**SUCCESS, "clawback": True}}
    need = phone_document(12000)
    assert read_demand(need).sales is None
    assert "W-UNKNOWN sales.refund_rate" in run([line], need).warnings
