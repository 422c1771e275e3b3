"""Months -> total cost of ownership, first year, exit curve (domain 6.2).

`price(demand, quote)` gives a `Priced`: exact values for the scorecard, `as_json()` for everything shown.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc import staffing
from calc.documents import HORIZONS, NOT_COMPUTABLE, Demand, DocumentError, Fault, Quote
from calc.fees import EXIT_ITEM, SETUP_ITEMS, Situation, buyer_calls, fee_items, silent_quantities
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_places, round_whole, to_text
from calc.pricing import Load, base_fee, inversions, line_fee, load_of

LOADING_SLOPE = Decimal("0.50")
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

    @property
    def cost(self) -> Decimal:
        return self.vendor_payable + self.buyer_internal + self.undisclosed_loading

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
        }


@dataclass(frozen=True)
class Priced:
    """A quote priced against a demand; `uplift_y1`, `elasticity` and `tco_per_contact` are unrounded."""

    headline: Decimal
    headline_base: Decimal
    year1_payable: Decimal
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


def price(demand: Demand, quote: Quote) -> Priced:
    """Price `quote` against `demand`; raises `DocumentError` (RF-107) where no price can be computed."""
    with exact():
        _check_pair(demand, quote)
        mean = round_whole(Decimal(sum(demand.forecast_profile)) / MONTHS_A_YEAR)
        average = load_of(demand, quote, year=0, volume=mean, contacts=mean, present=True)
        fee = base_fee(quote, average)
        headline_base = fee.charged + fee.top_up
        headline = headline_base + fee.commission
        if not headline:
            raise DocumentError([_zero_price()])
        loading = round_cents(LOADING_SLOPE * (ONE - quote.disclosure) * headline)
        running = _running_months(demand, quote, max(HORIZONS), loading)
        return _summary(demand, quote, running, headline, headline_base)


def _summary(
    demand: Demand, quote: Quote, running: list[Month], headline: Decimal, headline_base: Decimal
) -> Priced:
    horizon = demand.horizon_months
    tco = {months: sum((m.cost for m in _run(running, quote, months)), ZERO) for months in HORIZONS}
    year1 = sum((month.vendor_payable for month in running[:MONTHS_A_YEAR]), ZERO)
    uplift = year1 / (MONTHS_A_YEAR * headline) - ONE
    volume = sum(month.volume for month in running[:horizon])
    leaving = _exit_cost(quote, headline_base)
    return Priced(
        headline=headline,
        headline_base=headline_base,
        year1_payable=year1,
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
        months=tuple(_run(running, quote, horizon)),
        warnings=_warnings(demand, quote),
    )


# -- one month ----------------------------------------------------------------------------------------------


def volume_of(demand: Demand, month: int) -> int:
    """Forecast contacts of contract month `month` (1 is the first), grown once a contract year."""
    year, of_year = divmod(month - 1, MONTHS_A_YEAR)
    with exact():
        return round_whole(demand.forecast_profile[of_year] * (ONE + demand.annual_growth) ** year)


def contacts_of(demand: Demand, quote: Quote, volume: int) -> int:
    """Contacts with this vendor's repeat rate; unchanged where either rate is unknown."""
    now, theirs = demand.repeat_rate_now, quote.operations.repeat_rate
    if now is None or theirs is None:
        return volume
    with exact():
        return round_whole(volume * (ONE + theirs) / (ONE + now))


def _running_months(demand: Demand, quote: Quote, count: int, loading: Decimal) -> list[Month]:
    """Months 1 to `count` without any exit item."""
    months: list[Month] = []
    surge = 0
    for number in range(1, count + 1):
        month = _month(demand, quote, number, surge, loading)
        surge = month.surge_seats
        months.append(month)
    return months


def _month(demand: Demand, quote: Quote, number: int, surge_before: int, loading: Decimal) -> Month:
    volume = volume_of(demand, number)
    contacts = contacts_of(demand, quote, volume)
    year, of_year = divmod(number - 1, MONTHS_A_YEAR)
    load = load_of(demand, quote, year=year, volume=volume, contacts=contacts)
    per_seat = staffing.capacity(demand.paid_hours, demand.utilisation, demand.concurrency, load.aht_s)
    need = staffing.seats(contacts, per_seat, demand.floor_seats)
    surge = max(0, need - load.seats) if load.seats and not quote.has_overflow else 0
    fee = base_fee(quote, load)
    now = Situation(
        month=number,
        load=load,
        surge=surge,
        new_surge=max(0, surge - surge_before),
        promotion=of_year + 1 in demand.promo_months,
        base_fee=fee.fee,
    )
    lines = {"K-01": fee.charged, "K-16": fee.top_up, "K-27": fee.commission, "K-28": fee.bonus}
    lines |= {item: round_cents(amount) for item, amount in fee_items(quote, now).items()}
    taxed, payable = _taxed(lines, quote.tax.on_top)
    return Month(
        month=number,
        volume=volume,
        contacts=contacts,
        seats_needed=need,
        surge_seats=surge,
        lines=taxed,
        vendor_payable=payable,
        buyer_internal=_buyer_internal(demand, quote, now),
        undisclosed_loading=loading,
        idle_cost=_idle_cost(quote, load, need),
    )


def _taxed(lines: dict[str, Decimal], rate: Decimal) -> tuple[dict[str, Decimal], Decimal]:
    """The lines of a month in order with their one tax line, and their sum."""
    net = sum((amount for item, amount in lines.items() if item != TAX_ITEM), ZERO)
    tax = round_cents(net * rate)
    everything = {**lines, TAX_ITEM: tax}
    return {item: everything[item] for item in ITEM_ORDER if everything.get(item)}, net + tax


def _buyer_internal(demand: Demand, quote: Quote, now: Situation) -> Decimal:
    hourly = demand.buyer_hourly_cost
    total = round_cents((quote.operations.oversight_hours_month or ZERO) * hourly)
    if now.month == 1:
        total += round_cents(quote.operations.startup_hours * hourly)
    return total + round_cents(buyer_calls(quote, now))


def _idle_cost(quote: Quote, load: Load, need: int) -> Decimal:
    """What seats paid for but not needed cost this month, exact; reported, not part of any total."""
    if load.seats <= need:
        return ZERO
    fees = sum(
        (line_fee(line, load, quote.escalation) for line in quote.rate_lines if line.bills_base_seats), ZERO
    )
    return fees * (load.seats - need) / load.seats


# -- a run --------------------------------------------------------------------------------------------------


def _run(running: list[Month], quote: Quote, horizon: int) -> list[Month]:
    """The months of one horizon: the running ones, the exit items in the last."""
    months = running[:horizon]
    leaving = quote.fee("F19")
    if not leaving.charged or not leaving.price:
        return months
    return [*months[:-1], _with_exit(months[-1], quote, _capped(leaving.price, leaving.cap))]


def _with_exit(month: Month, quote: Quote, amount: Decimal) -> Month:
    lines, payable = _taxed({**month.lines, EXIT_ITEM: round_cents(amount)}, quote.tax.on_top)
    return Month(**{**month.__dict__, "lines": lines, "vendor_payable": payable})


def _capped(amount: Decimal, cap: Decimal | None) -> Decimal:
    return amount if cap is None else min(amount, cap)


def _exit_cost(quote: Quote, headline_base: Decimal) -> Decimal:
    """Leaving early: exit items and penalty, before tax, not escalated, the same in every month."""
    leaving, penalty = quote.fee("F19"), quote.fee("F18")
    total = _capped(leaving.price, leaving.cap) if leaving.charged and leaving.price else ZERO
    if penalty.charged and penalty.price:
        base = headline_base if penalty.base is None else penalty.base
        # A share is of the fee of a year (RF-801), months are of the monthly base, ONCE is an amount.
        months = {"MONTHS_OF_FEE": base, "PERCENT": base * MONTHS_A_YEAR}.get(penalty.unit, ONE)
        total += _capped(penalty.price * months, penalty.cap)
    return round_cents(total)


def _elasticity(year: list[Month], quote: Quote) -> Decimal:
    """ln(cost_hi/cost_lo) / ln(V_hi/V_lo) over the first year, set-up and its tax left out, unrounded.

    1 where volume does not vary or the low month costs nothing. A month without any contact makes the ratio
    of volumes infinite, and the limit of the formula is 0; so does a high month that costs nothing.
    """
    high = max(year, key=lambda month: month.volume)
    low = min(year, key=lambda month: month.volume)
    cost_high, cost_low = (_running_cost(month, quote) for month in (high, low))
    if high.volume == low.volume or not cost_low:
        return ONE
    if not low.volume or not cost_high:
        return ZERO
    return (cost_high / cost_low).ln() / (Decimal(high.volume) / low.volume).ln()


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
    for index, line in enumerate(quote.rate_lines):
        if line.commission and demand.sales is None:
            path = f"rate_lines[{index}].commission"
            message = "counts on sales, but the demand has no sales figures"
            faults.append(Fault(path, message, "quote a model without commission", NOT_COMPUTABLE))
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
    return tuple(found + [f"W-UNKNOWN operations.{name}" for name, missing in unknown if missing])
