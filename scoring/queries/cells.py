"""Which scores are whose: the cells (quote and item) of a reviewer, and those nobody or too few have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.prepared import Prepared
from quotes.models import Quote
from rfqs.models import RFQ
from rfqs.queries import shared_content
from rfqs.states import RfqStatus
from scoring.engine import OPTIONAL_ITEMS
from scoring.models import Assignment, Sheet
from scoring.policies import ITEMS
from scoring.states import SheetStatus
from ui.once import once

Cell = tuple[Any, str]


@dataclass(frozen=True)
class Cells:
    """Some items of some quotes; an empty set stands for all of them."""

    items: frozenset[str] = field(default_factory=frozenset)
    quotes: frozenset[str] = field(default_factory=frozenset)

    def has_item(self, item: str) -> bool:
        return not self.items or item in self.items

    def has_quote(self, quote_id: Any) -> bool:
        return not self.quotes or str(quote_id) in self.quotes

    def covers(self, quote_id: Any, item: str) -> bool:
        return self.has_item(item) and self.has_quote(quote_id)

    def items_of(self, stage: str) -> list[str]:
        """The items on a sheet of this stage, in order."""
        return [item for item in ITEMS[Sheet.Stage(stage)] if self.has_item(item)]

    def needed_of(self, stage: str) -> list[str]:
        """Those of them that must be scored before the sheet is done."""
        return [item for item in self.items_of(stage) if item not in OPTIONAL_ITEMS]


EVERYTHING = Cells()


def cells_of(items: Iterable[str], quotes: Iterable[str]) -> Cells:
    return Cells(frozenset(items), frozenset(quotes))


@once(lambda rfq_id, reviewer: (rfq_id, reviewer))
def assigned_cells(rfq_id: Any, reviewer: Any) -> Cells:
    """What this person scores of the RFQ."""
    return next((cells_of(items, quotes) for items, quotes in _share.values(rfq_id, reviewer)), EVERYTHING)


_share = Prepared(
    lambda rfq, reviewer: Assignment.objects.filter(rfq=rfq, reviewer=reviewer).values_list("items", "quotes")
)


@once(lambda rfq: rfq.pk)
def cells_by_reviewer(rfq: RFQ) -> dict[Any, Cells]:
    """The same for everybody whose work was shared out, by id of the person."""
    return {reviewer: cells_of(items, quotes) for reviewer, items, quotes in _shares.values(rfq.pk)}


_shares = Prepared(lambda rfq: Assignment.objects.filter(rfq=rfq).values_list("reviewer", "items", "quotes"))


def cells_by_rfq(user: Any, rfqs: Iterable[Any]) -> dict[Any, Cells]:
    """What one person scores of several RFQs, by id of the RFQ."""
    rows = Assignment.objects.filter(rfq__in=list(rfqs), reviewer=user.pk)
    return {rfq: cells_of(items, quotes) for rfq, items, quotes in rows.values_list("rfq", "items", "quotes")}


def thin_cells(rfq: RFQ, stage: str) -> list[Cell]:
    """Required scores of a stage that fewer reviewers have than the RFQ asks for ("Reviewers for each question").

    Counted over the sheets that are out or done: one that was given back scores nothing.
    """
    needed = int(shared_content(rfq)["need"].get("reviewers_minimum") or 1)
    own = cells_by_reviewer(rfq)
    shares = [own.get(holder, EVERYTHING) for holder, held in _holders.values(rfq.pk) if held == stage]
    quotes = [quote for (quote,) in _quotes.values(rfq.pk)]
    count: Counter[Cell] = Counter()
    for share in shares:
        count.update(
            (quote, item) for item in share.needed_of(stage) for quote in quotes if share.has_quote(quote)
        )
    return [
        (quote, item)
        for item in EVERYTHING.needed_of(stage)
        for quote in quotes
        if count[quote, item] < needed
    ]


_holders = Prepared(
    lambda rfq: (
        Sheet.objects.filter(rfq=rfq).exclude(status=SheetStatus.GIVEN_BACK).values_list("reviewer", "stage")
    )
)
_quotes = Prepared(lambda rfq: Quote.objects.filter(rfq=rfq).values_list("pk"))


def thin_count(rfq: RFQ) -> int:
    """How many scores of the price sheets too few reviewers have, while more can still be handed out."""
    return len(thin_cells(rfq, Sheet.Stage.SECOND)) if rfq.status == RfqStatus.PRICES_OPENED else 0
