"""What the ranking page says of a stored run, as HTML that this process keeps.

A run is frozen, so a page of it changes only with what stands beside it (`beside_run`), with the language and with the
two quotes that somebody compares. Fifty quotes are 300 kB of tables: made once, and not for everybody who looks.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from scoring.queries.beside import beside_run
from scoring.queries.firmness import reversal_warnings
from scoring.queries.ranking import Board, board, comparison_of, ranking_page
from scoring.views.ranking_table import rows

Json = dict[str, Any]
KEPT = 16  # runs, each in one language
PAIRS = 64  # of quotes that somebody compares


@dataclass(frozen=True)
class Parts:
    """The parts above and below the comparison of two quotes, and what the rest of the page reads."""

    shown: Board
    sentence: str
    demand_class: str
    above: str
    below: str


def stored_page(rfq: Any, run: Any, above: str, below: str) -> Json:
    """What the template needs of the run; `above` and `below` are vendor names to compare."""
    mark, language = beside_run(rfq), get_language() or ""
    parts = _parts(rfq, run, mark, language)
    order = [row.vendor for row in parts.shown.ranking.rows]
    pair = (above if above in order else "", below if below in order else "")
    return {
        "run": run,
        "count": len(parts.shown.evaluated.inputs["quotes"]),
        "parts": parts,
        "why": _why(rfq, run, mark, language, *pair),
    }


@lru_cache(maxsize=KEPT)
def _parts(rfq: Any, run: Any, _mark: str, _language: str) -> Parts:
    shown = board(rfq, run)
    page = ranking_page(shown)
    context = {**page, "rfq": rfq, "table_rows": rows(page), "reversals": reversal_warnings(shown)}
    return Parts(
        shown=shown,
        sentence=page["sentence"],
        demand_class=page["demand_class"],
        above=render_to_string("scoring/ranking_above.html", context),
        below=render_to_string("scoring/ranking_below.html", context),
    )


@lru_cache(maxsize=PAIRS)
def _why(rfq: Any, run: Any, mark: str, language: str, above: str, below: str) -> str:
    why = comparison_of(_parts(rfq, run, mark, language).shown, above, below)
    return render_to_string("scoring/why.html", {"why": why}) if why else ""
