"""The ranking and the answers as files: same figures as the page, same doors, on record, and nothing runs."""

import csv
import html
import io
import json
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.stepup import is_protected
from audit.models import AuditEvent
from quotes.models import Quote
from rfqs.models import Part
from scoring.workbook import ranking
from tests import cast
from tests.scoring.build import CHEAP, closed_rfq, open_part, scored_rfq
from tests.scoring.test_pages import page, signed_in
from tests.ui.test_exports import HOSTILE, runs_as_formula
from ui.figures import grouped
from vendors.models import Vendor

# Formulas as we write them: figures, cells, names, signs and our functions; a vendor's name only as a quoted sheet.
OURS = re.compile(r"(?:[A-Za-z0-9_$.,:()+*/^<>=-]|\"\"|'[A-Za-z ]+'!)+")

pytestmark = pytest.mark.django_db


def sent(user: Any, name: str, form: str = "xlsx") -> Any:
    return signed_in(user).post(reverse(f"scoring:{name}_export", args=["RFQ-7"]), {"form": form})


def lines(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def book(answer: Any) -> dict[str, list[list[Any]]]:
    read = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


def ranked(sheets: dict[str, list[list[Any]]]) -> dict[str, list[float]]:
    """Rank, total, pillars and total cost by vendor, from the cached figures of the workbook."""
    columns = (ranking.RANK, ranking.TOTAL, *ranking.PILLARS.values(), ranking.COST)
    rows = sheets["Ranking"][ranking.FIRST :]
    return {row[0]: [row[column] for column in columns] for row in rows if row[0] and row[ranking.RANK]}


def test_page_csv_xlsx_json_and_the_stored_run_say_the_same() -> None:
    """C6: one ranking, five places."""
    _rfq, run = scored_rfq()
    buyer = cast.buyer()
    shown = signed_in(buyer).get(page("ranking")).content.decode()
    table, sheet = lines(sent(buyer, "ranking", "csv")), ranked(book(sent(buyer, "ranking")))
    out = io.StringIO()
    call_command("ranking", "RFQ-7", as_json=True, stdout=out)
    document = json.loads(out.getvalue())
    assert document["rows"] == run.result["ranking"]["rows"] and len(document["rows"]) >= 2
    for row, written in zip(document["rows"], table[1:], strict=False):
        pillars = [row["pillars"][name] for name in document["weights"]]
        assert written[:3] == [str(row["rank"]), row["vendor"], row["total"]]
        assert written[3 : 3 + len(pillars)] == pillars
        assert [f"{figure:.2f}" for figure in sheet[row["vendor"]]] == [
            f"{Decimal(text):.2f}" for text in (written[0], *written[2:7])
        ]
        for amount in (row["total"], *pillars, written[6], written[7]):
            assert grouped(Decimal(amount), 2) in shown


def test_a_quote_held_back_has_no_rank() -> None:
    scored_rfq()
    rows = lines(sent(cast.buyer(), "ranking", "csv"))[1:]
    assert all(row[0] == "" and row[2] == "" for row in rows if "G-" in row[10])


@pytest.mark.parametrize(
    ("name", "form", "what"),
    [
        ("ranking", "csv", "ranking"),
        ("ranking", "xlsx", "comparison"),
        ("prices", "xlsx", "prices"),
        ("answers", "xlsx", "answers"),
    ],
)
def test_a_download_is_on_record_and_shut_off(name: str, form: str, what: str) -> None:
    scored_rfq()
    answer = sent(cast.buyer(), name, form)
    assert answer.status_code == 200 and f'filename="RFQ-7-{what}-' in answer["Content-Disposition"]
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    row = AuditEvent.objects.get(action="export.made")
    assert (row.detail, row.rfq_code, row.actor_id) == (
        {"what": what, "form": form}, "RFQ-7", str(cast.buyer().pk),
    )  # fmt: skip
    assert is_protected(f"scoring:{name}_export")


def test_who_may_not_see_the_page_gets_no_file() -> None:
    rfq, _run = scored_rfq()
    expected = {"reviewer": (403, 200, 200), "vendor_user": (404,) * 3, "administrator": (404,) * 3}
    for name, statuses in expected.items():
        user = getattr(cast, name)()
        found = tuple(sent(user, what).status_code for what in ("ranking", "prices", "answers"))
        assert found == statuses, name
    assert signed_in(cast.buyer()).get(reverse("scoring:ranking_export", args=[rfq.code])).status_code == 405


def test_before_the_opening_there_is_no_file() -> None:
    rfq = closed_rfq()
    names = ("ranking", "prices", "answers")
    assert [sent(cast.buyer(), what).status_code for what in names] == [404, 404, 404]
    open_part(rfq, Part.QUALITY)
    assert [sent(cast.buyer(), what).status_code for what in names[:2]] == [404, 404]
    assert "4800" not in str(book(sent(cast.buyer(), "answers"))), "prices are still sealed"
    assert AuditEvent.objects.filter(action="export.made").count() == 1


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 24))
def test_hostile_words_in_every_text_run_nowhere(start: int) -> None:
    """F1 end to end: vendor names, answers and own words, through every export."""
    scored_rfq()
    words = iter(HOSTILE[start : start + 24] * 40)
    for quote in Quote.objects.all():
        quote.quality = _replaced(quote.quality, words)
        Quote.objects.filter(pk=quote.pk).update(quality=quote.quality)
    for vendor in Vendor.objects.exclude(name=CHEAP):
        label = _storable(next(words))[:100] or "x"
        Vendor.objects.filter(pk=vendor.pk).update(
            name_i18n=dict.fromkeys(("en", "zh-hans", "zh-hant"), label)
        )
    buyer = cast.buyer()
    for row in lines(sent(buyer, "ranking", "csv")):
        assert not [cell for cell in row if runs_as_formula(cell) and not _is_number(cell)]
    for name in ("ranking", "prices", "answers"):
        with zipfile.ZipFile(io.BytesIO(sent(buyer, name).content)) as archive:
            for part in archive.namelist():
                body = archive.read(part).decode()
                assert name != "answers" or not re.search(r"<f[ >/]", body), part
                for formula in re.findall(r"<f>([^<]*)</f>", body):
                    assert OURS.fullmatch(re.sub(r"'[1-9][0-9]* ?[^']*'!", "", html.unescape(formula))), (
                        formula
                    )
                assert "<hyperlink" not in body and "externalLink" not in body


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:2000]


def _replaced(value: Any, words: Any) -> Any:
    """Free text of a document replaced; codes, amounts and states stay."""
    if isinstance(value, dict):
        return {
            key: _storable(next(words)) if key in ("text", "note", "reason") else _replaced(one, words)
            for key, one in value.items()
        }
    return [_replaced(one, words) for one in value] if isinstance(value, list) else value


def _is_number(cell: str) -> bool:
    try:
        return Decimal(cell).is_finite()
    except ArithmeticError:
        return False
