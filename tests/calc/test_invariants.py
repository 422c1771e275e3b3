"""What holds of every quote and every ranking, not only of the examples."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc.billing.pricing import tiered
from calc.documents import Tier, read_demand, read_quote, write_demand, write_quote
from calc.money import round_cents
from calc.scorecard import PRESETS, Candidate, preset, rank, sensitivity
from calc.tco import ITEM_ORDER, price
from tests.calc.quotes import demand_document, fees, quote_document, sales

D = Decimal
DURATIONS = [{"seconds": "60", "share": "0.5"}, {"seconds": "540", "share": "0.5"}]
# A carried minimum and a missed collar are taken off an invoice.
MAY_BE_NEGATIVE = ("K-16", "K-28", "K-19")


def money(high: str, places: int = 2) -> st.SearchStrategy[str]:
    return st.decimals(min_value=D(0), max_value=D(high), places=places).map(lambda value: f"{value:f}")


@st.composite
def bands(draw: st.DrawFn) -> list[dict[str, Any]]:
    uppers = sorted(draw(st.sets(st.integers(1, 60000), max_size=4)))
    return [{"upper": upper, "price": draw(money("9", 4))} for upper in [*uppers, None]]


@st.composite
def rate_lines(draw: st.DrawFn) -> dict[str, Any]:
    """One rate line of any model the engine prices, with a price above 0."""
    price_ = f"{draw(st.decimals(min_value=D('0.02'), max_value=D(9000), places=4)):f}"
    tiers = draw(bands())
    tiers[0]["price"] = "1.5"
    line: dict[str, Any] = draw(
        st.sampled_from(
            [
                {
                    "model": "B01",
                    "unit": "SEAT_MONTH",
                    "unit_price": price_,
                    "min_qty": draw(st.integers(0, 12)),
                },
                {
                    "model": "B02",
                    "unit": "SEAT_MONTH",
                    "unit_price": price_,
                    "commission": {"base": "REVENUE", "rate": "0.04", "cap": draw(money("90000"))},
                },
                {
                    "model": "B03",
                    "unit": "CONTACT",
                    "tier_basis": draw(st.sampled_from(["MONTHLY_VOLUME", "DAILY_AVG_VOLUME"])),
                    "tier_method": "GRADUATED",
                    "tiers": tiers,
                },
                {"model": "B04", "unit": "CONTACT", "unit_price": price_},
                {"model": "B05", "unit": "MINUTE", "unit_price": price_, "rounding": "PER_6S"},
                {"model": "B07", "unit": "CONTACT", "unit_price": price_, "applies_to": "BASE"},
                {
                    "model": "B08",
                    "unit": "CONTACT",
                    "fixed_fee": "70000",
                    "included_qty": draw(st.integers(0, 40000)),
                    "unit_price": price_,
                },
                {"model": "B10", "unit": "QUARTER", "unit_price": price_},
                *_further_models(price_),
            ]
        )
    )
    extra = {"min_charge": draw(money("90000")), "expected_bonus": draw(money("0.2", 4))}
    extra |= {
        "min_period": draw(st.sampled_from(["QUARTER", "YEAR"])),
        "min_carry_forward": draw(st.booleans()),
    }
    extra |= {
        "surcharges": [
            {"window": "NIGHT", "rate": "0.3"},
            {"window": "HOLIDAY", "rate": "2", "share": "0.03"},
        ]
    }
    if not line.get("stages"):
        extra |= {"trial": {"months": 3, "discount": "0.2"}}
    extra |= {"rollover_months": draw(st.integers(1, 12)), "valid_to": draw(st.integers(1, 60))}
    line |= {key: value for key, value in extra.items() if draw(st.booleans())}
    return _sound(line)


def _further_models(price_: str) -> list[dict[str, Any]]:
    gate = {"base": "SUCCESS_COUNT", "fee": "7", "floor": "100", "success_rate": "0.025", "clawback": True}
    metrics = [{"kpi": "FCR", "weight": "1", "target": "80", "span": "5", "expected": "78"}]
    stages = [{"share": "0.3", "month": 1}, {"share": "0.7", "month": 14}]
    seat = {"unit": "SEAT_MONTH", "unit_price": price_}
    staff = {"days": 14, "hours_per_day": "8", "min_days": 7}
    return [
        {"model": "B04", "unit": "HOUR", "unit_price": price_, "applies_to": "EVENT", "event": staff},
        {"model": "B06", "unit": "HOUR", "unit_price": price_, "hour_basis": "PAID"},
        {"model": "B09", "unit": "ORDER", "commission": gate},
        {
            "model": "B11",
            "unit": "MONTH",
            "unit_price": price_,
            "performance": {"share": "0.1", "metrics": metrics},
        },
        {"model": "B12", "unit": "SAMPLE", "unit_price": price_, "samples": 400, "stages": stages},
        {"model": "B14", "minute_price": "0.2", "rounding": "PER_STARTED_MINUTE", **seat},
        {
            "model": "B15",
            "unit": "SEAT_MONTH",
            "build_up": {"pay": price_[:-2], "management": "1", "profit": "0.1"},
        },
        {"model": "B16", "unit": "ONCE", "unit_price": price_, "stages": stages},
        {"model": "B07", "unit": "CONTACT", "unit_price": price_, "applies_to": "WINDOW", "window": "NIGHT"},
    ]


def _sound(line: dict[str, Any]) -> dict[str, Any]:
    """Leaves out what has no meaning beside what was drawn."""
    drop = [] if line["model"] == "B08" else ["rollover_months"]
    if "min_charge" not in line:
        drop += ["min_period", "min_carry_forward"]
    if line["model"] == "B11":
        drop.append("expected_bonus")
    if line["model"] == "B09":
        drop += ["cap", "expected_bonus", "surcharges", "trial", "min_qty"]
    if line.get("stages"):
        drop += ["valid_to", "min_qty"]
    if line.get("event") or line["unit"] in ("MONTH", "QUARTER"):
        drop.append("min_qty")
    return {key: value for key, value in line.items() if key not in drop}


def _priced_every_month(lines: list[dict[str, Any]]) -> bool:
    """Promotions and stages alone may cost nothing in the average month, which is refused; so are months without price."""
    return any(
        line["model"] != "B16" and "valid_to" not in line and line.get("applies_to", "ALL") in ("ALL", "BASE")
        for line in lines
    )


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    profile = draw(st.lists(st.integers(1000, 60000), min_size=12, max_size=12))
    demand = demand_document(
        forecast_profile=profile,
        annual_growth=draw(st.sampled_from(["-0.2", "0", "0.08", "0.3333"])),
        horizon_months=draw(st.sampled_from([12, 24, 36])),
        repeat_rate_now=draw(st.sampled_from([None, "0", "0.12"])),
        promo_months=sorted(draw(st.sets(st.integers(1, 12)))),
        sales=sales() | {"refund_rate": "0.08"},
        window_shares={"NIGHT": "0.1"},
        durations=draw(st.sampled_from([None, DURATIONS])),
        vat_recoverable=draw(st.booleans()),
    )
    charged = [
        {"code": "F01", "unit": "SEAT_MONTH", "price": draw(money("9000"))},
        {"code": "F02", "unit": "HOUR", "price": draw(money("90")), "hours_per_seat": "24"},
        {"code": "F04", "unit": "HEAD", "price": draw(money("900"))},
        {"code": "F05", "unit": "HEAD", "price": draw(money("900"))},
        {"code": "F08", "unit": "ONCE", "price": draw(money("90000"))},
        {"code": "F11", "unit": "MINUTE", "price": draw(money("1", 4)), "payer": "PASS_THROUGH"},
        {"code": "F12", "unit": "PERCENT", "price": draw(money("0.3", 4))},
        {"code": "F19", "unit": "ONCE", "price": draw(money("90000"))},
        {"code": "F20", "unit": "RATE_PER_YEAR", "price": draw(money("0.2", 4))},
    ]
    quote = quote_document(
        *draw(st.lists(rate_lines(), min_size=1, max_size=3).filter(_priced_every_month)),
        tax={"rate": draw(money("0.13", 4)), "included": draw(st.booleans())},
        fee_lines=fees(*(line for line in charged if draw(st.booleans())))[: draw(st.integers(0, 20))],
        operations={"turnover_annual": draw(money("2", 4)), "repeat_rate": "0.2", "conversion": "0.22"},
        answers={"q2": {"q2_invoice_type": draw(st.sampled_from(["SPECIAL_VAT", "ORDINARY"]))}},
    )
    # Event staff alone, and no promotion: nothing to pay, which the engine refuses.
    assume(demand["promo_months"] or any(line.get("applies_to") != "EVENT" for line in quote["rate_lines"]))
    return demand, quote


@settings(max_examples=60, deadline=None)
@given(documents())
def test_totals_are_sums_of_rounded_lines(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    demand, quote = read_demand(pair[0]), read_quote(pair[1])
    priced = price(demand, quote)
    for month in priced.months:
        assert sum(month.lines.values()) == month.vendor_payable
        assert list(month.lines) == [item for item in ITEM_ORDER if item in month.lines]
        assert all(amount and amount == round_cents(amount) for amount in month.lines.values())
        assert all(amount > 0 for item, amount in month.lines.items() if item not in MAY_BE_NEGATIVE)
    assert sum(month.cost for month in priced.months) == priced.tco[demand.horizon_months]
    assert len(priced.months) == demand.horizon_months
    assert list(priced.tco.values()) == sorted(priced.tco.values())
    last = priced.months[11] if demand.horizon_months == 12 else None
    leaving = last.lines.get("K-40", D(0)) if last else D(0)
    first_year = sum(month.vendor_payable for month in priced.months[:12])
    assert abs(first_year - priced.year1_payable - leaving * (1 + quote.tax.on_top)) <= D("0.01")


@settings(max_examples=60, deadline=None)
@given(documents())
def test_pricing_repeats_and_documents_survive(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    demand, quote = read_demand(pair[0]), read_quote(pair[1])
    assert read_demand(write_demand(demand)) == demand
    assert read_quote(write_quote(quote)) == quote
    again = price(read_demand(write_demand(demand)), read_quote(write_quote(quote)))
    assert again.as_json() == price(demand, quote).as_json()


@given(bands(), st.integers(0, 80000), st.integers(0, 80000))
def test_graduated_cost_never_falls_with_volume(
    given_bands: list[dict[str, Any]], one: int, other: int
) -> None:
    tiers = tuple(Tier(band["upper"], D(band["price"])) for band in given_bands)
    low, high = sorted((one, other))
    assert tiered(D(low), tiers, "GRADUATED") <= tiered(D(high), tiers, "GRADUATED")


@given(bands(), st.integers(0, 80000))
def test_graduated_prices_every_contact_at_its_own_band(
    given_bands: list[dict[str, Any]], contacts: int
) -> None:
    tiers = tuple(Tier(band["upper"], D(band["price"])) for band in given_bands)
    lowers = [0, *(tier.upper or 0 for tier in tiers[:-1])]
    expected = sum(
        len(range(lower, min(contacts, contacts if tier.upper is None else tier.upper))) * tier.price
        for lower, tier in zip(lowers, tiers, strict=True)
    )
    assert tiered(D(contacts), tiers, "GRADUATED") == expected


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    questions = [*(f"Q{number}" for number in range(1, 11)), "BCP"]
    halves = st.integers(0, 10).map(lambda n: D(n) / 2)
    return [
        Candidate(
            vendor=f"vendor {index}",
            # Few different values, so that ties happen.
            tco=D(draw(st.sampled_from([100000, 150000, 170000]))),
            loaded_uplift=D(draw(st.sampled_from(["-0.1", "0.15", "0.3", "0.7"]))),
            elasticity=D(draw(st.sampled_from(["0", "0.5", "1.2"]))),
            scores={q: s for q in questions if (s := draw(st.none() | halves)) is not None},
            flag_points=draw(st.sampled_from([0, 5, 120])),
            gates_failed=draw(st.sampled_from([(), (), ("G-05",)])),
            fit=draw(st.none() | halves),
        )
        for index in range(draw(st.integers(1, 5)))
    ]


@given(candidates(), st.randoms(), st.sampled_from(list(PRESETS)))
def test_ranking_does_not_depend_on_the_order_given(given_: list[Candidate], random: Any, name: str) -> None:
    shuffled = list(given_)
    random.shuffle(shuffled)
    ranking = rank(given_, preset(name), volatility="VOLATILE")
    assert rank(shuffled, preset(name), volatility="VOLATILE") == ranking
    totals = [row.total for row in ranking.rows]
    assert totals == sorted(totals, reverse=True)
    assert len(ranking.rows) + len(ranking.excluded) == len(given_)
    for row in ranking.rows:
        assert all(0 <= leaf <= 100 for leaf in row.score.leaves.values())
        assert 0 <= row.total <= 100


@given(candidates())
def test_an_excluded_quote_changes_nobody_elses_total(given_: list[Candidate]) -> None:
    for name, ranking in sensitivity(given_, volatility="MODERATE").items():
        alone = rank([c for c in given_ if not c.gates_failed], preset(name), volatility="MODERATE")
        assert alone.rows == ranking.rows


@given(candidates(), st.integers(0, 4))
def test_a_better_score_never_costs_points(given_: list[Candidate], which: int) -> None:
    index = which % len(given_)
    better = replace(given_[index], scores={**given_[index].scores, "Q6": D(5)}, gates_failed=())
    worse = replace(given_[index], gates_failed=())
    others = [c for place, c in enumerate(given_) if place != index]
    before, after = (
        next(
            row
            for row in rank([*others, c], preset("default"), volatility="STABLE").rows
            if row.vendor == c.vendor
        )
        for c in (worse, better)
    )
    assert after.total >= before.total
    assert after.rank <= before.rank
