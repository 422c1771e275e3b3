"""From a priced run to how firm its ranking is; no rows and no clock, so it can be repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from calc.decisions.by_volume import FACTORS, FINEST, scaled
from calc.documents import Demand, DocumentError, Quote, read_demand, read_quote
from calc.robustness import flips, price_flips, reversal
from calc.robustness.field import Field, field_from
from calc.robustness.triangle import Triangle, triangle
from calc.scorecard import Weights, rank
from scoring.engine import Evaluated, Outcome, candidates_of, outcome_of, priced_part


@dataclass(frozen=True)
class Firm:
    """Everything that follows from a run and its weights alone."""

    field: Field
    pillars: Mapping[str, flips.WeightRange]
    leaves: Mapping[str, flips.WeightRange]
    scores: list[flips.ScoreFlip]
    triangle: Triangle
    reversals: list[reversal.Reversal]


@dataclass(frozen=True)
class Far:
    """What takes long with many quotes: flip costs, newcomers, and the leader at other volumes."""

    costs: Mapping[str, price_flips.PriceRange]
    newcomers: list[reversal.Newcomer]
    volumes: list["VolumeFlip"]


def field_under(evaluated: Evaluated, weights: Weights) -> Field:
    """The run's quotes under some weights."""
    return field_from(
        evaluated.ranking_under(weights), evaluated.candidates, volatility=evaluated.inputs["volatility"]
    )


def firm_of(evaluated: Evaluated) -> Firm | None:
    """Flip points of weights and scores, triangle and reversals; None where no quote is ranked."""
    field = field_under(evaluated, evaluated.weights)
    if not field.entries:
        return None
    return Firm(
        field=field,
        pillars=flips.pillar_flips(field),
        leaves=flips.leaf_flips(field),
        scores=flips.score_flips(field),
        triangle=triangle(field),
        reversals=reversal.reversals(field),
    )


def far_of(evaluated: Evaluated, found: Firm) -> Far:
    """The rest; half a second of work for six quotes, most of it for the volumes."""
    return Far(
        costs=price_flips.price_flips(found.field),
        newcomers=reversal.newcomers(found.field),
        volumes=leader_flips(evaluated),
    )


@dataclass(frozen=True)
class VolumeFlip:
    """Between `low` and `high` times the forecast (0.01 apart) `before` hands the lead to `after`."""

    low: Decimal
    high: Decimal
    before: str
    after: str


def leader_flips(evaluated: Evaluated) -> list[VolumeFlip]:
    """Where another quote becomes first between a quarter and four times the forecast.

    Every quote is priced anew at each volume; the panel's scores, gates and red flags stay. Looked at at the factors
    of `by_volume` and closed in between two that differ; a leader on a short stretch between two of them is not seen.
    """
    found, offers = [], offers_of(evaluated)
    leaders = {factor: leader_at(offers, factor) for factor in FACTORS}
    for low, high in pairwise(FACTORS):
        before, after = leaders[low], leaders[high]
        while before != after:  # a third may lead on the way
            found.append(_closed_in(offers, VolumeFlip(low, high, before, after)))
            low, before = found[-1].high, found[-1].after
    return found


@dataclass(frozen=True)
class Offers:
    """What can lead, read once for all volumes: the stored quotes that pass every gate.

    A quote that cannot be read is None: it is ranked without a cost.
    """

    inputs: Mapping[str, Any]
    weights: Weights
    demand: Demand
    quotes: list[Quote | None]


def offers_of(evaluated: Evaluated) -> Offers:
    """A quote that fails a gate is left out: it leads at no volume, and the points of no other hang on its cost."""
    passed = [quote for quote in evaluated.inputs["quotes"] if not quote["gates_failed"]]
    return Offers(
        inputs={**evaluated.inputs, "quotes": passed},
        weights=evaluated.weights,
        demand=read_demand(dict(evaluated.inputs["demand"])),
        quotes=[_read(quote["document"]) for quote in passed],
    )


def _read(document: Mapping[str, Any]) -> Quote | None:
    try:
        return read_quote(priced_part(document))
    except DocumentError:
        return None


def leader_at(offers: Offers, factor: Decimal) -> str:
    """Who is first at a multiple of the forecast; "" where nobody is ranked."""
    there = scaled(offers.demand, factor)
    only = (there.horizon_months,)
    outcomes = [outcome_of(there, quote, only) if quote else Outcome(None) for quote in offers.quotes]
    candidates = candidates_of(offers.inputs, outcomes)
    ranking = rank(candidates, offers.weights, volatility=offers.inputs["volatility"])
    return ranking.rows[0].vendor if ranking.rows else ""


def _closed_in(offers: Offers, flip: VolumeFlip) -> VolumeFlip:
    while flip.high - flip.low > FINEST:
        middle = ((flip.low + flip.high) / 2).quantize(FINEST)
        if middle in (flip.low, flip.high):
            break
        leader = leader_at(offers, middle)
        flip = (
            replace(flip, low=middle) if leader == flip.before else replace(flip, high=middle, after=leader)
        )
    return flip
