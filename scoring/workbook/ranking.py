"""The sheet of the ranking: leaves, pillars, total, ties and rank by formulas, from the costs and the panel's scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calc import scorecard
from calc.book import Sheet, column_name
from calc.money import exact
from calc.price_formula import LINEAR, LOWEST
from rfqs.price_words import FORMULA_LABELS, formula_words
from scoring import engine
from scoring.labels import LEAF_LABELS, PILLAR_LABELS, PRESET_LABELS
from scoring.workbook import scores
from scoring.workbook.comparison import Entry
from scoring.workbook.layout import Block, rounded
from ui.text import labelled

WEIGHTS, HEAD, FIRST = 3, 4, 5
PASSES, COST, ELIGIBLE = 1, 2, 3
LEAVES = {leaf: 4 + place for place, leaf in enumerate(scorecard.LEAVES)}
PILLARS = {name: 4 + len(LEAVES) + place for place, name in enumerate(scorecard.PILLARS)}
TOTAL = 4 + len(LEAVES) + len(PILLARS)
RANK, IGNORED, RISK_KEY, COST_KEY, FIT_KEY, SENT_KEY, NEXT = range(TOTAL + 1, TOTAL + 8)
REFERENCE = "Price_reference"  # the cell that C1 counts against, where the formula has one
NOTHING = 1e15  # stands for an unknown cost in ties: behind every known one


@dataclass(frozen=True)
class Result:
    """One quote under one set of weights; `rank` is None where a gate holds it back."""

    score: scorecard.Score
    rank: int | None
    if_ignored: int | None


@dataclass(frozen=True)
class Ranked:
    """Where the figures stand, and what the application says of them."""

    sheet: Sheet
    scores: Sheet
    entries: Sequence[Entry]
    evaluated: engine.Evaluated

    @property
    def rows(self) -> list[tuple[int, Entry, str]]:
        """Row, entry and the run's name of every quote."""
        vendors = [quote["vendor"] for quote in self.evaluated.inputs["quotes"]]
        return [(FIRST + place, entry, vendors[place]) for place, entry in enumerate(self.entries)]

    def whole(self, column: int) -> str:
        letter = column_name(column)
        return f"${letter}${FIRST + 1}:${letter}${FIRST + len(self.entries)}"

    def scores_cell(self, row: int, column: int) -> str:
        return scores.cell(self.scores, row - FIRST + scores.FIRST, column)


def results(ranking: scorecard.Ranking) -> dict[str, Result]:
    """What the application says of every vendor, ranked or held back."""
    found = {row.vendor: Result(row.score, row.rank, None) for row in ranking.rows}
    return found | {row.vendor: Result(row.score, None, row.rank_if_ignored) for row in ranking.excluded}


def decimal(value: Fraction) -> Decimal:
    with exact():
        return Decimal(value.numerator) / value.denominator


def fill_ranking(ranked: Ranked) -> int:
    """Everything from leaves to rank under the RFQ's own weights; returns the first free row below."""
    sheet, weights = ranked.sheet, ranked.evaluated.weights
    sheet.widths = {0: 34, **dict.fromkeys(range(1, NEXT + 20), 12)}
    sheet.heights = {HEAD: 62}
    sheet.freeze = (FIRST, 1)
    sheet.head_rows = (WEIGHTS, HEAD)
    sheet.wide = True
    preset = PRESET_LABELS.get(weights.name, weights.name)
    sheet.put(0, 0, _("Ranking"), "title")
    text = _(
        "Weights: %(name)s. A leaf without a value counts 0. How ties are decided stands right of the rank."
    )
    words = formula_words(weights.price.name)
    sheet.put(1, 0, f"{text % {'name': preset}} {labelled('C1', words['sentence'])}", "note")
    _heads(sheet, weights)
    below = _rules(ranked)
    own = results(ranked.evaluated.ranking())
    for row, entry, _vendor in ranked.rows:
        _costs(ranked, row, entry)
    for row, entry, vendor in ranked.rows:
        _scores(ranked, row, entry, own[vendor])
        _tie_keys(ranked, row, entry)
    for row, _entry, vendor in ranked.rows:
        _rank(ranked, row, own[vendor])
    return below


def _heads(sheet: Sheet, weights: scorecard.Weights) -> None:
    sheet.put(WEIGHTS, 0, _("Weight"), "head")
    for leaf, column in LEAVES.items():
        sheet.put(HEAD, column, f"{leaf} {LEAF_LABELS[leaf]}", "head", "score")
        sheet.put(WEIGHTS, column, weights.leaves[leaf], "input", "weight")
    for name, column in PILLARS.items():
        sheet.put(HEAD, column, str(PILLAR_LABELS[name]), "head", "score")
        sheet.put(WEIGHTS, column, weights.pillars[name], "input", "weight")
    others = {
        0: _("Vendor"),
        PASSES: _("Passes every gate (1 yes, 0 no)"),
        COST: _("Total cost over the horizon"),
        ELIGIBLE: _("The same, where every gate is passed"),
        TOTAL: f"{pgettext('score', 'Total')} ({_('of 100')})",
        RANK: _("Rank"),
        IGNORED: _("Rank if its gate were ignored"),
        RISK_KEY: _("Tie T-1: risk score"),
        COST_KEY: _("Tie T-2: total cost"),
        FIT_KEY: _("Tie T-3: fit"),
        SENT_KEY: _("Tie T-4: order of sending"),
    }
    for column, label in others.items():
        sheet.put(HEAD, column, label, "head", "score" if column else "text")


def _rules(ranked: Ranked) -> int:
    """How far C5 counts, from how volatile the demand is, and what C1 counts against; returns the next free row."""
    block = Block(ranked.sheet, FIRST + len(ranked.entries) + 2)
    weight = decimal(scorecard.ELASTICITY_WEIGHT[ranked.evaluated.inputs["volatility"]])
    label = _("Weight of elasticity in C5 (1 volatile, 0.5 moderate, 0 stable demand)")
    block.given(label, weight, "weight", "Elasticity_weight")
    formula = ranked.evaluated.weights.price
    if formula.reference is not None:
        label = _("What total costs are counted against: %(formula)s")
        label %= {"formula": FORMULA_LABELS[formula.name]}
        block.given(label, formula.reference, "money", REFERENCE)
    return block.row + 1


def _costs(ranked: Ranked, row: int, entry: Entry) -> None:
    sheet = ranked.sheet
    sheet.put(row, 0, entry.subject.label)
    sheet.calc(row, PASSES, ranked.scores_cell(row, scores.PASSES), "count")
    if entry.priced is not None:
        sheet.calc(row, COST, entry.figure("TCO"), "money", entry.priced.horizon_tco)
        sheet.calc(row, ELIGIBLE, where_passed(COST), "money")


def where_passed(column: int) -> str:
    """The figure of another column where every gate is passed; a text, which MIN and COUNT pass over, elsewhere."""
    return f'IF({column_name(PASSES)}{{r}}=1,{column_name(column)}{{r}},"")'


def _scores(ranked: Ranked, row: int, entry: Entry, result: Result) -> None:
    """The fifteen leaves, the pillars and the total."""
    sheet, score = ranked.sheet, result.score
    for leaf, column in LEAVES.items():
        formula = "0" if leaf in score.missing else _leaf(ranked, row, entry, leaf)
        sheet.calc(row, column, formula, "score", decimal(score.leaves[leaf]))
    for name, column in PILLARS.items():
        own = [LEAVES[leaf] for leaf in scorecard.PILLARS[name]]
        sheet.calc(row, column, pillar(own), "score", decimal(score.pillars[name]))
    sheet.calc(
        row,
        TOTAL,
        total(weights_row(min(PILLARS.values()), max(PILLARS.values()))),
        "score",
        score.shown,
        "total",
    )


def _leaf(ranked: Ranked, row: int, entry: Entry, leaf: str) -> str:
    if leaf in scorecard.SCORED:
        return "20*" + ranked.scores_cell(row, scores.column_of(scorecard.SCORED[leaf]))
    if leaf == "R5":
        return f"MAX(0,100-{ranked.scores_cell(row, scores.POINTS)})"
    if leaf == "C1":
        return cheapness(ranked, f"{column_name(COST)}{{r}}", ranked.whole(ELIGIBLE))
    if leaf == "C2":
        uplift = f"ROUND(ROUND({entry.figure('Loaded_uplift')},10),4)"
        return f"IF({uplift}<=0,100,IF({uplift}<=0.2,100-200*{uplift},MAX(0,60-200*({uplift}-0.2))))"
    return f"100*(1-Elasticity_weight*(1-MIN(1,MAX(0,{entry.figure('Elasticity')}))))"


def cheapness(ranked: Ranked, own: str, eligible: str) -> str:
    """C1 by the RFQ's formula, among those that pass every gate (calc.price_formula)."""
    name, best = ranked.evaluated.weights.price.name, f"MIN({eligible})"
    if name == LOWEST:
        share = f"IF({own}<={best},100,IF({own}>0,MAX(0,100*{best}/{own}),0))"
        return f"IF(COUNT({eligible})=0,100,{share})"
    below = f"MIN(100,100*({REFERENCE}-{own})/{REFERENCE})"
    if name == LINEAR:
        share = f"IF({own}<={best},100,100*({REFERENCE}-{own})/({REFERENCE}-{best}))"
        below = f"IF(COUNT({eligible})=0,100,{share})"
    return f"IF({own}>{REFERENCE},0,{below})"


def weights_row(first: int, last: int) -> str:
    return f"${column_name(first)}${WEIGHTS + 1}:${column_name(last)}${WEIGHTS + 1}"


def pillar(leaves: Sequence[int]) -> str:
    """The mean of the leaves by their weights; 0 where none has a weight."""
    weights = weights_row(leaves[0], leaves[-1])
    values = f"{column_name(leaves[0])}{{r}}:{column_name(leaves[-1])}{{r}}"
    return f"IF(SUM({weights})=0,0,SUMPRODUCT({weights},{values})/SUM({weights}))"


def total(weights: str) -> str:
    """The pillars by their weights, rounded once to two decimals."""
    first, last = min(PILLARS.values()), max(PILLARS.values())
    return rounded(f"SUMPRODUCT({weights},{column_name(first)}{{r}}:{column_name(last)}{{r}})/100")


def _tie_keys(ranked: Ranked, row: int, entry: Entry) -> None:
    sheet = ranked.sheet
    sheet.calc(row, RISK_KEY, f"ROUND({column_name(PILLARS[scorecard.RISK])}{{r}},8)", "number")
    if entry.priced is not None:
        sheet.calc(row, COST_KEY, f"{column_name(COST)}{{r}}", "money")
    else:
        sheet.put(row, COST_KEY, NOTHING, "input", "count")
    known = not isinstance(ranked.scores.cells[row - FIRST + scores.FIRST, scores.FIT].value, str)
    sheet.calc(row, FIT_KEY, ranked.scores_cell(row, scores.FIT) if known else "-1", "number")
    sheet.calc(row, SENT_KEY, ranked.scores_cell(row, scores.ORDER), "count")


def place(ranked: Ranked, total_column: int, cost_column: int = COST_KEY) -> str:
    """1 + how many quotes that pass every gate stand before: by total, then by the four ties in turn."""
    keys = ((total_column, ">"), (RISK_KEY, ">"), (cost_column, "<"), (FIT_KEY, ">"), (SENT_KEY, "<"))
    found = ""
    for column, sign in reversed(keys):
        whole, own = ranked.whole(column), f"{column_name(column)}{{r}}"
        before = f"({whole}{sign}{own})"
        found = f"({before}+({whole}={own})*{found})" if found else before
    passes = f"{column_name(PASSES)}{{r}}=1"
    return f'IF({passes},1+SUMPRODUCT(({ranked.whole(PASSES)}=1)*{found}),"")'


def _rank(ranked: Ranked, row: int, result: Result) -> None:
    ranked.sheet.calc(row, RANK, place(ranked, TOTAL), "count", result.rank or "", "total")
    above = f"({ranked.whole(PASSES)}=1)*({ranked.whole(TOTAL)}>{column_name(TOTAL)}{{r}})"
    formula = f'IF({column_name(PASSES)}{{r}}=1,"",1+SUMPRODUCT({above}))'
    ranked.sheet.calc(row, IGNORED, formula, "count", result.if_ignored or "")
