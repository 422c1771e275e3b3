"""In-house, outsourced, hosted: the tables of domain 6.4 and the relations of 6.3."""

from decimal import Decimal as D

import pytest

from calc.decisions.build_modes import (
    Build,
    ModeError,
    Modes,
    agent_month,
    hosted_beats_outsourced,
    in_house_beats_hosted,
    in_house_beats_outsourced,
)
from calc.money import round_places

# on-costs, seat price, uplift, crossover in seats over 36 months (domain 6.4 and its data file)
FOUND = {
    ("0", 4500, "0.35"): 2635,
    ("0", 4500, "0.50"): 57,
    ("0", 5000, "0.35"): 57,
    ("0", 5000, "0.50"): 28,
    ("0.15", 5000, "0.50"): 73,
}
CASES = [
    (b, p, u)
    for b in ("0", "0.15", "0.30")
    for p in (4000, 4500, 5000)
    for u in ("0", "0.20", "0.35", "0.50")
]


def modes(
    on_costs: str = "0.15", price: int = 4500, uplift: str = "0", months: int = 36, **changes: D
) -> Modes:
    build = Build()
    figures = {
        "invested": build.invested,
        "in_house_fixed": build.monthly,
        "agent": agent_month(D(6000), D(on_costs), D("1.1832"), D(610)),
        "outsourced_fixed": D(1600),
        "seat_price": D(price),
        "uplift": D(uplift),
        "hosted_fixed": D(5000),
        "hosted_seat": D(300),
    }
    return Modes(months=months, **figures | changes)


def test_the_reading_of_the_source() -> None:
    assert (Build().invested, Build().monthly) == (845000, D("17250.00"))
    agents = [agent_month(D(6000), D(rate), D("1.1832"), D(610)) for rate in ("0", "0.15", "0.30")]
    assert agents == [D("6060.15"), D("6960.15"), D("7860.15")]


@pytest.mark.parametrize(("on_costs", "price", "uplift"), CASES)
def test_crossover_over_36_months(on_costs: str, price: int, uplift: str) -> None:
    found = in_house_beats_outsourced(modes(on_costs, price, uplift))
    assert found.seats == FOUND.get((on_costs, price, uplift))


@pytest.mark.parametrize(
    ("on_costs", "price", "seats"),
    [("0", 4500, 44), ("0", 5000, 21), ("0.15", 5000, 56), ("0.15", 4500, None)],
)
def test_crossover_over_60_months(on_costs: str, price: int, seats: int | None) -> None:
    assert in_house_beats_outsourced(modes(on_costs, price, "0.50", months=60)).seats == seats


@pytest.mark.parametrize(
    ("months", "invested", "seats"), [(36, 845000, 120), (60, 845000, 88), (36, 10**7, 967), (60, 10**7, 597)]
)
def test_build_beats_hosted(months: int, invested: int, seats: int) -> None:
    assert in_house_beats_hosted(modes(months=months, invested=D(invested))).seats == seats


@pytest.mark.parametrize(
    ("seats", "thousands"),
    [
        (10, (3972, 1678, 2245, 2758, 2794)),
        (20, (6477, 3298, 4432, 5458, 5407)),
        (50, (13994, 8158, 10993, 13558, 13248)),
        (100, (26523, 16258, 21928, 27058, 26317)),
        (200, (51579, 32458, 43798, 54058, 52453)),
    ],
)
def test_totals_of_36_months(seats: int, thousands: tuple[int, ...]) -> None:
    plain, dearer = modes().totals(seats), modes(uplift="0.35").totals(seats)
    dearest = modes(price=5000, uplift="0.50").totals(seats)
    row = (plain["IN_HOUSE"], *(one["OUTSOURCED"] for one in (plain, dearer, dearest)), plain["HOSTED"])
    assert tuple(int(round_places(amount / 1000, 0)) for amount in row) == thousands


@pytest.mark.parametrize("months", [1, 12, 36, 60, 120])
def test_at_the_crossover_the_totals_turn(months: int) -> None:
    for price in (4500, 5000, 9000):
        told = modes("0", price, "0.50", months=months)
        seats = in_house_beats_outsourced(told).seats
        assert seats
        at, below = told.totals(seats), told.totals(seats - 1)
        assert at["IN_HOUSE"] <= at["OUTSOURCED"]
        assert below["IN_HOUSE"] > below["OUTSOURCED"]


def test_no_crossover_and_cheaper_from_the_start() -> None:
    assert in_house_beats_outsourced(modes("0", 4500, "0.35"), most=2634).seats is None
    assert in_house_beats_outsourced(modes(invested=D(0), in_house_fixed=D(0), price=9000)).seats == 0
    assert in_house_beats_hosted(modes(hosted_seat=D(0))).seats is None
    assert hosted_beats_outsourced(modes("0", 5000, "0.50")).seats == 3  # 3400 / (7500 - 6360.15)
    assert hosted_beats_outsourced(modes()).seats is None
    few = hosted_beats_outsourced(modes(outsourced_fixed=D(20000)))  # dearer seats, but less that is fixed
    assert (few.seats, few.until) == (0, 5)  # 15000 / (7260.15 - 4500)
    assert (
        modes(outsourced_fixed=D(20000)).totals(5)["HOSTED"]
        < modes(outsourced_fixed=D(20000)).totals(5)["OUTSOURCED"]
    )
    assert (
        modes(outsourced_fixed=D(20000)).totals(6)["HOSTED"]
        > modes(outsourced_fixed=D(20000)).totals(6)["OUTSOURCED"]
    )


@pytest.mark.parametrize("change", [{"months": 0}, {"months": 121}, {"hosted_seat": D(-1)}])
def test_figures_that_cannot_be_compared(change: dict[str, D]) -> None:
    with pytest.raises(ModeError, match=r"give 1 to 120|below 0"):
        in_house_beats_hosted(modes(**change))  # type: ignore[arg-type]  # months among the changes
