"""Under a relative price formula the order of two quotes can hang on a third (rank reversal).

`lowest` and `linear` count every cost against the lowest. Take the quote that has it away, or add a cheaper one that
stands no chance, and everybody's points for cost move, but not by the same amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from calc.robustness.cost_lines import crossing, lines_below
from calc.robustness.field import NONE, Entry, Field
from calc.scorecard import Candidate, Ranking


@dataclass(frozen=True)
class Reversal:
    """`above` stands above `below`; without `by` (or with it, if `joins`) it is the other way round.

    `before` and `after` are the shown totals of the two in this order. `winner` is who leads then, where that is
    another than now.
    """

    above: str
    below: str
    by: str
    joins: bool
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]
    winner: str | None


@dataclass(frozen=True)
class Newcomer:
    """A newcomer that costs less than `cost` would put `below` above `above`, whatever its own place."""

    above: str
    below: str
    cost: Fraction
    winner: bool


def reversals(field: Field) -> list[Reversal]:
    """Every pair that turns when one of the ranked quotes leaves, or one that failed a gate joins."""
    if not field.weights.price.relative:
        return []
    now = field.ranking(field.candidates)
    found = []
    for one in _cheapest(field):
        rest = [candidate for candidate in field.candidates if candidate.vendor != one.key]
        found += _turned(now, field.ranking(rest), one.key, joins=False)
    for candidate in field.candidates:
        if candidate.gates_failed and _undercuts(field, candidate):
            passed = _passed(field.candidates, candidate)
            found += _turned(now, field.ranking(passed), candidate.vendor, joins=True)
    return found


def newcomers(field: Field) -> list[Newcomer]:
    """Pairs that a newcomer can turn by its cost alone, the highest such cost first."""
    costs = [one.cost for one in field.entries if one.cost is not None]
    if not field.weights.price.relative or not costs:
        return []
    best = Fraction(min(costs))
    if best <= 0:
        return []
    scale, lines = lines_below(field)
    found = []
    for above, below in combinations(field.entries, 2):
        turn = crossing(lines[above.key], lines[below.key], scale).turn(best, NONE)
        if turn is not None:
            found.append(Newcomer(above.key, below.key, turn, above is field.leader))
    return sorted(found, key=lambda one: -one.cost)


def _cheapest(field: Field) -> list[Entry]:
    """The one quote with the lowest cost: only its going moves the others. Nobody where two share it."""
    costs = [one.cost for one in field.entries if one.cost is not None]
    if not costs or costs.count(min(costs)) > 1:
        return []
    return [one for one in field.entries if one.cost == min(costs)]


def _undercuts(field: Field, candidate: Candidate) -> bool:
    cost = candidate.cost(field.value_credit)
    costs = [one.cost for one in field.entries if one.cost is not None]
    return cost is not None and bool(costs) and cost < min(costs)


def _passed(candidates: Sequence[Candidate], joining: Candidate) -> list[Candidate]:
    return [replace(one, gates_failed=()) if one is joining else one for one in candidates]


def _turned(now: Ranking, then: Ranking, by: str, *, joins: bool) -> list[Reversal]:
    """Pairs of both rankings in opposite order."""
    later = {row.vendor: row for row in then.rows}
    staying = [row for row in now.rows if row.vendor in later]
    leads = then.rows[0].vendor if then.rows else None
    led = now.rows[0].vendor if now.rows else None
    winner = leads if leads not in (led, by) and led != by else None
    return [
        Reversal(
            above=one.vendor,
            below=other.vendor,
            by=by,
            joins=joins,
            before=(one.total, other.total),
            after=(later[one.vendor].total, later[other.vendor].total),
            winner=winner,
        )
        for place, one in enumerate(staying)
        for other in staying[place + 1 :]
        if one.rank < other.rank and later[other.vendor].rank < later[one.vendor].rank
    ]
