"""Broken workbooks: each is refused naming the sheet and the cell, or the file with what to do about it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from quotes.workbook import Basis, WrongBook, read_filled, template
from tests.workbook.breaks import Break, book_breaks, cell_breaks
from tests.workbook.edit import address, sheet_numbers
from tests.workbook.quotes import basis, content, nothing_yet
from ui.uploads import books

CELLS = cell_breaks()
KINDS = list({one[0].rpartition(": ")[2]: one for one in CELLS}.values())


@cache
def made() -> tuple[Basis, bytes]:
    """A draft with a price and a charge, of an RFQ with three questions, and its template."""
    whole: dict[str, Any] = nothing_yet() | {
        "tax": {"rate": "0.06", "included": False},
        "base_seats": 9,
        "rate_lines": [{"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4800", "applies_to": "ALL"}],
    }
    draft = basis(content((3, 6, 7), terms=4), whole)
    return draft, template(draft, "en")


def test_there_are_enough_of_them() -> None:
    assert len(CELLS) + len(book_breaks()) >= 100


@pytest.mark.parametrize(
    "broken", [*KINDS, *(pytest.param(one, marks=pytest.mark.prove) for one in CELLS)], ids=lambda one: one[0]
)
def test_a_broken_cell_is_refused_where_it_is(broken: Break) -> None:
    _name, edit, place, word = broken
    draft, book = made()
    found = read_filled(edit(book), draft)
    shown = [str(fault) for fault in found.faults]
    assert found.changes == {} and shown, "it was taken"
    if isinstance(place, tuple):
        wanted = f"{sheet_numbers(book)[place[0]][1].name}!{address(book, place)[1]}: "
    else:
        wanted = f"{place}: " if place else "Prices!"
    assert any(one.startswith(wanted) and word in one for one in shown), (wanted, word, shown)
    assert len(shown) == 1, shown


@pytest.mark.parametrize(
    ("name", "edit", "word"), book_breaks(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_wrong_file_is_refused_with_what_to_do(
    name: str, edit: Callable[[bytes], bytes], word: str
) -> None:
    draft, book = made()
    with pytest.raises(WrongBook, match=word):
        read_filled(edit(book), draft)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.1", "0.1"),
        ("1.1000000000000001", "1.1"),  # as spreadsheets write 1.1
        ("123456789012.345", "123456789012.345"),
        ("4.35E-2", "0.0435"),
        ("1.50", "1.5"),
        ("1E5", "100000"),
        *((odd, None) for odd in ("nan", "inf", "1_000", "0x1", "1e999", "12,5", "٣", "--1", "1e")),
    ],
)
def test_a_number_is_read_as_it_is_written(written: str, read: str | None) -> None:
    reader = books._Cells(books.Sheet("one", "visible"), [], [], [10])
    reader.about = {}
    cell = reader._number(written)
    assert (None if cell.kind == books.ERROR else str(cell.value)) == read
