"""Which vendor is cheapest at which volume: every quote replayed at multiples of the forecast.

The quotes stay as they are, with their base seats and minimums: that is what the volume does to what was offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from calc.documents import Demand, Quote
from calc.documents.demand import together
from calc.money import exact, round_whole
from calc.tco import price

FACTORS = tuple(Decimal(text) for text in ("0.25", "0.5", "0.75", "1", "1.5", "2", "3", "4"))
MOST_CONTACTS = 1_000_000_000
FINEST = Decimal("0.01")


@dataclass(frozen=True)
class AtVolume:
    """Totals of the horizon at `factor` of the forecast, by vendor; `cheapest` names one, the first of equals."""

    factor: Decimal
    contacts_year: int
    totals: dict[str, Decimal]

    @property
    def cheapest(self) -> str:
        return min(self.totals, key=lambda name: self.totals[name])


@dataclass(frozen=True)
class Flip:
    """Between `low` and `high` (0.01 apart) of the forecast the cheapest changes."""

    low: Decimal
    high: Decimal
    before: str
    after: str


def scaled(demand: Demand, factor: Decimal) -> Demand:
    """The demand at a multiple of its forecast, in every service line; months are rounded to whole contacts."""
    if demand.lines:
        return together([scaled(line, factor) for line in demand.lines])
    with exact():
        profile = tuple(
            min(MOST_CONTACTS, round_whole(volume * factor)) for volume in demand.forecast_profile
        )
    if not any(profile):
        profile = (1, *profile[1:])
    return replace(demand, forecast_profile=profile)


def at_volume(demand: Demand, quotes: Mapping[str, Quote], factor: Decimal) -> AtVolume:
    """Every quote at one multiple of the forecast."""
    there = scaled(demand, factor)
    only = (there.horizon_months,)
    totals = {name: price(there, quote, horizons=only).horizon_tco for name, quote in quotes.items()}
    return AtVolume(factor, sum(there.forecast_profile), totals)


def by_volume(
    demand: Demand, quotes: Mapping[str, Quote], factors: Sequence[Decimal] = FACTORS
) -> tuple[AtVolume, ...]:
    """Every quote at every multiple, lowest first; nothing where nothing was quoted."""
    return tuple(at_volume(demand, quotes, factor) for factor in sorted(factors)) if quotes else ()


def flips(demand: Demand, quotes: Mapping[str, Quote], found: Sequence[AtVolume]) -> tuple[Flip, ...]:
    """Where the cheapest changes between neighbours, closed in to one hundredth of the forecast.

    Only the two vendors of a change are replayed; a third that is cheapest on a short stretch between is not seen.
    """
    return tuple(
        _closed_in(demand, quotes, one, other)
        for one, other in pairwise(found)
        if one.cheapest != other.cheapest
    )


def _closed_in(demand: Demand, quotes: Mapping[str, Quote], one: AtVolume, other: AtVolume) -> Flip:
    pair = {name: quotes[name] for name in (one.cheapest, other.cheapest)}
    low, high = one.factor, other.factor
    while high - low > FINEST:
        middle = ((low + high) / 2).quantize(FINEST)
        if middle in (low, high):
            break
        if at_volume(demand, pair, middle).cheapest == one.cheapest:
            low = middle
        else:
            high = middle
    return Flip(low, high, one.cheapest, other.cheapest)
