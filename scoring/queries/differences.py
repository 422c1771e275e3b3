"""Why one quote stands above another, and what weight would turn them round."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from calc import scorecard
from calc.robustness.flips import WeightFlip, towards
from scoring.labels import LEAF_LABELS, PILLAR_LABELS
from ui.text import listed, sentences


def leaf_points(score: scorecard.Score, weights: scorecard.Weights) -> dict[str, Fraction]:
    """What each leaf contributes to the total; the points of all leaves sum to it."""
    points = {}
    for pillar, leaves in scorecard.PILLARS.items():
        whole = sum((Fraction(weights.leaves[leaf]) for leaf in leaves), Fraction(0))
        for leaf in leaves:
            share = Fraction(weights.leaves[leaf]) / whole if whole else Fraction(0)
            points[leaf] = Fraction(weights.pillars[pillar]) * share * score.leaves[leaf] / 100
    return points


def flip_words(flip: WeightFlip) -> str:
    """A pillar's flip as the end of a sentence, in whole per cent: "quality weighed just over 44 % (cost and risk ...)"."""
    others = [str(PILLAR_LABELS[name]) for name in scorecard.PILLARS if name != flip.criterion]
    params = {
        "pillar": PILLAR_LABELS[flip.criterion],
        "weight": f"{towards(flip.border, upward=flip.upward, places=0):f}",
        "one": others[0],
        "other": others[1],
    }
    if flip.upward:
        return (
            _("%(pillar)s weighed just over %(weight)s%% (%(one)s and %(other)s keeping their proportion)")
            % params
        )
    return (
        _("%(pillar)s weighed just under %(weight)s%% (%(one)s and %(other)s keeping their proportion)")
        % params
    )


Facts = Callable[[str, str], str]


def comparison(
    above: scorecard.Row,
    below: scorecard.Row,
    weights: scorecard.Weights,
    names: Mapping[str, str],
    fact: Facts,
) -> dict[str, Any]:
    """A row per leaf with the points gained or lost, and the same in words.

    `fact` says what a vendor's leaf comes from: a panel score, an amount; nothing where it has no value.
    """
    one, other = leaf_points(above.score, weights), leaf_points(below.score, weights)
    gains = {leaf: one[leaf] - other[leaf] for leaf in scorecard.LEAVES}
    most = max((abs(gain) for gain in gains.values()), default=Fraction(1)) or Fraction(1)
    facts = {leaf: (fact(above.vendor, leaf), fact(below.vendor, leaf)) for leaf in scorecard.LEAVES}
    rows = [
        {
            "leaf": leaf,
            "label": LEAF_LABELS[leaf],
            "gain": scorecard.shown(gain),
            "size": scorecard.shown(abs(gain)),
            "lost": gain < 0,
            "facts": facts[leaf],
        }
        for leaf, gain in gains.items()
    ]
    return {
        "rows": rows,
        "most": scorecard.shown(most),
        "total": above.total - below.total,
        "words": _words(gains, names[above.vendor], names[below.vendor], facts),
    }


def _words(gains: Mapping[str, Fraction], one: str, other: str, facts: Mapping[str, tuple[str, str]]) -> str:
    ordered = sorted(gains.items(), key=lambda pair: pair[1], reverse=True)
    won = [(leaf, gain) for leaf, gain in ordered[:3] if gain > 0]
    lost = [(leaf, -gain) for leaf, gain in reversed(ordered[-3:]) if gain < 0]
    parts = []
    if won:
        parts.append(_("%(one)s gains on %(list)s.") % {"one": one, "list": _listed(won, facts)})
    if lost:
        parts.append(
            _("%(other)s gains on %(list)s.")
            % {"other": other, "list": _listed(lost, {leaf: pair[::-1] for leaf, pair in facts.items()})}
        )
    return sentences(parts) or _("The two are equal on every leaf.")


def _listed(points: list[tuple[str, Fraction]], facts: Mapping[str, tuple[str, str]]) -> str:
    return listed([_gain(leaf, gain, *facts[leaf]) for leaf, gain in points])


def _gain(leaf: str, gain: Fraction, mine: str, theirs: str) -> str:
    params = {"leaf": LEAF_LABELS[leaf], "points": scorecard.shown(gain), "mine": mine, "theirs": theirs}
    if mine and theirs:
        return _("%(leaf)s (%(mine)s against %(theirs)s: %(points)s points)") % params
    return _("%(leaf)s (%(points)s points)") % params
