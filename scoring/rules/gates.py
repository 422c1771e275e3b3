"""The knock-out gates G-01 to G-13 (domain 10.3). A quote that fails one is shown, but not ranked."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from rfqs.catalogue.kpis import KPIS
from rfqs.lines import codes_of as codes_of_lines
from rfqs.lines import hours_of, label_of_line, services_of
from scoring.rules.findings import FAIL, NOT_APPLIED, PASS, PENDING, Case, Finding, GateFinding
from scoring.rules.reading import answer, codes_of, decimal, fee, rate_lines, rows_of, said, term

LOWER_IS_BETTER = {kpi["code"] for kpi in KPIS if kpi["direction"] == "L"}
# Answers without which a quote cannot be judged at all (ND! of domain 4), by the half they stand in.
MANDATORY = ("q7_nda", "q7_destruction", "q7_ownership", "q8_notice_days", "q8_unilateral_change")
UNRESOLVED = ("RF-107", "RF-803")


def gates_of(case: Case, findings: Iterable[Finding]) -> list[GateFinding]:
    """All thirteen outcomes; before the prices are open those that need them are PENDING."""
    found = list(findings)
    results = [gate(case) for gate in GATES]
    results.append(_price_determinable(case, found))
    return sorted(results, key=lambda result: result.code)


def _nda(case: Case) -> GateFinding:
    return _decide("G-01", answer(case, "q7_nda").value == "REFUSED", "q7_nda")


def _ownership(case: Case) -> GateFinding:
    owner = answer(case, "q7_ownership")
    return _decide("G-02", owner.given and owner.value != "BUYER", "q7_ownership")


def _destruction(case: Case) -> GateFinding:
    plan = answer(case, "q7_destruction")
    days, limit = plan.part("deadline_days").number, decimal(case.need.get("destruction_deadline_days"))
    late = days is not None and limit is not None and days > limit
    failed = plan.is_no or plan.part("has").is_no or late
    params = {"days": str(days), "limit": str(limit)} if late else {}
    return _decide("G-03", failed, "q7_destruction", params)


def _legal_standing(case: Case) -> GateFinding:
    """Papers are verified by people, before an award."""
    return GateFinding("G-04", PENDING, "q10_qualification")


def _own_data(case: Case) -> GateFinding:
    if not any(item.get("control") == "BUYER_CONTROLLED" for item in rows_of(case, "data_items")):
        return GateFinding("G-05", NOT_APPLIED)
    if term(case, "ct_resource_mode").value == "FULL_RESOURCE":
        return GateFinding("G-05", FAIL, "ct_resource_mode", {"why": "MODE"})
    system = _system_row(term(case, "ct_provision_matrix").value)
    if system not in (None, "B", "BUYER"):
        return GateFinding("G-05", FAIL, "ct_provision_matrix", {"why": "SYSTEM"})
    if answer(case, "q7_data_location").part("kind").value != "BUYER":
        return GateFinding("G-05", FAIL, "q7_data_location", {"why": "LOCATION"})
    return GateFinding("G-05", PASS)


def _system_row(matrix: Any) -> Any:
    if isinstance(matrix, Mapping):
        return said(matrix.get("SYSTEM")).value
    if isinstance(matrix, list):
        return next((row.get("provider") for row in matrix if row.get("item") == "SYSTEM"), None)
    return None


def _coverage(case: Case) -> GateFinding:
    missing = [*_missing_languages(case), *_missing_lines(case)]
    return _decide("G-06", bool(missing), "ct_scope_in", {"names": missing} if missing else {})


def _missing_languages(case: Case) -> list[str]:
    offered = answer(case, "q3_languages")
    if not isinstance(offered.value, list):
        return []
    have = {row.get("code") if isinstance(row, Mapping) else row for row in offered.value}
    return [code for code in codes_of(case, "languages", "code") if code not in have]


def _missing_lines(case: Case) -> list[str]:
    """What a deviating scope leaves out: channels, service types and windows it lists only in part."""
    scope = term(case, "ct_scope_in")
    if not scope.rows:
        return []
    missing = []
    lists = (("service_lines", "channel"), ("service_lines", "type"), ("coverage_windows", "kind"))
    for field, key in lists:
        offered = {row.get(key) for row in scope.rows if row.get(key)}
        wanted = codes_of(case, field, key) + (_windows_of_lines(case.need) if key == "kind" else [])
        missing += [code for code in dict.fromkeys(wanted) if offered and code and code not in offered]
    return [*missing, *_missing_by_line(case.need, scope.rows, missing)]


def _windows_of_lines(need: Mapping[str, Any]) -> list[str]:
    """Kinds of the service hours that a line has of its own."""
    windows = [row for line in codes_of_lines(need) for row in hours_of(need, line)]
    return [str(row.get("kind", "")) for row in windows]


def _missing_by_line(
    need: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], missing: Iterable[str]
) -> list[str]:
    """Of several service lines: services that are offered, but not over the channel of that line."""
    offered = {
        (row.get("type"), row.get("channel")) for row in rows if row.get("type") and row.get("channel")
    }
    lines = codes_of_lines(need)
    if not offered or len(lines) < 2:
        return []
    wanted = [
        (label_of_line(need, line), row.get("type"), row.get("channel"))
        for line in lines
        for row in services_of(need, line)
    ]
    told = set(missing)
    return [
        f"{label} · {kind}"  # kept with the finding, so in no language of its own
        for label, kind, channel in wanted
        if (kind, channel) not in offered and not {kind, channel} & told
    ]


def _trial(case: Case) -> GateFinding:
    if not case.need.get("trial_required"):
        return GateFinding("G-07", NOT_APPLIED)
    months = answer(case, "q8_trial_months").number
    low = decimal(case.need.get("trial_min_months")) or Decimal(3)
    high = decimal(case.need.get("trial_max_months")) or Decimal(6)
    failed = months is None or not low <= months <= high
    params = {"months": str(months or 0), "low": str(low), "high": str(high)}
    return _decide("G-07", failed, "q8_trial_months", params)


def _mandatory(case: Case) -> GateFinding:
    missing = [field for field in MANDATORY if answer(case, field).missing]
    if case.prices_open:
        tax = case.quote.get("tax") or {}
        if not rate_lines(case):
            missing.append("q1_rate_lines")
        missing += [f"q2_tax_{key}" for key in ("rate", "included") if said(tax.get(key)).missing]
        if fee(case, "F18")["status"] == "NOT_DISCLOSED":
            missing.append("q8_early_penalty")
    return _decide("G-08", bool(missing), missing[0] if missing else "", {"fields": missing})


def _budget(case: Case) -> GateFinding:
    ceiling = decimal(case.need.get("budget_ceiling_tco"))
    if not case.need.get("hard_ceiling") or ceiling is None:
        return GateFinding("G-09", NOT_APPLIED)
    if case.priced is None:
        return GateFinding("G-09", PENDING)
    tco = case.priced.horizon_tco
    params = {"tco": str(tco), "ceiling": str(ceiling)}
    return _decide("G-09", tco > ceiling, "rate_lines", params)


def _continuity(case: Case) -> GateFinding:
    if case.need.get("criticality") != "CRITICAL":
        return GateFinding("G-10", NOT_APPLIED)
    plan = term(case, "ct_bcp")
    document = plan.part("document") if isinstance(plan.value, Mapping) else term(case, "ct_bcp.document")
    if document.missing:
        document = term(case, "ct_bcp_document")
    return _decide("G-10", document.missing or document.is_no, "ct_bcp.document")


def _price_determinable(case: Case, findings: list[Finding]) -> GateFinding:
    found = [finding for finding in findings if finding.code in UNRESOLVED]
    if found:
        return GateFinding("G-11", FAIL, found[0].field, {"flag": found[0].code})
    return GateFinding("G-11", PASS if case.prices_open else PENDING)


def _must_kpis(case: Case) -> GateFinding:
    committed = {row.get("kpi"): decimal(row.get("committed")) for row in answer(case, "q6_kpis").rows}
    worse = [
        str(row.get("kpi"))
        for row in rows_of(case, "core_kpis")
        if row.get("must") and not _reaches(row, committed.get(row.get("kpi")))
    ]
    return _decide("G-12", bool(worse), "q6_kpis", {"kpis": worse} if worse else {})


def _reaches(row: Mapping[str, Any], value: Decimal | None) -> bool:
    least = decimal(row.get("minimum"))
    if value is None:
        return False
    if least is None:
        return True
    direction = str(row.get("direction") or ("L" if row.get("kpi") in LOWER_IS_BETTER else "H"))
    return value <= least if direction.startswith("L") else value >= least


def _capacity(case: Case) -> GateFinding:
    if not case.need.get("capacity_gate"):
        return GateFinding("G-13", NOT_APPLIED)
    if case.priced is None:
        return GateFinding("G-13", PENDING)
    available, needed = answer(case, "q3_headcount_available").number, case.priced.peak_seats
    params = {"available": str(available), "needed": needed}
    return _decide("G-13", available is None or available < needed, "q3_headcount_available", params)


def _decide(code: str, failed: bool, field: str, params: dict[str, Any] | None = None) -> GateFinding:
    return GateFinding(code, FAIL, field, params or {}) if failed else GateFinding(code, PASS)


GATES: tuple[Callable[[Case], GateFinding], ...] = (
    _nda,
    _ownership,
    _destruction,
    _legal_standing,
    _own_data,
    _coverage,
    _trial,
    _mandatory,
    _budget,
    _continuity,
    _must_kpis,
    _capacity,
)
