"""How often each quote takes each place when weights, scores and costs are uncertain together (SMAA-2).

Lahdelma and Salminen's acceptability analysis by simulation. Draws come from a seed, by blocks; memory does not grow
with their number, and the same seed, count and figures give the same counts.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from calc.documents import DocumentError, Fault
from calc.money import exact, round_places
from calc.robustness.field import Field
from calc.robustness.places import Tally, Whole
from calc.robustness.values import Spreads, Values
from calc.robustness.weighting import BLOCK, Weighting, Weights
from calc.scorecard import LEAVES

Report: TypeAlias = Callable[[int, int], None]

MIN_COUNT, MAX_COUNT = 100, 1_000_000
SEED_LIMIT = 2**63
MAX_SPREAD = Decimal(1)
# Draws x quotes of one run: bounds its time.
MAX_CELLS = 50_000_000


@dataclass(frozen=True)
class Acceptability:
    """Counts of `count` draws; every share below is one of them by `count`, to four decimals.

    `places[key][n]`: draws in which a quote took place n + 1; quotes with equal totals (nine decimals) share the better
    place. `above[one][other]`: draws in which `one` stood above `other`. `central[key]`: the mean weights, in points of
    100, of the draws in which a quote came first; empty for one that never did.
    """

    seed: int
    count: int
    weighting: str
    places: dict[str, list[int]]
    above: dict[str, dict[str, int]]
    central: dict[str, dict[str, Decimal]]

    def share(self, key: str, place: int) -> Decimal:
        """How often a quote takes a place, 1 the best."""
        return _share(self.places[key][place - 1], self.count)

    def first(self, key: str) -> Decimal:
        return self.share(key, 1)

    def odds(self, one: str, other: str) -> Decimal:
        """How often `one` stands above `other`, equal totals counting half."""
        tied = self.count - self.above[one][other] - self.above[other][one]
        return _share(Fraction(2 * self.above[one][other] + tied, 2), self.count)

    def to_json(self) -> bytes:
        """The same bytes for the same draws."""
        return json.dumps(asdict(self), default=str, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Acceptability":
        """What `to_json` wrote."""
        read: dict[str, Any] = json.loads(data)
        central = {
            key: {leaf: Decimal(weight) for leaf, weight in weights.items()}
            for key, weights in read.pop("central").items()
        }
        return cls(**read, central=central)


def acceptability(
    field: Field,
    *,
    seed: int,
    count: int,
    weighting: Weighting = Weighting.AROUND,
    spread: Decimal = Decimal("0.3"),
    scores: Spreads | None = None,
    costs: Mapping[str, Whole] | None = None,
    on_chunk: Report | None = None,
) -> Acceptability:
    """Draw `count` times and count places.

    `spread` is how far (a share of itself) each weight may be off under `Weighting.AROUND`. `scores` are ranges of
    leaves by quote (`values.around_scores`), `costs` cents by quote and scenario, which C1 is computed from anew in
    every draw. `on_chunk(done, total)` hears of every block and may raise. Raises `DocumentError` for figures out of
    bounds.
    """
    _check(field, seed, count, spread)
    weights = Weights(field, weighting, spread, seed)
    values = Values(field, scores or {}, costs, seed)
    tally = Tally(len(field.entries), len(LEAVES))
    for block, start in enumerate(range(0, count, BLOCK)):
        drawn = weights.block(block, min(BLOCK, count - start))
        tally.add(drawn, values.totals(block, drawn))
        if on_chunk:
            on_chunk(tally.draws, count)
    return _counted(field.keys, seed, weighting, tally)


def _check(field: Field, seed: int, count: int, spread: Decimal) -> None:
    faults = []
    if not field.entries:
        faults.append(Fault("quotes", "is empty", "rank at least one quote"))
    if not 0 <= seed < SEED_LIMIT:
        faults.append(Fault("seed", f"{seed} is no seed", "give a whole number from 0 to 2^63 - 1"))
    most = min(MAX_COUNT, MAX_CELLS // max(len(field.entries), 1))
    if not MIN_COUNT <= count <= most:
        message = f"{count} draws of {len(field.entries)} quotes are out of bounds"
        faults.append(Fault("count", message, f"choose {MIN_COUNT} to {most:,} draws"))
    if not 0 < spread <= MAX_SPREAD:
        faults.append(
            Fault("spread", f"{spread} is out of bounds", f"give a share above 0, at most {MAX_SPREAD}")
        )
    if faults:
        raise DocumentError(faults)


def _counted(keys: tuple[str, ...], seed: int, weighting: Weighting, tally: Tally) -> Acceptability:
    above, firsts = tally.above(), tally.places[0]
    return Acceptability(
        seed=seed,
        count=tally.draws,
        weighting=weighting.value,
        places={key: tally.places[:, at].tolist() for at, key in enumerate(keys)},
        above={
            one: {other: int(above[at, to]) for to, other in enumerate(keys) if to != at}
            for at, one in enumerate(keys)
        },
        central={
            key: {
                leaf: Decimal(repr(round(float(weight), 2)))
                for leaf, weight in zip(LEAVES, tally.central[at] * 100 / firsts[at], strict=True)
            }
            for at, key in enumerate(keys)
            if firsts[at]
        },
    )


def _share(part: int | Fraction, count: int) -> Decimal:
    share = Fraction(part) / count
    with exact():
        return round_places(Decimal(share.numerator) / share.denominator, 4)
