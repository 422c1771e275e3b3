"""F1: no cell of an export runs, text comes back as it was, and nothing breaks the file."""

import ast
import csv
import io
import random
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from calc.book.formula import FUNCTIONS
from ui import exports
from ui.exports import as_read, clean_text, csv_lines, safe_cell, workbook, would_run

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261122
HOSTILE = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1", "＝1+1", "＋1", "－1", "＠x", " =1+1",
    "  '=1+1", '"=1+1"', "'=1+1", "''=1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\",\"x\")", "{=1+1}",
    "http://evil.example", "mailto:a@b.example", "internal:Sheet1!A1", "external:\\\\evil\\a.xlsx", "\ufeff=1", "\u200b=1",
    "\u00a0=1", "“=1”", "-", "--", "=", "'", "a\0b", "a\x0bb", "\x1b[31m", "\ud800", "\ufffe", "_x003D_1+1", "_x000D_",
    "x" * 40_000,
    "=" + "1" * 40_000, "a,b;c\td", 'say "yes"', "line\nline", "line\r\nline", "價格", "é", "DDE(\"cmd\")", "=1;", "%0A=1", "1e5",
    "00123", "TRUE", "2026-05-01", "<script>alert(1)</script>", "]]>", "&lt;", "-5", "+86 138", "١٢", "[1]Sheet!A1",
]  # fmt: skip
PIECES = [
    *HOSTILE[:30],
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    " ",
    "'",
    '"',
    "a",
    "1",
    "价",
    "|",
    "!",
    "\u202e",
    ",",
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
    st.text(max_size=40),
)


def read_csv(rows: list[list[object]]) -> list[list[str]]:
    head, *body = rows
    text = "".join(csv_lines(head, body)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_book(content: bytes) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def runs_as_formula(cell: str) -> bool:
    """As spreadsheets read CSV: blanks and quotes in front are dropped, then one of these calculates."""
    return cell.lstrip(' \t\r\n\0"\u00a0\ufeff\u200b')[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def check(texts: list[str]) -> None:
    found = read_csv([["head"], *[[text] for text in texts]])[1:]
    assert len(found) == len(texts)
    for (cell,), text in zip(found, texts, strict=True):
        assert not runs_as_formula(cell), (text, cell)
        assert as_read(cell) == clean_text(text), text
    content = workbook({"Texts": (["head"], [[text] for text in texts])})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            body = archive.read(name)
            assert b"<f>" not in body and b"<f " not in body and b"hyperlink" not in body, (name, texts)
    for (cell,), text in zip(read_book(content)[1:], texts, strict=True):
        expected = clean_text(text).replace("\r\n", "\n").replace("\r", "\n")
        if len(expected) > exports.LONGEST_CELL:
            expected = expected[: exports.LONGEST_CELL - 1] + "…"
        assert cell == expected, (text, cell)


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:30]) for text in HOSTILE])
def test_known_tricks(text):
    check([text])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_any_texts(texts):
    check(texts)


@pytest.mark.parametrize("n", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_no_cell_of_n_runs(n):
    draw = random.Random(SEED)
    texts = ["".join(draw.choices(PIECES, k=draw.randint(1, 6))) for _each in range(n)]
    check(texts)
    assert sum(would_run(text) for text in texts) > n // 3, "the strings are hostile enough"


def test_numbers_stay_numbers():
    texts = ["-1", "0", "-3.50", "1234567.89", "0.0001"]
    rows = [[Decimal(text)] for text in texts]
    assert [row[0] for row in read_csv([["n"], *rows])[1:]] == texts
    assert [row[0] for row in read_book(workbook({"n": (["n"], rows)}))[1:]] == [
        -1,
        0,
        -3.5,
        1234567.89,
        0.0001,
    ]
    assert safe_cell(-1) == -1 and safe_cell(2.5) == 2.5


def test_what_a_number_cell_cannot_hold_is_text():
    long, odd = Decimal("123456789012345.67"), [True, Decimal("NaN"), float("inf"), None, date(2026, 5, 1)]
    rows = [[long], *[[value] for value in odd]]
    assert [row[0] for row in read_book(workbook({"n": (["n"], rows)}))[1:]] == [
        "123456789012345.67", "True", "NaN", "inf", "", "2026-05-01",
    ]  # fmt: skip
    assert safe_cell(Decimal("1E+3")) == "1000"


@pytest.mark.parametrize("name", ["[a]:b*c?d/e\\f", "x" * 80, "'", "", "历史'", "a\0b"])
def test_any_sheet_name(name):
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(workbook({name: (["a"], [])}))).sheet_names) == 1


def test_this_is_the_only_writer():
    """Nobody else writes CSV or workbooks: an export outside would be without these guards."""
    found = set()
    for path in ROOT.glob("*/**/*.py"):
        inside = path.relative_to(ROOT)
        if inside.parts[0] in ("tests", ".venv", ".var"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import) and any(
                one.name in ("xlsxwriter", "openpyxl") for one in node.names
            ):
                found.add(str(inside))
            if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter"):
                found.add(str(inside))
    assert found == {"ui/exports.py"}


def test_formulas_need_no_marks_of_newer_functions():
    """What lets a book write them as they are: the library would change none of the functions that it has."""
    for name in (*FUNCTIONS, "IF"):
        assert Worksheet()._prepare_formula(f"={name}(A1)", True) == f"{name}(A1)"
    assert Worksheet()._prepare_formula("=IFS(A1)", True) == "_xlfn.IFS(A1)"
