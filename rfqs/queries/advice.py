"""What the rule table says about a need (domain 10.5)."""

from decimal import Decimal
from typing import Any

from calc.recommend import Facts, Recommendation, recommend
from rfqs.lines import need_of_line
from rfqs.models import RFQ
from rfqs.queries.content import demand_rows, need_of, volatilities

SIMPLE_SHARE = Decimal("0.8")
LOW_COMPLAINTS = Decimal("0.02")


def recommendation_of(rfq: RFQ, line: str = "") -> Recommendation | None:
    """Points per option with their reasons; None while stage, kind of business or volumes are missing.

    Of one service line where it is named: its own class of volumes, services, hours and sales; else of the whole,
    with the class of the line that swings most.
    """
    rows = demand_rows(rfq)
    need = need_of(rfq, rows)
    if line:
        found = volatilities(rfq, rows).get(line)
        need = need_of_line(need, line) | {"volatility": found.cls if found else ""}
    kind = primary_business(need)
    if not (need.get("company_stage") and kind and need.get("volatility")):
        return None
    return recommend(_facts(need, kind))


def primary_business(need: dict[str, Any]) -> str:
    """The kind of business with the largest share."""
    rows = [row for row in need.get("business_type") or [] if isinstance(row, dict) and row.get("type")]
    best = max(rows, key=lambda row: Decimal(str(row.get("share") or 0)), default=None)
    return best["type"] if best else ""


def _facts(need: dict[str, Any], kind: str) -> Facts:
    windows = {row.get("kind") for row in need.get("coverage_windows") or []}
    scopes = set(need.get("scope") or [])
    weeks = need.get("launch_deadline_weeks")
    return Facts(
        stage=need["company_stage"],
        business_type=kind,
        volatility=need["volatility"],
        has_sales_target=bool(need.get("has_sales_target")),
        temporary=need.get("project_nature") == "TEMPORARY",
        data_self_controlled=bool(need.get("data_sensitive")) or _self_controlled(need),
        own_system=bool(need.get("owns_system")),
        round_the_clock="H24" in windows,
        multilingual=len(need.get("languages") or []) > 1 or "TZ" in windows,
        simple=_simple(need),
        launch_within_two_weeks=weeks is not None and int(weeks) <= 2,
        dedicated_store=need.get("assignment_requested") == "DEDICATED_NAMED",
        high_value_contacts="PARTIAL_VALUE" in scopes or bool(need.get("high_value_rules")),
        core_business=need.get("strategic_role") == "CORE_BUSINESS",
        seasonal=need.get("project_nature") == "SEASONAL",
        rapidly_changing=need["volatility"] == "VOLATILE",
        first_contract=bool(need.get("trial_required", True)),
    )


def _self_controlled(need: dict[str, Any]) -> bool:
    return any(row.get("control") == "BUYER_CONTROLLED" for row in need.get("data_items") or [])


def _simple(need: dict[str, Any]) -> bool:
    """Mostly standard questions, and complaints known to be rare."""
    share, complaints = need.get("standard_share"), need.get("complaint_rate")
    if not isinstance(share, str) or not isinstance(complaints, str):
        return False
    return Decimal(share) >= SIMPLE_SHARE and Decimal(complaints) <= LOW_COMPLAINTS
