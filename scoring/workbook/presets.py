"""Right of the ranking: totals and ranks under the four presets, and with the value credit where there is one."""

from django.utils.translation import gettext as _

from calc import scorecard
from calc.book import column_name
from scoring.labels import PILLAR_LABELS, PRESET_LABELS
from scoring.workbook.layout import Block, rounded
from scoring.workbook.ranking import (
    HEAD,
    LEAVES,
    NEXT,
    NOTHING,
    PILLARS,
    Ranked,
    cheapness,
    place,
    results,
    total,
    weights_row,
    where_passed,
)


def fill_presets(ranked: Ranked, below: int) -> int:
    """Two columns per preset; its weights stand below the ranking. Returns the next free column."""
    block = Block(ranked.sheet, below)
    block.head(_("Presets"), *(str(PILLAR_LABELS[name]) for name in scorecard.PILLARS))
    column = NEXT
    for name, pillars in scorecard.PRESETS.items():
        weights = block.row_of(str(PRESET_LABELS[name]), list(pillars.values()), "weight", _name(name))
        _preset(ranked, column, name, weights)
        column += 2
    return column


def _name(preset: str) -> str:
    return "Preset_" + preset.replace("-", "_")


def _preset(ranked: Ranked, column: int, name: str, weights: str) -> None:
    sheet, found = ranked.sheet, results(ranked.evaluated.ranking(name))
    label = {"preset": PRESET_LABELS[name]}
    sheet.put(HEAD, column, _("%(preset)s: total") % label, "head", "score")
    sheet.put(HEAD, column + 1, _("%(preset)s: rank") % label, "head", "score")
    for row, _entry, vendor in ranked.rows:
        sheet.calc(row, column, total(weights), "score", found[vendor].score.shown)
    for row, _entry, vendor in ranked.rows:
        sheet.calc(row, column + 1, place(ranked, column), "count", found[vendor].rank or "")


def has_credit(ranked: Ranked) -> bool:
    return any(entry.priced is not None and entry.priced.value_credit for entry in ranked.entries)


def fill_credit(ranked: Ranked, column: int) -> None:
    """The same ranking with the margin of the extra sales taken off each cost: shown, never counted."""
    sheet, found = ranked.sheet, results(ranked.evaluated.ranking(value_credit=True))
    credit, cost, eligible, cheap, pillar, total_, rank = range(column, column + 7)
    heads = (
        *(_("Value credit"), _("Total cost less the credit"), _("The same, where every gate is passed")),
        *(_("C1 with it"), _("%(pillar)s with it") % {"pillar": PILLAR_LABELS[scorecard.COST]}),
        *(_("Total with value credit"), _("Rank with value credit")),
    )
    for offset, head in enumerate(heads):
        sheet.put(HEAD, column + offset, head, "head", "score")
    for row, entry, _vendor in ranked.rows:
        if entry.priced is None:
            sheet.put(row, cost, NOTHING, "input", "count")
            continue
        stated = entry.figure("Value_credit") if "Value_credit" in entry.sheet.names else "0"
        sheet.calc(row, credit, stated, "money", entry.priced.value_credit)
        own = entry.figure("TCO")
        adjusted = entry.priced.horizon_tco - entry.priced.value_credit
        sheet.calc(row, cost, f"{own}-{column_name(credit)}{{r}}", "money", adjusted)
        sheet.calc(row, eligible, where_passed(cost), "money")
    for row, entry, vendor in ranked.rows:
        formula = "0"
        if entry.priced is not None:
            formula = cheapness(ranked, f"{column_name(cost)}{{r}}", ranked.whole(eligible))
        sheet.calc(row, cheap, formula, "score")
        sheet.calc(row, pillar, _cost_pillar(cheap), "score")
        sheet.calc(row, total_, _total(pillar), "score", found[vendor].score.shown)
    for row, _entry, vendor in ranked.rows:
        sheet.calc(row, rank, place(ranked, total_, cost), "count", found[vendor].rank or "")


def _cost_pillar(cheap: int) -> str:
    """The pillar with another C1: the other leaves as they are."""
    own = [LEAVES[leaf] for leaf in scorecard.PILLARS[scorecard.COST]]
    weights, first = weights_row(own[0], own[-1]), weights_row(own[0], own[0]).partition(":")[0]
    others = f"{column_name(own[1])}{{r}}:{column_name(own[-1])}{{r}}"
    summed = f"{first}*{column_name(cheap)}{{r}}+SUMPRODUCT({weights_row(own[1], own[-1])},{others})"
    return f"IF(SUM({weights})=0,0,({summed})/SUM({weights}))"


def _total(pillar: int) -> str:
    parts = []
    for name, column in PILLARS.items():
        weight = weights_row(column, column).partition(":")[0]
        value = pillar if name == scorecard.COST else column
        parts.append(f"{weight}*{column_name(value)}{{r}}")
    return rounded(f"({'+'.join(parts)})/100")
