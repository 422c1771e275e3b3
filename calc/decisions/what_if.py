"""Other assumptions for a look at the same quotes: the demand changes, the quotes do not.

Growth, peak, handling time, utilisation, horizon and recovery of tax change the demand; discounting changes how its
months are added up (domain 6.2: month m is divided by (1 + r)^(m/12)).
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from calc.documents import HORIZONS, Demand, Quote
from calc.documents.demand import together
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_whole
from calc.tco import Month, Priced, price

PEAK_FROM = Decimal("1.5")
MOST_CONTACTS = 1_000_000_000


class AssumptionError(ValueError):
    """An assumption out of range: `field` names it, the message says what to give."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(f"{field}: {message}")


@dataclass(frozen=True)
class Assumptions:
    """What may be assumed otherwise. `peak` multiplies the months of promotions and those above 1.5 x the average."""

    growth: Decimal
    peak: Decimal
    aht_s: Decimal
    utilisation: Decimal
    horizon: int
    discount: Decimal = ZERO
    tax_recovered: bool = False

    @classmethod
    def of(cls, demand: Demand) -> "Assumptions":
        """What the RFQ assumes itself."""
        return cls(
            growth=demand.annual_growth,
            peak=ONE,
            aht_s=demand.aht_s,
            utilisation=demand.utilisation,
            horizon=demand.horizon_months,
            tax_recovered=demand.vat_recoverable,
        )

    def differing(self, other: "Assumptions") -> tuple[str, ...]:
        """Names of the assumptions that are not those of `other`, in order."""
        return tuple(name for name in self.__annotations__ if getattr(self, name) != getattr(other, name))


_RANGES = {
    "growth": (Decimal("-0.5"), Decimal(3)),
    "peak": (Decimal("0.1"), Decimal(20)),
    "aht_s": (Decimal(10), Decimal(7200)),
    "utilisation": (Decimal("0.01"), Decimal("0.99")),
    "discount": (ZERO, Decimal(1)),
}


def check(assumed: Assumptions) -> None:
    """Raise `AssumptionError` for what lies outside the bounds of a demand."""
    for name, (low, high) in _RANGES.items():
        if not low <= getattr(assumed, name) <= high:
            raise AssumptionError(name, f"give {low} to {high}")
    if assumed.horizon not in HORIZONS:
        raise AssumptionError("horizon", f"give one of {', '.join(str(months) for months in HORIZONS)}")


def peak_months(demand: Demand) -> tuple[int, ...]:
    """Months of promotions and those of 1.5 times the average; the highest one where there is none."""
    volumes = demand.forecast_profile
    limit = PEAK_FROM * sum(volumes) / len(volumes)
    high = {number for number, volume in enumerate(volumes, start=1) if volume >= limit}
    return tuple(sorted(high | set(demand.promo_months))) or (volumes.index(max(volumes)) + 1,)


def demand_under(demand: Demand, assumed: Assumptions) -> Demand:
    """The demand under other assumptions.

    Several service lines keep what is not assumed otherwise each for itself; growth and utilisation that are hold for
    all of them, and a handling time moves all in proportion to the first.
    """
    check(assumed)
    if demand.lines:
        lines = together([demand_under(line, _of_line(demand, line, assumed)) for line in demand.lines])
        return replace(lines, horizon_months=assumed.horizon, vat_recoverable=assumed.tax_recovered)
    peaks = peak_months(demand)
    with exact():
        profile = tuple(
            min(MOST_CONTACTS, round_whole(volume * assumed.peak)) if number in peaks else volume
            for number, volume in enumerate(demand.forecast_profile, start=1)
        )
    return replace(
        demand,
        forecast_profile=profile,
        annual_growth=assumed.growth,
        aht_s=assumed.aht_s,
        utilisation=assumed.utilisation,
        horizon_months=assumed.horizon,
        vat_recoverable=assumed.tax_recovered,
    )


def _of_line(demand: Demand, line: Demand, assumed: Assumptions) -> Assumptions:
    """What the assumptions mean for one of several service lines."""
    own, theirs = Assumptions.of(demand), Assumptions.of(line)
    with exact():
        return replace(
            assumed,
            growth=theirs.growth if assumed.growth == own.growth else assumed.growth,
            utilisation=theirs.utilisation if assumed.utilisation == own.utilisation else assumed.utilisation,
            aht_s=theirs.aht_s * assumed.aht_s / own.aht_s,
        )


def quote_under(demand: Demand, quote: Quote, assumed: Assumptions) -> Quote:
    """The quote; a handling time the vendor commits to moves in proportion to the buyer's."""
    theirs = quote.operations.aht_s
    if theirs is None or assumed.aht_s == demand.aht_s or demand.lines:
        return quote
    with exact():
        moved = theirs * assumed.aht_s / demand.aht_s
    return replace(quote, operations=replace(quote.operations, aht_s=moved))


def price_under(demand: Demand, quote: Quote, assumed: Assumptions) -> Priced:
    """The quote priced under the assumptions, not discounted."""
    return price(demand_under(demand, assumed), quote_under(demand, quote, assumed))


def total_under(priced: Priced, assumed: Assumptions) -> Decimal:
    """The horizon's total in cents, discounted where so assumed; a month is rounded once."""
    with exact():
        return sum((_worth(month, assumed.discount) for month in priced.months), ZERO)


def _worth(month: Month, rate: Decimal) -> Decimal:
    if not rate:
        return month.cost
    return round_cents(month.cost / (ONE + rate) ** (Decimal(month.month) / MONTHS_A_YEAR))
