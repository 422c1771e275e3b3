"""The scores of a run ranked by other methods: a view to compare with, which counts nowhere."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calc import scorecard
from calc.robustness.views import TOPSIS, View, other_views
from rfqs.price_words import formula_words
from scoring.queries.firmness import firm_run
from scoring.queries.ranking import Board
from ui.text import labelled, listed, sentences

Json = dict[str, Any]


def methods_page(shown: Board) -> Json | None:
    """A column for each method beside the ranking's own; nothing with fewer than two ranked quotes."""
    found = firm_run(shown.run)
    if found is None or not found.field.rivals:
        return None
    ceiling = shown.rfq.need.get("budget_ceiling_tco")
    views = other_views(found.field, Decimal(str(ceiling)) if ceiling else None)
    ranking = shown.ranking
    return {
        "sentence": _sentence(shown, found.field.leader.key, views),
        "heads": [_head(view) for view in views],
        "rows": [
            {
                "name": shown.names[row.vendor],
                "rank": row.rank,
                "total": row.total,
                "cells": [_cell(view, row) for view in views],
            }
            for row in ranking.rows
        ],
    }


def _head(view: View) -> Json:
    if view.method == TOPSIS:
        words = _(
            "how near a quote comes to the best value of every criterion and how far it is from the worst."
        )
        return {"label": "TOPSIS", "unit": _("0 to 1"), "words": labelled("TOPSIS", words)}
    told = formula_words(view.method)
    return {
        "label": told["label"],
        "unit": _("of 100"),
        "words": labelled(told["label"], told["sentence"]),
    }


def _cell(view: View, row: scorecard.Row) -> Json:
    place = view.places[row.vendor]
    return {
        "value": view.values[row.vendor],
        "digits": 4 if view.method == TOPSIS else 2,
        "place": place,
        "moved": place != row.rank,
    }


def _sentence(shown: Board, leader: str, views: list[View]) -> str:
    """Whether the winner is the same by every method; who leads where it is not."""
    name = shown.names[leader]
    other = [view for view in views if view.leaders != (leader,)]
    if not other:
        return _("%(name)s is first by every method.") % {"name": name}
    words = _("%(name)s is first by the rule of this RFQ; by %(method)s it is %(others)s.")
    return sentences(
        words
        % {
            "name": name,
            "method": _head(view)["label"],
            "others": listed(shown.names[key] for key in view.leaders),
        }
        for view in other
    )
