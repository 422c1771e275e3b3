"""Other weights for a look: the ranking under them, and the triangle of all mixes of the three pillars."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext as _

from calc import scorecard
from calc.robustness.triangle import Mix, Triangle, mix_of, triangle
from scoring.firm import Firm, field_under
from scoring.labels import PILLAR_LABELS, PRESET_LABELS
from scoring.queries.firmness import firm_run
from scoring.queries.ranking import Board
from ui.text import listed

Json = dict[str, Any]
RFQ_MARK, TRIED_MARK = "RFQ", "✻"


def mixes_page(shown: Board, weights: scorecard.Weights) -> Json:
    """The ranking and the picture under some weights; they are the RFQ's own where nothing else is tried."""
    found = firm_run(shown.run)
    if found is None:
        return {}
    tried = weights if weights is not shown.evaluated.weights else None
    return {"again": _again(shown, tried), **_picture(shown, found, tried)}


# -- the ranking under them -----------------------------------------------------------------------------------


def _again(shown: Board, tried: scorecard.Weights | None) -> Json:
    own = shown.ranking
    there = own if tried is None else shown.evaluated.ranking_under(tried)
    before = {row.vendor: (row.rank, row.total) for row in own.rows}
    return {
        "sentence": _again_sentence(shown, own, there) if tried else "",
        "weights": [(PILLAR_LABELS[code], weight) for code, weight in there.weights.pillars.items()],
        "rows": [
            {
                "rank": row.rank,
                "name": shown.names[row.vendor],
                "total": row.total,
                "pillars": [scorecard.shown(value) for value in row.score.pillars.values()],
                "own_rank": before[row.vendor][0],
                "change": row.total - before[row.vendor][1],
            }
            for row in there.rows
        ],
    }


def _again_sentence(shown: Board, own: scorecard.Ranking, there: scorecard.Ranking) -> str:
    led, leads = own.rows[0].vendor, there.rows[0].vendor
    params = {"name": shown.names[leads], "total": there.rows[0].total, "before": shown.names[led]}
    if led == leads:
        return _("%(name)s leads with these weights too, with %(total)s.") % params
    return _("With these weights %(name)s leads, with %(total)s, instead of %(before)s.") % params


# -- the picture ----------------------------------------------------------------------------------------------


def _picture(shown: Board, found: Firm, tried: scorecard.Weights | None) -> Json:
    if tried is None or tried.leaves == found.field.weights.leaves:
        drawn = found.triangle
    else:
        drawn = triangle(field_under(shown.evaluated, tried))
    letters = {region.keys: _letter(place) for place, region in enumerate(drawn.regions)}
    points = _points(shown, drawn, tried, letters)
    return {
        "triangle": {
            "title": _("Who leads at which mix of cost, quality and risk"),
            "corners": [_("Cost alone"), _("Quality alone"), _("Risk alone")],
            "regions": [
                {
                    "letter": letters[region.keys],
                    "label": _names(shown, region.keys),
                    "polygon": region.corners,
                    "at": _middle(region.corners),
                }
                for region in drawn.regions
            ],
            "points": [
                {"mark": one["mark"], "label": one["label"], "at": one["mix"], "main": one["main"]}
                for one in points
                if one["drawn"]
            ],
        },
        "regions": [
            {
                "letter": letters[region.keys],
                "name": _names(shown, region.keys),
                "percent": scorecard.shown(100 * region.share),
                "points": [one["label"] for one in points if one["letter"] == letters[region.keys]],
            }
            for region in drawn.regions
        ],
        "borders": [
            {
                "one": shown.names[border.one],
                "other": shown.names[border.other],
                "start": _shares(border.start),
                "end": _shares(border.end),
            }
            for border in drawn.borders
        ],
        "points": points,
        "never": [shown.names[key] for key in drawn.never],
    }


def _points(
    shown: Board, drawn: Triangle, tried: scorecard.Weights | None, letters: dict[tuple[str, ...], str]
) -> list[Json]:
    """The RFQ's own mix, the presets', and the one that is tried; one that lies on another is drawn once."""
    given: list[tuple[str, object, Mix]] = [
        (RFQ_MARK, _("This RFQ"), mix_of(shown.evaluated.weights.pillars)),
        *((TRIED_MARK, _("What you try"), mix_of(one.pillars)) for one in [tried] if one),
        *(
            (str(number), PRESET_LABELS[name], mix_of(pillars))
            for number, (name, pillars) in enumerate(scorecard.PRESETS.items(), start=1)
        ),
    ]
    found: list[Json] = []
    for mark, label, mix in given:
        there = [one["mix"] for one in found]
        found.append(
            {
                "mark": mark,
                "label": str(label),
                "mix": mix,
                "shares": _shares(mix),
                "letter": letters[drawn.region_at(mix).keys],
                "main": mark in (RFQ_MARK, TRIED_MARK),
                "drawn": mix not in there,
            }
        )
    return found


def _names(shown: Board, keys: Sequence[str]) -> str:
    return listed([shown.names[key] for key in keys])


def _letter(place: int) -> str:
    """A to Z, then A1 to Z1 and so on."""
    round_, letter = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(round_) if round_ else "")


def _middle(corners: Sequence[Mix]) -> tuple[float, float, float]:
    """The mean of the corners: inside, as a region is convex."""
    cost, quality, risk = (float(sum((c[n] for c in corners), Fraction(0)) / len(corners)) for n in range(3))
    return cost, quality, risk


def _shares(mix: Mix) -> list[Decimal]:
    return [scorecard.shown(100 * share) for share in mix]
