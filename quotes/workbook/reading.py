"""A filled workbook against the draft as it is now: what it would change, or every cell that is wrong.

Nothing is assumed about the file. Whose it is says its stamp; which cell is which say the keys in the hidden first
row and column, and where one is not what the template has, the sheet was rebuilt and is refused there. A cell that
says what the draft says already counts as untouched, so that what a page would normalise stays as it was.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from quotes import documents
from quotes.workbook.basis import Basis, Sizes, sizes_stated
from quotes.workbook.faults import CellFault, WrongBook
from quotes.workbook.filling import Filling
from quotes.workbook.words import TwinPage, twin_pages
from quotes.workbook.writing import LISTS, SCHEMA, SECTIONS, STAMP, fields_digest, texts_digest
from ui.text import LANGUAGES, listed
from ui.uploads import UploadFault, books

MOST_STAMP = 20_000
OWN = (LISTS, STAMP)


@dataclass(frozen=True)
class Filled:
    """What a workbook would write (`changes`, by path of the document), or what is wrong with it (`faults`).

    `moved` are the sections of the draft that were changed elsewhere since the template was downloaded.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def read_filled(content: bytes, basis: Basis) -> Filled:
    """Read a filled template; WrongBook where the file as a whole is not one of this quote."""
    try:
        book = books.read_book(content)
    except UploadFault as fault:
        raise WrongBook(
            _("The workbook cannot be read. Open it in a spreadsheet program and save it as .xlsx.")
        ) from fault
    stamp = _stamp(book)
    _check_owner(stamp, basis)
    language, sizes = _checked(stamp, basis)
    pages = twin_pages(basis, sizes, language)
    if stamp.get("fields") != fields_digest(pages):
        raise WrongBook(
            _("The form has changed since this workbook was made. Download it again and copy your cells.")
        )
    sheets = _sheets(book, pages)
    faults = _rebuilt(pages, sheets, same_texts=stamp.get("texts") == texts_digest(pages))
    moved = [
        name for name in SECTIONS if stamp["draft"].get(name) != documents.fingerprint(basis.whole, [name])
    ]
    if faults:
        return Filled(faults=faults, moved=moved)
    filling = Filling(basis, sizes, pages, sheets, book.from_1904)
    changes = filling.changes()
    return Filled({} if filling.faults else changes, filling.sorted_faults(), moved)


# -- whose workbook it is --------------------------------------------------------------------------------


def _stamp(book: books.Book) -> Mapping[str, Any]:
    sheet = next((one for one in book.sheets if one.name == STAMP), None)
    text = sheet.text(1, 0) if sheet is not None else ""
    try:
        found = json.loads(text) if 0 < len(text) <= MOST_STAMP else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("draft"), dict):
        raise WrongBook(
            _("This is not the workbook of this quote. Download the workbook here and fill in that one.")
        )
    return found


def _check_owner(stamp: Mapping[str, Any], basis: Basis) -> None:
    if stamp.get("schema") != SCHEMA:
        raise WrongBook(
            _("The form has changed since this workbook was made. Download it again and copy your cells.")
        )
    if stamp.get("rfq") != basis.rfq_code:
        raise WrongBook(
            _(
                "This workbook was made for %(theirs)s, and this is %(mine)s. Download the workbook of this RFQ."
            )
            % {"theirs": _short(stamp.get("rfq")), "mine": basis.rfq_code}
        )
    if stamp.get("invitation") != basis.invitation:
        raise WrongBook(_("This workbook was made for another vendor. Download your own."))
    if stamp.get("publication") != basis.publication:
        raise WrongBook(
            _(
                "The buyer has changed the RFQ since this workbook was made. Read the addendum, download the workbook "
                "again and copy your cells."
            )
        )


def _short(text: object) -> str:
    """A text of the stamp for a sentence; half a character, which JSON can spell, is not one."""
    return text[:40].encode(errors="replace").decode() if isinstance(text, str) else "–"


def _checked(stamp: Mapping[str, Any], basis: Basis) -> tuple[str, Sizes]:
    language, sizes = stamp.get("language"), sizes_stated(basis, stamp.get("sizes"))
    if language not in LANGUAGES or sizes is None:
        raise WrongBook(_("The hidden sheet of this workbook was changed. Download the workbook again."))
    return str(language), sizes


# -- whether it is still in its shape --------------------------------------------------------------------


def _sheets(book: books.Book, pages: list[TwinPage]) -> dict[str, books.Sheet]:
    """The sheet of each page, whatever it is called now; what does not belong here is refused."""
    wanted = {twin.page.key: twin.page.name for twin in pages}
    found: dict[str, books.Sheet] = {}
    strange = []
    for number, sheet in enumerate(book.sheets):
        name = sheet.text(0, 0)
        if name in wanted and name not in found:
            if sheet.state != "visible":
                raise WrongBook(
                    _("The sheet %(name)s is hidden. Show it, look at it, and save again.")
                    % {"name": sheet.name}
                )
            found[name] = sheet
        elif sheet.name not in OWN and number > 0 and sheet.cells:
            strange.append(sheet.name)
    missing = [name for key, name in wanted.items() if key not in found]
    if missing:
        raise WrongBook(
            _(
                "These sheets are missing, or the first cell of them was changed: %(names)s. Download the workbook again."
            )
            % {"names": listed(missing)}
        )
    if strange:
        raise WrongBook(
            _(
                "These sheets do not belong to the workbook and would be ignored: %(names)s. Remove them and save again."
            )
            % {"names": listed(name[:40] for name in strange[:10])}
        )
    return found


def _rebuilt(
    pages: list[TwinPage], sheets: Mapping[str, books.Sheet], *, same_texts: bool
) -> list[CellFault]:
    """The first cell of each sheet that is not where or what the template has it."""
    found = []
    for twin in pages:
        sheet = sheets[twin.page.key]
        fault = _moved(twin, sheet) or (_foreign(twin, sheet) if same_texts else None)
        if fault is not None:
            found.append(fault)
    return found


def _moved(twin: TwinPage, sheet: books.Sheet) -> CellFault | None:
    width = len(twin.page.widths)
    for column in range(1, width + 1):
        if sheet.text(0, column) != f"{twin.page.key}:{column}":
            return CellFault(
                sheet.name,
                books.place(0, column),
                _("a column was moved, inserted or removed here; put it back"),
            )
    for row, line in enumerate(twin.lines, start=1):
        if sheet.text(row, 0) != line.line.key:
            return CellFault(
                sheet.name, books.place(row, 0), _("a row was moved, inserted or removed here; put it back")
            )
    return None


def _foreign(twin: TwinPage, sheet: books.Sheet) -> CellFault | None:
    """A text of the template that reads otherwise now, or something written where nothing is asked."""
    expected = _texts(twin)
    asked = {(row, column) for row, column, _slot in twin.page.slots()}
    for place, cell in sorted(sheet.cells.items()):
        if place in asked or not place[0] or not place[1]:
            continue
        text = _folded(cell.value) if cell.kind == books.TEXT else None
        if text is None or text != expected.get(place):
            message = (
                _("this text belongs to the template; put it back as it was")
                if place in expected
                else _("nothing is asked here, and it would be ignored; clear the cell")
            )
            return CellFault(sheet.name, books.place(*place), message)
    gone = next(
        (place for place, text in sorted(expected.items()) if text and place not in sheet.cells), None
    )
    if gone is not None:
        return CellFault(
            sheet.name, books.place(*gone), _("this text belongs to the template; put it back as it was")
        )
    return None


def _texts(twin: TwinPage) -> dict[tuple[int, int], str]:
    found = {}
    for row, line in enumerate(twin.lines, start=1):
        for item in line.items:
            if item.slot is None:
                found[row, item.mine.column] = _folded(item.composed())
    return found


def _folded(text: str) -> str:
    return " ".join(text.split())
