"""What one month asks of a vendor, and how this vendor handles it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from calc.billing.increments import billed_seconds
from calc.documents import Demand, Quote, RateLine, Sales
from calc.money import ONE, ZERO
from calc.numbers import Number, total
from calc.workforce import staffing

# What settles the billed time of a contact: rounding, wrap-up and least seconds of a line.
Increments: TypeAlias = tuple[str, Decimal, Decimal]


@dataclass(frozen=True)
class Handling:
    """How contacts are handled and what they sell; the same in every month and scenario.

    `sales` are in the currency of the RFQ; `exchange` is what one unit of the quote's currency is in that.
    """

    aht_s: Decimal
    talk_share: Decimal
    seat_seconds: Decimal
    seats: Decimal
    handled: Number
    conversion: Decimal
    sales: Sales | None
    concurrency: Decimal = ONE
    exchange: Decimal = ONE
    utilisation: Decimal = ONE
    windows: Mapping[str, Decimal] = field(default_factory=dict)
    promo_days: int | None = None
    billed: Mapping[Increments, Decimal] = field(default_factory=dict)

    def share_of(self, window: str, stated: Decimal | None) -> Decimal:
        """The share of the contacts in a window: the buyer's, else the one the vendor states, else 0."""
        return self.windows.get(window, stated or ZERO)

    def seconds_of(self, line: RateLine) -> Decimal:
        """Seconds a minute line bills for an average contact."""
        return self.billed[increments_of(line)]


@dataclass(frozen=True)
class Load:
    """What one month asks of a vendor: forecast volume, contacts with repeats, and how they are handled.

    `month` is the contract month, 0 for the average month of the headline, in which `promotion` is the share
    of promotion months in a year; else it is 1 or 0. `need` are the seats the contacts need.
    """

    volume: Number
    contacts: Number
    conversion: Number
    handling: Handling
    month: int = 0
    promotion: Number = ZERO
    need: Number = ZERO

    @property
    def seats(self) -> Decimal:
        """Billed base seats."""
        return self.handling.seats

    @property
    def call_minutes(self) -> Number:
        """Minutes of talk on the line."""
        return self.contacts * self.handling.aht_s * self.handling.talk_share / 60

    @property
    def promoted_seats(self) -> Number:
        """Base seats in a month of promotion, else 0."""
        return self.promotion * self.seats


@dataclass(frozen=True)
class Together:
    """The loads of several service lines in a month, for what a vendor charges for all of them."""

    loads: tuple[Load, ...]

    @property
    def volume(self) -> Number:
        return total(load.volume for load in self.loads)

    @property
    def contacts(self) -> Number:
        return total(load.contacts for load in self.loads)

    @property
    def seats(self) -> Decimal:
        return sum((load.seats for load in self.loads), ZERO)

    @property
    def call_minutes(self) -> Number:
        return total(load.call_minutes for load in self.loads)

    @property
    def promoted_seats(self) -> Number:
        return total(load.promoted_seats for load in self.loads)


def handling_of(demand: Demand, quote: Quote, *, present: bool = False) -> Handling:
    """How this vendor handles contacts; `present` takes the buyer's own figures instead (the headline)."""
    stated = quote.operations
    aht_s = demand.aht_s if present or stated.aht_s is None else stated.aht_s
    conversion = ZERO if demand.sales is None else demand.sales.conversion
    if stated.conversion is not None and not present:
        conversion = stated.conversion
    per_seat_s = staffing.seat_seconds(demand.paid_hours, demand.utilisation, demand.concurrency)
    seats = Decimal(quote.seats)
    return Handling(
        aht_s=aht_s,
        talk_share=demand.talk_share,
        seat_seconds=per_seat_s,
        seats=seats,
        handled=staffing.handled(seats, aht_s, per_seat_s),
        conversion=conversion,
        sales=demand.sales,
        concurrency=demand.concurrency,
        exchange=demand.rate_of(quote.currency) or ONE,
        utilisation=demand.utilisation,
        windows=dict(demand.window_shares),
        promo_days=demand.promo_days,
        billed=_billed(demand, quote, aht_s),
    )


def increments_of(line: RateLine) -> Increments:
    return line.rounding, line.wrap_up_s or ZERO, line.min_seconds or ZERO


def _billed(demand: Demand, quote: Quote, aht_s: Decimal) -> dict[Increments, Decimal]:
    """Seconds billed for an average contact, for each way of counting in the quote; once, not every month."""
    ways = {increments_of(line) for line in quote.rate_lines if line.rounding}
    return {
        (rounding, wrap_up, least): billed_seconds(
            aht_s,
            demand.durations,
            talk_share=demand.talk_share,
            wrap_up_s=wrap_up,
            least_s=least,
            rounding=rounding,
        )
        for rounding, wrap_up, least in ways
    }
