"""The comparison as a workbook in which every figure can be followed.

`build` describes it (`calc.book`): inputs, a sheet per vendor with live formulas month by month, the comparison and,
where there is a stored run, the ranking computed from them. Every formula was computed when it was put down and gives
the application's figure; `ui.exports.book_file` writes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from calc.book import Book, Sheet
from calc.book.cells import sheet_name
from calc.documents import Demand
from scoring import engine
from scoring.workbook import comparison, presets, ranking
from scoring.workbook.about import Origin, fill_about
from scoring.workbook.checks import Checks, of_costs, of_ranks
from scoring.workbook.comparison import Entry
from scoring.workbook.figures import Figures, Subject
from scoring.workbook.inputs import fill_inputs
from scoring.workbook.reviews import Review, fill_reviews
from scoring.workbook.scores import fill_scores
from scoring.workbook.vendor import fill_unpriced, fill_vendor

__all__ = ["Origin", "Panel", "Review", "Source", "Subject", "build"]


@dataclass(frozen=True)
class Panel:
    """What a stored run adds to the prices: scores, gates and weights, the gates failed in words by vendor, and who
    scored what."""

    evaluated: engine.Evaluated
    gates: Mapping[str, str]
    reviews: Sequence[Review] = ()


@dataclass(frozen=True)
class Source:
    """What a workbook is made from; without a panel it holds prices only. Subjects stand in the run's order.

    `names` are what the buyer calls the service lines, by code, where there are several.
    """

    demand: Demand
    subjects: Sequence[Subject]
    origin: Origin
    panel: Panel | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def build(source: Source) -> Book:
    """Describe the workbook; raises `calc.book.BookError` where its figures are too big for a spreadsheet."""
    book = Book()
    about, compared = book.add(_named(_("How to read it"))), book.add(_named(_("Comparison")))
    ranked = book.add(_named(_("Ranking"))) if source.panel else None
    inputs = book.add(_named(_("Inputs")))
    panel = book.add(_named(_("Panel scores"))) if source.panel else None
    if source.panel and source.panel.reviews:
        fill_reviews(book.add(_named(_("Scores of the reviewers"))), source.panel.reviews)
    sheets = [book.add(sheet_name(place, one.label)) for place, one in enumerate(source.subjects, start=1)]
    checks = Checks(book.add(_named(_("Checks"))))
    fill_inputs(inputs, source.demand, source.names)
    for subject, sheet in zip(source.subjects, sheets, strict=True):
        _fill(sheet, subject, source)
    entries = _entries(source.subjects, sheets)
    comparison.fill_comparison(compared, entries, source.demand, source.names)
    of_costs(checks, entries, source.demand, source.names)
    if source.panel and ranked is not None and panel is not None:
        _rank(ranked, panel, entries, source.panel, checks)
    fill_about(about, book, source.origin, checks.close())
    return book


def _named(label: str) -> str:
    """A sheet of our own: the words of the language, without what a sheet's name may not hold."""
    return " ".join("".join(char if char.isalnum() else " " for char in label).split())[:31]


def _fill(sheet: Sheet, subject: Subject, source: Source) -> None:
    if subject.priced is None or subject.quote is None:
        fill_unpriced(sheet, subject)
    else:
        fill_vendor(sheet, subject, Figures(source.demand, subject.quote, subject.priced, source.names))


def _entries(subjects: Sequence[Subject], sheets: Sequence[Sheet]) -> list[Entry]:
    """Priced quotes take the first rows of the comparison; those without a price follow. In the run's order."""
    order = sorted(range(len(subjects)), key=lambda place: subjects[place].priced is None)
    rows = {place: comparison.FIRST + row for row, place in enumerate(order)}
    return [Entry(one, sheets[place], rows[place]) for place, one in enumerate(subjects)]


def _rank(ranked: Sheet, panel: Sheet, entries: Sequence[Entry], given: Panel, checks: Checks) -> None:
    quotes = given.evaluated.inputs["quotes"]
    labels = [entry.subject.label for entry in entries]
    fill_scores(panel, labels, quotes, [given.gates.get(quote["vendor"], "") for quote in quotes])
    found = ranking.Ranked(ranked, panel, entries, given.evaluated)
    below = ranking.fill_ranking(found)
    column = presets.fill_presets(found, below)
    if presets.has_credit(found):
        presets.fill_credit(found, column)
    of_ranks(checks, found)
