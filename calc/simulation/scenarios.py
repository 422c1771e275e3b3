"""Thousands of futures for one demand, drawn once and the same for all vendors.

Eight drivers, each with a low, a likely and a high value, are drawn from triangular distributions. Scenario i is
drawn from the stream of its block (`BLOCK` scenarios each), so it is the same whatever the count, the order of
the blocks or an interruption. Only operations that IEEE 754 defines to the last bit are used (no power, no
logarithm): the same seed gives the same scenarios on every machine. Drivers have four decimals and volumes are
whole, so that the exact engine can replay any scenario (`Drivers.exact`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calc import demand as volumes_of
from calc.documents import HORIZONS, Demand, DocumentError, Fault
from calc.documents.reader import Reader
from calc.money import MONTHS_A_YEAR, ONE, ZERO
from calc.month import Scenario, of_lines
from calc.numbers import Number
from calc.simulation.samples import NUDGE, Samples

Floats: TypeAlias = NDArray[np.float64]

BLOCK = 1024
MONTHS = max(HORIZONS)
SEED_LIMIT = 2**63
_PLACES = 10_000.0


@dataclass(frozen=True)
class Range:
    """The least, the likeliest and the greatest value of a driver."""

    low: Decimal
    likely: Decimal
    high: Decimal

    @property
    def fixed(self) -> bool:
        return self.low == self.high


def _range(low: str, likely: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(likely), Decimal(high))


@dataclass(frozen=True)
class Ranges:
    """What the buyer holds possible.

    level        multiple of the forecast, in every month
    growth       added to the demand's yearly growth
    seasonality  strength of the swings around the average month: 0 none, 1 as forecast
    peak         multiple of the volume of peak months (the promotion months; without any, months of at least
                 1.5 times the average)
    peak_shift   whole months by which a peak comes earlier (-) or later
    repeat       multiple of the repeat rate each vendor promises
    conversion   multiple of the conversion each vendor promises (at most all)
    undisclosed  share of the headline that a quote which discloses nothing adds (domain 6.2: 0.20 to 0.50)
    """

    level: Range
    growth: Range
    seasonality: Range
    peak: Range
    peak_shift: Range
    repeat: Range
    conversion: Range
    undisclosed: Range

    def as_json(self) -> dict[str, list[str]]:
        """Each driver as [low, likely, high] in plain digits."""
        return {
            name: [f"{value:f}" for value in (given.low, given.likely, given.high)]
            for name, given in self._named()
        }

    def _named(self) -> list[tuple[str, Range]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


LIMITS = {
    "level": ("0.05", "10"),
    "growth": ("-0.4", "3"),
    "seasonality": ("0", "3"),
    "peak": ("0.1", "20"),
    "peak_shift": ("-3", "3"),
    "repeat": ("0", "3"),
    "conversion": ("0", "3"),
    "undisclosed": ("0", "1"),
}
DEFAULTS = Ranges(
    level=_range("0.90", "1", "1.10"),
    growth=_range("-0.05", "0", "0.05"),
    seasonality=_range("0.80", "1", "1.20"),
    peak=_range("0.90", "1", "1.30"),
    peak_shift=_range("-1", "0", "1"),
    repeat=_range("0.90", "1", "1.25"),
    conversion=_range("0.85", "1", "1.10"),
    undisclosed=_range("0.20", "0.35", "0.50"),
)
# Everything as forecast and as promised: every scenario is the one the exact engine prices.
CERTAIN = Ranges(
    level=_range("1", "1", "1"),
    growth=_range("0", "0", "0"),
    seasonality=_range("1", "1", "1"),
    peak=_range("1", "1", "1"),
    peak_shift=_range("0", "0", "0"),
    repeat=_range("1", "1", "1"),
    conversion=_range("1", "1", "1"),
    undisclosed=_range("0.50", "0.50", "0.50"),
)


def read_ranges(data: Mapping[str, object]) -> Ranges:
    """Ranges from {"level": ["0.9", "1", "1.1"], ...}; a missing driver takes its default.

    Raises `DocumentError` with every fault; the path names the driver and the value, such as "level.high".
    """
    faults: list[Fault] = []
    known = [field.name for field in fields(Ranges)]
    given: dict[str, Any] = {}
    for name, values in data.items():
        if name not in known:
            faults.append(Fault(str(name), "is not a driver", f"use one of {', '.join(known)}"))
        elif not isinstance(values, list | tuple) or len(values) != 3:
            faults.append(Fault(name, "is not three values", "give the low, the likely and the high value"))
        else:
            given[name] = _read_range(name, list(values), faults)
    if faults:
        raise DocumentError(faults)
    return replace(DEFAULTS, **given)


def _read_range(name: str, values: list[object], faults: list[Fault]) -> Range | None:
    least, most = LIMITS[name]
    reader = Reader(dict(zip(("low", "likely", "high"), values, strict=True)), name, faults)
    keys = ("low", "likely", "high")
    found = [reader.opt_amount(key, low=least, high=most, required=True) for key in keys]
    low, likely, high = found
    if low is None or likely is None or high is None:
        return None
    for key, value in zip(keys, (low, likely, high), strict=True):
        if name == "peak_shift" and value % 1:
            reader.add(key, f"{value} is not a whole number of months", "write -1, 0 or 1, for example")
    if low > high:
        reader.add("low", f"{low} is above the high value {high}", "exchange the two or correct one")
    elif not low <= likely <= high:
        reader.add("likely", f"{likely} is not between {low} and {high}", "choose a value between the two")
    return Range(low, likely, high)


@dataclass(frozen=True)
class Drivers:
    """Scenarios `start` to `stop` - 1: one array value per scenario, volumes and promotions by month."""

    start: int
    drawn: dict[str, Floats]
    volumes: Floats
    promotions: tuple[Number, ...]
    lines: tuple["Drivers", ...] = ()

    def scenario(self) -> Scenario:
        """All of them at once, for the model functions."""
        if self.lines:
            return of_lines([line.scenario() for line in self.lines])
        return Scenario(
            volumes=[Samples(month, 0) for month in self.volumes],
            promotions=self.promotions,
            repeat=Samples(self.drawn["repeat"], 4),
            conversion=Samples(self.drawn["conversion"], 4),
            loading_slope=Samples(self.drawn["undisclosed"], 4),
        )

    def part(self, start: int, stop: int) -> "Drivers":
        """Some of these scenarios, counted from the first of them."""
        return Drivers(
            start=self.start + start,
            drawn={name: values[start:stop] for name, values in self.drawn.items()},
            volumes=self.volumes[:, start:stop],
            promotions=tuple(
                Samples(month.values[start:stop], 0) if isinstance(month, Samples) else month
                for month in self.promotions
            ),
            lines=tuple(line.part(start, stop) for line in self.lines),
        )

    def exact(self, index: int) -> Scenario:
        """Scenario `start + index` in Decimal, to be replayed by `calc.tco.price`."""
        if self.lines:
            return of_lines([line.exact(index) for line in self.lines])

        def driver(name: str) -> Decimal:
            return Decimal(repr(float(self.drawn[name][index])))

        return Scenario(
            volumes=[Decimal(int(month[index])) for month in self.volumes],
            promotions=[
                Decimal(int(month.values[index])) if isinstance(month, Samples) else month
                for month in self.promotions
            ],
            repeat=driver("repeat"),
            conversion=driver("conversion"),
            loading_slope=driver("undisclosed"),
        )


def draw(ranges: Ranges, demand: Demand, seed: int, start: int, stop: int, months: int = MONTHS) -> Drivers:
    """Scenarios `start` to `stop` - 1 of `seed`, for contract months 1 to `months`.

    Several service lines share the drivers of a scenario: each follows its own forecast, but a good year is good for
    all of them, and their peaks come early or late together.
    """
    uniform = np.concatenate(
        [_uniform(seed, block) for block in range(start // BLOCK, -(-stop // BLOCK))], axis=1
    )
    offset = start // BLOCK * BLOCK
    uniform = uniform[:, start - offset : stop - offset]
    drawn = {
        field.name: _triangular(getattr(ranges, field.name), uniform[row])
        for row, field in enumerate(fields(Ranges))
    }
    if not demand.lines:
        return _drivers(ranges, demand, start, drawn, months)
    lines = tuple(_drivers(ranges, line, start, drawn, months) for line in demand.lines)
    volumes = np.sum([line.volumes for line in lines], axis=0)
    return Drivers(start, drawn, volumes, lines[0].promotions, lines)


def _drivers(ranges: Ranges, demand: Demand, start: int, drawn: dict[str, Floats], months: int) -> Drivers:
    shift = np.rint(drawn["peak_shift"])
    return Drivers(
        start=start,
        drawn=drawn,
        volumes=_volumes(demand, drawn, shift, months),
        promotions=_promotions(demand, ranges.peak_shift, shift, months),
    )


def _uniform(seed: int, block: int) -> Floats:
    """The block's own stream: a row for each driver, always as many columns as a whole block has."""
    stream = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(block,))))
    return stream.random((len(fields(Ranges)), BLOCK))


def _triangular(given: Range, uniform: Floats) -> Floats:
    """Triangular by its inverse distribution function, to four decimals."""
    low, likely, high = float(given.low), float(given.likely), float(given.high)
    if given.fixed:
        return np.full(uniform.shape, low)
    span = high - low
    rising = low + np.sqrt(uniform * (span * (likely - low)))
    falling = high - np.sqrt((1 - uniform) * (span * (high - likely)))
    values: Floats = np.rint(np.where(uniform * span < likely - low, rising, falling) * _PLACES)
    values /= _PLACES
    return values


def _peak_months(demand: Demand) -> tuple[int, ...]:
    """Months of the year, 1 to 12, that are peaks; not when all are."""
    months = demand.promo_months or tuple(peak.month for peak in volumes_of.peaks(demand.forecast_profile))
    return months if len(months) < MONTHS_A_YEAR else ()


def _volumes(demand: Demand, drawn: dict[str, Floats], shift: Floats, months: int) -> Floats:
    """Contacts [months x scenarios], whole numbers.

    A year's pattern is the forecast around its mean, scaled by the seasonality. What a peak month has beyond
    the average of the other months is its peak: multiplied, and moved within the year by the shift.
    """
    profile = demand.forecast_profile
    mean = sum(profile) / MONTHS_A_YEAR
    pattern = [np.maximum(mean + drawn["seasonality"] * (volume - mean), 0) for volume in profile]
    peaks = [month - 1 for month in _peak_months(demand)]
    if peaks:
        others = [of_year for of_year in range(MONTHS_A_YEAR) if of_year not in peaks]
        normal = sum((pattern[of_year] for of_year in others), np.zeros_like(shift)) / len(others)
        beyond = {}
        for of_year in peaks:
            base = np.minimum(pattern[of_year], normal)
            beyond[of_year] = pattern[of_year] * drawn["peak"] - base
            pattern[of_year] = base
        for of_year, amount in beyond.items():
            for moved in np.unique(shift):
                target = (of_year + int(moved)) % MONTHS_A_YEAR
                pattern[target] = pattern[target] + np.where(shift == moved, amount, 0)
    growth = 1 + float(demand.annual_growth) + drawn["growth"]
    factor = drawn["level"] * (1 + NUDGE)
    volumes = np.empty((months, len(shift)))
    for month in range(months):
        if month and month % MONTHS_A_YEAR == 0:
            factor = factor * growth
        np.multiply(pattern[month % MONTHS_A_YEAR], factor, out=volumes[month])
    np.rint(volumes, out=volumes)
    return np.maximum(volumes, 0, out=volumes)


def _promotions(demand: Demand, given: Range, shift: Floats, months: int) -> tuple[Number, ...]:
    """1 in a promotion month, else 0; a promotion moves with its peak."""
    promoted = [month - 1 for month in demand.promo_months]
    movable = 0 < len(promoted) < MONTHS_A_YEAR and not (given.fixed and not given.low)
    year: list[Number] = []
    for of_year in range(MONTHS_A_YEAR):
        if not movable:
            year.append(ONE if of_year in promoted else ZERO)
            continue
        distances = [
            moved
            for moved in range(int(given.low), int(given.high) + 1)
            if (of_year - moved) % MONTHS_A_YEAR in promoted
        ]
        if not distances:
            year.append(ZERO)
        else:
            year.append(Samples(np.isin(shift, distances).astype(np.float64), 0))
    return tuple(year[month % MONTHS_A_YEAR] for month in range(months))
