"""How firm a ranking is: what would change it, and how often it would stand.

`field.field_of(candidates, weights, volatility=...)` makes the `Field` that everything else takes.

    flips.pillar_flips, flips.leaf_flips    the weight of one criterion at which another quote becomes first
    flips.score_flips                       the value of one leaf of one quote at which another becomes first
    price_flips.price_flips                 the multiple of one quote's cost at which another becomes first
    triangle.triangle                       who is first under every mix of cost, quality and risk, with exact borders
    reversal.reversals                      pairs whose order turns when a third quote leaves or joins
    reversal.newcomers                      below which cost a newcomer would turn the order of two others
    smaa.acceptability                      how often each quote takes each place when weights, scores and costs vary
    views.weighted_sum, views.topsis        the same leaves under two textbook methods, as a cross-check
    views.other_views                       the same quotes by TOPSIS and by the other price formulas
    flips.pair_flip                         the weight of one pillar that turns two quotes

    values.around_scores, weighting.Weighting   what may vary in those draws

`Field`, `Entry` (field), `WeightRange`, `WeightFlip`, `ScoreFlip` (flips), `PriceRange`, `PriceFlip` (price_flips),
`View` (views), `Triangle`, `Region`, `Border` (triangle), `Reversal`, `Newcomer` (reversal) and `Acceptability` (smaa)
are what they give.

All but the last three are exact (`Fraction`). They compare unrounded totals: within half a hundredth of a border the
ranking shows equal totals and its tie rules decide (domain 10.4).
"""
