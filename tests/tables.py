"""Reads the tables and texts of a page, as a person reads them."""

from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "col", "source"}


@dataclass
class Table:
    """A table's caption and rows; every cell is the list of its texts."""

    id: str
    caption: str = ""
    rows: list[list[list[str]]] = field(default_factory=list)

    def row(self, name: str) -> list[str]:
        """The first text of every cell behind the row's head."""
        found = next(row for row in self.rows if row and row[0] and row[0][0] == name)
        return [cell[0] if cell else "" for cell in found[1:]]

    def names(self) -> list[str]:
        """The heads of the rows below the table's own head."""
        return [row[0][0] for row in self.rows[1:] if len(row) > 1 and row[0]]


class TableReader(HTMLParser):
    """Collects every table that has an id; a table within a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Table] = {}
        self.open: list[Table] = []
        self.within: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.within.append(tag)
        if tag == "table":
            table = Table(dict(attrs).get("id") or f"nameless-{len(self.tables)}")
            self.tables[table.id] = table
            self.open.append(table)
        elif tag == "tr" and self.open:
            self.open[-1].rows.append([])
        elif tag in ("td", "th") and self.open:
            self.open[-1].rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            while self.within.pop() != tag:
                pass
        if tag == "table":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text or {"script", "style"} & set(self.within):
            return
        self.texts.append(text)
        if self.open and self.open[-1].rows and self.open[-1].rows[-1]:
            self.open[-1].rows[-1][-1].append(text)
        elif self.open and "caption" in self.within:
            self.open[-1].caption += text


def read(html: str) -> TableReader:
    reader = TableReader()
    reader.feed(html)
    return reader


def number(text: str) -> Decimal:
    """A shown figure as a number: 1,234.50 is 1234.50 and 59.53% is 0.5953."""
    plain = text.replace(",", "")
    return Decimal(plain[:-1]) / 100 if plain.endswith("%") else Decimal(plain)
