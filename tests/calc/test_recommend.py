"""The rule table (domain 10.5), its expanded matrix (10.6) and the two demo needs (12)."""

import pytest

from calc.recommend import Facts, Hybrid, recommend

STAGES = {"SU": "STARTUP", "GR": "GROWTH", "MA": "MATURE"}
TYPES = {"SA": "SALES", "SE": "SERVICE", "PR": "PROFESSIONAL"}
CLASSES = {"ST": "STABLE", "MO": "MODERATE", "VO": "VOLATILE"}
# Stage, type, volatility | depth | resource | billing, as in the matrix; the overlay follows from the type.
MATRIX = """
SU SA ST | BASIC 1 > VALUE_ADDED 1 | FULL_RESOURCE 2 | BASE_COMMISSION 3 > FIXED_SEAT 2 > ON_DEMAND 2 > TIERED 2
SU SA MO | BASIC 1 > VALUE_ADDED 1 | FULL_RESOURCE 2 | TIERED 4 > BASE_COMMISSION 3 > ON_DEMAND 2
SU SA VO | END_TO_END 2 > BASIC 1 > VALUE_ADDED 1 | FULL_RESOURCE 2 | TIERED 4 > BASE_COMMISSION 3 > ON_DEMAND 3
SU SE ST | VALUE_ADDED 2 > BASIC 1 | FULL_RESOURCE 2 | FIXED_SEAT 2 > ON_DEMAND 2 > TIERED 2
SU SE MO | VALUE_ADDED 2 > BASIC 1 | FULL_RESOURCE 2 | TIERED 4 > ON_DEMAND 2
SU SE VO | END_TO_END 2 > VALUE_ADDED 2 > BASIC 1 | FULL_RESOURCE 2 | TIERED 4 > ON_DEMAND 3
SU PR ST | VALUE_ADDED 4 > BASIC 1 | FULL_RESOURCE 2 | PROJECT 5 > FIXED_SEAT 2 > ON_DEMAND 2 > TIERED 2
SU PR MO | VALUE_ADDED 4 > BASIC 1 | FULL_RESOURCE 2 | PROJECT 5 > TIERED 4 > ON_DEMAND 2
SU PR VO | VALUE_ADDED 4 > END_TO_END 2 > BASIC 1 | FULL_RESOURCE 2 | PROJECT 5 > TIERED 4 > ON_DEMAND 3
GR SA ST | VALUE_ADDED 2 | HYBRID 2 | BASE_COMMISSION 5 > FIXED_SEAT 2 > TIERED 1
GR SA MO | VALUE_ADDED 2 | HYBRID 2 | BASE_COMMISSION 5 > TIERED 3
GR SA VO | END_TO_END 2 > VALUE_ADDED 2 | HYBRID 2 | BASE_COMMISSION 5 > TIERED 3 > ON_DEMAND 1
GR SE ST | VALUE_ADDED 3 | HYBRID 2 | FIXED_SEAT 2 > TIERED 1
GR SE MO | VALUE_ADDED 3 | HYBRID 2 | TIERED 3
GR SE VO | VALUE_ADDED 3 > END_TO_END 2 | HYBRID 2 | TIERED 3 > ON_DEMAND 1
GR PR ST | VALUE_ADDED 5 | HYBRID 2 | PROJECT 5 > FIXED_SEAT 2 > TIERED 1
GR PR MO | VALUE_ADDED 5 | HYBRID 2 | PROJECT 5 > TIERED 3
GR PR VO | VALUE_ADDED 5 > END_TO_END 2 | HYBRID 2 | PROJECT 5 > TIERED 3 > ON_DEMAND 1
MA SA ST | BASIC 2 > VALUE_ADDED 1 | STAFF_ONLY 1 | BASE_COMMISSION 3 > FIXED_SEAT 3
MA SA MO | BASIC 2 > VALUE_ADDED 1 | STAFF_ONLY 1 | BASE_COMMISSION 3 > TIERED 2 > FIXED_SEAT 1
MA SA VO | BASIC 2 > END_TO_END 2 > VALUE_ADDED 1 | STAFF_ONLY 1 | BASE_COMMISSION 3 > TIERED 2 > FIXED_SEAT 1 > ON_DEMAND 1
MA SE ST | BASIC 2 > VALUE_ADDED 2 | STAFF_ONLY 1 | FIXED_SEAT 3
MA SE MO | BASIC 2 > VALUE_ADDED 2 | STAFF_ONLY 1 | TIERED 2 > FIXED_SEAT 1
MA SE VO | BASIC 2 > END_TO_END 2 > VALUE_ADDED 2 | STAFF_ONLY 1 | TIERED 2 > FIXED_SEAT 1 > ON_DEMAND 1
MA PR ST | VALUE_ADDED 4 > BASIC 2 | STAFF_ONLY 1 | PROJECT 5 > FIXED_SEAT 3
MA PR MO | VALUE_ADDED 4 > BASIC 2 | STAFF_ONLY 1 | PROJECT 5 > TIERED 2 > FIXED_SEAT 1
MA PR VO | VALUE_ADDED 4 > BASIC 2 > END_TO_END 2 | STAFF_ONLY 1 | PROJECT 5 > TIERED 2 > FIXED_SEAT 1 > ON_DEMAND 1
"""
ROWS = MATRIX.strip().splitlines()


def shown(facts: Facts, dimension: str) -> str:
    return " > ".join(f"{option.code} {option.points}" for option in recommend(facts).options[dimension])


def test_the_matrix_has_all_27_needs() -> None:
    assert len({row.split("|")[0] for row in ROWS}) == 27


@pytest.mark.parametrize("row", ROWS)
def test_row_of_the_matrix(row: str) -> None:
    need, depth, resource, billing = (part.strip() for part in row.split("|"))
    stage, kind, volatility = need.split()
    facts = Facts(STAGES[stage], TYPES[kind], CLASSES[volatility])
    assert (shown(facts, "D"), shown(facts, "R"), shown(facts, "B")) == (depth, resource, billing)
    assert shown(facts, "O") == ("PERFORMANCE 2" if kind == "SE" else "")


def test_shop_chat_service() -> None:
    facts = Facts("GROWTH", "SALES", "VOLATILE", has_sales_target=True)
    assert shown(facts, "D") == "END_TO_END 2 > VALUE_ADDED 2"
    assert [option.code for option in recommend(facts).top("D")] == ["END_TO_END", "VALUE_ADDED"]
    assert shown(facts, "R") == "HYBRID 2"
    assert shown(facts, "B") == "BASE_COMMISSION 5 > TIERED 3 > ON_DEMAND 1"
    assert recommend(facts).hybrid is None
    assert recommend(facts).models == {"B02", "B09", "B03", "B04", "B05", "B06", "B07"}


def test_appliance_hotline() -> None:
    facts = Facts(
        "GROWTH", "SERVICE", "STABLE", data_self_controlled=True, own_system=True, round_the_clock=True
    )
    assert shown(facts, "D") == "VALUE_ADDED 3"
    assert shown(facts, "R") == "HYBRID 6 > STAFF_ONLY 3 > FULL_RESOURCE -3"
    assert shown(facts, "B") == "FIXED_SEAT 3 > TIERED 1"
    assert shown(facts, "O") == "PERFORMANCE 2"
    assert shown(facts, "T") == "LONG 1"


def test_every_point_has_its_rule() -> None:
    facts = Facts("GROWTH", "SALES", "VOLATILE", has_sales_target=True)
    billing = recommend(facts).options["B"]
    assert billing[0].reasons == (("DR-04", 2), ("DR-09", 3))
    assert billing[1].reasons == (("DR-05", 1), ("DR-14", 2))
    assert [advice.code for advice in recommend(facts).advice] == ["CHECK_INCENTIVES"]


def test_a_sales_target_alone_speaks_for_commission() -> None:
    facts = Facts("GROWTH", "SERVICE", "STABLE", has_sales_target=True)
    assert shown(facts, "B") == "BASE_COMMISSION 2 > FIXED_SEAT 2 > TIERED 1"


@pytest.mark.parametrize(
    ("facts", "hybrid"),
    [
        (Facts("GROWTH", "SERVICE", "STABLE"), Hybrid("FIXED_SEAT", "TIERED", 1)),
        (Facts("STARTUP", "SERVICE", "STABLE", temporary=True), None),
        (Facts("STARTUP", "SERVICE", "VOLATILE", temporary=True), None),
        (Facts("STARTUP", "SERVICE", "MODERATE", temporary=True), Hybrid("FIXED_SEAT", "ON_DEMAND", 1)),
        (Facts("MATURE", "SERVICE", "STABLE"), None),
    ],
)
def test_hybrid_is_proposed_where_the_two_best_are_close(facts: Facts, hybrid: Hybrid | None) -> None:
    assert recommend(facts).hybrid == hybrid


def test_modifiers_and_advice() -> None:
    facts = Facts(
        "MATURE",
        "SERVICE",
        "STABLE",
        multilingual=True,
        simple=True,
        launch_within_two_weeks=True,
        dedicated_store=True,
        high_value_contacts=True,
        core_business=True,
        seasonal=True,
        needs_agents_without_budget=True,
        needs_platform_only=True,
        rapidly_changing=True,
        first_contract=True,
    )
    assert shown(facts, "D") == "BASIC 4 > END_TO_END 2 > VALUE_ADDED 2"
    assert shown(facts, "R") == "FULL_RESOURCE 2 > STAFF_ONLY 1"
    assert shown(facts, "B") == "FIXED_SEAT 4"
    assert shown(facts, "S") == "PARTIAL 4"
    assert shown(facts, "T") == "LONG 3"
    assert [(advice.rule, advice.code) for advice in recommend(facts).advice] == [
        ("DR-10", "SLA_FCR_CSAT"),
        ("DR-24", "W-CORE"),
        ("DR-25", "ELASTIC_PLANS"),
        ("DR-26", "OUTSOURCED"),
        ("DR-26", "HOSTED"),
        ("DR-27", "SHORT_AT_HIGHER_PRICE"),
        ("DR-28", "TRIAL"),
    ]
