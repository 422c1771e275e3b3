"""One reviewer's sheet: vendors across, items down, their own scores; and vendors as any page lists them."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from quotes.access import quotes_visible_to
from quotes.models import Quote
from rfqs.models import RFQ
from rfqs.queries import shared_content
from scoring.access import cells_on, limits_of, quotes_on
from scoring.models import RedFlag, Sheet
from scoring.queries.veil import is_veiled, is_veiled_rfq, letters
from scoring.rubrics import Heading, heading_of
from ui.text import pick


@dataclass(frozen=True)
class Column:
    """One quote, by the name or letter its vendor has on the sheet."""

    id: UUID
    label: str


@dataclass(frozen=True)
class Grid:
    """What a sheet shows; scores by (quote, item), flags counted by (quote, question), None for the whole quote."""

    columns: list[Column]
    items: list[Heading]
    values: dict[tuple[UUID, str], Decimal]
    unreasoned: set[tuple[UUID, str]]
    flags: Counter[tuple[UUID, int | None]]

    @property
    def empty(self) -> list[tuple[Heading, Column]]:
        """Cells that must have a score and have none, in the order they are scored."""
        return [cell for cell in self._without_score() if not cell[0].optional]

    @property
    def left_open(self) -> int:
        """How many cells have none and need none."""
        return sum(item.optional for item, _column in self._without_score())

    @property
    def bare(self) -> list[tuple[Heading, Column]]:
        """Scored cells without a reason."""
        cells = ((item, column) for item in self.items for column in self.columns)
        return [(item, column) for item, column in cells if (column.id, item.code) in self.unreasoned]

    @property
    def needed(self) -> int:
        return sum(not item.optional for item in self.items) * len(self.columns)

    def _without_score(self) -> list[tuple[Heading, Column]]:
        if len(self.values) == len(self.items) * len(self.columns):
            return []
        return [
            (item, column)
            for item in self.items
            for column in self.columns
            if (column.id, item.code) not in self.values
        ]


def columns_of(user: Any, sheet: Sheet) -> list[Column]:
    """The quotes of a sheet, without reading what they say."""
    return _columns(quotes_on(user, sheet), sheet.rfq, is_veiled_rfq(sheet.rfq))


def readable_columns(user: Any, rfq: RFQ) -> list[Column]:
    """The quotes that `scoring.access.readable_quotes` would give this person, without reading what they say."""
    limits = limits_of(user, rfq)
    columns = _columns(quotes_visible_to(user, rfq), rfq, is_veiled(user, rfq))
    return [column for column in columns if limits.has_quote(column.id)]


def _columns(quotes: QuerySet[Quote], rfq: RFQ, is_nameless: bool) -> list[Column]:
    """By their vendors' names, or by their letters."""
    if not is_nameless:
        rows = quotes.values_list("pk", "vendor__name", "vendor__name_i18n")
        return [Column(pk, pick(names) or name) for pk, name, names in rows]
    own = set(quotes.values_list("pk", flat=True))
    return [Column(pk, letter) for pk, letter in letters(rfq).items() if pk in own]


def grid(user: Any, sheet: Sheet) -> Grid:
    """The sheet as its holder sees it."""
    content, columns = shared_content(sheet.rfq), columns_of(user, sheet)
    scores = list(sheet.scores.values_list("quote", "item", "value", "reason"))
    shown = {column.id for column in columns}
    return Grid(
        columns=columns,
        items=[heading_of(content, code) for code in cells_on(sheet).items_of(sheet.stage)],
        values={(quote, item): value for quote, item, value, _reason in scores if quote in shown},
        unreasoned={(quote, item) for quote, item, _value, reason in scores if not reason},
        flags=_flag_counts(sheet),
    )


def _flag_counts(sheet: Sheet) -> Counter[tuple[UUID, int | None]]:
    flags = RedFlag.objects.filter(quote__rfq=sheet.rfq_id)
    if sheet.stage == Sheet.Stage.FIRST:
        flags = flags.filter(part="QUALITY")
    return Counter(flags.values_list("quote", "question"))
