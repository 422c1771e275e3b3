"""The demo as it stands in the database and on its pages, against the whole tables of domain 12.2 to 12.4."""

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from calc import ENGINE
from calc.scorecard import PRESETS
from demo import quotes as demo_quotes
from demo.people import Cast
from demo.vendors import BY_KEY
from quotes.models import Quote
from rfqs import needs
from rfqs.models import RFQ
from rfqs.queries.advice import recommendation_of
from scoring.models import RedFlag, TcoRun
from tests.calc.demo_cases import FIGURES, PILLARS, TOTALS, V1, V2, V3, V4, V5, V6
from tests.tables import TableReader, number

pytestmark = pytest.mark.django_db
Page = Callable[[str, str], TableReader]
RFQS = ("RFQ-1", "RFQ-2")
LANGUAGES = ("en", "zh-hans")
QUOTES = [(rfq, vendor) for rfq in RFQS for vendor in FIGURES[rfq]]
WEIGHTS = {
    "default": {"cost": "40", "quality": "35", "risk": "25"},
    "cost-led": {"cost": "60", "quality": "20", "risk": "20"},
    "quality-led": {"cost": "25", "quality": "50", "risk": "25"},
    "risk-led": {"cost": "25", "quality": "30", "risk": "45"},
}
CRANE_FLAGS = {
    "RF-201": 15,
    "RF-205": 5,
    "RF-206": 25,
    "RF-302": 15,
    "RF-303": 15,
    "RF-401": 15,
    "RF-801": 15,
    "RF-802": 15,
}
FLAGS = {
    "RFQ-1": {
        V1: CRANE_FLAGS,
        V2: {"RF-704": 5},
        V3: {"RF-302a": 5, "RF-705": 15, "RF-903": 5},
        V4: {"RF-104": 15, "RF-201": 5, "RF-206": 15, "RF-302a": 5},
        V5: {"RF-303": 15, "RF-401": 15, "RF-501": 15, "RF-602": 15},
        V6: {"RF-206": 15, "RF-801": 15},
    },
    "RFQ-2": {
        V1: CRANE_FLAGS,
        V2: {"RF-704": 5},
        V3: {"RF-302a": 5, "RF-705": 15, "RF-903": 5},
        V5: {"RF-303": 15, "RF-401": 15, "RF-501": 15, "RF-602": 15},
        V6: {"RF-801": 15},
    },
}
# Credit, total cost less credit, total with the credit counted.
CREDIT = [
    (V2, "0.00", "1928441.56", "84.58"),
    (V6, "0.00", "2198937.74", "82.38"),
    (V3, "0.00", "1818644.22", "72.44"),
    (V4, "457547.62", "1746383.55", "69.85"),
    (V5, "0.00", "2353324.16", "56.12"),
    (V1, "0.00", "2488827.79", "38.65"),
]
RULES = {
    "RFQ-1": {
        "D": [("END_TO_END", 2), ("VALUE_ADDED", 2)],
        "R": [("HYBRID", 2)],
        "B": [("BASE_COMMISSION", 5), ("TIERED", 3), ("ON_DEMAND", 1)],
    },
    "RFQ-2": {
        "D": [("VALUE_ADDED", 3)],
        "R": [("HYBRID", 6), ("STAFF_ONLY", 3), ("FULL_RESOURCE", -3)],
        "B": [("FIXED_SEAT", 3), ("TIERED", 1)],
        "O": [("PERFORMANCE", 2)],
        "T": [("LONG", 1)],
    },
}


@cache
def printed(rfq: str, preset: str) -> dict[str, Any]:
    """What `ranking --json` prints; without a preset it ranks by the RFQ's own weights."""
    out = StringIO()
    call_command("ranking", rfq, as_json=True, preset=preset, stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


@pytest.fixture(autouse=True)
def _built(demo: Cast) -> None:
    """Every test reads the demo."""


def shown_name(vendor: str, language: str) -> str:
    return BY_KEY[vendor].zh_hans if language == "zh-hans" else vendor


def numbers(cells: list[str]) -> tuple[Decimal, ...]:
    return tuple(number(cell) for cell in cells)


def decimals(figures: Any) -> tuple[Decimal, ...]:
    return tuple(Decimal(figure) for figure in figures)


# -- the commands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rfq", RFQS)
@pytest.mark.parametrize("preset", PRESETS)
def test_ranking_under_every_preset(rfq: str, preset: str) -> None:
    found = printed(rfq, preset)
    assert (found["rfq"], found["preset"], found["engine"]) == (rfq, preset, ENGINE)
    assert list(found["weights"].items()) == list(WEIGHTS[preset].items())
    assert [(row["vendor"], row["total"]) for row in found["rows"]] == TOTALS[rfq][preset]
    assert [row["rank"] for row in found["rows"]] == list(range(1, len(found["rows"]) + 1))
    assert {row["vendor"]: tuple(row["pillars"].values()) for row in found["rows"]} == PILLARS[rfq]
    assert {tuple(row["pillars"]) for row in found["rows"]} == {("cost", "quality", "risk")}
    for row in found["rows"]:
        headline, year1, _uplift, loaded, _share, tco12, tco36, tco60, *_others = FIGURES[rfq][row["vendor"]]
        assert (row["headline"], row["year1_payable"], row["loaded_uplift"]) == (headline, year1, loaded)
        assert row["tco"] == {"12": tco12, "36": tco36, "60": tco60}
        assert set(row["flags"]) == set(FLAGS[rfq][row["vendor"]])
        assert row["gates_failed"] == []


@pytest.mark.parametrize("rfq", RFQS)
def test_own_weights_are_the_default_ones(rfq: str) -> None:
    # As text: the stored weights come back from the database in another order.
    assert json.dumps(printed(rfq, "")) == json.dumps(printed(rfq, "default"))


def test_who_is_knocked_out() -> None:
    assert printed("RFQ-1", "default")["excluded"] == []
    assert printed("RFQ-2", "default")["excluded"] == [
        {"vendor": V3, "gates_failed": ["G-05"], "total_if_ignored": "69.36"}
    ]
    for preset in PRESETS:
        assert [row["vendor"] for row in printed("RFQ-2", preset)["excluded"]] == [V3]
        assert not {V3, V4} & {row["vendor"] for row in printed("RFQ-2", preset)["rows"]}


@cache
def priced(rfq: str) -> dict[str, Any]:
    """What `price --json` prints for the case file of the demo."""
    out = StringIO()
    call_command("price", str(demo_quotes.DATA / f"{rfq.lower()}.json"), as_json=True, stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def figures(result: dict[str, Any]) -> tuple[str, ...]:
    tco, leaving = result["tco"], result["exit_cost"]
    return (
        *(result["headline"], result["year1_payable"], result["uplift_y1"], result["loaded_uplift"]),
        *(result["disclosure"], tco["12"], tco["36"], tco["60"], result["tco_per_contact"]),
        *(result["elasticity"], leaving["18"]),
    )


@pytest.mark.parametrize("rfq", RFQS)
def test_price_of_the_case_file(rfq: str) -> None:
    assert {vendor: figures(result) for vendor, result in priced(rfq).items()} == FIGURES[rfq]


def test_a_bad_case_file_has_a_line_for_every_fault(tmp_path: Any) -> None:
    case = demo_quotes.case("rfq-2")
    case["demand"]["aht_s"] = "-240"
    case["quotes"][V2]["rate_lines"][0]["unit_price"] = "5,000.00"
    case["quotes"][V5]["tax"]["rate"] = "six"
    case["quotes"][V6]["fee_lines"][0]["colour"] = "red"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("price", str(path), as_json=True)
    assert caught.value.returncode == 2
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "demand.aht_s",
        f"quotes.{V2}.rate_lines[0].unit_price",
        f"quotes.{V5}.tax.rate",
        f"quotes.{V6}.fee_lines[0].colour",
    ]


# -- what is stored -----------------------------------------------------------------------------------------


def stored(rfq: str, vendor: str) -> dict[str, Any]:
    result: dict[str, Any] = TcoRun.objects.filter(quote__rfq__code=rfq, quote__vendor__name=vendor)[0].result
    return result


def month(rfq: str, vendor: str, n: int) -> dict[str, Any]:
    found: dict[str, Any] = stored(rfq, vendor)["months"][n - 1]
    assert found["month"] == n
    return found


@pytest.mark.parametrize(("rfq", "vendor"), QUOTES)
def test_stored_run_of_every_quote(rfq: str, vendor: str) -> None:
    result = stored(rfq, vendor)
    assert figures(result) == FIGURES[rfq][vendor]
    # The quote that went through portal, seal and opening costs what the case file costs, month by month.
    assert result == priced(rfq)[vendor]
    assert [one["month"] for one in result["months"]] == list(range(1, 37))
    spent = sum(
        Decimal(one[part])
        for one in result["months"]
        for part in ("vendor_payable", "buyer_internal", "undisclosed_loading")
    )
    assert spent == Decimal(result["tco"]["36"])


TRACES = [
    (
        *("RFQ-1", V1, 6, 39000, 41786, 15, 6),
        {
            "K-01": "36000.00",
            "K-11": "36000.00",
            "K-10": "1800.00",
            "K-12": "9720.00",
            "K-14": "360.00",
            "K-07": "2400.00",
            "K-21": "500.00",
            "K-19": "5206.80",
        },
        "91986.80",
    ),
    (
        *("RFQ-1", V1, 1, 20000, 21429, 8, 0),
        {
            "K-01": "36000.00",
            "K-10": "1080.00",
            "K-07": "3600.00",
            "K-14": "360.00",
            "K-21": "500.00",
            "K-05": "8000.00",
            "K-19": "2972.40",
        },
        "52512.40",
    ),
    (*("RFQ-1", V2, 11, 52000, 51071, 18, 9), {"K-01": "43200.00", "K-11": "45000.00"}, "88200.00"),
    (*("RFQ-1", V3, 11, 52000, 52929, 19, 0), {"K-01": "82307.70"}, "82307.70"),
    (*("RFQ-1", V3, 14, 15120, 15390, 6, 0), {"K-01": "30580.20"}, "30580.20"),
    (*("RFQ-2", V2, 1, 29400, 28633, 17, 0), {"K-01": "85000.00", "K-05": "10000.00"}, "95000.00"),
]


@pytest.mark.parametrize(
    ("rfq", "vendor", "n", "volume", "contacts", "need", "surge", "lines", "paid"), TRACES
)
def test_stored_months_equal_the_traces(
    rfq: str,
    vendor: str,
    n: int,
    volume: int,
    contacts: int,
    need: int,
    surge: int,
    lines: dict[str, str],
    paid: str,
) -> None:
    found = month(rfq, vendor, n)
    assert (found["volume"], found["contacts"]) == (volume, contacts)
    assert (found["seats_needed"], found["surge_seats"]) == (need, surge)
    assert found["lines"] == lines
    assert found["vendor_payable"] == paid


def test_stored_invoices_of_celadon_in_the_first_year() -> None:
    paid = [one["vendor_payable"] for one in stored("RFQ-1", V2)["months"][:12]]
    assert paid == ["43200.00"] * 5 + ["68200.00"] + ["43200.00"] * 4 + ["88200.00", "43200.00"]


@pytest.mark.parametrize("rfq", RFQS)
def test_red_flags_and_their_points(rfq: str) -> None:
    found: dict[str, Counter[str]] = {quote.vendor.name: Counter() for quote in _quotes(rfq)}
    for flag in RedFlag.objects.filter(quote__rfq__code=rfq).select_related("quote__vendor"):
        found[flag.quote.vendor.name][flag.code] += flag.points
    assert found == FLAGS[rfq]
    times = RedFlag.objects.filter(quote__rfq__code=rfq, quote__vendor__name=V1, code="RF-201")
    assert times.count() == 3
    critical = RedFlag.objects.filter(quote__rfq__code=rfq, severity="CRITICAL")
    assert [(flag.quote.vendor.name, flag.code) for flag in critical] == [(V1, "RF-206")]
    leaves = {row["vendor"]: row["leaves"]["R5"] for row in printed(rfq, "default")["rows"]}
    assert leaves == {
        vendor: f"{max(0, 100 - sum(FLAGS[rfq][vendor].values()))}.00" for vendor, _total in _ranked(rfq)
    }


def _quotes(rfq: str) -> Any:
    return Quote.objects.filter(rfq__code=rfq).select_related("vendor")


def _ranked(rfq: str) -> list[tuple[str, str]]:
    return TOTALS[rfq]["default"]


def test_elasticity_counts_where_demand_swings() -> None:
    assert {row["leaves"]["C5"] for row in printed("RFQ-2", "default")["rows"]} == {"100.00"}
    # RFQ-1 is volatile: C5 is the elasticity itself, at most 100.
    found = {row["vendor"]: row["leaves"]["C5"] for row in printed("RFQ-1", "default")["rows"]}
    assert found == {V1: "87.10", V2: "54.40", V3: "84.73", V4: "77.66", V5: "100.00", V6: "47.16"}


# -- the pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rfq", RFQS)
def test_ranking_page(page: Page, rfq: str, language: str) -> None:
    table = page(f"/rfqs/{rfq}/ranking/", language).tables["ranking"]
    order = [shown_name(vendor, language) for vendor, _total in _ranked(rfq)]
    out = [shown_name(V3, language)] if rfq == "RFQ-2" else []
    assert table.names() == order + out
    for rank, (vendor, total) in enumerate(_ranked(rfq), start=1):
        name, figure = shown_name(vendor, language), FIGURES[rfq][vendor]
        expected = (str(rank), total, *PILLARS[rfq][vendor], figure[6], figure[1], figure[3])
        assert numbers(table.row(name)[:8]) == decimals(expected)
        head = next(row for row in table.rows if row[0][:1] == [name])
        assert set(FLAGS[rfq][vendor]) == {text for text in head[9] if text.startswith("RF-")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranking_page_of_who_is_knocked_out(page: Page, language: str) -> None:
    table = page("/rfqs/RFQ-2/ranking/", language).tables["ranking"]
    cells = next(row for row in table.rows if row[0][:1] == [shown_name(V3, language)])
    assert cells[2] == ["–", "69.36"]
    assert [cell[0] for cell in cells[3:6]] == ["–"] * 3
    assert numbers([cell[0] for cell in cells[6:9]]) == decimals(("3402134.28", "1028000.00", "0.0078"))
    assert cells[10][0] == "G-05"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rfq", RFQS)
def test_presets_side_by_side(page: Page, rfq: str, language: str) -> None:
    table = page(f"/rfqs/{rfq}/ranking/", language).tables["presets"]
    for vendor, _total in _ranked(rfq):
        expected = tuple(dict(TOTALS[rfq][preset])[vendor] for preset in PRESETS)
        assert numbers(table.row(shown_name(vendor, language))) == decimals(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_value_credit_stands_apart(page: Page, language: str) -> None:
    table = page("/rfqs/RFQ-1/ranking/", language).tables["credit"]
    found = [(name, *numbers(table.row(name))) for name in table.names()]
    assert found == [(shown_name(vendor, language), *decimals(rest)) for vendor, *rest in CREDIT]
    assert "credit" not in page("/rfqs/RFQ-2/ranking/", language).tables


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rfq", RFQS)
def test_prices_page(page: Page, rfq: str, language: str) -> None:
    table = page(f"/rfqs/{rfq}/prices/", language).tables["costs"]
    assert sorted(table.names()) == sorted(shown_name(vendor, language) for vendor in FIGURES[rfq])
    for vendor, figure in FIGURES[rfq].items():
        headline, year1, uplift, loaded, _share, *others = figure
        expected = decimals((headline, year1, uplift, loaded, *others))
        assert numbers(table.row(shown_name(vendor, language))) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rfq", RFQS)
def test_rule_results_on_the_page_of_the_volumes(page: Page, rfq: str, language: str) -> None:
    found = recommendation_of(RFQ.objects.get(code=rfq))
    assert found is not None
    options = {
        key: [(one.code, one.points) for one in there] for key, there in found.options.items() if there
    }
    assert options == RULES[rfq]
    assert found.hybrid is None
    with translation.override(language):
        expected = [
            (str(needs.option_label(dimension, code)), str(points))
            for dimension, there in RULES[rfq].items()
            for code, points in there
        ]
    rows = page(f"/rfqs/{rfq}/demand/", language).tables["advice"].rows[1:]
    assert [(row[1][0], row[2][0]) for row in rows] == expected
    assert all(row[3][0].startswith("DR-") for row in rows)
