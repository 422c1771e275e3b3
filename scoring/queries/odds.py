"""How often each quote takes each place when weights, scores and costs are drawn: chances, pairs, in words."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from calc.documents import DocumentError
from calc.robustness.smaa import Acceptability
from rfqs.models import RFQ
from scoring.models import ScoreRun, Simulation
from scoring.odds import FUTURES, Doubts, bounded, odds_of
from scoring.queries.firmness import firm_run
from scoring.queries.ranking import Board, evaluated_run
from scoring.states import SimulationStatus
from ui.figures import grouped, trimmed

Json = dict[str, Any]
SHOWN = 8  # places and rivals beside each other: a table of fifty would tell nobody anything


@lru_cache(maxsize=32)
def _drawn(run: ScoreRun, doubts: Doubts, ranges: tuple[tuple[str, tuple[str, ...]], ...]) -> Acceptability:
    """Drawn once per process: the same run, doubts and ranges give the same counts."""
    found = firm_run(run)
    if found is None:
        raise ValueError("no quote is ranked")
    given = {name: list(ends) for name, ends in ranges}
    return odds_of(evaluated_run(run), found.field, doubts, given)


def odds_page(shown: Board, doubts: Doubts) -> Json:
    """Figures and words; nothing where fewer than two quotes are ranked, a sentence where they cannot be drawn."""
    found = firm_run(shown.run)
    if found is None or not found.field.rivals:
        return {}
    asked, doubts = doubts.count, bounded(doubts, len(found.field.keys))
    simulation = latest_simulation(shown.rfq)
    ranges = simulation.ranges if simulation else {}
    try:
        drawn = _drawn(
            shown.run, doubts, tuple((name, tuple(map(str, ends))) for name, ends in ranges.items())
        )
    except DocumentError as error:
        return {"trouble": "; ".join(str(fault) for fault in error.faults)}
    keys = found.field.keys
    places = range(1, min(len(keys), SHOWN) + 1)
    return {
        "doubts": doubts,
        "sentence": _sentence(shown, drawn, keys),
        "fewer": _fewer(asked, doubts.count, len(keys)),
        "costs_sentence": _costs_sentence(doubts, simulation),
        "places": places,
        "rows": [
            {
                "name": shown.names[key],
                "chances": [_percent(drawn.share(key, place)) for place in places],
                "lead": key == keys[0],
            }
            for key in keys
        ],
        "rivals": [shown.names[key] for key in keys[:SHOWN]],
        "pairs": [
            {
                "name": shown.names[one],
                "odds": [
                    None if one == other else _percent(drawn.odds(one, other)) for other in keys[:SHOWN]
                ],
            }
            for one in keys[:SHOWN]
        ],
    }


def latest_simulation(rfq: RFQ) -> Simulation | None:
    """The last finished one, whose ranges say what is uncertain about the costs."""
    rows = Simulation.objects.filter(rfq=rfq, status=SimulationStatus.DONE)
    return rows.defer("inputs", "result").first()


def _percent(share: Decimal) -> Decimal:
    return share * 100


def _sentence(shown: Board, drawn: Acceptability, keys: tuple[str, ...]) -> str:
    leader, second = keys[0], keys[1]
    return _(
        "%(leader)s is first in %(share)s%% of %(count)s draws and stands above %(second)s in %(odds)s%% "
        "(seed %(seed)s)."
    ) % {
        "leader": shown.names[leader],
        "second": shown.names[second],
        "share": trimmed(_percent(drawn.first(leader)), 2),
        "odds": trimmed(_percent(drawn.odds(leader, second)), 2),
        "count": grouped(Decimal(drawn.count), 0),
        "seed": drawn.seed,
    }


def _fewer(asked: int, drawn: int, quotes: int) -> str:
    """Why less was drawn than was asked for, or nothing."""
    if drawn == asked:
        return ""
    return _(
        "%(drawn)s draws instead of the %(asked)s you asked for: each draw ranks all %(quotes)s quotes, and more "
        "would take too long while you wait."
    ) % {
        "drawn": grouped(Decimal(drawn), 0),
        "asked": grouped(Decimal(asked), 0),
        "quotes": quotes,
    }


def _costs_sentence(doubts: Doubts, simulation: Simulation | None) -> str:
    if not doubts.costs:
        return _("Total costs are those of the forecast.")
    params: Json = {"count": grouped(Decimal(min(FUTURES, doubts.count)), 0)}
    if simulation is None:
        return (
            _(
                "Total costs are those of %(count)s futures with the usual ranges of volume and undisclosed fees."
            )
            % params
        )
    params["number"] = simulation.number
    return _("Total costs are those of %(count)s futures with the ranges of simulation %(number)s.") % params
