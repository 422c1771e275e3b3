"""One reviewer's sheet: vendors across, items down, their own scores; and vendors as any page lists them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.prepared import Prepared
from quotes.access import reads_quotes
from quotes.models import Quote
from rfqs.models import RFQ, Part
from rfqs.queries import shared_content
from scoring.access import cells_on, limits_of
from scoring.models import RedFlag, Score, Sheet
from scoring.queries.cells import Cells
from scoring.queries.veil import is_veiled, is_veiled_rfq, letters
from scoring.rubrics import Heading, heading_of
from ui.text import pick


@dataclass(frozen=True)
class Column:
    """One quote, by the name or letter its vendor has on the sheet."""

    id: UUID
    label: str


@dataclass(frozen=True)
class ScoredColumn(Column):
    """The own scores of one quote by item, the items without a reason, and its flags counted by question.

    Flags on no question in particular stand under None.
    """

    values: dict[str, Decimal]
    unreasoned: set[str]
    flags: Counter[int | None]


Cell = tuple[Heading, ScoredColumn]


@dataclass(frozen=True)
class Grid:
    """What a sheet shows: vendors across, items down."""

    columns: list[ScoredColumn]
    items: list[Heading]

    @property
    def cells(self) -> Iterator[Cell]:
        """In the order they are scored: one item of every vendor, then the next item."""
        return ((item, column) for item in self.items for column in self.columns)

    @property
    def empty(self) -> list[Cell]:
        """Cells that must have a score and have none."""
        return [(item, column) for item, column in self._without_score() if not item.optional]

    @property
    def left_open(self) -> int:
        """How many cells have none and need none."""
        return sum(item.optional for item, _column in self._without_score())

    @property
    def bare(self) -> list[Cell]:
        """Scored cells without a reason."""
        if not any(column.unreasoned for column in self.columns):
            return []
        return [(item, column) for item, column in self.cells if item.code in column.unreasoned]

    @property
    def needed(self) -> int:
        return sum(not item.optional for item in self.items) * len(self.columns)

    def _without_score(self) -> list[Cell]:
        if all(len(column.values) == len(self.items) for column in self.columns):
            return []
        return [(item, column) for item, column in self.cells if item.code not in column.values]


# What a page of scores asks for, each time it is shown.
_named = Prepared(
    lambda rfq: (
        Quote.objects.filter(rfq=rfq)
        .order_by("vendor__name")
        .values_list("pk", "vendor__name", "vendor__name_i18n")
    )
)
_scored = Prepared(
    lambda sheet: Score.objects.filter(sheet=sheet).values_list("quote", "item", "value", "reason")
)
_flagged = Prepared(
    lambda rfq: RedFlag.objects.filter(quote__rfq=rfq).values_list("quote", "question", "part")
)


def columns_of(user: Any, sheet: Sheet) -> list[Column]:
    """The quotes that `scoring.access.quotes_on` would give, without reading what they say."""
    return _columns(user, sheet.rfq, cells_on(sheet), is_veiled_rfq(sheet.rfq))


def readable_columns(user: Any, rfq: RFQ) -> list[Column]:
    """The quotes that `scoring.access.readable_quotes` would give, without reading what they say."""
    return _columns(user, rfq, limits_of(user, rfq), is_veiled(user, rfq))


def _columns(user: Any, rfq: RFQ, limits: Cells, is_nameless: bool) -> list[Column]:
    """By their vendors' names, or by their letters."""
    if not reads_quotes(user, rfq):
        return []
    if is_nameless:
        return [Column(pk, letter) for pk, letter in letters(rfq).items() if limits.has_quote(pk)]
    named = _named.values(rfq.pk)
    return [Column(pk, pick(names) or name) for pk, name, names in named if limits.has_quote(pk)]


def grid(user: Any, sheet: Sheet) -> Grid:
    """The sheet as its holder sees it."""
    content = shared_content(sheet.rfq)
    codes = cells_on(sheet).items_of(sheet.stage)
    columns = [
        ScoredColumn(column.id, column.label, {}, set(), Counter()) for column in columns_of(user, sheet)
    ]
    by_quote = {column.id: column for column in columns}
    for quote, item, value, reason in _scored.values(sheet.pk):
        if (column := by_quote.get(quote)) and item in codes:
            column.values[item] = value
            if not reason:
                column.unreasoned.add(item)
    # Flags that come with prices count on the second sheet alone.
    everything = sheet.stage != Sheet.Stage.FIRST
    for quote, question, part in _flagged.values(sheet.rfq_id):
        if (column := by_quote.get(quote)) and (everything or part == Part.QUALITY):
            column.flags[question] += 1
    return Grid(columns, [heading_of(content, code) for code in codes])
