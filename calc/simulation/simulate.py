"""Many futures of every quote: what it costs in the tenth, the fiftieth and the ninetieth of a hundred.

The months are those of `calc.month`, run for all scenarios of a chunk at once, so the simulation has no billing
model of its own. Scenarios are common to all vendors. Totals are whole cents; they are summed as integers and
percentiles are scenarios that occur (nearest rank), so nothing depends on the size or the order of the chunks.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from calc import ENGINE
from calc.documents import Demand, DocumentError, Fault, Quote, write_demand, write_quote
from calc.money import MONTHS_A_YEAR, exact, round_places
from calc.month import Scenario, as_forecast, of_lines
from calc.simulation.futures import Futures
from calc.simulation.kept import Cents, Kept
from calc.simulation.samples import Samples
from calc.simulation.scenarios import BLOCK, SEED_LIMIT, Ranges, draw
from calc.tco import checked_plan

Report: TypeAlias = Callable[[int, int], None]

MIN_COUNT = 10
MAX_COUNT = 1_000_000
# Scenarios x quotes of one run: bounds its time and its scratch file (eight bytes for each horizon).
MAX_CELLS = 6_000_000
YEARS = (12, 36, 60)
PERCENTS = (10, 50, 90)
CHUNK = 4 * BLOCK
# Multiples of the forecast volume at which the order is looked at: every 0.005, then every 0.0001 where it turns.
_GRID = tuple(range(1000, 40_001, 50))
_GRID_UNIT = Decimal("0.0001")
MAX_FLIPS = 20
_FINEST = max(len(_GRID), MAX_FLIPS * 51)


@dataclass(frozen=True)
class Spread:
    """What a quote costs in all over a horizon: percentiles (nearest rank) and mean, to the cent."""

    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal


@dataclass(frozen=True)
class VendorOutcome:
    """One quote by horizon in months.

    `cheapest` is the share of scenarios in which it costs least (four decimals; a tie counts as a part for
    each), `regret` what it costs on average beyond the cheapest of the scenario.
    """

    key: str
    tco: dict[int, Spread]
    cheapest: dict[int, Decimal]
    regret: dict[int, Decimal]


@dataclass(frozen=True)
class Flip:
    """At `multiple` times the forecast (`monthly_volume` contacts a month) `after` becomes the cheapest."""

    multiple: Decimal
    monthly_volume: int
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """A finished run; `inputs` is the SHA-256 of demand, quotes and ranges."""

    engine: str
    seed: int
    count: int
    inputs: str
    horizon_months: int
    vendors: tuple[VendorOutcome, ...]
    cheapest_at_forecast: str
    flips: tuple[Flip, ...]

    @property
    def horizons(self) -> tuple[int, ...]:
        return tuple(self.vendors[0].tco)

    def to_json(self) -> bytes:
        """The same bytes for the same seed, inputs and engine."""
        return json.dumps(self, default=_plain, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Outcome":
        """What `to_json` wrote."""
        read = json.loads(data)
        vendors = tuple(
            VendorOutcome(
                key=vendor["key"],
                tco={
                    int(horizon): Spread(**{name: Decimal(value) for name, value in spread.items()})
                    for horizon, spread in sorted(vendor["tco"].items(), key=_by_number)
                },
                cheapest=_decimals(vendor["cheapest"]),
                regret=_decimals(vendor["regret"]),
            )
            for vendor in read.pop("vendors")
        )
        flips = tuple(Flip(**{**flip, "multiple": Decimal(flip["multiple"])}) for flip in read.pop("flips"))
        return cls(**read, vendors=vendors, flips=flips)


def _plain(value: object) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else vars(value)


def _by_number(item: tuple[str, object]) -> int:
    return int(item[0])


def _decimals(values: dict[str, str]) -> dict[int, Decimal]:
    return {int(key): Decimal(value) for key, value in sorted(values.items(), key=_by_number)}


# -- a run --------------------------------------------------------------------------------------------------


def simulate(
    demand: Demand,
    quotes: Mapping[str, Quote],
    ranges: Ranges,
    *,
    seed: int,
    count: int,
    on_chunk: Report | None = None,
) -> Outcome:
    """Price every quote in `count` scenarios of `demand`.

    `on_chunk(done, total)` hears of every finished chunk of scenarios and may raise to end the run. Raises
    `DocumentError`: for a seed, a count or a number of quotes out of bounds before anything is computed, as
    `calc.tco.price` does for a quote that cannot be priced, and for amounts too large to be right to the cent.
    """
    _check(quotes, seed, count)
    plans = [checked_plan(demand, quote) for quote in quotes.values()]
    horizons = tuple(sorted({*YEARS, demand.horizon_months}))
    with Kept(len(horizons), len(plans), count) as kept:
        first = draw(ranges, demand, seed, 0, 1, max(horizons)).scenario()
        futures = Futures(plans, first, horizons, max(min(CHUNK, count), _FINEST))
        for start in range(0, count, CHUNK):
            stop = min(start + CHUNK, count)
            kept.add(start, _chunk(demand, ranges, futures, seed, start, stop, max(horizons)))
            if on_chunk:
                on_chunk(stop, count)
        keys = list(quotes)
        at_forecast, flips = flip_volumes(demand, keys, futures, horizons)
        vendors = _vendors(keys, horizons, kept)
    return Outcome(
        engine=ENGINE,
        seed=seed,
        count=count,
        inputs=_digest(demand, quotes, ranges),
        horizon_months=demand.horizon_months,
        vendors=vendors,
        cheapest_at_forecast=at_forecast,
        flips=flips,
    )


def scenario_costs(
    demand: Demand, quotes: Mapping[str, Quote], ranges: Ranges, *, seed: int, count: int
) -> dict[str, Cents]:
    """Cents over the demand's horizon in the first `count` scenarios of `seed`, by quote: those of `simulate`.

    For whatever asks of a scenario more than the cost alone, such as `calc.robustness.smaa`. Raises as `simulate` does.
    """
    _check(quotes, seed, count)
    horizons = (demand.horizon_months,)
    plans = [checked_plan(demand, quote) for quote in quotes.values()]
    first = draw(ranges, demand, seed, 0, 1, *horizons).scenario()
    futures = Futures(plans, first, horizons, min(CHUNK, count))
    found = np.empty((len(plans), count), np.int64)
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        found[:, start:stop] = _chunk(demand, ranges, futures, seed, start, stop, *horizons)[0]
    return dict(zip(quotes, found, strict=True))


def _chunk(
    demand: Demand, ranges: Ranges, futures: Futures, seed: int, start: int, stop: int, months: int
) -> Cents:
    """Totals [horizons x quotes x scenarios]."""
    scenario = draw(ranges, demand, seed, start, stop, months).scenario()
    return np.stack(list(futures.totals(scenario, stop - start)), axis=1)


def _check(quotes: Mapping[str, Quote], seed: int, count: int) -> None:
    faults = []
    if not 0 <= seed < SEED_LIMIT:
        faults.append(Fault("seed", f"{seed} is no seed", "give a whole number from 0 to 2^63 - 1"))
    if not quotes:
        faults.append(Fault("quotes", "is empty", "give at least one quote"))
    most = most_scenarios(len(quotes))
    if not MIN_COUNT <= count <= most:
        message = f"{count} scenarios of {len(quotes)} quotes are out of bounds"
        faults.append(Fault("count", message, f"choose {MIN_COUNT} to {most:,} scenarios"))
    if faults:
        raise DocumentError(faults)


def most_scenarios(quotes: int) -> int:
    """How many scenarios one run may have over so many quotes."""
    return min(MAX_COUNT, MAX_CELLS // max(quotes, 1))


def _digest(demand: Demand, quotes: Mapping[str, Quote], ranges: Ranges) -> str:
    written = {key: write_quote(quote) for key, quote in quotes.items()}
    plain: list[Any] = [write_demand(demand), list(written.items()), ranges.as_json()]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


# -- what the totals say ------------------------------------------------------------------------------------


def _vendors(keys: list[str], horizons: Sequence[int], kept: Kept) -> tuple[VendorOutcome, ...]:
    return tuple(
        VendorOutcome(
            key=key,
            tco={horizon: _spread(kept, row, place) for row, horizon in enumerate(horizons)},
            cheapest={
                horizon: _fraction(kept.cheapest(row, place), 4) for row, horizon in enumerate(horizons)
            },
            regret={
                horizon: _fraction(kept.regret(row, place) / 100, 2) for row, horizon in enumerate(horizons)
            },
        )
        for place, key in enumerate(keys)
    )


def _spread(kept: Kept, horizon: int, place: int) -> Spread:
    p10, p50, p90 = (Decimal(cents).scaleb(-2) for cents in kept.percentiles(horizon, place, PERCENTS))
    return Spread(p10, p50, p90, _fraction(kept.mean(horizon, place) / 100, 2))


def _fraction(value: Fraction, places: int) -> Decimal:
    with exact():
        return round_places(Decimal(value.numerator) / value.denominator, places)


# -- where the order turns ----------------------------------------------------------------------------------


def flip_volumes(
    demand: Demand, keys: list[str], futures: Futures, horizons: Sequence[int]
) -> tuple[str, tuple[Flip, ...]]:
    """Who is cheapest at the forecast, and at which multiples of it, 0.10 to 4.00, another becomes so.

    Everything else is as forecast and as promised. Where two cost the same the order stays as it was.
    """
    coarse = _winners(demand, futures, horizons, _GRID)
    turns = [place for place in range(1, len(_GRID)) if coarse[place] != coarse[place - 1]][:MAX_FLIPS]
    fine = [unit for place in turns for unit in range(_GRID[place - 1], _GRID[place] + 1)]
    found: list[Flip] = []
    if fine:
        order = _winners(demand, futures, horizons, fine)
        pairs = zip(fine[1:], order, order[1:], strict=False)
        mean = Decimal(sum(demand.forecast_profile)) / MONTHS_A_YEAR
        for unit, before, after in pairs:
            if before != after:
                multiple = unit * _GRID_UNIT
                volume = int(round_places(mean * multiple, 0))
                found.append(Flip(multiple, volume, keys[before], keys[after]))
    return keys[coarse[_GRID.index(10_000)]], tuple(found[:MAX_FLIPS])


def _winners(demand: Demand, futures: Futures, horizons: Sequence[int], units: Sequence[int]) -> list[int]:
    """The cheapest at each multiple (in units of 0.0001) over the demand's horizon; ties keep the one before."""
    row = list(horizons).index(demand.horizon_months)
    stated = as_forecast(demand, horizons[-1])
    level = Samples(np.array(units) / 10_000.0)
    lines = [
        Scenario([(level * volume).rounded(0) for volume in line.volumes], line.promotions)
        for line in stated.parts or (stated,)
    ]
    scenario = of_lines(lines) if stated.parts else lines[0]
    totals = np.stack([found[row] for found in futures.totals(scenario, len(units))])
    least = totals.min(axis=0)
    winners: list[int] = []
    for column in range(len(units)):
        tied = np.flatnonzero(totals[:, column] == least[column])
        winners.append(winners[-1] if winners and winners[-1] in tied else int(tied[0]))
    return winners
