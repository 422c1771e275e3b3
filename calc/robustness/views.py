"""The same leaves under textbook methods: a second opinion beside the ranking, never the ranking itself.

`other_views` ranks a field by TOPSIS and by the price formulas that the RFQ did not choose. `weighted_sum` and `topsis`
take a matrix [alternatives x criteria] of values not below 0 and weights, which are scaled to sum to 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from calc.price_formula import CEILING, LINEAR, LOWEST, PriceFormula
from calc.robustness.field import Field
from calc.robustness.places import Floats
from calc.scorecard import LEAVES

TOPSIS = "topsis"
_ALIKE = 9  # decimals: values that agree so far are equal


@dataclass(frozen=True)
class View:
    """A field under another method, more being better; equal values share the better place.

    `method` is `TOPSIS`, with closeness 0 to 1, or the name of a price formula, with totals 0 to 100.
    """

    method: str
    values: Mapping[str, Decimal]
    places: Mapping[str, int]

    @property
    def leaders(self) -> tuple[str, ...]:
        return tuple(key for key, place in self.places.items() if place == 1)


def other_views(field: Field, ceiling: Decimal | None = None) -> list[View]:
    """TOPSIS, then the weighted sum under the price formulas that the field does not use (domain 10.1).

    Those that count against a ceiling are there where the field's own formula has one, or `ceiling` is given.
    """
    if not field.entries:
        return []
    closeness = (Decimal(repr(round(float(one), _ALIKE))) for one in topsis(*matrix_of(field)))
    found = dict(zip(field.keys, closeness, strict=True))
    own = field.weights.price
    figure = own.reference if own.name in (LINEAR, CEILING) else ceiling
    formulas = [PriceFormula(LOWEST), *(PriceFormula(name, figure) for name in (LINEAR, CEILING) if figure)]
    return [
        View(TOPSIS, found, _places(found)),
        *(_under(field, formula) for formula in formulas if formula.name != own.name),
    ]


def _under(field: Field, formula: PriceFormula) -> View:
    ranking = replace(field, weights=replace(field.weights, price=formula)).ranking(field.candidates)
    totals = {row.vendor: row.total for row in ranking.rows}
    ranks = {row.vendor: row.rank for row in ranking.rows}
    return View(
        formula.name, {key: totals[key] for key in field.keys}, {key: ranks[key] for key in field.keys}
    )


def _places(values: Mapping[str, Decimal]) -> dict[str, int]:
    return {key: 1 + sum(other > value for other in values.values()) for key, value in values.items()}


def matrix_of(field: Field) -> tuple[Floats, Floats]:
    """Leaves [entries x leaves] of those that weigh something, and what they weigh; in the order of the ranking."""
    weights = field.leaf_weights
    counted = [leaf for leaf in LEAVES if weights[leaf]]
    matrix = np.array([[float(one.leaves[leaf]) for leaf in counted] for one in field.entries])
    return matrix.reshape(len(field.entries), len(counted)), np.array(
        [float(weights[leaf]) for leaf in counted]
    )


def weighted_sum(matrix: Floats, weights: Floats) -> Floats:
    """The weighted mean of each alternative, more being better: the ranking's own total, in floats."""
    matrix, weights = _checked(matrix, weights)
    total: Floats = matrix @ weights
    return total


def topsis(matrix: Floats, weights: Floats, less_is_better: NDArray[np.bool_] | None = None) -> Floats:
    """Closeness to the best of every criterion and distance from the worst, 0 to 1 (Hwang and Yoon 1981).

    Vector normalisation: every criterion is divided by the root of the sum of its squares. (Some libraries scale from
    the least to the greatest value instead and find other figures.) A criterion that is 0 for all tells nothing; all
    alternatives alike are at 1/2. `less_is_better` marks criteria, none if left out.
    """
    matrix, weights = _checked(matrix, weights)
    best, worst = _distances(matrix, less_is_better)
    squares = weights * weights
    to_best, to_worst = np.sqrt(best @ squares), np.sqrt(worst @ squares)
    whole = to_best + to_worst
    if whole.all():
        closeness: Floats = to_worst / whole
        return closeness
    return np.where(whole > 0, to_worst / np.where(whole > 0, whole, 1), 0.5)


def topsis_of_many(
    matrix: Floats, weights: Floats, less_is_better: NDArray[np.bool_] | None = None
) -> Floats:
    """[draws x alternatives], 0 to 1: orders as `topsis` does, for many weights [draws x criteria] of one matrix.

    Squared distances are linear in the squared weights, so all draws are two matrix products: D-^2 / (D-^2 + D+^2).
    """
    best, worst = _distances(matrix, less_is_better)
    squares = weights * weights
    to_worst: Floats = squares @ worst.T
    whole = squares @ (best + worst).T
    np.divide(to_worst, whole, out=to_worst, where=whole > 0)
    return to_worst


def _distances(matrix: Floats, less_is_better: NDArray[np.bool_] | None) -> tuple[Floats, Floats]:
    """Squared distances from the best and from the worst, by alternative and criterion, before weights."""
    lengths = np.sqrt((matrix * matrix).sum(axis=0))
    if not lengths.all():
        lengths[lengths == 0] = 1
    normal = matrix / lengths
    best, worst = normal.max(axis=0), normal.min(axis=0)
    if less_is_better is not None:
        best, worst = np.where(less_is_better, worst, best), np.where(less_is_better, best, worst)
    return (normal - best) ** 2, (normal - worst) ** 2


def _checked(matrix: Floats, weights: Floats) -> tuple[Floats, Floats]:
    matrix, weights = np.asarray(matrix, np.float64), np.asarray(weights, np.float64)
    if matrix.ndim != 2 or weights.shape != matrix.shape[1:] or not matrix.size:
        raise ValueError(f"{matrix.shape} and {weights.shape} are no matrix with a weight for each column")
    whole = weights.sum()
    if not (np.isfinite(matrix).all() and matrix.min() >= 0 and weights.min() >= 0 and 0 < whole < np.inf):
        raise ValueError("values must be finite and not below 0; weights too, with a sum above 0")
    return matrix, weights / whole
