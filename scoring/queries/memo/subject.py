"""What every chapter of the memo is written from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from quotes.models import Quote
from rfqs.models import RFQ
from scoring.models import Evaluation, ScoreRun
from scoring.queries.ranking import Board, waived_by
from scoring.queries.waivers import Finding

# Vendors whose leaves, scores and costs have tables of their own; the others stand in the ranking, and all of them in
# the workbook.
MOST_VENDORS = 12
ACROSS = 6  # columns of scores that fit on a page
T = TypeVar("T")


@dataclass(frozen=True)
class Subject:
    """One RFQ with its stored run, priced again, and the vendors' names in the reader's language."""

    rfq: RFQ
    run: ScoreRun
    content: Mapping[str, Any]
    shown: Board
    now: datetime

    @cached_property
    def evaluation(self) -> Evaluation | None:
        rows = Evaluation.objects.filter(rfq=self.rfq)
        return rows.select_related("quote__vendor", "proposed_by", "approved_by", "score_run").first()

    @cached_property
    def quotes(self) -> dict[str, Quote]:
        """The quotes of the run by what it calls them, in its order."""
        rows = Quote.objects.filter(rfq=self.rfq).select_related("vendor", "revision")
        found = {str(quote.pk): quote for quote in rows}
        return {name: found[quote] for quote, name in self.run.called.items()}

    @cached_property
    def name_of(self) -> dict[Any, str]:
        """What the reader calls each quote, by its key."""
        return {quote.pk: self.shown.names[vendor] for vendor, quote in self.quotes.items()}

    @cached_property
    def ordered(self) -> list[str]:
        """The vendors as the run calls them: ranked ones first, the best on top."""
        ranking = self.shown.ranking
        return [row.vendor for row in ranking.rows] + [row.vendor for row in ranking.excluded]

    @cached_property
    def waived(self) -> Mapping[Finding, str]:
        """What the run set aside, with the words beside it; a waiver that has run out since was there all the same."""
        return waived_by(self.run)

    @property
    def detailed(self) -> list[str]:
        return self.ordered[:MOST_VENDORS]

    @property
    def currency(self) -> str:
        return str(self.shown.evaluated.inputs["demand"].get("currency", ""))


def by_columns(items: Sequence[T], most: int = ACROSS) -> Iterator[Sequence[T]]:
    """The items in groups of about the same size, of which each fits across a page."""
    size = -(-len(items) // -(-len(items) // most)) if items else 1
    for at in range(0, len(items), size):
        yield items[at : at + size]


def lines(items: Iterable[object]) -> str:
    """One item to a line, in a fact."""
    return "\n".join(str(item) for item in items)
