"""A peak that is higher than planned: what a quote can serve, what it costs, what stays undone (domain 2.9, Q3).

One month of the first year is multiplied, as by 618 or Double 11. Base seats serve what they can; surge seats come
only as many as the vendor commits to and only if the notice it needs is given. What nobody serves is told as contacts,
never priced away. A quote without seats takes every contact, unless it limits what it takes.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from calc.billing.fees import EXIT_ITEM
from calc.billing.lines import in_force
from calc.documents import Demand, Metric, Quote
from calc.money import ONE, ZERO, exact, floor, round_whole
from calc.numbers import plain
from calc.tco import ITEM_ORDER, TAX_ITEM, Month, Priced, price
from calc.workforce import staffing

MOST_MULTIPLIER = Decimal(20)
HUNDRED = Decimal(100)
# KPI codes of a collar that a peak nobody serves decides: contacts answered, contacts lost.
REACHED, LOST = ("SL", "ANS"), ("ABN",)


class StressError(ValueError):
    """A peak that cannot be played; the message names the figure and the remedy."""


@dataclass(frozen=True)
class Peak:
    """The month (1 to 12), its multiple of the forecast, and the days before it that the vendor is told."""

    month: int
    multiplier: Decimal
    notice_days: int


@dataclass(frozen=True)
class Promise:
    """What a vendor says about peaks; None is not disclosed, and then nothing can be counted on."""

    surge_seats: int | None
    notice_days: int | None


@dataclass(frozen=True)
class Stress:
    """The stressed month, invoiced for what is served; money in cents.

    `unmet` are contacts beyond every seat there is; `by_seats` is False where the quote is not counted in seats: it
    takes every contact, but promises no capacity either. `hired` are the temporary seats of event lines that come in
    a promotion month, before any surge seat is asked for. `costs` says by cost item what the peak adds before tax:
    to the month that the base seats can serve without a promotion, or to the planned month where no seat is counted.
    """

    contacts: int
    needed: int
    base: int
    asked: int
    coming: int
    unmet: int
    planned: Decimal
    stressed: Decimal
    costs: dict[str, Decimal]
    by_seats: bool
    late: bool
    unknown: bool
    hired: int = 0

    @property
    def bill(self) -> Decimal:
        """All that the peak adds: surge and temporary seats, overtime, tools, training, contacts, less the collar."""
        return sum(self.costs.values(), ZERO)

    @property
    def surge(self) -> Decimal:
        """The line of the surge seats that come."""
        return self.costs.get("K-11", ZERO)

    @property
    def holds(self) -> bool:
        return not self.unmet


def stress(
    demand: Demand, quote: Quote, promise: Promise, peak: Peak, planned: Priced | None = None
) -> Stress:
    """Play the peak; `planned` spares pricing the quote again. Of several service lines it plays none."""
    if demand.lines:
        raise StressError(
            "lines: a vendor's surge seats are promised for all service lines; play one at a time"
        )
    if not 1 <= peak.month <= len(demand.forecast_profile):
        raise StressError(f"month: is {peak.month}; give 1 to 12")
    if not 1 <= peak.multiplier <= MOST_MULTIPLIER:
        raise StressError(f"multiplier: is {peak.multiplier}; give 1 to {MOST_MULTIPLIER}")
    before = (planned or price(demand, quote)).months[peak.month - 1]
    quote, tardy = _without_tardy(demand, quote, peak)
    full = price(_with_peak(demand, peak.month, peak.multiplier), quote).months[peak.month - 1]
    beyond = max(0, full.seats_needed - quote.seats)
    hired = _hired(demand, quote, peak.month, beyond)
    if not quote.seats or quote.has_overflow or all(line.event for line in quote.rate_lines):
        return Stress(
            full.contacts, full.seats_needed, quote.seats, 0, 0, 0, before.vendor_payable, full.vendor_payable,
            _added(full, before), by_seats=False, late=False, unknown=False, hired=hired,
        )  # fmt: skip
    asked = max(0, beyond - hired)
    late = bool(asked) and promise.notice_days is not None and peak.notice_days < promise.notice_days
    unknown = bool(asked) and (promise.surge_seats is None or promise.notice_days is None)
    coming = 0 if late or unknown else min(asked, promise.surge_seats or 0)
    there = quote.seats + hired + coming
    unmet = max(0, full.contacts - _served(demand, quote, there)) if coming < asked else 0
    if unmet:
        quote = _as_served(quote, unmet, full.contacts)
    paid = full if coming == asked else _served_month(demand, quote, peak.month, there)
    calm = _calm_month(demand, quote, peak.month, full.contacts)
    return Stress(
        full.contacts, full.seats_needed, quote.seats, asked, coming, unmet, before.vendor_payable,
        paid.vendor_payable, _added(paid, calm), by_seats=True,
        late=late or (tardy and bool(asked) and not coming), unknown=unknown, hired=hired,
    )  # fmt: skip


def _added(month: Month, other: Month) -> dict[str, Decimal]:
    """What the lines of a month add to those of another before tax, by cost item; zero differences are left out."""
    items = [item for item in ITEM_ORDER if item not in (EXIT_ITEM, TAX_ITEM)]
    found = {item: month.lines.get(item, ZERO) - other.lines.get(item, ZERO) for item in items}
    return {item: amount for item, amount in found.items() if amount}


def _as_served(quote: Quote, unmet: int, contacts: int) -> Quote:
    """The quote with its collars read for what is served: no more contacts are answered in time than are answered.

    A service level above the share that is served, or fewer abandoned contacts than the unmet ones, cannot be.
    """
    with exact():
        served = Decimal(contacts - unmet) / contacts
        lines = tuple(
            line
            if line.performance is None
            else replace(
                line,
                performance=replace(
                    line.performance, metrics=tuple(_read(one, served) for one in line.performance.metrics)
                ),
            )
            for line in quote.rate_lines
        )
    return replace(quote, rate_lines=lines)


def _read(metric: Metric, served: Decimal) -> Metric:
    """The reading of a KPI of reach at the share served; a target above 1 is in per cent."""
    told = metric.target if metric.expected is None else metric.expected
    scale = HUNDRED if metric.target > ONE else ONE
    if metric.kpi in REACHED:
        return replace(metric, expected=min(told, served * scale))
    if metric.kpi in LOST:
        return replace(metric, expected=max(told, (ONE - served) * scale))
    return metric


def _with_peak(demand: Demand, month: int, multiplier: Decimal) -> Demand:
    with exact():
        volumes = list(demand.forecast_profile)
        volumes[month - 1] = round_whole(volumes[month - 1] * multiplier)
    return replace(demand, forecast_profile=tuple(volumes))


def _without_tardy(demand: Demand, quote: Quote, peak: Peak) -> tuple[Quote, bool]:
    """The quote without the temporary seats for which the notice of a promotion is too short, and whether it has any."""
    if peak.month not in demand.promo_months:
        return quote, False
    lines = tuple(
        replace(line, event=replace(line.event, seats=0))
        if line.event is not None and line.event.notice_days > peak.notice_days
        else line
        for line in quote.rate_lines
    )
    return replace(quote, rate_lines=lines), lines != quote.rate_lines


def _hired(demand: Demand, quote: Quote, month: int, beyond: int) -> int:
    """Temporary seats of a promotion month: those stated, else all that are needed beyond the base seats."""
    if month not in demand.promo_months:
        return 0
    events = [line.event for line in quote.rate_lines if line.event is not None and in_force(line, month)]
    return sum(beyond if event.seats is None else event.seats for event in events)


def _served(demand: Demand, quote: Quote, seats: int) -> int:
    """Whole contacts that so many seats handle in a month."""
    aht_s = quote.operations.aht_s or demand.aht_s
    per_seat_s = staffing.seat_seconds(demand.paid_hours, demand.utilisation, demand.concurrency)
    with exact():
        return int(plain(staffing.handled(Decimal(seats), aht_s, per_seat_s)))


def _served_month(demand: Demand, quote: Quote, month: int, there: int) -> Month:
    """The month at the volume that `there` seats can serve: contacts and seats that do not come are not invoiced."""
    demand = _with_contacts(demand, quote, month, _served(demand, quote, there))
    return price(replace(demand, floor_seats=min(demand.floor_seats, there)), quote).months[month - 1]


def _calm_month(demand: Demand, quote: Quote, month: int, contacts: int) -> Month:
    """The month without promotion, at the contacts that the base seats can serve: what is paid anyway."""
    served = _with_contacts(demand, quote, month, min(contacts, _served(demand, quote, quote.seats)))
    calm = replace(
        served,
        promo_months=tuple(one for one in demand.promo_months if one != month),
        floor_seats=min(demand.floor_seats, quote.seats),
    )
    return price(calm, quote).months[month - 1]


def _with_contacts(demand: Demand, quote: Quote, month: int, contacts: int) -> Demand:
    """The demand with so many contacts, repeats included, in one month of the first year."""
    now, theirs = demand.repeat_rate_now, quote.operations.repeat_rate
    with exact():
        volume = Decimal(contacts) if now is None or theirs is None else contacts * (1 + now) / (1 + theirs)
        volumes = list(demand.forecast_profile)
        volumes[month - 1] = min(floor(volume), 1_000_000_000)
    return replace(demand, forecast_profile=tuple(volumes))
