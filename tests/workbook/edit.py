"""Fills in a template as a person would, in the XML of the file: there is no spreadsheet program in the tests."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from ui.uploads import books

Place = tuple[str, str, int]  # key of the sheet, key of the row, column
Edit = Callable[[str], str]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name: held.read(name) for name in held.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as held:
        for name, body in members.items():
            held.writestr(name, body)
    return target.getvalue()


@lru_cache(maxsize=4)
def sheet_numbers(content: bytes) -> dict[str, tuple[int, books.Sheet]]:
    """Key of each sheet: its number in the file, and its cells."""
    book = books.read_book(content)
    return {sheet.text(0, 0): (number, sheet) for number, sheet in enumerate(book.sheets, start=1)}


def address(content: bytes, place: Place) -> tuple[int, str]:
    key, row_key, column = place
    number, sheet = sheet_numbers(content)[key]
    row = next(row for (row, at), cell in sheet.cells.items() if at == 0 and cell.value == row_key)
    return number, books.place(row, column)


def edited(content: bytes, values: Mapping[Place, Any]) -> bytes:
    """The workbook with other values in some cells; `Raw` is the inside of a cell as XML."""
    members = parts(content)
    for place, value in values.items():
        number, cell = address(content, place)
        name = f"xl/worksheets/sheet{number}.xml"
        members[name] = with_cell(members[name].decode(), cell, value).encode()
    return packed(members)


class Raw(str):
    """A whole cell after its address: attributes and content."""


def with_cell(xml: str, cell: str, value: Any) -> str:
    found = re.search(rf'<c r="{cell}"([^>]*?)(?:/>|>.*?</c>)', xml, re.DOTALL)
    assert found, cell
    style = re.search(r's="[0-9]+"', found[1])
    return xml[: found.start()] + cell_xml(cell, style[0] if style else "", value) + xml[found.end() :]


def cell_xml(cell: str, style: str, value: Any) -> str:
    if isinstance(value, Raw):
        return f'<c r="{cell}" {style} {value}'
    if value is None:
        return f'<c r="{cell}" {style}/>'
    if isinstance(value, bool):
        return f'<c r="{cell}" {style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f'<c r="{cell}" {style}><v>{value}</v></c>'
    return (
        f'<c r="{cell}" {style} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
    )
