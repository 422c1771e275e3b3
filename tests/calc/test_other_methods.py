"""The same quotes ranked by other methods, each held against its definition."""

import math
from dataclasses import replace
from decimal import Decimal as D

from calc.price_formula import PriceFormula
from calc.robustness.field import field_of
from calc.robustness.views import other_views
from calc.scorecard import LEAVES, preset
from tests.calc.demo_cases import V2
from tests.calc.test_robustness import demo, random_fields


def test_other_methods_rank_the_same_quotes() -> None:
    """TOPSIS by its definition, and the places under another formula as the scorecard ranks under it."""
    for field in [demo(), demo("RFQ-2"), *random_fields(8)]:
        views = {view.method: view for view in other_views(field, D(10_000_000))}
        price = field.weights.price.name
        assert set(views) == {"topsis", "lowest", "linear", "ceiling"} - {price}
        lengths = {
            leaf: sum(float(one.leaves[leaf]) ** 2 for one in field.entries) ** 0.5 or 1 for leaf in LEAVES
        }
        drawn = {
            one.key: [
                float(field.leaf_weights[leaf]) / 100 * float(one.leaves[leaf]) / lengths[leaf]
                for leaf in LEAVES
            ]
            for one in field.entries
        }
        best, worst = ([pick(column) for column in zip(*drawn.values(), strict=True)] for pick in (max, min))
        for key, row in drawn.items():
            near, away = math.dist(row, best), math.dist(row, worst)
            right = away / (near + away) if near + away else 0.5
            assert abs(float(views["topsis"].values[key]) - right) < 1e-8
        for view in views.values():
            best_value = max(view.values.values())
            assert view.method != "topsis" or set(view.leaders) == {
                key for key, value in view.values.items() if value == best_value
            }
        if price != "lowest":
            other = replace(field, weights=replace(field.weights, price=PriceFormula()))
            rows = other.ranking(field.candidates).rows
            assert views["lowest"].places == {row.vendor: row.rank for row in rows}
            assert views["lowest"].values == {row.vendor: row.total for row in rows}
    assert other_views(field_of([], preset("default"), volatility="STABLE")) == []
    by_topsis = other_views(demo())[0]
    assert by_topsis.leaders == (V2,)
