"""Workbooks recalculated by LibreOffice, and compared cell by cell with what the application wrote."""

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from calc.book import Book

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None,
    reason="LibreOffice is not here: apt-get install --no-install-recommends libreoffice-calc-nogui",
)
# LibreOffice trusts the figures of a file that Excel seems to have written, unless it is told to compute them anew.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
POISON = "-987654321"


def poisoned(content: bytes) -> bytes:
    """The file with a wrong figure behind every formula: what is right afterwards was computed."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = body.decode()
                text, count = re.subn(r"(</f><v>)[^<]*(</v>)", rf"\g<1>{POISON}\g<2>", text)
                assert count == len(re.findall(r"<f[ >]", text)), "every formula has its figure"
                body = text.encode()
            target.writestr(name, body)
    return held.getvalue()


def recalculated(contents: list[bytes], seconds: int = 300) -> list[dict[str, list[list[Any]]]]:
    """The sheets of each workbook as LibreOffice computes them, from files whose figures were all made wrong."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        profile = home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
        names = []
        for number, content in enumerate(contents):
            names.append(f"book{number}.xlsx")
            (home / names[-1]).write_bytes(poisoned(content))
        out = home / "out"
        command = [
            *(
                str(SOFFICE),
                f"-env:UserInstallation=file://{home}/profile",
                "--headless",
                "--convert-to",
                "xlsx",
            ),
            *("--outdir", str(out), *(str(home / name) for name in names)),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=seconds)
        return [read((out / name).read_bytes()) for name in names]


def read(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def differences(book: Book, sheets: dict[str, list[list[Any]]]) -> list[str]:
    """Cells of formulas in `sheets` that do not show what the description says."""
    found = []
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            if not cell.formula:
                continue
            try:
                shown = sheets[sheet.name][row][column]
            except (KeyError, IndexError):
                shown = None
            if not _equal(shown, cell.value, cell.form, cell.formula):
                found.append(
                    f"{sheet.name} row {row + 1} column {column + 1}: {shown} is not {cell.value} ={cell.formula}"
                )
    return found


def _equal(shown: Any, value: Any, form: str, formula: str) -> bool:
    if isinstance(value, str) or isinstance(shown, str):
        return bool(shown == value)
    if shown is None or isinstance(shown, bool):
        return False
    # A score on its way to a total is not rounded, and may lie on a half: 10.695 is 10.694999999999999 to a float.
    on_its_way = form == "score" and not formula.startswith("ROUND(")
    if form in ("money", "cash", "count", "score") and not on_its_way:
        places = Decimal(1) if form == "count" else Decimal("0.01")
        one, other = (
            Decimal(repr(float(x))).quantize(places, rounding=ROUND_HALF_UP) for x in (shown, value)
        )
        return one == other and abs(float(shown) - float(value)) < 0.001
    return abs(float(shown) - float(value)) <= 1e-9 * max(1.0, abs(float(value)))
