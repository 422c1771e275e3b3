"""Months -> total cost of ownership, first year, exit curve (domain 6.2).

`price(demand, quote)` gives a `Priced`: exact values for the scorecard, `as_json()` for everything shown.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from calc.billing.fees import EXIT_ITEM, SETUP_ITEMS
from calc.billing.missing import missing_parameters, unknown_parameters
from calc.billing.pricing import inversions
from calc.billing.terms import silent_quantities
from calc.documents import HORIZONS, NOT_COMPUTABLE, Demand, DocumentError, Fault, Quote
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_places, to_text
from calc.month import (
    LOADING_SLOPE,
    Carried,
    Plan,
    Scenario,
    as_forecast,
    borne,
    capped,
    idle_cost,
    loading_of,
    month_of,
    payable,
    plan_of,
)
from calc.numbers import plain, total

EXIT_MONTHS = (6, 12, 18, 24)
TAX_ITEM = "K-19"
# The vendor's lines in the order of an invoice: base part, extras, one-off items, exit, tax.
ITEM_ORDER = (
    *("K-01", "K-16", "K-27", "K-28", "K-11", "K-12", "K-13", "K-07", "K-14", "K-10", "K-05", "K-04"),
    *("K-08", "K-02", "K-03", "K-23", "K-21", "K-15", "K-20", EXIT_ITEM, TAX_ITEM),
)


@dataclass(frozen=True)
class Month:
    """One month of a run; `lines` are the vendor's rounded lines without those of zero."""

    month: int
    volume: int
    contacts: int
    seats_needed: int
    surge_seats: int
    lines: dict[str, Decimal]
    vendor_payable: Decimal
    buyer_internal: Decimal
    undisclosed_loading: Decimal
    idle_cost: Decimal
    tax_recovered: Decimal = ZERO

    @property
    def cost(self) -> Decimal:
        """What the month costs the buyer in all."""
        return self.vendor_payable - self.tax_recovered + self.buyer_internal + self.undisclosed_loading

    def as_json(self) -> dict[str, object]:
        return {
            "month": self.month,
            "volume": self.volume,
            "contacts": self.contacts,
            "seats_needed": self.seats_needed,
            "surge_seats": self.surge_seats,
            "lines": {item: to_text(amount, 2) for item, amount in self.lines.items()},
            "vendor_payable": to_text(self.vendor_payable, 2),
            "buyer_internal": to_text(self.buyer_internal, 2),
            "undisclosed_loading": to_text(self.undisclosed_loading, 2),
        } | ({"tax_recovered": to_text(self.tax_recovered, 2)} if self.tax_recovered else {})


@dataclass(frozen=True)
class Priced:
    """A quote priced against a demand; `uplift_y1`, `elasticity` and `tco_per_contact` are unrounded.

    The figures of the first year leave exit items out, whatever the horizon.
    """

    headline: Decimal
    headline_base: Decimal
    year1_payable: Decimal
    year1_cost: Decimal
    uplift_y1: Decimal
    disclosure: Decimal
    loaded_uplift: Decimal
    tco: dict[int, Decimal]
    tco_per_contact: Decimal
    elasticity: Decimal
    exit_cost: dict[int, Decimal]
    value_credit: Decimal
    idle_cost: Decimal
    horizon_months: int
    months: tuple[Month, ...]
    warnings: tuple[str, ...]

    @property
    def average_month(self) -> Decimal:
        """What the vendor is paid in a month of the first year, on average."""
        with exact():
            return round_cents(self.year1_payable / MONTHS_A_YEAR)

    @property
    def horizon_tco(self) -> Decimal:
        return self.tco[self.horizon_months]

    @property
    def loaded_uplift_shown(self) -> Decimal:
        """The loaded uplift at its four decimals, as the scorecard and the flags take it."""
        return round_places(self.loaded_uplift, 4)

    @property
    def peak_seats(self) -> int:
        """Highest seats needed in the first year."""
        return max(month.seats_needed for month in self.months[:MONTHS_A_YEAR])

    def as_json(self) -> dict[str, object]:
        """The form of documents.md: money two decimals, rates and per contact four, disclosure two."""
        return {
            "headline": to_text(self.headline, 2),
            "year1_payable": to_text(self.year1_payable, 2),
            "uplift_y1": to_text(self.uplift_y1, 4),
            "disclosure": to_text(self.disclosure, 2),
            "loaded_uplift": to_text(self.loaded_uplift, 4),
            "tco": {str(horizon): to_text(amount, 2) for horizon, amount in self.tco.items()},
            "tco_per_contact": to_text(self.tco_per_contact, 4),
            "elasticity": to_text(self.elasticity, 4),
            "exit_cost": {str(month): to_text(amount, 2) for month, amount in self.exit_cost.items()},
            "months": [month.as_json() for month in self.months],
        }


def price(demand: Demand, quote: Quote, scenario: Scenario | None = None) -> Priced:
    """Price `quote` against `demand`; raises `DocumentError` (RF-107) where no price can be computed.

    `scenario` takes the place of the forecast; it must be exact and last 60 months.
    """
    with exact():
        plan = checked_plan(demand, quote)
        return _summary(plan, _running_months(plan, scenario or as_forecast(demand, max(HORIZONS))))


def checked_plan(demand: Demand, quote: Quote) -> Plan:
    """The plan of the longest horizon; raises `DocumentError` (RF-107) where no price can be computed."""
    _check_pair(demand, quote)
    plan = plan_of(demand, quote, max(HORIZONS))
    if not plan.headline:
        raise DocumentError([_zero_price()])
    return plan


def _summary(plan: Plan, running: list[Month]) -> Priced:
    demand, quote, headline = plan.demand, plan.quote, plan.headline
    horizon = demand.horizon_months
    tco = {months: sum((m.cost for m in _run(running, plan, months)), ZERO) for months in HORIZONS}
    year1 = sum((month.vendor_payable for month in running[:MONTHS_A_YEAR]), ZERO)
    uplift = year1 / (MONTHS_A_YEAR * headline) - ONE
    volume = sum(month.volume for month in running[:horizon])
    leaving = _exit_cost(plan)
    return Priced(
        headline=headline,
        headline_base=plan.headline_base,
        year1_payable=year1,
        year1_cost=sum((month.cost for month in running[:MONTHS_A_YEAR]), ZERO),
        uplift_y1=uplift,
        disclosure=quote.disclosure,
        loaded_uplift=uplift + LOADING_SLOPE * (ONE - quote.disclosure),
        tco=tco,
        tco_per_contact=tco[horizon] / volume,
        elasticity=_elasticity(running[:MONTHS_A_YEAR], quote),
        exit_cost=dict.fromkeys(EXIT_MONTHS, leaving),
        value_credit=_value_credit(demand, quote, volume),
        idle_cost=round_cents(sum((month.idle_cost for month in running[:horizon]), ZERO)),
        horizon_months=horizon,
        months=tuple(_run(running, plan, horizon)),
        warnings=_warnings(demand, quote),
    )


# -- the months of a run ------------------------------------------------------------------------------------


def _running_months(plan: Plan, scenario: Scenario) -> list[Month]:
    """All months of the scenario without any exit item."""
    months: list[Month] = []
    before = Carried()
    loading = plain(loading_of(plan, scenario.loading_slope))
    for number in range(1, len(scenario.volumes) + 1):
        now = month_of(plan, scenario, number, before)
        before = now.carried
        lines, paid = _taxed({item: plain(amount) for item, amount in now.lines.items()}, plan.tax_rate)
        months.append(
            Month(
                month=number,
                volume=int(plain(now.load.volume)),
                contacts=int(plain(now.load.contacts)),
                seats_needed=int(plain(now.need)),
                surge_seats=int(plain(now.carried.surge)),
                lines=lines,
                vendor_payable=paid,
                buyer_internal=plain(now.buyer_internal),
                undisclosed_loading=loading,
                tax_recovered=plain(paid - borne(plan, paid)),
                idle_cost=plain(idle_cost(plan.years[(number - 1) // MONTHS_A_YEAR], now.load, now.need)),
            )
        )
    return months


def _taxed(lines: dict[str, Decimal], rate: Decimal) -> tuple[dict[str, Decimal], Decimal]:
    """The lines of a month in order with their one tax line, and their sum."""
    net = plain(total(amount for item, amount in lines.items() if item != TAX_ITEM))
    paid = plain(payable(net, rate))
    everything = {**lines, TAX_ITEM: paid - net}
    return {item: everything[item] for item in ITEM_ORDER if everything.get(item)}, paid


def _run(running: list[Month], plan: Plan, horizon: int) -> list[Month]:
    """The months of one horizon: the running ones, the exit items in the last."""
    months = running[:horizon]
    if not plan.exit_items:
        return months
    last = months[-1]
    lines, paid = _taxed({**last.lines, EXIT_ITEM: plan.exit_items}, plan.tax_rate)
    back = plain(paid - borne(plan, paid))
    return [*months[:-1], replace(last, lines=lines, vendor_payable=paid, tax_recovered=back)]


def _exit_cost(plan: Plan) -> Decimal:
    """Leaving early: exit items and penalty, before tax, not escalated, the same in every month."""
    leaving, penalty = plan.quote.fee("F19"), plan.quote.fee("F18")
    cost = capped(leaving.price, leaving.cap) if leaving.charged and leaving.price else ZERO
    if penalty.charged and penalty.price:
        base = plan.headline_base if penalty.base is None else penalty.base
        # A share is of the fee of a year (RF-801), months are of the monthly base, ONCE is an amount.
        months = {"MONTHS_OF_FEE": base, "PERCENT": base * MONTHS_A_YEAR}.get(penalty.unit, ONE)
        cost += capped(penalty.price * months, penalty.cap)
    return round_cents(cost)


def _elasticity(year: list[Month], quote: Quote) -> Decimal:
    """ln(cost_hi/cost_lo) / ln(V_hi/V_lo) over the first year, set-up and its tax left out, unrounded.

    1 where volume does not vary or the low month costs nothing (or less, by what was carried over). A month
    without any contact makes the ratio of volumes infinite, and the limit of the formula is 0; so does a high
    month that costs nothing.
    """
    high = max(year, key=lambda month: month.volume)
    low = min(year, key=lambda month: month.volume)
    cost_high, cost_low = (_running_cost(month, quote) for month in (high, low))
    if high.volume == low.volume or cost_low <= 0:
        return ONE
    if not low.volume or cost_high <= 0:
        return ZERO
    return (cost_high / cost_low).ln() / (Decimal(high.volume) / low.volume).ln()


def running_invoice(month: Month, quote: Quote) -> Decimal:
    """What the vendor invoices for a month of a run, without exit items and their tax."""
    if EXIT_ITEM not in month.lines:
        return month.vendor_payable
    lines = {item: amount for item, amount in month.lines.items() if item not in (EXIT_ITEM, TAX_ITEM)}
    return _taxed(lines, quote.tax.on_top)[1]


def _running_cost(month: Month, quote: Quote) -> Decimal:
    lines = {item: amount for item, amount in month.lines.items() if item not in SETUP_ITEMS}
    return _taxed(lines, quote.tax.on_top)[1]


def _value_credit(demand: Demand, quote: Quote, volume: int) -> Decimal:
    """Margin of the sales the vendor commits to beyond the present conversion, over the horizon."""
    sales, committed = demand.sales, quote.operations.conversion
    if sales is None or committed is None:
        return ZERO.quantize(Decimal("0.01"))
    extra_sales = volume * sales.presale_share * (committed - sales.conversion) * sales.average_order_value
    return round_cents(extra_sales * sales.gross_margin)


# -- what stands in the way ---------------------------------------------------------------------------------


def _check_pair(demand: Demand, quote: Quote) -> None:
    faults: list[Fault] = []
    if demand.currency != quote.currency:
        message = f"is {quote.currency}, the demand is in {demand.currency}"
        faults.append(Fault("currency", message, "quote in the currency of the demand"))
    named = {line.line for line in quote.rate_lines if line.line}
    if (demand.line_id and named - {demand.line_id}) or len(named) > 1:
        remedy = f"use {demand.line_id!r} or leave it out" if demand.line_id else "there is one service line"
        faults.append(
            Fault("rate_lines", f"name the lines {', '.join(sorted(named))}", remedy, NOT_COMPUTABLE)
        )
    faults += missing_parameters(demand, quote)
    if faults:
        raise DocumentError(faults)


def _zero_price() -> Fault:
    message = "give a price of zero for the average forecast month"
    return Fault("rate_lines", message, "state the prices that are charged", NOT_COMPUTABLE)


def _warnings(demand: Demand, quote: Quote) -> tuple[str, ...]:
    """Codes of what a reader of the figures should know, each followed by the place."""
    found = [
        f"W-INVERSION rate_lines[{index}] {limit}"
        for index, line in enumerate(quote.rate_lines)
        for limit in inversions(line)
    ]
    found += [f"W-NO-QUANTITY {code}" for code in silent_quantities(quote)]
    stated = quote.operations
    unknown = [
        ("repeat_rate", stated.repeat_rate is None or demand.repeat_rate_now is None),
        ("oversight_hours_month", stated.oversight_hours_month is None),
        ("turnover_annual", stated.turnover_annual is None and quote.fee("F05").charged),
    ]
    found += [f"W-UNKNOWN operations.{name}" for name, missing in unknown if missing]
    return tuple(found + [f"W-UNKNOWN {path}" for path in unknown_parameters(demand, quote)])
