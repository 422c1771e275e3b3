"""Months -> total cost of ownership, first year, exit curve (domain 6.2).

`price(demand, quote)` gives a `Priced`: exact values for the scorecard, `as_json()` for everything shown.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypedDict

from calc.billing.fees import EXIT_ITEM, SETUP_ITEMS
from calc.billing.load import Together
from calc.billing.missing import missing_parameters, unknown_parameters
from calc.billing.pricing import inversions
from calc.billing.service_lines import line_faults
from calc.billing.terms import silent_quantities
from calc.documents import HORIZONS, NOT_COMPUTABLE, Demand, DocumentError, Fault, Quote
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents
from calc.month import (
    LOADING_SLOPE,
    Carried,
    Figures,
    Plan,
    Scenario,
    Served,
    as_forecast,
    at_home,
    borne,
    capped,
    idle_cost,
    loading_of,
    month_of,
    payable,
    plan_of,
)
from calc.numbers import plain, total
from calc.priced import Invoice, LinePart, Month, Priced, Quoted

__all__ = [
    "EXIT_MONTHS",
    "ITEM_ORDER",
    "NOTHING_CHARGED",
    "TAX_ITEM",
    "Month",
    "Priced",
    "checked_plan",
    "price",
    "running_invoice",
]

# The path of the fault that all rate lines together charge nothing.
NOTHING_CHARGED = "rate_lines[].price"
EXIT_MONTHS = (6, 12, 18, 24)
TAX_ITEM = "K-19"
# The vendor's lines in the order of an invoice: base part, extras, one-off items, exit, tax.
ITEM_ORDER = (
    *("K-01", "K-16", "K-27", "K-28", "K-11", "K-12", "K-13", "K-07", "K-14", "K-10", "K-05", "K-04"),
    *("K-08", "K-02", "K-03", "K-23", "K-21", "K-15", "K-20", EXIT_ITEM, TAX_ITEM),
)


def price(
    demand: Demand, quote: Quote, scenario: Scenario | None = None, *, horizons: Sequence[int] = HORIZONS
) -> Priced:
    """Price `quote` against `demand`; raises `DocumentError` (RF-107) where no price can be computed.

    `scenario` takes the place of the forecast; it must be exact and last as long as the longest of `horizons`. These
    (months, of `HORIZONS`, the demand's among them) are what there is a `tco` for: the months beyond are not run, and
    all other figures are the same.
    """
    with exact():
        plan = checked_plan(demand, quote)
        running = _running_months(plan, scenario or as_forecast(demand, max(horizons)))
        return _summary(plan, running, horizons)


def checked_plan(demand: Demand, quote: Quote) -> Plan:
    """The plan of the longest horizon; raises `DocumentError` (RF-107) where no price can be computed."""
    _check_pair(demand, quote)
    plan = plan_of(demand, quote, max(HORIZONS))
    if not plan.headline:
        raise DocumentError([_zero_price()])
    return plan


def _summary(plan: Plan, running: list[Month], horizons: Sequence[int]) -> Priced:
    demand, quote = plan.demand, plan.quote
    horizon = demand.horizon_months
    tco = {months: sum((m.cost for m in _run(running, plan, months)), ZERO) for months in horizons}
    year1 = sum((month.vendor_payable for month in running[:MONTHS_A_YEAR]), ZERO)
    invoiced = sum((month.written.payable for month in running[:MONTHS_A_YEAR]), ZERO)
    uplift = invoiced / (MONTHS_A_YEAR * plan.headline) - ONE
    volume = sum(month.volume for month in running[:horizon])
    leaving = _exit_cost(plan)
    return Priced(
        headline=plain(at_home(plan, plan.headline)),
        headline_base=plain(at_home(plan, plan.headline_base)),
        year1_payable=year1,
        year1_cost=sum((month.cost for month in running[:MONTHS_A_YEAR]), ZERO),
        uplift_y1=uplift,
        disclosure=quote.disclosure,
        loaded_uplift=uplift + LOADING_SLOPE * (ONE - quote.disclosure),
        tco=tco,
        tco_per_contact=tco[horizon] / volume,
        elasticity=_elasticity(running[:MONTHS_A_YEAR], quote),
        exit_cost=dict.fromkeys(EXIT_MONTHS, round_cents(leaving * plan.rate)),
        value_credit=_value_credit(demand, quote, volume),
        idle_cost=round_cents(sum((month.idle_cost for month in running[:horizon]), ZERO)),
        horizon_months=horizon,
        months=tuple(_run(running, plan, horizon)),
        headlines={part.demand.line_id: plain(at_home(plan, part.headline_named)) for part in plan.parts},
        warnings=_warnings(demand, quote),
        quoted=None
        if quote.currency == demand.currency
        else Quoted(
            quote.currency, demand.currency, plan.rate, plan.headline, invoiced, round_cents(leaving)
        ),
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
        months.append(
            Month(
                month=number,
                volume=int(plain(now.load.volume)),
                contacts=int(plain(now.load.contacts)),
                seats_needed=int(plain(now.need)),
                surge_seats=int(plain(now.carried.surge)),
                buyer_internal=plain(now.buyer_internal),
                undisclosed_loading=loading,
                idle_cost=_idle(plan, now, number),
                parts=tuple(_part(part, one) for part, one in zip(plan.parts, now.parts, strict=True)),
                **_billed(plan, {item: plain(amount) for item, amount in now.lines.items()}),
            )
        )
    return months


def _part(plan: Plan, one: Served) -> LinePart:
    """One service line of a month; rate lines that name none are for the contract as a whole, not for this line."""
    own = zip(plan.quote.rate_lines, one.fee.lines, strict=True)
    return LinePart(
        code=plan.demand.line_id,
        volume=int(plain(one.load.volume)),
        contacts=int(plain(one.load.contacts)),
        seats_needed=int(plain(one.need)),
        surge_seats=int(plain(one.surge)),
        amount=plain(at_home(plan, total(fee.amount for line, fee in own if line.line))),
    )


def _idle(plan: Plan, now: Figures, number: int) -> Decimal:
    """Seats paid but not needed, in the currency of the RFQ; of several service lines each for itself."""
    year = (number - 1) // MONTHS_A_YEAR
    if isinstance(now.load, Together):
        parts = zip(plan.parts, now.parts, strict=True)
        idle = total(idle_cost(part.years[year], one.load, one.need) for part, one in parts)
    else:
        idle = idle_cost(plan.years[year], now.load, now.need)
    return plan.rate * plain(idle)


class _Billed(TypedDict):
    lines: dict[str, Decimal]
    vendor_payable: Decimal
    tax_recovered: Decimal
    invoice: Invoice | None


def _billed(plan: Plan, lines: dict[str, Decimal]) -> _Billed:
    """The invoice of a month from its lines, as the vendor writes it and in the currency of the RFQ."""
    written, payable_own = _taxed(lines, plan.tax_rate)
    paid = plain(at_home(plan, payable_own))
    foreign = plan.quote.currency != plan.demand.currency
    return {
        "lines": _parts(written, plan.rate) if foreign else written,
        "vendor_payable": paid,
        "tax_recovered": plain(paid - borne(plan, paid)),
        "invoice": Invoice(written, payable_own) if foreign else None,
    }


def _parts(lines: dict[str, Decimal], rate: Decimal) -> dict[str, Decimal]:
    """The lines converted: what each adds to the converted sum so far, so that they sum to the converted invoice."""
    found: dict[str, Decimal] = {}
    so_far = before = ZERO
    for item, amount in lines.items():
        so_far += amount
        after = round_cents(so_far * rate)
        found[item], before = after - before, after
    return {item: amount for item, amount in found.items() if amount}


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
    return [
        *months[:-1],
        replace(last, **_billed(plan, {**last.written.lines, EXIT_ITEM: plan.exit_items})),
    ]


def _exit_cost(plan: Plan) -> Decimal:
    """Leaving early in the quote's currency, exact: exit items and penalty, before tax, the same in every month."""
    leaving, penalty = plan.quote.fee("F19"), plan.quote.fee("F18")
    cost = capped(leaving.price, leaving.cap) if leaving.charged and leaving.price else ZERO
    if penalty.charged and penalty.price:
        base = plan.headline_base if penalty.base is None else penalty.base
        # A share is of the fee of a year (RF-801), months are of the monthly base, ONCE is an amount.
        months = {"MONTHS_OF_FEE": base, "PERCENT": base * MONTHS_A_YEAR}.get(penalty.unit, ONE)
        cost += capped(penalty.price * months, penalty.cap)
    return cost


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


def running_invoice(month: Month, quote: Quote, rate: Decimal = ONE) -> Decimal:
    """What the vendor invoices for a month of a run, without exit items and their tax, in the RFQ's currency."""
    written = month.written.lines
    if EXIT_ITEM not in written:
        return month.vendor_payable
    lines = {item: amount for item, amount in written.items() if item not in (EXIT_ITEM, TAX_ITEM)}
    paid = _taxed(lines, quote.tax.on_top)[1]
    with exact():
        return paid if rate == ONE else round_cents(paid * rate)


def _running_cost(month: Month, quote: Quote) -> Decimal:
    lines = {item: amount for item, amount in month.written.lines.items() if item not in SETUP_ITEMS}
    return _taxed(lines, quote.tax.on_top)[1]


def _value_credit(demand: Demand, quote: Quote, volume: int) -> Decimal:
    """Margin of the sales the vendor commits to beyond the present conversion, over the horizon."""
    sales, committed = demand.sales, quote.operations.conversion
    if demand.lines or sales is None or committed is None:
        return ZERO.quantize(Decimal("0.01"))
    extra_sales = volume * sales.presale_share * (committed - sales.conversion) * sales.average_order_value
    return round_cents(extra_sales * sales.gross_margin)


# -- what stands in the way ---------------------------------------------------------------------------------


def _check_pair(demand: Demand, quote: Quote) -> None:
    faults: list[Fault] = []
    if demand.rate_of(quote.currency) is None:
        message = f"is {quote.currency}, for which the RFQ has no rate"
        allowed = ", ".join((demand.currency, *(one.currency for one in demand.exchange)))
        faults.append(Fault("currency", message, f"quote in {allowed}"))
    faults += line_faults(demand, quote)
    faults += missing_parameters(demand, quote)
    if faults:
        raise DocumentError(faults)


def _zero_price() -> Fault:
    message = "comes to zero for the average forecast month"
    return Fault(NOTHING_CHARGED, message, "state the prices that are charged", NOT_COMPUTABLE)


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
