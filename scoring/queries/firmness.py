"""How firm a ranking is, in words and tables: flip points, volumes, costs, reversals; the picture is in `mixes.py`."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from calc import scorecard
from calc.robustness.flips import ScoreFlip, WeightFlip, WeightRange, towards
from calc.robustness.price_flips import PriceFlip, PriceRange
from calc.robustness.reversal import Newcomer, Reversal
from rfqs.price_words import formula_words
from scoring.firm import Far, Firm, VolumeFlip, far_of, firm_of
from scoring.labels import LEAF_LABELS, PILLAR_LABELS
from scoring.models import ScoreRun
from scoring.queries.ranking import Board, evaluated_run
from ui.figures import grouped, trimmed
from ui.text import sentences

Json = dict[str, Any]
AT_ONCE = 12  # quotes: with more, what takes seconds is worked out when somebody asks
SHOWN = 12  # scores


@lru_cache(maxsize=16)
def firm_run(run: ScoreRun) -> Firm | None:
    """Worked out once per process, as `evaluated_run` is."""
    return firm_of(evaluated_run(run))


@lru_cache(maxsize=16)
def far_run(run: ScoreRun) -> Far | None:
    """The same for what takes longer."""
    found = firm_run(run)
    return far_of(evaluated_run(run), found) if found else None


def firmness_page(shown: Board, *, more: bool = False) -> Json:
    """Everything below the weights one tries; nothing but its sentence where no quote is ranked."""
    found = firm_run(shown.run)
    if found is None:
        return {
            "ranked": 0,
            "sentences": [_("No quote passes every gate: there is no order that could turn.")],
        }
    name = shown.names.__getitem__
    ranked = len(found.field.entries)
    far = far_run(shown.run) if more or few_quotes(shown) else None
    return {
        "ranked": ranked,
        "sentences": _sentences(found, name),
        "weights": [
            *(_weight_row(PILLAR_LABELS[code], one, name) for code, one in found.pillars.items()),
            *(
                _weight_row(f"{code} {LEAF_LABELS[code]}", one, name)
                for code, one in found.leaves.items()
                if one.nearest
            ),
        ],
        "steady": [f"{code} {LEAF_LABELS[code]}" for code, one in found.leaves.items() if not one.nearest],
        "scores": [_score_row(one, name) for one in _scores(found.scores)],
        "reversals": [reversal_sentence(one, name) for one in found.reversals],
        "formula": _formula(shown.evaluated.weights),
        "far": _far(shown, found, far, name) if far else None,
        "currency": shown.currency,
    }


def few_quotes(shown: Board) -> bool:
    """Few enough to price them in many futures while somebody waits."""
    return len(shown.evaluated.candidates) <= AT_ONCE


def reversal_warnings(shown: Board) -> list[str]:
    """For the ranking page: the cases in which a third quote turns two others."""
    found = firm_run(shown.run)
    return [reversal_sentence(one, shown.names.__getitem__) for one in found.reversals] if found else []


def _formula(weights: scorecard.Weights) -> Json:
    return {**formula_words(weights.price.name), "relative": weights.price.relative}


# -- in one glance ------------------------------------------------------------------------------------------


def _sentences(found: Firm, name: Callable[[str], str]) -> list[str]:
    """Who leads, and what the smallest change of each pillar does."""
    leader = name(found.field.leader.key)
    if not found.field.rivals:
        return [_("%(name)s is the only ranked quote: nothing changes the winner.") % {"name": leader}]
    words = [_pillar_sentence(code, one, leader, name) for code, one in found.pillars.items()]
    return [_("%(name)s leads.") % {"name": leader}, *words]


def _pillar_sentence(code: str, one: WeightRange, leader: str, name: Callable[[str], str]) -> str:
    params: Json = {
        "pillar": str(PILLAR_LABELS[code]),
        "now": trimmed(scorecard.shown(one.now), 2),
        "leader": leader,
    }
    up, down = one.up, one.down
    if up and down:
        params |= {
            "low": _edge(down),
            "high": _edge(up),
            "below": name(down.winner),
            "above": name(up.winner),
        }
        words = _(
            "It leads while %(pillar)s weighs %(low)s%% to %(high)s%% (now %(now)s%%); "
            "below that %(below)s leads, above it %(above)s."
        )
        return words % params
    if up:
        params |= {"edge": _edge(up), "winner": name(up.winner)}
        words = _(
            "With just over %(edge)s%% for %(pillar)s (now %(now)s%%) %(winner)s leads; "
            "a lower weight changes nothing."
        )
        return words % params
    if down:
        params |= {"edge": _edge(down), "winner": name(down.winner)}
        words = _(
            "With just under %(edge)s%% for %(pillar)s (now %(now)s%%) %(winner)s leads; "
            "a higher weight changes nothing."
        )
        return words % params
    return _("Whatever %(pillar)s weighs, %(leader)s leads (now %(now)s%%).") % params


def _edge(flip: WeightFlip) -> str:
    return trimmed(towards(flip.border, upward=flip.upward), 2)


# -- weights and scores -------------------------------------------------------------------------------------


def _weight_row(label: object, one: WeightRange, name: Callable[[str], str]) -> Json:
    """What a criterion may weigh; None where the end of its range does not change the winner."""
    return {
        "label": label,
        "now": scorecard.shown(one.now),
        "low": towards(one.down.border, upward=False) if one.down else None,
        "high": towards(one.up.border, upward=True) if one.up else None,
        "below": name(one.down.winner) if one.down else "",
        "above": name(one.up.winner) if one.up else "",
    }


def _scores(found: Iterable[ScoreFlip]) -> list[ScoreFlip]:
    """What a panel can give, or what is no score at all; the smallest changes first."""
    return [one for one in found if one.score is not None or one.leaf not in scorecard.SCORED][:SHOWN]


def _score_row(one: ScoreFlip, name: Callable[[str], str]) -> Json:
    scored = one.score is not None
    rising = one.change > 0
    return {
        "name": name(one.entry),
        "leaf": f"{one.leaf} {LEAF_LABELS[one.leaf]}",
        "now": scorecard.shown(one.now / 20) if scored else scorecard.shown(one.now),
        "then": one.score if scored else towards(one.border, upward=rising),
        "of": 5 if scored else 100,
        "rising": rising,
        "winner": name(one.winner),
    }


# -- costs, volumes, newcomers ------------------------------------------------------------------------------


def _far(shown: Board, found: Firm, far: Far, name: Callable[[str], str]) -> Json:
    return {
        "costs": [_cost_row(shown, one, name) for one in far.costs.values()],
        "volumes": [_volume_sentence(flip, name) for flip in far.volumes]
        or [
            _("%(name)s leads at every volume looked at, from a quarter to four times the forecast.")
            % {"name": name(found.field.leader.key)}
        ],
        "newcomers": [_newcomer_sentence(one, name, shown.currency) for one in far.newcomers[:5]],
    }


def _cost_row(shown: Board, one: PriceRange, name: Callable[[str], str]) -> Json:
    priced = shown.evaluated.priced(one.entry)
    return {
        "name": name(one.entry),
        "now": priced.horizon_tco if priced else None,
        "cheaper": _cost(one.cheaper, name) if one.cheaper else None,
        "dearer": _cost(one.dearer, name) if one.dearer else None,
    }


def _cost(flip: PriceFlip, name: Callable[[str], str]) -> Json:
    change = Fraction(flip.change)
    return {
        "cost": towards(flip.cost, upward=change > 0),
        "change": Decimal(change.numerator) / change.denominator,
        "winner": name(flip.winner),
    }


def _volume_sentence(flip: VolumeFlip, name: Callable[[str], str]) -> str:
    low, high = trimmed(flip.low, 2), trimmed(flip.high, 2)
    params = {"low": low, "high": high, "before": name(flip.before), "after": name(flip.after)}
    if flip.low >= 1:
        return _("From %(high)s times the forecast, %(after)s leads instead of %(before)s.") % params
    return (
        _("Up to %(low)s times the forecast, %(before)s leads; from %(high)s times on, %(after)s.") % params
    )


def _newcomer_sentence(one: Newcomer, name: Callable[[str], str], currency: str) -> str:
    return _(
        "A further quote below %(cost)s %(currency)s would put %(below)s above %(above)s, whatever place it took itself."
    ) % {
        "cost": grouped(towards(one.cost, upward=True), 2),
        "currency": currency,
        "below": name(one.below),
        "above": name(one.above),
    }


# -- reversals ----------------------------------------------------------------------------------------------


def reversal_sentence(one: Reversal, name: Callable[[str], str]) -> str:
    params = {
        "by": name(one.by),
        "above": name(one.above),
        "below": name(one.below),
        "was": f"{grouped(one.before[0], 2)} : {grouped(one.before[1], 2)}",
        "would": f"{grouped(one.after[0], 2)} : {grouped(one.after[1], 2)}",
    }
    words = (
        _("If %(by)s passed its gates, %(below)s would stand above %(above)s (%(would)s instead of %(was)s).")
        if one.joins
        else _("Without %(by)s, %(below)s would stand above %(above)s (%(would)s instead of %(was)s).")
    ) % params
    if one.winner is None:
        return words
    return sentences([words, _("%(name)s would lead.") % {"name": name(one.winner)}])
