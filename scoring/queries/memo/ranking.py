"""The ranking with its weights, and where every vendor's points come from."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calc import scorecard
from rfqs.price_words import formula_words
from scoring.labels import LEAF_LABELS, PILLAR_LABELS, PRESET_LABELS
from scoring.queries.differences import comparison
from scoring.queries.memo.subject import MOST_VENDORS, Subject, by_columns
from scoring.queries.sources import fact
from ui.papers import Block, Facts, Heading, Paragraph, table
from ui.templatetags.figures import cents, pct, points
from ui.text import labelled, listed


def ranked(subject: Subject) -> Iterator[Block]:
    """Weights, the table of the page, the leaves, and why the first stands above the second."""
    ranking = subject.shown.ranking
    yield Heading(_("Scores and ranking"))
    weights = ranking.weights
    pillars = [f"{PILLAR_LABELS[name]} {points(weight, 0)}%" for name, weight in weights.pillars.items()]
    label = str(PRESET_LABELS.get(weights.name, weights.name))
    formula = formula_words(weights.price.name)
    yield Facts(
        (
            (_("Weights"), labelled(label, listed(pillars))),
            (_("Points for the total cost"), labelled(formula["label"], formula["sentence"])),
        )
    )
    if ranking.incomplete:
        yield Paragraph(_("A leaf without a score counts 0. The ranking is incomplete."))
    yield _ranking(subject)
    yield from _leaves(subject)
    if len(ranking.rows) > 1:
        first, second = ranking.rows[:2]
        behind = partial(fact, subject.shown.evaluated)
        words = comparison(first, second, weights, subject.shown.names, behind)["words"]
        names = {"above": subject.shown.names[first.vendor], "below": subject.shown.names[second.vendor]}
        yield Heading(_("Why %(above)s stands above %(below)s") % names, 2)
        yield Paragraph(words)


def _ranking(subject: Subject) -> Block:
    ranking, currency = subject.shown.ranking, subject.currency
    months = next((one.horizon_months for _name, one in subject.shown.priced()), 36)
    rows: list[tuple[object, ...]] = []
    for row in ranking.rows:
        name = subject.shown.names[row.vendor]
        rows.append((row.rank, name, points(row.total), *_pillars(row.score), *_money(subject, row.vendor)))
    for out in ranking.excluded:
        name = subject.shown.names[out.vendor]
        total = f"({points(out.total_if_ignored)})"
        rows.append(("–", name, total, "–", "–", "–", *_money(subject, out.vendor)))
    heads = [
        *(_("Rank"), _("Vendor"), _("Total"), *(capfirst(str(label)) for label in PILLAR_LABELS.values())),
        _("%(months)s months, %(currency)s") % {"months": months, "currency": currency},
        _("First year, %(currency)s") % {"currency": currency},
        _("Loaded uplift"),
    ]
    title = _("Ranking; in brackets the total of a quote that fails a gate, were it ignored")
    if not ranking.excluded:
        title = _("Ranking")
    return table(
        title, heads, rows, widths=(11, 36, 15, 13, 14, 13, 27, 26, 15), figures=(0, 2, 3, 4, 5, 6, 7, 8)
    )


def _pillars(score: scorecard.Score) -> list[str]:
    return [points(scorecard.shown(value)) for value in score.pillars.values()]


def _money(subject: Subject, vendor: str) -> tuple[str, str, str]:
    priced = subject.shown.evaluated.priced(vendor)
    if priced is None:
        return ("–", "–", "–")
    return cents(priced.horizon_tco), cents(priced.year1_payable), pct(priced.loaded_uplift_shown, 2)


def _leaves(subject: Subject) -> Iterator[Block]:
    ranking = subject.shown.ranking
    rows = ranking.rows[:MOST_VENDORS]
    weights = ranking.weights
    for group in by_columns(rows):
        title = _("Leaves, 0 to 100, with their weights")
        heads = [_("Leaf"), _("Weight"), *(subject.shown.names[row.vendor] for row in group)]
        body = [
            (
                f"{leaf} {LEAF_LABELS[leaf]}",
                points(weights.leaves[leaf], 0),
                *(points(_shown(row.score.leaves[leaf])) for row in group),
            )
            for leaf in scorecard.LEAVES
        ]
        yield table(
            title, heads, body, widths=(200, 70, *(96 for _row in group)), figures=range(1, 2 + len(group))
        )
    if len(ranking.rows) > MOST_VENDORS:
        words = _("The tables of leaves, scores and costs show the first %(count)s; the workbook holds all.")
        yield Paragraph(words % {"count": MOST_VENDORS}, quiet=True)


def _shown(value: Fraction) -> object:
    return scorecard.shown(value)
