"""A paper as plain content, said once: `ui.pdf` writes it as a PDF, `ui.word` as a document to edit, and
`templates/ui/paper.html` shows it.

Whatever stands in it is text: nothing of it is markup, a field or a formula to a renderer.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import ClassVar

from django.utils.timezone import localtime

# Control characters, marks of direction, surrogates, private characters: what steers, and says nothing.
DROPPED = ("Cc", "Cf", "Cs", "Co")
PAGE, PADDED, NARROW, WIDE = 170.0, 3.6, 1.75, 2.9  # millimetres: of text, beside it, of a character
NO_CHARACTERS = "\ufffe\uffff"


@dataclass(frozen=True)
class Heading:
    """A heading of the first level, or of the second below it."""

    text: str
    level: int = 1
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Running text; `quiet` for a remark."""

    text: str
    quiet: bool = False
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Facts:
    """Label and value side by side; a value may have several lines."""

    pairs: tuple[tuple[object, object], ...]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the page, `figures` the columns that are set to the right."""

    title: str
    head: tuple[object, ...]
    rows: tuple[tuple[object, ...], ...]
    widths: tuple[float, ...]
    figures: frozenset[int] = frozenset()
    kind: ClassVar[str] = "table"


Block = Heading | Paragraph | Facts | Table


@dataclass(frozen=True)
class Paper:
    """A whole paper. `foot` stands on every page beside the moment `made_at`; `name` is that of its file."""

    name: str
    title: str
    foot: str
    made_at: datetime
    blocks: tuple[Block, ...]


def table(
    title: str,
    head: Collection[object],
    rows: Collection[Collection[object]],
    *,
    widths: Collection[float],
    figures: Collection[int] = (),
) -> Table:
    """A table whose rows all have as many cells as its head; raises ValueError otherwise."""
    found = tuple(tuple(row) for row in rows)
    if any(len(row) != len(head) for row in found) or len(widths) != len(head):
        raise ValueError(f"every row of {title!r} has a cell for each of its {len(head)} heads")
    return Table(title, tuple(head), found, tuple(widths), frozenset(figures))


def even_widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the page for a table of texts: the longest word of each column has room, longer texts get more."""
    columns = list(zip(head, *rows, strict=True))
    needed = [
        PADDED + max(_width(word) for cell in column for word in cell.split() or [""]) for column in columns
    ]
    wanted = [sqrt(sum(_width(cell) for cell in column) / len(column)) for column in columns]
    spare = max(PAGE - sum(needed), 0.0)
    return [need + spare * want / sum(wanted) for need, want in zip(needed, wanted, strict=True)]


def _width(text: str) -> float:
    """About how wide a text in a table is, in millimetres; of Chinese, which breaks anywhere, four characters count."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return NARROW * (len(text) - wide) + WIDE * min(wide, 4)


def moment(at: datetime | None) -> str:
    """A moment to the minute in the active zone; a dash for none."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else "–"


def plain_text(text: object, *, keep_lines: bool = False) -> str:
    """Text of single spaces without anything that steers; lines stay where they are kept."""
    whole = unicodedata.normalize("NFC", str(text))
    lines = whole.splitlines() if keep_lines else [whole]
    return "\n".join("".join(filter(_says, " ".join(line.split()))) for line in lines)


def _says(char: str) -> bool:
    variant = 0xFE00 <= ord(char) <= 0xFE0F  # variants of an emoji
    return unicodedata.category(char) not in DROPPED and not variant and char not in NO_CHARACTERS
