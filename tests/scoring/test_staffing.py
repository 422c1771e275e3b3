"""The seats of a quote against its own promise: fair to the vendor, and only with the prices open."""

import json
from datetime import date, timedelta
from fractions import Fraction as F
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from calc.workforce.erlang import StaffingError, Target
from rfqs.models import Part
from scoring.models import Sheet
from scoring.queries.panel import remarks_on
from scoring.queries.staffing import remedy_of
from scoring.rules import flags_of
from scoring.rules.flags import COMMERCIAL, QUALITY
from scoring.rules.remarks import understaffed
from scoring.rules.sentences import flag_sentence
from scoring.staffing import Basis, basis_of, held, target_of
from tests import cast, two_lines
from tests.scoring.build import CHEAP, DEAR, closed_rfq, open_part, score_stage
from tests.scoring.documents import DEMAND, NEED, case_with
from tests.tables import read
from tests.two_lines import SECOND

EVERY_DAY = [str(day) for day in range(1, 8)]
HOTLINE = {**DEMAND, "channel": "PHONE", "concurrency": "1", "aht_s": "240", "forecast_profile": [30000] * 12}
H24 = {"kind": "H24", "weekdays": EVERY_DAY, "start": "00:00", "end": "24:00", "positions": 1}
VOLUMES = {"service_level": "0.80", "answer_within_s": "20", "max_occupancy": "0.85", "shrinkage": "0.30"}


def need(**changes: Any) -> dict[str, Any]:
    return {**NEED, "coverage_windows": [H24], "volumes": VOLUMES, "core_kpis": [], **changes}


def basis(demand: dict[str, Any] = HOTLINE, **changes: Any) -> Basis:
    return basis_of({"need": need(**changes), "demand": demand})


def case(seats: int = 17, **changes: Any) -> Any:
    plain = {
        "base_seats": seats,
        "operations.aht_s": None,
        "operations.repeat_rate": None,
        "q1_seat_definition": None,
        "q6_kpis": [{"kpi": "SL", "committed": "80"}],
    }
    return case_with({**plain, **changes}, need())


def test_seventeen_seats_of_the_planning_formula_are_thirteen_short_of_80_in_20() -> None:
    found = held(case(), basis())
    assert (found.offered, found.planned, found.plan.seats, found.missing) == (17, 17, 30, 13)
    assert found.promise == "PROMISED"
    assert found.sustained is None  # less people than calls: the queue never ends
    flag = understaffed(case(), found)
    assert (flag.code, flag.points, flag.question) == ("W-SEATS", 0, 3)
    said = flag_sentence(flag.code, flag.params)
    assert "17 seats are offered; the promised service needs 30, 13 more" in said
    assert "planning formula, which needs 17" in said


def test_a_page_says_what_to_change_in_its_own_words() -> None:
    for changes, words in (
        ({"forecast_profile": [0] * 12}, "Give the volumes"),
        ({"forecast_profile": [10**9] * 12}, "More than 20,000 contacts would be there at once"),
        ({"channel": "EMAIL"}, "worked off as a backlog"),
        ({"aht_s": "90000"}, "1 to 86,400 seconds"),
        ({"concurrency": "40"}, "1 to 20 chats"),
    ):
        with pytest.raises(StaffingError) as error:
            basis(HOTLINE | changes).plan()
        assert words in str(remedy_of(error.value)), changes


def test_the_vendors_own_figures_take_the_place_of_the_needs() -> None:
    one = held(case(), basis())
    faster = held(case(**{"operations.aht_s": "120"}), basis())
    assert faster.plan.seats < one.plan.seats and faster.planned < one.planned
    stated = held(case(q3_shrinkage="0.10"), basis())
    assert stated.plan.seats == 24  # 3,652.5 hours at 156.6
    covered = {"hours_day": "8", "days_month": "21.75", "leave_cover": True}
    assert held(case(q1_seat_definition=covered), basis()).plan.seats == 21
    long_days = covered | {"hours_day": "24", "days_month": "30.4375"}
    assert held(case(q1_seat_definition=long_days), basis()).plan.seats == 5
    asked = held(case(q6_kpis=[]), basis())
    assert asked.promise == "ASKED" and asked.plan.seats == 30
    laxer = held(case(q6_kpis=[{"kpi": "SL", "committed": "40"}]), basis())
    assert laxer.plan.seats < 30


def test_enough_seats_raise_nothing_and_what_is_missing_has_a_price() -> None:
    enough = held(case(30), basis())
    assert enough.missing == 0 and understaffed(case(30), enough) is None
    short = held(case(24, F01={"status": "CHARGED", "unit": "SEAT_MONTH", "price": "6000"}), basis())
    assert short.missing == 6 and short.missing_fee == 36000
    # 24 seats have hours for 4 agents at any time, who keep about two thirds in 20 s.
    assert F(60, 100) <= short.sustained < F(80, 100)


def test_a_quote_without_seats_carries_the_risk_itself() -> None:
    assert held(case(0), basis()) is None
    assert understaffed(case(0), None) is None


def test_it_is_silent_while_prices_are_sealed_and_never_a_flag_of_the_register() -> None:
    sealed = case_with({"base_seats": 1}, need(), prices_open=False)
    assert understaffed(sealed, held(sealed, basis())) is None
    assert "W-SEATS" not in {flag.code for part in (QUALITY, COMMERCIAL) for flag in flags_of(case(), part)}


def test_the_target_is_the_level_else_the_response_time_else_the_needs_own() -> None:
    assert target_of({"SL": "80", "ART": "30"}, VOLUMES) == Target(F(20), F(4, 5))
    assert target_of({"FRT": "15", "ART": "30"}, VOLUMES) == Target(F(15))
    assert target_of({"ART": "30"}, VOLUMES) == Target(F(30))
    assert target_of({"CSAT": "90"}, VOLUMES) == Target(F(20), F(4, 5))
    assert target_of({"SL": "100"}, VOLUMES).share == F(99, 100)
    assert target_of({}, {}) == Target(F(20), F(4, 5))


@pytest.mark.parametrize(
    ("demand", "changes", "field"),
    [
        ({**HOTLINE, "forecast_profile": []}, {}, "contacts"),
        ({**HOTLINE, "aht_s": ""}, {}, "aht_s"),
        ({**HOTLINE, "channel": "EMAIL"}, {}, "channel"),
        (HOTLINE, {"coverage_windows": []}, "coverage_windows"),
    ],
)
def test_what_is_missing_is_named(demand: dict[str, Any], changes: dict[str, Any], field: str) -> None:
    with pytest.raises(StaffingError) as refused:
        basis(demand, **changes)
    assert refused.value.field == field


def test_the_command_staffs_a_file_and_prices_quotes_on_its_volume(tmp_path: Path) -> None:
    days = [date(2026, 4, 1) + timedelta(n) for n in range(183)]
    rows = [f"{day} {hour:02d}:00,60" for day in days for hour in range(9, 12)]
    file, said = tmp_path / "calls.csv", StringIO()
    file.write_text("\n".join(["time,contacts", *rows]))
    call_command("staff", str(file), "--case", "demo/data/rfq-2.json", "--seats", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("Six whole months: 2026-04 5,400, 2026-05 5,580")
    # 60 calls of 240 s an hour are 4 Erlang: 7 agents keep 80 % in 20 s, 6 do not; 10 are rostered.
    assert next(line.split()[4] for line in lines if line.startswith("Mon   09:00")) == "7"
    assert (
        "Celadon Service" in said.getvalue() and "10 rostered in the busiest interval: 10" in said.getvalue()
    )
    file.write_text("\n".join(["time,contacts", *(f"{day},180" for day in days)]))
    with pytest.raises(CommandError, match="holds no intervals"):
        call_command("staff", str(file), stdout=said)


def test_the_command_counts_the_rows_on_one_of_several_service_lines(tmp_path: Path) -> None:
    days = [date(2026, 4, 1) + timedelta(n) for n in range(183)]
    rows = [f"{day} {hour:02d}:00,60" for day in days for hour in range(9, 12)]
    file, case, said = tmp_path / "calls.csv", tmp_path / "case.json", StringIO()
    file.write_text("\n".join(["time,contacts", *rows]))
    desk = two_lines.DESK | {"id": "team", "line": SECOND, "unit_price": "1000"}
    quotes = {"seats": two_lines.quotes()["seats"], "fixed": two_lines.quotes()["fixed"]}
    quotes["seats"]["rate_lines"].append(desk)
    case.write_text(json.dumps({"demand": two_lines.DEMAND, "quotes": quotes}))
    with pytest.raises(CommandError, match="--line: is missing: the case has the service lines main, line-2"):
        call_command("staff", str(file), "--case", str(case), stdout=said)
    with pytest.raises(CommandError, match="give one of main, line-2"):
        call_command("staff", str(file), "--case", str(case), "--line", "line-3", stdout=said)
    call_command("staff", str(file), "--case", str(case), "--line", SECOND, "--seats", stdout=said)
    shown = [line.split() for line in said.getvalue().splitlines()]
    hotline = [row for row in shown if row[:1] == [SECOND]]
    # Ten seats are needed where five are offered: 5200 each, and a fee of 1000 for five is one of 2000 for ten.
    assert (hotline[0][1], hotline[0][8]) == ("10", "648,000.00")
    # A year is twelve average months of the rows: 5490 calls x 1.10 / 1.15 for fewer repeats are 5251, at 2.15.
    assert (hotline[1][5], hotline[1][8]) == ("63,012", "135,475.80")
    chat = [row for row in shown if row[:1] == ["main"]]
    assert [row[1] for row in chat] == ["0", "11"]  # the other line keeps its seats and its forecast
    (promoted,) = {row[5] for row in chat}
    forecast = sum(
        F(count) * F("1.10") / F("1.12") for count in two_lines.DEMAND["lines"][0]["forecast_profile"]
    )
    assert abs(int(promoted.replace(",", "")) - forecast) < 12


@pytest.mark.django_db
def test_the_page_shows_the_need_to_all_and_the_vendors_once_prices_are_open() -> None:
    """Chat of 300 s, two at once, 09:00 to 24:00: the vendors promise 30 s on average and offer 9 seats."""
    rfq = open_part(closed_rfq(), Part.QUALITY)
    client = cast.sign_in_afresh(Client(), cast.buyer())
    address = reverse("scoring:staffing", args=[rfq.code])
    page = read(client.get(address).content.decode())
    assert "Assumption: no interval counts were uploaded" in " ".join(page.texts)
    assert page.tables["week"].names() == ["09:00–24:00"]
    assert "vendors" not in page.tables
    score_stage(rfq, Sheet.Stage.FIRST)
    open_part(rfq, Part.COMMERCIAL)
    page = read(client.get(address).content.decode())
    row = page.tables["vendors"].row(CHEAP)
    needed, missing = int(row[3]), int(row[4])
    assert row[1] == "9" and missing == needed - 9
    assert set(page.tables["vendors"].names()) == {DEAR, CHEAP}
    # The opening has stored the finding: the pages of prices and flags show it without staffing anybody again.
    with patch("scoring.rules.remarks.bases_of", side_effect=AssertionError("worked out on the page")):
        for name in ("scoring:prices", "scoring:opening"):
            shown = client.get(reverse(name, args=[rfq.code])).content.decode()
            assert "W-SEATS" in shown and f"the promised service needs {needed}" in shown
        quotes = [quote.pk for quote in rfq.quotes.all()]
        assert {badge["severity"] for found in remarks_on(quotes).values() for badge in found} == {"NOTE"}
