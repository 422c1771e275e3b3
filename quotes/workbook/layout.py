"""Sheets as data: rows of texts and input cells at fixed places, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from quotes.workbook.sources import Slot

FIRST = 1  # column B; column A holds the keys of the rows
INPUT, TEXT, LABEL, PART, TITLE, SECTION, HEAD, UNIT, HINT, OFF = (
    "input",
    "text",
    "label",
    "part",
    "title",
    "section",
    "head",
    "unit",
    "hint",
    "off",
)


@dataclass(frozen=True)
class Item:
    """What stands in one cell: a text, or an input. `note` is the help to it; `span` cells are joined."""

    column: int
    style: str
    text: str = ""
    note: str = ""
    slot: Slot | None = None
    span: int = 1


@dataclass(frozen=True)
class Line:
    """One row. `key` stands in the hidden first column; `models` grey the row out for other billing models."""

    key: str
    items: tuple[Item, ...]
    models: tuple[str, ...] = ()


@dataclass
class Page:
    """One sheet: `key` names it for the reader of a filled workbook, `name` stands on its tab."""

    key: str
    name: str
    widths: tuple[int, ...]
    lines: list[Line] = field(default_factory=list)
    frozen: tuple[int, int] = (0, 0)
    model_row: int = 0

    def add(self, key: str, *items: Item, models: tuple[str, ...] = ()) -> None:
        self.lines.append(Line(key, items, models))

    def title(self, text: str, hint: str, span: int) -> None:
        self.add("title", Item(FIRST, TITLE, text))
        self.add("about", Item(FIRST, HINT, hint, span=span))

    def slots(self) -> Iterator[tuple[int, int, Slot]]:
        """Row, column (from 0) and slot of every input cell."""
        for row, line in enumerate(self.lines, start=1):  # row 0 holds the keys of the columns
            for item in line.items:
                if item.slot is not None:
                    yield row, item.column, item.slot


def text(column: int, words: object, style: str = TEXT, note: object = "", span: int = 1) -> Item:
    return Item(column, style, str(words), str(note or ""), span=span)


def entry(column: int, slot: Slot, label: object = "", note: object = "") -> Item:
    """An input cell; label and note are shown beside it when it is selected."""
    return Item(column, INPUT, str(label), str(note or ""), slot)
