"""One scenario of the pricing task as a workbook with live formulas, recalculated by LibreOffice and HyperFormula.

A sheet for each quote: sixty rows with the lines of `calc.month`, prices of the contract years below them. A
macro in a LibreOffice profile of its own recalculates the whole workbook n times; processor time of n less that of
none is what recalculating takes, without starting and loading. HyperFormula is given the same cells, and takes the
time itself: `hyperformula.mjs` writes the whole demand anew n times, on which nearly every formula depends.
"""

import json
import resource
import shutil
import subprocess
from dataclasses import dataclass
from html import escape
from pathlib import Path

from xlsxwriter import Workbook

from bench.pricing_task import HORIZONS, Task, packed
from calc.numbers import plain

ENGINE = Path(".venv/peers-hyperformula/node_modules/hyperformula")
DRIVER = Path(__file__).with_name("hyperformula.mjs")
MONTHS = 60
FIRST = 4  # the row of month 1, counted from 1; above it stand the totals
YEARS = FIRST + MONTHS + 1
LETTERS = [*(chr(65 + place) for place in range(26)), *(f"A{chr(65 + place)}" for place in range(26))]
MACRO = """
Sub Run(path As String, out As String, times As Integer)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  book.calculateAll()
  For i = 1 To times
    book.calculateAll()
  Next i
  handle = FreeFile
  Open out For Output As #handle
  For s = 1 To book.Sheets.Count - 1
    For c = 0 To 2
      Print #handle, Format(book.Sheets.getByIndex(s).getCellByPosition(c, 1).Value, "0.00")
    Next c
  Next s
  Close #handle
  book.close(True)
  StarDesktop.terminate()
End Sub
"""
_DTD = '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
_SPACE = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'


Cells = dict[tuple[int, int], float | str]  # (row, column) from 0


@dataclass(frozen=True)
class Recalculated:
    """Processor seconds of one recalculation, and the totals in cents, quote by quote and horizon by horizon."""

    seconds: float
    totals: list[int]


def recalculated(task: Task, folder: Path, times: int) -> Recalculated | None:
    """What LibreOffice makes of scenario 0, or None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return None
    book, out = folder / "task.xlsx", folder / "totals.txt"
    write(task, book)

    def spent(count: int) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        macro = f'macro:///Standard.Bench.Run("{book}","{out}",{count})'
        quiet = ("--headless", "--norestore", "--nologo", "--nodefault")
        home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run([office, *quiet, home, macro], check=True, capture_output=True, timeout=900)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    spent(0)  # the first start fills the profile, and finds no macro
    add_macro(folder / "profile")
    none = spent(0)
    seconds = (spent(times) - none) / times
    totals = [round(float(line.strip().replace(",", ".")) * 100) for line in out.read_text().split()]
    return Recalculated(seconds, totals)


def headless(task: Task, folder: Path, times: int) -> Recalculated | None:
    """What HyperFormula makes of scenario 0, or None where it or node is not installed."""
    node = shutil.which("node")
    if node is None or not ENGINE.exists():
        return None
    given = folder / "sheets.json"
    given.write_text(json.dumps({name: _rows(cells) for name, cells in sheets(task).items()}))
    command = [node, str(DRIVER), str(ENGINE.resolve()), str(given), str(times)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=900).stdout)
    return Recalculated(found["seconds"], [round(total * 100) for total in found["totals"]])


def _rows(cells: Cells) -> list[list[float | str | None]]:
    rows: list[list[float | str | None]] = [[] for _ in range(max(row for row, _ in cells) + 1)]
    for (row, column), content in sorted(cells.items()):
        rows[row] += [None] * (column - len(rows[row])) + [content]
    return rows


def add_macro(folder: Path) -> None:
    """Put the macro into a LibreOffice profile."""
    basic = folder / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    (basic / "script.xlc").write_text(
        f"{head}{_DTD.format('library:libraries', 'libraries')}\n<library:libraries {_SPACE}>"
        '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" '
        'xlink:type="simple" library:link="false"/></library:libraries>'
    )
    (basic / "Standard" / "script.xlb").write_text(
        f"{head}{_DTD.format('library:library', 'library')}\n<library:library {_SPACE} "
        'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Bench"/></library:library>'
    )
    (basic / "Standard" / "Bench.xba").write_text(
        f"{head}{_DTD.format('script:module', 'module')}\n"
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Bench" '
        f'script:language="StarBasic">{escape(MACRO)}</script:module>'
    )


def write(task: Task, path: Path) -> None:
    """The workbook: scenario 0 of the task, all formulas live."""
    with Workbook(str(path)) as book:
        for name, cells in sheets(task).items():
            sheet = book.add_worksheet(name)
            for (row, column), content in cells.items():
                sheet.write(row, column, content)


def sheets(task: Task) -> dict[str, Cells]:
    """Every sheet's cells: numbers, and formulas beginning with "="."""
    return {
        "Demand": _demand(task),
        **{f"Q{place}": _quote(rows) for place, rows in enumerate(packed(task))},
    }


def _demand(task: Task) -> Cells:
    scenario = task.drivers.exact(0)
    rates = (scenario.repeat, scenario.conversion, scenario.loading_slope)
    cells: Cells = {(0, column): float(plain(rate)) for column, rate in enumerate(rates)}
    for month in range(MONTHS):
        cells[FIRST - 1 + month, 1] = float(plain(scenario.volumes[month]))
        cells[FIRST - 1 + month, 2] = float(plain(scenario.promotions[month]))
    return cells


def _quote(years: list[list[float]]) -> Cells:
    cells: Cells = {}
    for column, horizon in enumerate(HORIZONS):
        last = FIRST + horizon - 1
        leaving = f"$AB${YEARS}"
        tax = f"ROUND((R{last}+{leaving})*$AA${YEARS},2)-S{last}"
        cells[1, column] = f"=SUM(V{FIRST}:V{last})+{leaving}+{tax}"
    for month in range(MONTHS):
        for column, formula in enumerate(_formulas(int(years[0][0]), month)):
            cells[FIRST - 1 + month, column] = f"={formula}"
    for year, row in enumerate(years):
        for column, value in enumerate(row):
            cells[YEARS - 1 + year, column] = float(value)
    return cells


def _formulas(model: int, month: int) -> list[str]:
    at, year = FIRST + month, YEARS + month // 12

    def p(place: int) -> str:
        return f"${LETTERS[place]}${year}"

    steps = "".join(f"+MAX(0,D{at}-{p(4 + b)})*({p(8 + b)}-{p(7 + b)})" for b in range(3))
    fees = {
        2: f"D{at}*{p(7)}{steps}",
        3: f"D{at}*IF(D{at}<={p(4)},{p(7)},IF(D{at}<={p(5)},{p(8)},IF(D{at}<={p(6)},{p(9)},{p(10)})))",
        4: f"D{at}*{p(13)}/60*{p(1)}",
        5: f"D{at}*{p(1)}+{p(2)}",
        6: f"MAX(0,D{at}-{p(3)})*{p(1)}+{p(2)}",
    }
    new = f"MAX(0,F{at}-F{at - 1})" if month else f"(F{at}+{p(12)})"
    sold = f"B{at}*MIN(1,{p(17)}*Demand!$B$1)*{p(18)}"
    return [
        str(month + 1),
        f"Demand!B{at}",
        f"Demand!C{at}",
        f"ROUND(B{at}*(1+{p(15)}*Demand!$A$1)/{p(16)},0)",
        f"ROUNDUP(ROUND(D{at}*{p(13)}/{p(14)},9),0)",
        f"MAX(0,E{at}-{p(12)})",
        fees.get(model, f"{p(12)}*{p(1)}"),
        f"ROUND(G{at},2)",
        f"MAX(0,{p(11)}-H{at})",
        f"ROUND({sold},2)" if model == 1 else "0",
        f"ROUND(F{at}*{p(19)},2)",
        f"ROUND(C{at}*{p(20)},2)",
        f"ROUND({new}*{p(21)},2)",
        p(22),
        f"ROUND((F{at}+{p(12)})*{p(23)},2)",
        "0" if month else p(24),
        f"ROUND(G{at}*{p(25)},2)",
        f"SUM(H{at}:Q{at})",
        f"ROUND(R{at}*{p(26)},2)",
        p(29) if month else f"{p(29)}+{p(30)}",
        f"ROUND(Demand!$C$1*{p(28)},2)",
        f"R{at}+S{at}+T{at}+U{at}",
    ]
