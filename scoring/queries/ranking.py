"""The ranking page as plain values: sentence, orders, table, differences, costs, presets, the stored run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from calc import scorecard
from calc.robustness.flips import pair_flip
from calc.tco import Priced
from rfqs.models import RFQ
from rfqs.price_words import formula_words
from scoring import engine
from scoring.labels import LEAF_LABELS, PILLAR_LABELS, PRESET_LABELS, TIE_LABELS
from scoring.models import GateResult, RedFlag, ScoreRun
from scoring.queries.beside import vendor_labels
from scoring.queries.differences import comparison, flip_words, leaf_points
from scoring.queries.money import cost_chart, orders, orders_chart
from scoring.queries.panel import remarks_on
from scoring.queries.sources import demand_class, fact, source
from scoring.queries.waivers import (
    Finding,
    finding_of,
    gate_finding,
    set_aside,
    waived_until,
)
from scoring.rules.sentences import flag_sentence, gate_name, gate_sentence
from ui.text import labelled, sentences, told_apart

Json = dict[str, Any]


@dataclass(frozen=True)
class Board:
    """A stored run, priced again, with the names of its vendors in the reader's language."""

    rfq: RFQ
    run: ScoreRun
    evaluated: engine.Evaluated
    names: Mapping[str, str]
    flags: Mapping[str, list[Json]]
    gates: Mapping[str, list[Json]]

    @cached_property
    def ranking(self) -> scorecard.Ranking:
        return self.evaluated.ranking()

    @property
    def currency(self) -> str:
        return str(self.evaluated.inputs["demand"].get("currency", ""))

    def priced(self) -> list[tuple[str, Priced]]:
        """Display name and prices of every quote that could be priced, in the order of the run."""
        vendors = [quote["vendor"] for quote in self.evaluated.inputs["quotes"]]
        found = [(self.names[vendor], self.evaluated.priced(vendor)) for vendor in vendors]
        return [(name, one) for name, one in found if one is not None]


def latest_run(rfq: RFQ) -> ScoreRun | None:
    return ScoreRun.objects.filter(rfq=rfq).select_related("created_by", "rfq").first()


def latest_run_alone(rfq: RFQ, *joined: str) -> ScoreRun | None:
    """The same without its inputs and result, for a page that shows what was worked out before."""
    rows = ScoreRun.objects.filter(rfq=rfq).defer("inputs", "weights", "result")
    return (rows.select_related(*joined) if joined else rows).first()


@lru_cache(maxsize=8)
def evaluated_run(run: ScoreRun) -> engine.Evaluated:
    """The run priced again, once per process: a run is frozen in the database, and found here by its random id."""
    return engine.evaluate(run.inputs, run.weights)


def board(rfq: RFQ, run: ScoreRun) -> Board:
    """Read and compute what every part of the page needs."""
    evaluated = evaluated_run(run)
    called = {quote["quote"]: quote["vendor"] for quote in evaluated.inputs["quotes"]}
    vendors = vendor_labels(rfq)
    labels = told_apart(vendors[quote] for quote in called)
    return Board(
        rfq=rfq,
        run=run,
        evaluated=evaluated,
        names=dict(zip(called.values(), labels, strict=True)),
        flags=_when_asked(lambda: _flags(run)),
        gates=_when_asked(lambda: _failed(run)),
    )


def _when_asked(read: Callable[[], Mapping[str, list[Json]]]) -> Any:
    """Findings that most pages of a run do not show."""
    return SimpleLazyObject(read)


def waived_by(run: ScoreRun) -> dict[Finding, str]:
    """What the run set aside, and what stands beside it: quote, code and field to words."""
    return {
        (quote["quote"], one["code"], one["field"]): waived_until(one["until"])
        for quote in run.inputs["quotes"]
        for one in quote.get("waived", [])
    }


def waivers_have_moved(run: ScoreRun, now: datetime) -> bool:
    """A waiver was confirmed, ended or has run out since the run was stored."""
    then, quotes = _waived_then(run)
    return then != {one for one in set_aside(run.rfq_id, now) if one[0] in quotes}


@lru_cache(maxsize=32)
def _waived_then(run: ScoreRun) -> tuple[frozenset[Finding], frozenset[str]]:
    """What the run set aside, and the ids of its quotes: it is frozen."""
    return frozenset(waived_by(run)), frozenset(run.called)


def _flags(run: ScoreRun) -> dict[str, list[Json]]:
    called, waived = run.called, waived_by(run)
    found: dict[str, list[Json]] = {name: [] for name in called.values()}
    for flag in RedFlag.objects.filter(quote__in=list(map(UUID, called))):
        found[called[str(flag.quote_id)]].append(
            {
                "code": flag.code,
                "severity": flag.severity,
                "title": flag_sentence(flag.code, flag.params),
                "waived": waived.get(finding_of(flag), ""),
            }
        )
    for quote, remarks in remarks_on(map(UUID, called)).items():
        found[called[quote]] += remarks
    return found


def _failed(run: ScoreRun) -> dict[str, list[Json]]:
    called, waived = run.called, waived_by(run)
    found: dict[str, list[Json]] = {name: [] for name in called.values()}
    for gate in GateResult.objects.filter(quote__in=list(map(UUID, called)), outcome=GateResult.Outcome.FAIL):
        title = labelled(gate_name(gate.code), gate_sentence(gate.code, gate.params))
        words = waived.get(gate_finding(gate), "")
        found[called[str(gate.quote_id)]].append({"code": gate.code, "title": title, "waived": words})
    return found


def ranking_page(shown: Board) -> Json:
    """Everything the page says of the run, but for the comparison of two quotes."""
    ranking = shown.ranking
    totals = {shown.names[row.vendor]: row.total for row in ranking.rows}
    found = orders(shown.priced(), totals)
    leader = shown.names[ranking.rows[0].vendor] if ranking.rows else ""
    currency = shown.currency
    return {
        "sentence": verdict(shown, ranking),
        "orders": found,
        "orders_chart": orders_chart(found, leader),
        "rows": [_row(shown, ranking, row) for row in ranking.rows],
        "excluded": [_excluded(shown, row) for row in ranking.excluded],
        "cost_chart": cost_chart(shown.priced(), currency),
        "points_chart": _points_chart(shown, ranking),
        "presets": presets(shown),
        "credit": _credit(shown),
        "weights": _weights(ranking.weights),
        "currency": currency,
        "horizon": shown.priced()[0][1].horizon_months if shown.priced() else 36,
        "incomplete": ranking.incomplete,
        "unpriced": [
            shown.names[row.vendor] for row in ranking.rows if shown.evaluated.priced(row.vendor) is None
        ],
        "formula": formula_words(ranking.weights.price.name),
        "ties": [
            (rule, TIE_LABELS[rule]) for rule in sorted({r.decided_by for r in ranking.rows if r.decided_by})
        ],
        "demand_class": demand_class(shown.evaluated),
    }


def verdict(shown: Board, ranking: scorecard.Ranking) -> str:
    """The page in one sentence or two (pages.md, item 1)."""
    if not ranking.rows:
        return _("No quote passes every gate.")
    return sentences([_leader(shown, ranking), _headline_lesson(shown)])


def _leader(shown: Board, ranking: scorecard.Ranking) -> str:
    first, *others = ranking.rows
    params = {"first": shown.names[first.vendor], "total": first.total}
    if not others:
        return _("%(first)s is the only ranked quote, with %(total)s.") % params
    second = others[0]
    params |= {"second": shown.names[second.vendor], "next": second.total}
    if second.total == first.total:
        return _tie(second, params)
    flip = pair_flip(first.score, second.score, ranking.weights)
    if flip is None:
        words = _(
            "%(first)s leads with %(total)s; %(second)s follows at %(next)s, whatever one pillar weighs."
        )
        return words % params
    params["if"] = flip_words(flip)
    return (
        _("%(first)s leads with %(total)s; %(second)s follows at %(next)s and would lead if %(if)s.") % params
    )


def _tie(second: scorecard.Row, params: Json) -> str:
    """Two quotes with the same total, to the last digit that counts."""
    if second.decided_by:
        params["rule"] = TIE_LABELS[second.decided_by]
        return _("%(first)s and %(second)s both have %(total)s; %(rule)s puts %(first)s first.") % params
    return (
        _(
            "%(first)s and %(second)s both have %(total)s and share the first place: every tie rule finds them equal."
        )
        % params
    )


def _headline_lesson(shown: Board) -> str:
    priced = shown.priced()
    if len(priced) < 2:
        return ""
    cheapest, one = min(priced, key=lambda pair: pair[1].headline)
    place = 1 + sum(other.horizon_tco < one.horizon_tco for _name, other in priced)
    params = {"name": cheapest, "months": one.horizon_months, "place": place, "count": len(priced)}
    if place == len(priced):
        return _("The cheapest headline, %(name)s, is the dearest over %(months)s months.") % params
    if place == 1:
        return _("The cheapest headline, %(name)s, is the cheapest over %(months)s months too.") % params
    return (
        _("The cheapest headline, %(name)s, is number %(place)s of %(count)s over %(months)s months.")
        % params
    )


def _row(shown: Board, ranking: scorecard.Ranking, row: scorecard.Row) -> Json:
    priced = shown.evaluated.priced(row.vendor)
    return {
        "rank": row.rank,
        "vendor": row.vendor,
        "name": shown.names[row.vendor],
        "total": row.total,
        "decided_by": row.decided_by,
        "incomplete": row.incomplete,
        "pillars": _pillars(row.score, ranking.weights),
        "leaves": _leaves(shown, row.vendor, row.score, ranking.weights),
        "priced": priced,
        "flags": shown.flags[row.vendor],
        "gates": shown.gates[row.vendor],
    }


def _pillars(score: scorecard.Score, weights: scorecard.Weights) -> list[Json]:
    return [
        {
            "label": PILLAR_LABELS[name],
            "score": scorecard.shown(value),
            "weight": weights.pillars[name],
            "points": scorecard.shown(Fraction(weights.pillars[name]) * value / 100),
        }
        for name, value in score.pillars.items()
    ]


def _leaves(shown: Board, vendor: str, score: scorecard.Score, weights: scorecard.Weights) -> list[Json]:
    points = leaf_points(score, weights)
    return [
        {
            "code": leaf,
            "label": LEAF_LABELS[leaf],
            "weight": weights.leaves[leaf],
            "value": scorecard.shown(score.leaves[leaf]),
            "points": scorecard.shown(points[leaf]),
            "source": source(shown.evaluated, vendor, leaf),
        }
        for leaf in scorecard.LEAVES
    ]


def _excluded(shown: Board, row: scorecard.Excluded) -> Json:
    return {
        "vendor": row.vendor,
        "name": shown.names[row.vendor],
        "gates": shown.gates[row.vendor],
        "flags": shown.flags[row.vendor],
        "total": row.total_if_ignored,
        "rank": row.rank_if_ignored,
        "priced": shown.evaluated.priced(row.vendor),
    }


def comparison_of(shown: Board, above: str = "", below: str = "") -> Json | None:
    """Why one quote stands above another, by their names in the run; the first two where these are none of its.

    None where fewer than two are ranked.
    """
    ranking = shown.ranking
    rows = {row.vendor: row for row in ranking.rows}
    if len(rows) < 2:
        return None
    order = list(rows)
    one = above if above in rows else order[0]
    other = below if below in rows and below != one else next(v for v in order if v != one)
    names = [{"vendor": vendor, "name": shown.names[vendor]} for vendor in order]
    compared = comparison(
        rows[one],
        rows[other],
        ranking.weights,
        shown.names,
        lambda vendor, leaf: fact(shown.evaluated, vendor, leaf),
    )
    return {
        "above": one,
        "below": other,
        "above_name": shown.names[one],
        "below_name": shown.names[other],
        "choices": names,
        **compared,
    }


def _points_chart(shown: Board, ranking: scorecard.Ranking) -> Json:
    return {
        "title": _("Where the points come from"),
        "places": 2,
        "labels": [shown.names[row.vendor] for row in ranking.rows],
        "label_head": _("Pillar"),
        "series": [
            {
                "label": str(PILLAR_LABELS[name]),
                "values": [
                    scorecard.shown(Fraction(weight) * row.score.pillars[name] / 100) for row in ranking.rows
                ],
            }
            for name, weight in ranking.weights.pillars.items()
        ],
    }


def presets(shown: Board) -> Json:
    """Totals and places under the RFQ's own weights and the four presets, side by side."""
    own = shown.ranking
    found = {name: shown.evaluated.ranking(name) for name in scorecard.PRESETS}
    heads = [
        {"label": PRESET_LABELS[name], "weights": ranking.weights.as_json(), "name": name}
        for name, ranking in found.items()
    ]
    places = [{row.vendor: row for row in ranking.rows} for ranking in found.values()]
    rows = [
        {
            "name": shown.names[row.vendor],
            "cells": [{"total": there[row.vendor].total, "rank": there[row.vendor].rank} for there in places],
        }
        for row in own.rows
    ]
    return {"heads": heads, "rows": rows}


def _credit(shown: Board) -> list[Json]:
    """The margin of extra sales a vendor commits to: shown, never counted unless somebody asks."""
    with_credit = {row.vendor: row.total for row in shown.evaluated.ranking(value_credit=True).rows}
    rows = []
    for row in shown.ranking.rows:
        priced = shown.evaluated.priced(row.vendor)
        if priced is not None:
            rows.append(
                {
                    "name": shown.names[row.vendor],
                    "credit": priced.value_credit,
                    "adjusted": priced.horizon_tco - priced.value_credit,
                    "total": with_credit[row.vendor],
                }
            )
    return rows if any(row["credit"] != Decimal(0) for row in rows) else []


def _weights(weights: scorecard.Weights) -> Json:
    pillars = [(PILLAR_LABELS[name], weight) for name, weight in weights.pillars.items()]
    return {"label": PRESET_LABELS.get(weights.name, weights.name), "pillars": pillars}
