"""Formulas as a spreadsheet computes them, and what the description of a workbook refuses."""

from decimal import Decimal

import pytest

from calc.book import Book, BookError, FormulaError
from calc.book.cells import same, sheet_name
from calc.book.formula import compile_formula, round_half_up


@pytest.fixture
def book() -> Book:
    book = Book()
    sheet = book.add("1 One")
    for row, value in enumerate((10, Decimal("2.5"), 4)):
        sheet.put(row, 0, value, "input", "number")
    sheet.put(0, 1, "words")
    book.name_cell("Whole", sheet, 0, 0, (2, 0))
    book.name_cell("First", sheet, 0, 0)
    return book


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3^2-4/2", 17), ("-(2-5)", 3), ("A1*A2", 25), ("SUM($A$1:$A$3)", 16.5), ("SUM(Whole)/First", 1.65),
        ("MAX(0,A2-A1)", 0), ("IF(A1>=10,A3,1/0)", 4), ("INDEX(Whole,2)", 2.5), ("MATCH(4,Whole,0)", 3),
        ("SUMPRODUCT((Whole>3)*Whole)", 14), ("1+SUMPRODUCT((Whole<A1)*1)", 3), ("ROUNDUP(2.1,0)", 3), ("MOD(14,12)", 2),
        ("INT(2.9)", 2), ("COUNT(A1:B1)", 1), ("MIN(A1:B3)", 2.5), ("'1 One'!A1+1", 11), ("A{r}+A{p}", 12.5),
        ("ROUND(ROUND(1.005*1000/1000,8),2)", 1.01), ("OR(A1=1,A1=10)", True), ('IF(A1=1,1,"")', ""),
    ],
)  # fmt: skip
def test_a_formula_gives_what_a_spreadsheet_gives(book: Book, formula: str, value: object) -> None:
    assert compile_formula(formula, book.sheets[0])(1) == value


@pytest.mark.parametrize("formula", ["1/0", "LN(0)", "A1+B1", "INDEX(Whole,9)", "MATCH(5,Whole,0)"])
def test_what_is_an_error_in_a_spreadsheet_is_one_here(book: Book, formula: str) -> None:
    with pytest.raises(FormulaError):
        compile_formula(formula, book.sheets[0])(0)


@pytest.mark.parametrize(
    "formula", ["1+", "(1", "FOO(1)", "Unknown", "1 2", '"x', "A1:", "[1]Sheet!A1", "cmd|' /C calc'!A0"]
)
def test_what_is_no_formula_of_ours_is_not_read(book: Book, formula: str) -> None:
    with pytest.raises(FormulaError):
        compile_formula(formula, book.sheets[0])(0)


def test_halves_go_up_as_they_do_in_the_engine() -> None:
    """x.xx5 is not a binary fraction; what a spreadsheet shows with 15 digits is what is rounded."""
    for text in ("0.005", "1.005", "2.675", "1234567.885", "8.345", "-2.675"):
        exact = Decimal(text)
        up = (abs(exact) * 100 + Decimal("0.5")) // 1 / 100
        assert Decimal(str(round_half_up(float(text), 2))).copy_abs() == up


def test_a_formula_that_says_something_else_is_not_written(book: Book) -> None:
    sheet = book.sheets[0]
    sheet.calc(5, 0, "A1*2", "money", Decimal("20.00"))
    sheet.calc(6, 0, "A1*3", "money", Decimal("30.01"))
    sheet.calc(7, 0, "A7+A6", "money", Decimal("50.01"))
    assert [sheet.cells[row, 0].formula for row in (5, 6, 7)] == ["A1*2", "", "A7+A6"]
    assert sheet.cells[6, 0].value == Decimal("30.01") and sheet.cells[6, 0].kind == "plain"
    assert [(one.sheet, one.cell) for one in book.plain] == [("1 One", "A7")]


def test_cents_are_told_apart_in_big_amounts() -> None:
    assert same(98_765_432_109.12, Decimal("98765432109.12"))
    assert not same(98_765_432_109.13, Decimal("98765432109.12"))
    assert same(1 / 3, Decimal(1) / 3) and not same(0.3333, Decimal(1) / 3)


def test_figures_without_room_for_their_cents_are_refused(book: Book) -> None:
    with pytest.raises(BookError):
        book.sheets[0].put(9, 0, Decimal("10000000000000.00"), "input", "money")


@pytest.mark.parametrize(
    "label", ["O'Brien [x]:*?/\\", "=1+1", "'!A1", "x" * 90, "", "纸鹤呼叫'!$A$1", "a\0b\u202e"]
)
def test_no_label_leaves_the_quotes_of_a_sheet(label: str) -> None:
    name = sheet_name(3, label)
    assert name.startswith("3") and len(name) <= 31
    assert not set(name) & set("'[]:*?/\\!=$\0\u202e")
