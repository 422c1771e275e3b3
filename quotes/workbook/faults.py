"""What is wrong with a filled workbook: with the whole of it, or with one cell."""

from dataclasses import dataclass
from typing import Any


class WrongBook(Exception):
    """The file is no filled template of this quote; the message says what to do instead."""


@dataclass(frozen=True)
class CellFault:
    """One cell: `sheet` is the name on the tab, `cell` such as C7; `message` says what to give."""

    sheet: str
    cell: str
    message: Any

    @property
    def place(self) -> str:
        """Sheet and cell as spreadsheets write them, ready to be typed into the name box."""
        plain = all(char.isalnum() or char == "_" for char in self.sheet) and not self.sheet[:1].isdigit()
        name = self.sheet if plain else "'{}'".format(self.sheet.replace("'", "''"))
        return f"{name}!{self.cell}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
