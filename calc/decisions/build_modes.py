"""In-house, outsourced, hosted: what each costs for n seats, and from how many seats on the order turns (domain 6.4).

    in-house(n)   = K + H x (F_in + n x c_in)
    outsourced(n) = H x (F_out + n x p x (1 + u))
    hosted(n)     = H x (F_h + n x (c_in + h))

c_in is what one own agent costs a month: wage x (1 + on-costs) + replacement, or the figure of `calc.decisions.labour`. No
crossover within the range is an answer, and the common one.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from calc.decisions.labour import replacement_a_month
from calc.money import MONTHS_A_YEAR, ONE, ZERO, ceiling, exact, floor, round_cents

MODES = ("IN_HOUSE", "OUTSOURCED", "HOSTED")
MOST_SEATS = 100_000


class ModeError(ValueError):
    """Figures that cannot be compared; the message names the field and the remedy."""


@dataclass(frozen=True)
class Build:
    """What an own centre takes before the first call and every month, whatever its size (domain 6.3, N-14 to N-24).

    Prices of one source; days, units and items are the reading of domain 6.4.
    """

    person_day: Decimal = Decimal(30000)
    days: Decimal = Decimal(20)
    equipment: Decimal = Decimal(35000)
    units: Decimal = ONE
    installation_day: Decimal = Decimal(10000)
    installation_days: Decimal = Decimal(5)
    customising_day: Decimal = Decimal(15000)
    customising_days: Decimal = Decimal(10)
    other_item: Decimal = Decimal(5000)
    other_items: Decimal = Decimal(2)
    usage_month: Decimal = Decimal(10000)
    management_month: Decimal = Decimal(5000)
    maintenance_year: Decimal = Decimal(5000)
    upgrade: Decimal = Decimal(10000)
    upgrades_year: Decimal = ONE
    support_call: Decimal = Decimal(3000)
    support_calls_year: Decimal = Decimal(4)

    @property
    def invested(self) -> Decimal:
        """K: the money spent before the first month."""
        return (
            self.person_day * self.days
            + self.equipment * self.units
            + self.installation_day * self.installation_days
            + self.customising_day * self.customising_days
            + self.other_item * self.other_items
        )

    @property
    def monthly(self) -> Decimal:
        """F_in, to cents as the source counts: usage, management, maintenance, upgrades, support calls."""
        yearly = (
            self.maintenance_year * self.units,
            self.upgrade * self.upgrades_year,
            self.support_call * self.support_calls_year,
        )
        with exact():
            parts = [round_cents(amount / MONTHS_A_YEAR) for amount in yearly]
        return self.usage_month + self.management_month + sum(parts, ZERO)


def agent_month(wage: Decimal, on_costs: Decimal, turnover_annual: Decimal, per_head: Decimal) -> Decimal:
    """c_in to cents: wage x (1 + on-costs) + recruiting and training of replacements."""
    return round_cents(wage * (ONE + on_costs) + replacement_a_month(turnover_annual, per_head))


@dataclass(frozen=True)
class Modes:
    """The figures of all three ways; money a month but `invested`, `uplift` a share on the seat price."""

    months: int
    invested: Decimal
    in_house_fixed: Decimal
    agent: Decimal
    outsourced_fixed: Decimal
    seat_price: Decimal
    uplift: Decimal
    hosted_fixed: Decimal
    hosted_seat: Decimal

    @property
    def seat_paid(self) -> Decimal:
        """What a seat of a vendor costs in the end: p x (1 + u)."""
        return self.seat_price * (ONE + self.uplift)

    def totals(self, seats: int) -> dict[str, Decimal]:
        """Cost of `seats` over all months, to cents, by mode."""
        with exact():
            return {
                "IN_HOUSE": round_cents(
                    self.invested + self.months * (self.in_house_fixed + seats * self.agent)
                ),
                "OUTSOURCED": round_cents(self.months * (self.outsourced_fixed + seats * self.seat_paid)),
                "HOSTED": round_cents(
                    self.months * (self.hosted_fixed + seats * (self.agent + self.hosted_seat))
                ),
            }


@dataclass(frozen=True)
class Crossover:
    """From `seats` on the first way costs no more than the second; `seats` None: never, within `most` seats.

    `until` is the last size for which that holds, where there is one: the first way has less that is fixed, but
    each of its seats is dearer.
    """

    first: str
    second: str
    seats: int | None
    most: int
    until: int | None = None


def in_house_beats_outsourced(modes: Modes, most: int = MOST_SEATS) -> Crossover:
    """ceil((K/H + F_in - F_out) / (p(1+u) - c_in)); none where a vendor's seat costs no more than an own agent."""
    fixed = modes.in_house_fixed - modes.outsourced_fixed
    return Crossover("IN_HOUSE", "OUTSOURCED", *_turn(modes, fixed, modes.seat_paid - modes.agent, most))


def in_house_beats_hosted(modes: Modes, most: int = MOST_SEATS) -> Crossover:
    """ceil((K/H + F_in - F_h) / h); none where the platform is rented for nothing."""
    fixed = modes.in_house_fixed - modes.hosted_fixed
    return Crossover("IN_HOUSE", "HOSTED", *_turn(modes, fixed, modes.hosted_seat, most))


def hosted_beats_outsourced(modes: Modes, most: int = MOST_SEATS) -> Crossover:
    """The same without an investment: ceil((F_h - F_out) / (p(1+u) - c_in - h))."""
    fixed = modes.hosted_fixed - modes.outsourced_fixed
    saved = modes.seat_paid - modes.agent - modes.hosted_seat
    return Crossover("HOSTED", "OUTSOURCED", *_turn(replace(modes, invested=ZERO), fixed, saved, most))


def _turn(
    modes: Modes, fixed: Decimal, saved_a_seat: Decimal, most: int
) -> tuple[int | None, int, int | None]:
    """The sizes at which the saving of all seats has paid the difference of what is fixed: from, most, until."""
    _check(modes, most)
    with exact():
        to_recover = modes.invested / modes.months + fixed
        if saved_a_seat > 0:
            seats = max(0, ceiling(to_recover / saved_a_seat))
            return (seats if seats <= most else None), most, None
        if to_recover > 0:
            return None, most, None
        until = floor(to_recover / saved_a_seat) if saved_a_seat else most
        return 0, most, (until if until < most else None)


def _check(modes: Modes, most: int) -> None:
    if not 1 <= modes.months <= 120:
        raise ModeError(f"months: is {modes.months}; give 1 to 120")
    if not 1 <= most <= MOST_SEATS:
        raise ModeError(f"most: is {most}; give 1 to {MOST_SEATS} seats")
    amounts = (modes.invested, modes.in_house_fixed, modes.agent, modes.outsourced_fixed, modes.seat_price)
    if min(*amounts, modes.uplift, modes.hosted_fixed, modes.hosted_seat) < 0:
        raise ModeError("no figure of the three ways is below 0")
