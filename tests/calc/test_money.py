"""The grammar of an amount (promise F6) and the rounding rule (domain 0.2)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.money import AmountError, escalate, parse_amount, round_cents, to_text

D = Decimal


@pytest.mark.parametrize("text", ["0", "0.5", "0.00", "7", "12.50", "4000", "999999999999.99"])
def test_accepted_amounts_are_read_as_written(text: str) -> None:
    assert parse_amount(text) == D(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-1", "+1", "-0", "1e3", "1E3", "1e11", "0e999999999", "NaN", "nan", "Infinity", "sNaN"),
        *("1_000", "1,234.50", "1 000", " 12 ", "12\n", "\t12", "1.", ".5", "1.234", "1..2", "1.2.3", "0x10"),
        *(
            "１２.５０",
            "٣٤",
            "²",
            "½",
            "一百",
            "007",
            "00",
            "01.5",
            "1000000000000",
            "12.5元",
            "¥12",
            "12\x00",
        ),
        *("1.5\u200b", "1'000", "1\u00a0000", "１_000", "12,5"),
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(
        AmountError, match=r"at most 12 of them, then optionally a point and up to 2 decimals"
    ):
        parse_amount(text)


@pytest.mark.parametrize("value", [None, 12, 12.5, D("1.5"), True, b"12", ["1"]])
def test_only_a_text_is_an_amount(value: object) -> None:
    with pytest.raises(AmountError):
        parse_amount(value)


def test_places_decide_the_decimals_and_the_digits_before_the_point() -> None:
    assert parse_amount("1.2345", places=4) == D("1.2345")
    assert parse_amount("1234567890.1234", places=4) == D("1234567890.1234")
    assert parse_amount("12", places=0) == 12
    for text, places in (("12345678901", 4), ("1.23456", 4), ("1.5", 0)):
        with pytest.raises(AmountError):
            parse_amount(text, places=places)


@given(st.text(alphabet="0123456789.,_-+eE 　１２٣NaInf\n", max_size=16))
def test_no_text_is_read_as_another_number(text: str) -> None:
    try:
        amount = parse_amount(text)
    except AmountError:
        return
    whole, _, decimals = text.partition(".")
    assert text.isascii()
    assert f"{amount:f}" == text
    assert 1 <= len(whole) <= 12
    assert len(decimals) <= 2


@given(st.decimals(min_value=0, max_value=D("999999999999.99"), places=2))
def test_what_is_written_is_read_back(amount: D) -> None:
    assert parse_amount(to_text(amount, 2)) == amount


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.005", "0.01"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("1.00499999", "1.00"), ("1e3", "1000.00")],
)
def test_ties_go_away_from_zero(value: str, rounded: str) -> None:
    assert str(round_cents(D(value))) == rounded


def test_no_negative_zero_is_shown() -> None:
    assert to_text(D("-0.00001"), 4) == "0.0000"


def test_escalation_of_a_unit_price() -> None:
    # Domain 5.4 M-ESC, and 12.4: 1.90 and 1.60 at 5%.
    assert [escalate(D(4000), D("0.10"), year) for year in (0, 1, 2)] == [4000, 4400, 4840]
    assert [escalate(D(price), D("0.05"), 1) for price in ("1.90", "1.60")] == [D("1.9950"), D("1.6800")]
    # Rounded to four decimals before it is multiplied: 0.95 x 1.03^4 = 1.06923...
    assert escalate(D("0.95"), D("0.03"), 4) == D("1.0692")
