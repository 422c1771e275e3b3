"""The demo tables of domain 12.2 and 12.3 and the month traces of 12.4."""

from decimal import Decimal

import pytest

from calc.tco import Month, Priced
from tests.calc.demo_cases import FIGURES, priced

QUOTES = [(rfq, vendor) for rfq, vendors in FIGURES.items() for vendor in vendors]
ROUND_1 = "RFQ-1"
ROUND_2 = "RFQ-2"


@pytest.mark.parametrize(("rfq", "vendor"), QUOTES)
def test_every_figure_of_the_demo_tables(rfq: str, vendor: str) -> None:
    shown = priced(rfq)[vendor].as_json()
    tco, leaving = shown["tco"], shown["exit_cost"]
    assert isinstance(tco, dict)
    assert isinstance(leaving, dict)
    assert (
        *(shown["headline"], shown["year1_payable"], shown["uplift_y1"], shown["loaded_uplift"]),
        *(shown["disclosure"], tco["12"], tco["36"], tco["60"], shown["tco_per_contact"]),
        *(shown["elasticity"], leaving["18"]),
    ) == FIGURES[rfq][vendor]
    assert list(tco) == ["12", "24", "36", "48", "60"]
    assert leaving == dict.fromkeys(["6", "12", "18", "24"], leaving["18"])


@pytest.mark.parametrize(
    ("vendor", "average"),
    [
        ("Paper Crane Calls", "53830.33"),
        ("Celadon Service", "49033.33"),
        ("Popping Candy Support", "43439.36"),
        ("Mooncake Box Growth", "54661.00"),
        ("Oolong Surge", "58026.38"),
        ("Lighthouse Whale", "58516.67"),
    ],
)
def test_average_month_of_the_first_year(vendor: str, average: str) -> None:
    assert priced(ROUND_1)[vendor].average_month == Decimal(average)


def test_cheapest_headline_is_the_dearest_ownership() -> None:
    quotes = priced(ROUND_1)
    by_headline = sorted(quotes, key=lambda name: quotes[name].headline)
    by_tco = sorted(quotes, key=lambda name: quotes[name].horizon_tco)
    v1, v2, v3, v4, v5, v6 = quotes
    assert by_headline == [v1, v3, v2, v6, v4, v5]
    assert by_tco == [v3, v2, v6, v4, v5, v1]
    crane = quotes[v1]
    assert crane.horizon_tco - sum(m.undisclosed_loading for m in crane.months) == Decimal("2359227.79")


def test_value_credit_of_the_committed_conversion() -> None:
    credits = {name: quote.value_credit for name, quote in priced(ROUND_1).items()}
    assert credits.pop("Mooncake Box Growth") == Decimal("457547.62")
    assert set(credits.values()) == {Decimal("0.00")}
    mooncake = priced(ROUND_1)["Mooncake Box Growth"]
    assert mooncake.horizon_tco - mooncake.value_credit == Decimal("1746383.55")


def test_idle_cost_counts_seats_paid_but_not_needed() -> None:
    # Needs of year 1: 7, 5, 7, 7, 8, 14, 7, 7, 8, 9, 18, 9 of 9 seats, so 16 seat-months stand idle.
    months = priced(ROUND_1)["Celadon Service"].months[:12]
    assert sum((month.idle_cost for month in months), Decimal(0)) == 16 * 4800
    assert priced(ROUND_1)["Oolong Surge"].idle_cost == 0


# -- 12.4 ---------------------------------------------------------------------------------------------------


def month_of(rfq: str, vendor: str, number: int) -> Month:
    month = priced(rfq)[vendor].months[number - 1]
    assert month.month == number
    return month


def lines_of(month: Month) -> dict[str, str]:
    return {item: str(amount) for item, amount in month.lines.items()}


def test_trace_paper_crane_in_june() -> None:
    month = month_of(ROUND_1, "Paper Crane Calls", 6)
    assert (month.volume, month.contacts, month.seats_needed, month.surge_seats) == (39000, 41786, 15, 6)
    assert lines_of(month) == {
        "K-01": "36000.00",
        "K-11": "36000.00",
        "K-12": "9720.00",
        "K-07": "2400.00",
        "K-14": "360.00",
        "K-10": "1800.00",
        "K-21": "500.00",
        "K-19": "5206.80",
    }
    assert month.vendor_payable == Decimal("91986.80")


def test_trace_paper_crane_in_the_first_month() -> None:
    month = month_of(ROUND_1, "Paper Crane Calls", 1)
    assert (month.contacts, month.seats_needed, month.surge_seats) == (21429, 8, 0)
    assert lines_of(month) == {
        "K-01": "36000.00",
        "K-07": "3600.00",
        "K-14": "360.00",
        "K-10": "1080.00",
        "K-05": "8000.00",
        "K-21": "500.00",
        "K-19": "2972.40",
    }
    assert month.vendor_payable == Decimal("52512.40")
    assert month.buyer_internal == Decimal("9600.00")
    assert month.undisclosed_loading == Decimal("3600.00")


def test_trace_celadon_in_november() -> None:
    month = month_of(ROUND_1, "Celadon Service", 11)
    assert (month.contacts, month.seats_needed, month.surge_seats) == (51071, 18, 9)
    assert lines_of(month) == {"K-01": "43200.00", "K-11": "45000.00"}


def test_celadon_invoices_of_the_first_year() -> None:
    paid = [month.vendor_payable for month in priced(ROUND_1)["Celadon Service"].months[:12]]
    expected = [Decimal("43200.00")] * 12
    expected[5], expected[10] = Decimal("68200.00"), Decimal("88200.00")
    # Domain 12.2 says ten months at 43200, June with 5 and November with 9 surge seats.
    assert paid == expected


def test_trace_popping_candy_in_november() -> None:
    month = month_of(ROUND_1, "Popping Candy Support", 11)
    assert (month.contacts, lines_of(month)) == (52929, {"K-01": "82307.70"})


def test_trace_popping_candy_in_the_second_year() -> None:
    month = month_of(ROUND_1, "Popping Candy Support", 14)
    assert (month.volume, month.contacts, lines_of(month)) == (15120, 15390, {"K-01": "30580.20"})


def test_trace_celadon_hotline_in_the_first_month() -> None:
    month = month_of(ROUND_2, "Celadon Service", 1)
    assert (month.volume, month.contacts, month.seats_needed) == (29400, 28633, 17)
    assert month.vendor_payable == Decimal("95000.00")


# -- what must hold of every run ----------------------------------------------------------------------------


@pytest.mark.parametrize(("rfq", "vendor"), QUOTES)
def test_lines_sum_to_the_payable_and_months_to_the_total(rfq: str, vendor: str) -> None:
    quote = priced(rfq)[vendor]
    assert all(sum(month.lines.values()) == month.vendor_payable for month in quote.months)
    assert all(month.lines[item] for month in quote.months for item in month.lines)
    assert sum(month.cost for month in quote.months) == quote.tco[36]


def test_exit_items_fall_into_the_last_month_of_the_run_only() -> None:
    quote: Priced = priced(ROUND_1)["Paper Crane Calls"]
    assert [month.month for month in quote.months if "K-40" in month.lines] == [36]
    assert quote.months[-1].lines["K-40"] == Decimal("20000.00")
