"""`price` without a database and `ranking` from a stored run, in the forms of the documents."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from calc import ENGINE
from tests.calc.demo_cases import FIGURES, case
from tests.calc.test_service_lines import CALLS, CHAT, HOTLINE, SEATS, offer, together
from tests.scoring.build import CHEAP, DEAR, document, scored_rfq

ROOT = Path(__file__).resolve().parents[2]


def written(tmp_path: Path, content: Any) -> str:
    path = tmp_path / "case.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def priced(path: str, **options: Any) -> str:
    out = StringIO()
    call_command("price", path, stdout=out, **options)
    return out.getvalue()


def test_price_gives_the_form_of_the_documents(tmp_path: Path) -> None:
    found = json.loads(priced(written(tmp_path, case("RFQ-1")), as_json=True))
    crane = found["Paper Crane Calls"]
    assert list(crane) == [
        *("headline", "year1_payable", "uplift_y1", "disclosure", "loaded_uplift"),
        *("tco", "tco_per_contact", "elasticity", "exit_cost", "months"),
    ]
    assert crane["tco"]["36"] == "2488827.79"
    assert crane["months"][0]["vendor_payable"] == "52512.40"
    assert {name: one["headline"] for name, one in found.items()} == {
        name: figures[0] for name, figures in FIGURES["RFQ-1"].items()
    }


def test_price_as_a_table(tmp_path: Path) -> None:
    lines = priced(written(tmp_path, case("RFQ-1"))).splitlines()
    assert lines[0].split()[:2] == ["headline", "year1_payable"]
    assert any(line.startswith("Paper Crane Calls") and "2488827.79" in line for line in lines)


def test_price_of_two_lines_and_another_currency(tmp_path: Path) -> None:
    exchange = [{"currency": "USD", "rate": "7.1032"}]
    need = together(CHAT | {"exchange": exchange}, HOTLINE)
    abroad = offer(
        SEATS | {"unit_price": "640"}, CALLS | {"unit_price": "0.31"}, seats={"line-1": 9}, currency="USD"
    )
    path = written(tmp_path, {"demand": need, "quotes": {"Harbour": abroad}})
    shown = priced(path).splitlines()
    assert shown[2] == (
        "Harbour: billed in USD, 1 USD = 7.1032 CNY; headline 8550.00 USD, first year 102600.00 USD"
    )
    assert shown[3].startswith("Harbour: line-1: 290004 contacts")
    found = json.loads(priced(path, as_json=True))["Harbour"]
    assert found["quoted"]["headline"] == "8550.00"
    month = found["months"][0]
    assert (month["vendor_payable"], month["invoice"]["payable"]) == ("60732.36", "8550.00")
    assert [part["code"] for part in month["parts"]] == ["line-1", "line-2"]


def test_price_needs_no_database(tmp_path: Path) -> None:
    path = written(tmp_path, case("RFQ-2"))
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "manage.py", "price", path, "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["Lighthouse Whale"]["headline"] == "98000.00"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "give an object"),
        ({"demand": {}}, "quotes: is missing"),
        ({"demand": {"schema": "x"}, "quotes": {"A": {"schema": "y"}}}, "demand."),
    ],
)
def test_a_bad_case_ends_with_status_2_and_a_line_per_fault(tmp_path: Path, content: Any, words: str) -> None:
    with pytest.raises(CommandError, match=words) as caught:
        priced(written(tmp_path, content))
    assert caught.value.returncode == 2


def test_every_fault_has_its_line(tmp_path: Path) -> None:
    wrong = case("RFQ-1")
    wrong["quotes"]["Celadon Service"]["rate_lines"][0]["unit_price"] = "1e3"
    wrong["quotes"]["Oolong Surge"]["currency"] = "EUR"
    with pytest.raises(CommandError) as caught:
        priced(written(tmp_path, wrong))
    lines = str(caught.value).splitlines()
    assert any(line.startswith("quotes.Celadon Service.rate_lines[0].unit_price") for line in lines)
    assert any(line.startswith("quotes.Oolong Surge.currency") for line in lines)


@pytest.mark.django_db
def test_ranking_prints_the_stored_run() -> None:
    scored_rfq(third=document("4500", q8_unilateral_change=True))
    out = StringIO()
    call_command("ranking", "RFQ-7", as_json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert list(found) == ["rfq", "preset", "weights", "engine", "rows", "excluded"]
    assert (found["rfq"], found["preset"], found["engine"]) == ("RFQ-7", "default", ENGINE)
    first = found["rows"][0]
    assert (first["rank"], first["vendor"]) == (1, CHEAP)
    assert list(first) == [
        *("rank", "vendor", "total", "pillars", "leaves", "tco", "headline"),
        *("year1_payable", "loaded_uplift", "flags", "gates_failed"),
    ]
    assert list(first["tco"]) == ["12", "36", "60"]
    assert set(found["excluded"][0]) == {"vendor", "gates_failed", "total_if_ignored"}
    assert found["excluded"][0]["gates_failed"] == ["G-11"]
    cost_led = StringIO()
    call_command("ranking", "RFQ-7", as_json=True, preset="cost-led", stdout=cost_led)
    assert json.loads(cost_led.getvalue())["weights"] == {"cost": "60", "quality": "20", "risk": "20"}
    table = StringIO()
    call_command("ranking", "RFQ-7", stdout=table)
    assert DEAR in table.getvalue()


@pytest.mark.django_db
def test_ranking_of_nothing_says_so() -> None:
    with pytest.raises(CommandError, match="there is no RFQ") as caught:
        call_command("ranking", "RFQ-404")
    assert caught.value.returncode == 2
