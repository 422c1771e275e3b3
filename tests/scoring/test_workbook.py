"""The workbook says what the application says: totals, ranks, every month; its formulas are held to it."""

import io
import random
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.utils import translation

from calc.book import Book
from calc.documents import HORIZONS, read_demand, read_quote
from calc.priced import by_line
from calc.tco import price
from scoring.workbook import build, line_columns, ranking, rate_lines
from scoring.workbook.layout import AVERAGE, FIRST, HEAD
from tests import two_lines
from tests.books import differences, needs_soffice, poisoned, read, recalculated
from tests.calc.demo_cases import FIGURES, PILLARS, TOTALS, V3, priced
from tests.scoring.random_quotes import a_run
from tests.scoring.workbooks import inputs, source
from tests.ui.test_exports import HOSTILE
from ui.exports import book_file

SEED = 20261122
RFQS = ("RFQ-1", "RFQ-2")


@cache
def built(rfq: str) -> Book:
    return build(source(inputs(rfq)))


def few() -> dict[str, Any]:
    """Two quotes of RFQ-2: a seat fee, and a package with overage that a gate holds back."""
    given = inputs("RFQ-2")
    return {**given, "quotes": [given["quotes"][0], given["quotes"][2]]}


def by_vendor(book: Book, columns: list[int]) -> dict[str, list[Any]]:
    """Figures of the sheet of the ranking by vendor, as they are cached."""
    sheet = book.sheet("Ranking")
    rows = range(ranking.FIRST, ranking.FIRST + 9)
    found = {sheet.cells[row, 0].value: row for row in rows if (row, ranking.TOTAL) in sheet.cells}
    return {name: [sheet.cells[row, column].value for column in columns] for name, row in found.items()}


@pytest.mark.parametrize("rfq", RFQS)
def test_totals_ranks_and_costs_are_those_of_the_demo_tables(rfq: str) -> None:
    book = built(rfq)
    assert not book.plain, "every figure has its formula"
    found = by_vendor(book, [ranking.TOTAL, ranking.RANK, *ranking.PILLARS.values()])
    for place, (name, total) in enumerate(TOTALS[rfq]["default"], start=1):
        total_, rank, *pillars = found[name]
        assert (f"{total_:.2f}", rank) == (total, place)
        assert tuple(f"{float(pillar):.2f}" for pillar in pillars) == PILLARS[rfq][name]
    compared = book.sheet("Comparison")
    for row, (name, one) in enumerate(priced(rfq).items(), start=4):
        heads = [compared.cells[3, column].value for column in range(1, 18)]
        shown = {head: compared.cells[row, column].value for column, head in enumerate(heads, start=1)}
        assert compared.cells[row, 0].value == name
        assert f"{shown['Headline a month (CNY)']:.2f}" == FIGURES[rfq][name][0]
        for horizon in HORIZONS:
            assert shown[f"Total cost (CNY, {horizon} months)"] == one.tco[horizon]


def test_presets_and_value_credit_rank_as_the_application_does() -> None:
    book = built("RFQ-1")
    for offset, preset in enumerate(("default", "cost-led", "quality-led", "risk-led")):
        column = ranking.NEXT + 2 * offset
        found = by_vendor(book, [column, column + 1])
        expected = {
            name: [total, place] for place, (name, total) in enumerate(TOTALS["RFQ-1"][preset], start=1)
        }
        assert {name: [f"{total:.2f}", rank] for name, (total, rank) in found.items()} == expected
    credit = by_vendor(book, [ranking.NEXT + 13])
    assert sorted(f"{value[0]:.2f}" for value in credit.values()) == sorted(
        ("84.58", "82.38", "72.44", "69.85", "56.12", "38.65")
    )


def test_a_quote_held_back_has_no_rank_but_shows_what_it_would_have() -> None:
    found = by_vendor(built("RFQ-2"), [ranking.RANK, ranking.IGNORED, ranking.TOTAL])
    assert found[V3][:2] == ["", 3] and f"{found[V3][2]:.2f}" == "69.36"


def test_the_months_of_the_file_are_those_of_the_engine() -> None:
    """Read back as a reader without recalculation sees it."""
    book = built("RFQ-1")
    sheets = read(book_file(book, "CNY"))
    name = next(sheet.name for sheet in book.sheets if sheet.name.startswith("1 "))
    rows, one = sheets[name], priced("RFQ-1")["Paper Crane Calls"]
    heads = rows[HEAD]
    for month in one.months[:-1]:
        row = rows[FIRST + month.month - 1]
        assert row[heads.index("Payable to the vendor")] == float(month.vendor_payable)
        assert row[heads.index("Surge seats")] == month.surge_seats
        assert round(row[heads.index("Cost of the month")], 2) == float(month.cost)
    assert rows[AVERAGE][0] == "Average month (headline)"


def test_every_formula_cell_of_the_file_carries_its_figure() -> None:
    book = built("RFQ-2")
    content = book_file(book, "CNY")
    poisoned(content)  # counts formulas and figures
    assert differences(book, read(content)) == []
    assert len(differences(book, read(poisoned(content)))) == book.formulas()


def test_random_quotes_need_no_figure_without_a_formula() -> None:
    for seed in range(3):
        book = build(source(a_run(random.Random(SEED + seed), 2)))
        assert not book.plain and book.formulas() > 2_000


@cache
def of_two_lines() -> Book:
    names = {one["code"]: one["label"] for one in two_lines.LINES}
    return build(replace(source(two_lines.run_inputs()), names=names))


def test_two_service_lines_have_their_own_inputs_months_and_totals() -> None:
    """Seats, bands, minutes, commission and a fixed fee for all; every formula takes the volumes of its own line."""
    book, demand = of_two_lines(), read_demand(two_lines.DEMAND)
    assert not book.plain, "every figure has its formula"
    assert {"Profile_L1", "Profile_L2", "AHT_now_L2", "Horizon"} <= set(book.names)
    assert not {"Profile", "AHT_now"} & set(book.names)
    compared = book.sheet("Comparison")
    heads = {compared.cells[3, column].value: column for column in range(1, 21)}
    for row, document in enumerate(two_lines.quotes().values(), start=4):
        one = price(demand, read_quote(document))
        own = [part.amount for part in by_line(one.months)]
        shown = {head: compared.cells[row, column].value for head, column in heads.items()}
        assert [
            shown[f"{name}: own prices over the horizon (CNY)"] for name in ("Shop chat", "Hotline")
        ] == own
        together = shown["Charged for all service lines together (CNY)"]
        assert sum(own) + together == shown["Total cost over the horizon (CNY)"] == one.horizon_tco


def test_random_quotes_for_two_lines_need_no_figure_without_a_formula() -> None:
    book = build(source(abroad(a_run(random.Random(SEED), 2, two=True))))
    assert not book.plain and book.formulas() > 2_000


def abroad(given: dict[str, Any]) -> dict[str, Any]:
    """The same quotes, the first ones in currencies of their own."""
    rates = {"USD": "7.1032", "PHP": "0.121903"}
    exchange = [{"currency": code, "rate": rate, "source": "Bank"} for code, rate in rates.items()]
    quotes = [
        one | {"document": one["document"] | {"currency": code}}
        for one, code in zip(given["quotes"], (*rates, "CNY"), strict=False)
    ]
    return given | {"demand": given["demand"] | {"exchange": exchange}, "quotes": quotes}


def test_quotes_in_other_currencies_follow_the_rate_of_the_inputs() -> None:
    for seed in range(2):
        book = build(source(abroad(a_run(random.Random(SEED + seed), 3))))
        assert not book.plain, "every figure has its formula"
        assert {"Rate_USD", "Rate_PHP"} <= set(book.names)
        heads = {cell.value for (row, _column), cell in book.sheet("Comparison").cells.items() if row == 3}
        assert {"Currency of the quote", "CNY for one unit"} <= heads


def test_a_wrong_formula_is_found_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin: with a wrong package formula the figures stay right, stand without formula, and are named."""
    right = build(source(few()))
    flat = line_columns.LineColumns._flat
    monkeypatch.setattr(
        line_columns.LineColumns, "_flat", lambda self: lambda where: f"{flat_of(self, flat, where)}+0.01"
    )
    wrong = build(source(few()))
    assert len(wrong.plain) > 60 * 2
    sheets = Counter(place.sheet for place in wrong.plain)
    assert set(sheets) == {sheet.name for sheet in wrong.sheets if sheet.name[0].isdigit()}
    totals = [by_vendor(book, [ranking.TOTAL, ranking.RANK]) for book in (right, wrong)]
    assert totals[0] == totals[1]


def flat_of(columns: Any, flat: Any, where: Any) -> str:
    """The right formula; its column of prices is put down only once."""
    if not hasattr(columns, "_right"):
        columns._right = flat(columns)
    return str(columns._right(where))


def test_a_line_beyond_the_formulas_is_written_as_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_lines, "KNOWN", rate_lines.KNOWN - {"min_qty"})
    given = inputs("RFQ-1")
    book = build(source({**given, "quotes": given["quotes"][:2]}))  # Paper Crane states a minimum of seats
    assert {place.sheet for place in book.plain} == {"1 Paper Crane Calls"}
    about = [str(cell.value) for cell in book.sheets[0].cells.values()]
    assert "1 Paper Crane Calls" in about and any("do not know" in text for text in about)
    notes = [str(cell.value) for cell in book.sheet("1 Paper Crane Calls").cells.values()]
    assert any("says more than the formulas can" in text for text in notes)


def test_names_of_vendors_never_reach_a_formula_but_as_a_quoted_sheet() -> None:
    plain, given = build(source(few())), few()
    for number, quote in enumerate(given["quotes"]):
        quote["vendor"] = f"{HOSTILE[17 + number]} {number}"
    hostile = build(source(given))
    for bad, good in zip(hostile.sheets, plain.sheets, strict=True):
        quoted = re.compile(r"'[^']*'!")
        assert [quoted.sub("", cell.formula) for cell in bad.cells.values()] == [
            quoted.sub("", cell.formula) for cell in good.cells.values()
        ]
    with zipfile.ZipFile(io.BytesIO(book_file(hostile, "CNY"))) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]


def test_a_price_that_cannot_be_computed_has_a_sheet_that_says_why() -> None:
    given = few()
    given["quotes"][1]["document"] = {**given["quotes"][1]["document"], "rate_lines": []}
    book = build(source(given))
    sheet = next(sheet for sheet in book.sheets if sheet.name.startswith("2 "))
    assert any("rate_lines" in str(cell.value) for cell in sheet.cells.values())
    assert not book.plain


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_the_labels_speak_the_readers_language(language: str) -> None:
    with translation.override(language):
        book = build(source(few()))
    assert not book.plain
    assert len({sheet.name for sheet in book.sheets}) == len(book.sheets)


@pytest.mark.prove
@needs_soffice
def test_libreoffice_recalculates_every_figure_of_the_demo() -> None:
    """All cached figures made wrong first, so that what is right was computed by LibreOffice."""
    books = [*(built(rfq) for rfq in RFQS), of_two_lines()]
    for book, sheets in zip(books, recalculated([book_file(book, "CNY") for book in books]), strict=True):
        assert differences(book, sheets) == []
        assert sheets["How to read it"][5][1] == 0, "no figure of the sheet of checks differs"


@pytest.mark.prove
@needs_soffice
def test_libreoffice_recalculates_random_quotes_to_the_cent() -> None:
    """n = 96 quotes in 12 workbooks, the last four for two service lines, seeds from SEED on; with ties and gates."""
    books = [build(source(a_run(random.Random(SEED + seed), 8, two=seed > 7))) for seed in range(12)]
    assert not [place for book in books for place in book.plain]
    files = [book_file(book, "CNY") for book in books]
    for book, sheets in zip(books, recalculated(files, seconds=3_000), strict=True):
        assert differences(book, sheets) == []


@pytest.mark.prove
@needs_soffice
def test_libreoffice_finds_a_wrong_formula() -> None:
    """The red twin of the proofs: one formula changed in the file, and the comparison names it and what follows."""
    book = built("RFQ-2")
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_file(book, "CNY"))) as good, zipfile.ZipFile(content, "w") as bad:
        for name in good.namelist():
            body = good.read(name).replace(b"<f>Headline_base+", b"<f>Headline_base+1+", 1)
            bad.writestr(name, body)
    assert any("Headline_base" in found for found in differences(book, recalculated([content.getvalue()])[0]))


@pytest.mark.prove
def test_random_quotes_all_have_their_formulas() -> None:
    """n = 480 quotes in 60 workbooks, seeds from SEED on, the last ten for two service lines: each figure has one."""
    cells = 0
    for seed in range(60):
        book = build(source(a_run(random.Random(SEED + seed), 8, two=seed >= 50)))
        assert not book.plain, (seed, book.plain[:3])
        cells += book.formulas()
    assert cells > 500_000


@pytest.mark.parametrize(("name", "reference"), [("linear", "5000000"), ("ceiling", "4000000")])
def test_another_price_formula_is_a_formula_of_the_sheet_too(name: str, reference: str) -> None:
    """Paper Crane's 4,957,278.42 beside the 3,402,134.28 of a quote that a gate holds back."""
    book = build(source(few(), {"price_formula": name, "price_reference": reference}))
    assert not book.plain, "every figure has its formula"
    found = [values[0] for values in by_vendor(book, [ranking.LEAVES["C1"]]).values()]
    assert [round(float(points), 2) for points in found] == ([100, 100] if name == "linear" else [0, 14.95])
