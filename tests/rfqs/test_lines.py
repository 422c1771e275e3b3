"""Service lines: their codes, how a need keeps them, and what each says by itself."""

from decimal import Decimal
from typing import Any

import pytest

from calc.decisions import levers, reference
from calc.decisions.build_modes import Build
from calc.decisions.reference_prices import Prices
from calc.documents import read_demand
from quotes.service_lines import service_names
from rfqs import needs
from rfqs.lines import (
    MAIN,
    ServiceLine,
    codes_of,
    content_of_line,
    demand_of_line,
    forecast_of,
    hours_of,
    label_of_line,
    lines_of,
    need_of_line,
    next_code,
    sells,
    services_of,
    with_handling,
    with_hours,
)
from rfqs.queries.amending import amendable_specs, differences
from rfqs.queries.estimate import levered
from scoring.rules import Case
from scoring.rules.remarks import understaffed_lines
from scoring.staffing import bases_of
from tests.two_lines import DEMAND, LINES, SECOND

CHAT = {"label": "Shop chat", "channel": "CHAT", "service_types": ["IN_PRESALES"], "aht_s": "300"}
HOTLINE = {"label": "Hotline", "channel": "PHONE", "service_types": ["IN_HOTLINE"], "aht_s": "240"}
REST: dict[str, Any] = {"coverage": [], "sells": False}


def alone() -> dict[str, Any]:
    return needs.template_values(needs.template("shop-chat"), "en")


def two() -> dict[str, Any]:
    return needs.new_line(alone(), first_label="Shop chat", values=HOTLINE | REST)[0]


def pairs(need: dict[str, Any], code: str) -> list[tuple[str, str]]:
    return [(row["type"], row["channel"]) for row in services_of(need, code)]


def test_an_rfq_that_names_no_line_has_one() -> None:
    assert lines_of({"demand": {"channel": "PHONE"}}) == [ServiceLine(MAIN, "", "PHONE")]
    assert [line.code for line in lines_of({"lines": LINES})] == ["main", next_code(1)]
    assert lines_of({"lines": LINES})[1].label == "Hotline"
    assert codes_of(alone()) == [MAIN] and label_of_line(alone(), MAIN) == ""


def test_each_line_has_its_own_services_handling_and_sales() -> None:
    need = two()
    assert codes_of(need) == [MAIN, SECOND]
    assert pairs(need, SECOND) == [("IN_HOTLINE", "PHONE")]
    assert pairs(need, MAIN) == pairs(alone(), MAIN)
    assert need_of_line(need, MAIN)["volumes"] == alone()["volumes"]
    hotline = need_of_line(need, SECOND)
    assert {name: hotline["volumes"][name] for name in ("channel", "aht_s", "talk_share")} == {
        "channel": "PHONE",
        "aht_s": "240",
        "talk_share": "0.90",
    }
    assert not needs.handling_missing(needs.with_defaults(hotline))
    assert (sells(need, MAIN), sells(need, SECOND)) == (True, False)
    unsaid = {"lines": [{"code": MAIN}, {"code": SECOND}], "has_sales_target": True, "volumes": {}}
    assert [need_of_line(unsaid, code)["has_sales_target"] for code in (MAIN, SECOND)] == [True, False]
    with pytest.raises(KeyError):
        need_of_line(need, "line-3")


def test_a_line_changes_moves_and_goes_and_its_code_never_comes_back() -> None:
    need = needs.changed_line(
        two(), SECOND, HOTLINE | REST | {"service_types": ["IN_HOTLINE", "IN_COMPLAINT"]}
    )
    assert pairs(need, SECOND) == [("IN_HOTLINE", "PHONE"), ("IN_COMPLAINT", "PHONE")]
    need = needs.changed_line(need, SECOND, HOTLINE | REST | {"label": "Calls", "coverage": ["WKD"]})
    assert pairs(need, SECOND) == [("IN_HOTLINE", "PHONE")] and label_of_line(need, SECOND) == "Calls"
    assert [row["kind"] for row in need_of_line(need, SECOND)["coverage_windows"]] == ["WKD"]
    hours = needs.subject_values(need, needs.VOLUMES, SECOND)[needs.HOURS]
    early = [hours[0] | {"start": "08:00"}]
    values = needs.subject_values(need, needs.VOLUMES, SECOND) | {needs.HOURS: early}
    need = needs.replaced_subject(need, needs.VOLUMES, values, SECOND)
    assert need_of_line(need, SECOND)["coverage_windows"] == early
    assert need_of_line(need, MAIN)["coverage_windows"] == alone()["coverage_windows"]
    moved = needs.moved_line(need, SECOND, -1)
    assert codes_of(moved) == [SECOND, MAIN] and (sells(moved, MAIN), sells(moved, SECOND)) == (True, False)
    gone = needs.without_line(moved, SECOND)
    assert gone | {"lines_made": 0} == alone() | {"lines_made": 0}
    again, code = needs.new_line(gone, first_label="Chat", values=HOTLINE | REST)
    assert (code, codes_of(again)) == ("line-3", [MAIN, "line-3"])
    left = needs.without_line(again, MAIN)  # the first one may go too: the other keeps its code
    assert codes_of(left) == ["line-3"] and pairs(left, "line-3") == [("IN_HOTLINE", "PHONE")]
    assert needs.basic_values(left)["channel"] == "PHONE"


def test_the_hours_and_the_sales_of_the_only_line_left_are_those_of_the_rfq() -> None:
    """They are asked on the page of basics then, where what the entry of a line says would not be seen."""
    hours = [{"kind": "WKD", "start": "08:00", "end": "20:00"}]
    need = with_hours(two() | {"has_sales_target": True}, SECOND, hours)
    assert not sells(need, SECOND) and need["coverage_windows"] != hours
    left = needs.without_line(need, MAIN)
    assert left["coverage_windows"] == hours == need_of_line(left, SECOND)["coverage_windows"]
    assert hours_of(left, SECOND) == [] and sells(left, SECOND)
    kept = needs.without_line(need, SECOND)
    assert kept["coverage_windows"] == alone()["coverage_windows"]


def test_a_service_given_on_two_lines_stays_with_the_other_when_one_goes() -> None:
    need = needs.new_line(alone(), first_label="Chat", values=CHAT | REST | {"label": "Chat for members"})[0]
    assert ("IN_PRESALES", "CHAT") in pairs(need, MAIN) and pairs(need, SECOND) == [("IN_PRESALES", "CHAT")]
    assert ("IN_PRESALES", "CHAT") in pairs(needs.without_line(need, SECOND), MAIN)


def test_the_cost_of_an_own_seat_is_asked_on_the_first_line_and_never_counts_unseen() -> None:
    """Before, each line asked for it though the first value found counted."""
    need = with_handling(two(), SECOND, {"own_seat_cost": "6000"})
    asked = lambda need, line: (
        "own_seat_cost" in {spec.code for spec in needs.line_specs(need, needs.VOLUMES, line)}
    )
    assert (asked(need, MAIN), asked(need, SECOND)) == (True, False)
    shown = needs.subject_values(need, needs.VOLUMES, MAIN)
    assert shown["own_seat_cost"] == "6000"
    assert "own_seat_cost" not in needs.subject_values(need, needs.VOLUMES, SECOND)
    held = lambda need: [need_of_line(need, code)["volumes"].get("own_seat_cost") for code in codes_of(need)]
    other = needs.replaced_subject(
        need, needs.VOLUMES, needs.subject_values(need, needs.VOLUMES, SECOND), SECOND
    )
    assert held(other) == [None, "6000"], "the page of another line says nothing of it"
    assert held(needs.replaced_subject(need, needs.VOLUMES, shown, MAIN)) == ["6000", None]
    emptied = needs.replaced_subject(need, needs.VOLUMES, shown | {"own_seat_cost": None}, MAIN)
    assert held(emptied) == [None, None]
    first = needs.moved_line(with_handling(two(), MAIN, {"own_seat_cost": "7000"}), SECOND, -1)
    assert (asked(first, SECOND), needs.subject_values(first, needs.VOLUMES, SECOND)["own_seat_cost"]) == (
        True,
        "7000",
    )
    assert held(needs.without_line(first, MAIN)) == ["7000"]


def test_what_differs_from_the_template_counts_every_line() -> None:
    need = two()
    before = needs.differing_counts(need, "shop-chat")
    need = with_hours(with_handling(need, SECOND, {"annual_growth": "0.5"}), SECOND, [{"kind": "BUS"}])
    after = needs.differing_counts(need, "shop-chat")
    assert after[needs.VOLUMES] == before[needs.VOLUMES] + 2
    assert {**after, needs.VOLUMES: 0} == {**before, needs.VOLUMES: 0}
    assert needs.differing_counts(alone(), "shop-chat")[needs.VOLUMES] == 0


CONTENT: dict[str, Any] = {"demand": DEMAND, "lines": LINES, "need": two(), "history": {"lines": {}}}


def test_one_line_of_a_publication_reads_like_an_rfq_of_its_own() -> None:
    hotline = content_of_line(CONTENT, SECOND)
    assert lines_of(hotline) == [ServiceLine(MAIN, "", "PHONE")]
    assert read_demand(hotline["demand"]).aht_s == 240
    assert hotline["need"]["volumes"]["aht_s"] == "240"
    whole = read_demand(DEMAND)
    assert forecast_of(DEMAND) == list(whole.forecast_profile)
    assert content_of_line(hotline, MAIN) == hotline


def test_the_estimate_of_several_lines_is_the_sum_of_each_with_one_centre() -> None:
    demand = read_demand(DEMAND)
    chat, hotline = (read_demand(demand_of_line(DEMAND, code)) for code in (MAIN, SECOND))
    own = reference.OwnTeam(Decimal(7000))
    models = ("B01", "B03", "B05", "B07", "B13", "B14")
    whole = reference.compare(demand, Prices(), models, own)
    parts = [reference.compare(one, Prices(), models, own) for one in (chat, hotline)]
    assert whole.seats == sum(one.seats for one in parts) and whole.contacts == sum(
        one.contacts for one in parts
    )

    def total(found: reference.Comparison, model: str) -> Decimal:
        return next(row.total for row in found.rows if row.model == model)

    for model in ("B01", "B03", "B07", "B13", "B14"):
        assert total(whole, model) == sum(total(one, model) for one in parts)
    centre = Build().invested + 12 * Build().monthly
    in_house = [total(one, reference.IN_HOUSE) for one in parts]
    assert total(whole, reference.IN_HOUSE) == sum(in_house) - centre
    assert next(row for row in whole.rows if row.model == "B05").reason == reference.NEEDS_PHONE
    assert levered(demand, None) == (demand, levers.effect(demand.forecast_profile, {}))


def test_an_addendum_tells_what_differs_by_line() -> None:
    new = CONTENT | {
        "demand": DEMAND
        | {"lines": [DEMAND["lines"][0], DEMAND["lines"][1] | {"forecast_profile": [1] * 12}]}
    }
    before = DEMAND["lines"][1]["forecast_profile"]
    assert differences(CONTENT, new) == [
        {"part": "forecast", "code": "", "before": before, "after": [1] * 12, "line": SECOND}
    ]
    later = [{"kind": "BUS", "start": "10:00", "end": "19:00"}]
    assert differences(CONTENT, CONTENT | {"need": with_hours(two(), SECOND, later)}) == [
        {"part": "volumes", "code": needs.HOURS, "before": None, "after": later, "line": SECOND}
    ]
    assert {spec.code for spec in amendable_specs(needs.VOLUMES, two(), SECOND)} >= {"aht_s", needs.HOURS}


def test_seats_are_held_line_by_line() -> None:
    """Twelve seats on the chat would do for the hotline too, but nobody there answers calls."""
    quote = {
        "base_seats": 60,
        "line_seats": {MAIN: 59, SECOND: 1},
        "rate_lines": [
            {"line": code, "model": "B01", "unit": "SEAT_MONTH", "unit_price": "4000"}
            for code in (MAIN, SECOND)
        ],
    }
    bases = bases_of(CONTENT)
    assert list(bases) == [MAIN, SECOND]
    case = Case(need=CONTENT["need"], demand=DEMAND, quote=quote, lines=service_names(CONTENT))
    (found,) = understaffed_lines(case, bases)
    assert (found.params["line"], found.params["offered"]) == ("Hotline", 1)
    assert found.params["seats"] > 1
