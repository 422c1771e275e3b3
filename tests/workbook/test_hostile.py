"""Workbooks made to burn time or memory, or to break what reads them: small here, refused or harmless at any size."""

import json
import time
from collections.abc import Callable

import pytest

from quotes.workbook import WrongBook, read_filled
from tests.workbook.edit import packed, parts
from tests.workbook.test_broken import made
from ui.uploads import UploadFault, books

SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def changed(name: str, edit: Callable[[str], str]) -> bytes:
    members = parts(made()[1])
    return packed(members | {name: edit(members[name].decode()).encode()})


def first_rows(rows: str) -> bytes:
    """The template with other rows in its first sheet."""
    return changed(
        SHEET, lambda xml: xml.partition("<sheetData>")[0] + f"<sheetData>{rows}</sheetData></worksheet>"
    )


def test_a_text_that_many_cells_name_is_held_once_and_cut() -> None:
    long = "long " * books.MOST_TEXT
    texts = parts(made()[1])[TEXTS]
    cell = f'<c t="s"><v>{texts.count(b"<si>")}</v></c>'
    members = parts(first_rows(f'<row r="1">{cell}{cell}</row>'))
    members[TEXTS] = texts.replace(b"</sst>", f"<si><t>{long}</t></si></sst>".encode())
    book = books.read_book(packed(members))
    first, second = book.sheets[0].cells.values()
    assert first is second
    assert len(first.value) == books.MOST_TEXT + 1


def test_a_number_format_without_end_takes_no_time() -> None:
    code = "[a" * 60_000
    xfs = '<xf numFmtId="999"/>' * 3
    styles = f'<styleSheet><numFmts><numFmt numFmtId="999" formatCode="{code}"/></numFmts><cellXfs>{xfs}</cellXfs></styleSheet>'
    content = changed(STYLES, lambda _xml: styles)
    began = time.process_time()
    books.read_book(content)
    assert time.process_time() - began < 3


def test_deep_and_endless_markup_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UploadFault):
        books.read_book(first_rows("<v>x" * 100 + "</v>" * 100))
    assert books.read_book(first_rows("<row><v>x</v></row>")).sheets[0].cells == {}
    monkeypatch.setattr(books, "MOST_ELEMENTS", 1_000)
    with pytest.raises(UploadFault):
        books.read_book(first_rows("<a/>" * 1_001))


def test_names_and_half_characters_do_no_harm() -> None:
    row = '<row><c t="inlineStr"><is><t>a_xD800_b_x0041_</t></is></c></row>'
    assert books.read_book(first_rows(row)).sheets[0].text(0, 0) == "a_xD800_bA"
    named = changed("xl/workbook.xml", lambda xml: xml.replace('name="', 'name="' + "n" * 5000, 1))
    assert len(books.read_book(named).sheets[0].name) == books.MOST_NAME
    draft, _content = made()
    theirs = json.dumps(draft.rfq_code)
    spelt = changed(TEXTS, lambda xml: xml.replace(f'"rfq": {theirs}', '"rfq": "\\ud800"'))
    with pytest.raises(WrongBook, match=draft.rfq_code) as refused:
        read_filled(spelt, draft)
    str(refused.value).encode()
