"""From a priced run to how often each quote takes each place; no rows and no clock, so it can be repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from calc.documents import read_demand, read_quote
from calc.robustness.field import Field
from calc.robustness.places import Whole
from calc.robustness.smaa import Acceptability, acceptability
from calc.robustness.values import around_scores
from calc.robustness.weighting import Weighting
from calc.simulation.scenarios import read_ranges
from calc.simulation.simulate import scenario_costs
from scoring.engine import Evaluated, priced_part

FUTURES = 2_000  # of the costs; draws beyond take them in turn again
MOST_CELLS = 1_200_000  # draws x quotes, while somebody waits: about a second of work


@dataclass(frozen=True)
class Doubts:
    """What is drawn. `spread`: how far each weight may be off, as a share of itself, under AROUND; `points`: how far
    each score may be off, of 5; `costs`: whether the costs are those of drawn futures.
    """

    weighting: Weighting
    spread: Decimal
    points: Decimal
    costs: bool
    count: int
    seed: int


def bounded(doubts: Doubts, quotes: int) -> Doubts:
    """The same doubts, drawn no more often than so many quotes allow: in whole thousands, never fewer than one."""
    most = max(1, MOST_CELLS // (quotes * 1_000)) * 1_000
    return replace(doubts, count=min(doubts.count, most))


def odds_of(evaluated: Evaluated, field: Field, doubts: Doubts, ranges: Mapping[str, Any]) -> Acceptability:
    """Count places; `ranges` are those of the futures (`calc.simulation.scenarios`). Raises `DocumentError`."""
    return acceptability(
        field,
        seed=doubts.seed,
        count=doubts.count,
        weighting=doubts.weighting,
        spread=doubts.spread,
        scores=around_scores(field, doubts.points) if doubts.points else None,
        costs=_costs(evaluated, field, doubts, ranges) if doubts.costs else None,
    )


def _costs(
    evaluated: Evaluated, field: Field, doubts: Doubts, ranges: Mapping[str, Any]
) -> dict[str, Whole] | None:
    quotes = {
        quote["vendor"]: read_quote(priced_part(quote["document"]))
        for quote, outcome in zip(evaluated.inputs["quotes"], evaluated.outcomes, strict=True)
        if outcome.priced is not None and quote["vendor"] in field.keys
    }
    if not quotes:
        return None
    demand = read_demand(dict(evaluated.inputs["demand"]))
    count = min(FUTURES, doubts.count)
    return scenario_costs(demand, quotes, read_ranges(dict(ranges)), seed=doubts.seed, count=count)
