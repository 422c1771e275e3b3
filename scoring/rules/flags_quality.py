"""Red flags that need no price (domain 9.13): answers, operations and offered terms."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from rfqs.lines import flat_demands, forecast_of
from scoring.rules.findings import CRITICAL, MAJOR, MINOR, Case, Finding
from scoring.rules.reading import Said, answer, decimal, operation, rows_of, term
from ui.text import pick

Rule = Callable[[Case], Iterator[Finding]]

DEDICATED = ("DEDICATED_NAMED", "DEDICATED_POOL")
COMPARABLE = 2


def _found(code: str, severity: str, field: str, **params: Any) -> Finding:
    question = int(field.partition("_")[0].lstrip("q")) if field.startswith("q") else 0
    return Finding(code, severity, question, field, params)


def staffing(case: Case) -> Iterator[Finding]:
    wanted = case.need.get("assignment_requested")
    if answer(case, "q3_assignment").value == "SHARED" and wanted in DEDICATED:
        yield _found("RF-301", MAJOR, "q3_assignment")
    yield from _turnover(case)
    backup, gap = answer(case, "q3_backup_ratio"), answer(case, "q3_max_gap_minutes")
    if backup.missing or backup.is_no or gap.missing:
        field = "q3_max_gap_minutes" if gap.missing else "q3_backup_ratio"
        yield _found("RF-303", MAJOR, field)
    part_time = answer(case, "q3_part_time_share").number
    if part_time is not None and part_time > Decimal("0.30"):
        yield _found("RF-304", MINOR, "q3_part_time_share", share=str(part_time))


def _turnover(case: Case) -> Iterator[Finding]:
    turnover = operation(case, "turnover_annual").number
    if turnover is None:
        return
    if turnover >= 1:
        yield _found("RF-302", MAJOR, "q3_turnover_annual", share=str(turnover))
    elif turnover >= Decimal("0.50"):
        yield _found("RF-302a", MINOR, "q3_turnover_annual", share=str(turnover))
    if answer(case, "q3_turnover_evidence").missing:
        yield _found("RF-305", MINOR, "q3_turnover_evidence")


def inspection(case: Case) -> Iterator[Finding]:
    sampling = answer(case, "q4_manual_sampling").number
    coverage = answer(case, "q4_full_coverage")
    nothing_covered = coverage.is_no or coverage.part("has").is_no
    if sampling is not None and sampling <= Decimal("0.05") and nothing_covered:
        yield _found("RF-401", MAJOR, "q4_manual_sampling", share=str(sampling))
    ruled = {_plain(row.get("scenario")) for row in answer(case, "q4_sensitive_rules").rows}
    named = [row.get("scenario") for row in rows_of(case, "sensitive_scenarios")]
    left_out = [pick(words) for words in named if not ruled & _spellings(words)]
    if left_out:
        yield _found("RF-402", MAJOR, "q4_sensitive_rules", names=left_out)
    if _has_not(answer(case, "q4_trend_alert")):
        yield _found("RF-403", MINOR, "q4_trend_alert")


def training(case: Case) -> Iterator[Finding]:
    if answer(case, "q5_product_training_hours").is_no:
        yield _found("RF-501", MAJOR, "q5_product_training_hours")
    if answer(case, "q5_induction_days").missing:
        yield _found("RF-502", MINOR, "q5_induction_days")
    share = answer(case, "q5_cs_revenue_share").number
    if share is not None and share < Decimal("0.50"):
        yield _found("RF-503", MINOR, "q5_cs_revenue_share", share=str(share))


def assessment(case: Case) -> Iterator[Finding]:
    committed = {row.get("kpi"): decimal(row.get("committed")) for row in answer(case, "q6_kpis").rows}
    silent = [
        str(row.get("kpi")) for row in rows_of(case, "core_kpis") if committed.get(row.get("kpi")) is None
    ]
    if silent:
        yield _found("RF-601", CRITICAL, "q6_kpis", kpis=silent)
    compensation = answer(case, "q6_compensation")
    if compensation.is_no:
        yield _found("RF-602", MAJOR, "q6_compensation")
    sources = [row.get("data_source") for row in answer(case, "q6_kpis").rows]
    only_theirs = bool(sources) and all(source == "VENDOR" for source in sources)
    if term(case, "ct_measurement").value == "VENDOR" or only_theirs:
        yield _found("RF-603", MINOR, "q6_kpis")
    cap = answer(case, "q6_credit_cap").number
    if compensation.rows and cap is not None and cap < Decimal("0.05"):
        yield _found("RF-604", MINOR, "q6_credit_cap", share=str(cap))


def security(case: Case) -> Iterator[Finding]:
    if answer(case, "q7_nda").value == "REFUSED":
        yield _found("RF-701", CRITICAL, "q7_nda")
    owner = answer(case, "q7_ownership")
    if owner.given and owner.value != "BUYER":
        yield _found("RF-702", CRITICAL, "q7_ownership")
    if _has_not(answer(case, "q7_destruction")):
        yield _found("RF-703", CRITICAL, "q7_destruction")
    if _has_not(answer(case, "q7_insurance")):
        yield _found("RF-704", MINOR, "q7_insurance")
    access = answer(case, "q7_access_control")
    if _has_not(answer(case, "q7_audit_log")):
        yield _found("RF-705", MAJOR, "q7_audit_log")
    elif access.is_no or access.part("role_based").is_no:
        yield _found("RF-705", MAJOR, "q7_access_control")
    if answer(case, "q7_agent_undertakings").is_no:
        yield _found("RF-706", MINOR, "q7_agent_undertakings")


def contract(case: Case) -> Iterator[Finding]:
    if answer(case, "q8_unilateral_change").value is True:
        yield _found("RF-803", CRITICAL, "q8_unilateral_change")
    renewal = answer(case, "q8_renewal_rule")
    notice = renewal.part("notice_days").number
    if renewal.part("kind").value == "AUTO" and notice is not None and notice > 60:
        yield _found("RF-804", MINOR, "q8_renewal_rule", days=str(notice))
    if answer(case, "q8_liability").part("symmetric").is_no:
        yield _found("RF-805", MAJOR, "q8_liability")
    if case.need.get("trial_required") and answer(case, "q8_trial_months").is_no:
        yield _found("RF-806", MAJOR, "q8_trial_months")
    if _has_not(answer(case, "q8_exit_assistance")):
        yield _found("RF-807", MAJOR, "q8_exit_assistance")


def oversight(case: Case) -> Iterator[Finding]:
    if answer(case, "q9_report_frequency").value == "QUARTERLY":
        yield _found("RF-901", MINOR, "q9_report_frequency")
    live = answer(case, "q9_realtime")
    if live.is_no or (live.part("dashboard").is_no and live.part("listening").is_no):
        yield _found("RF-902", MAJOR, "q9_realtime")
    if answer(case, "q9_escalation").is_no:
        yield _found("RF-903", MINOR, "q9_escalation")


def cases(case: Case) -> Iterator[Finding]:
    listed = answer(case, "q10_cases")
    if listed.given and max((similarity(case, row) for row in listed.rows), default=0) < COMPARABLE:
        yield _found("RF-1001", MAJOR, "q10_cases")
    references = answer(case, "q10_references")
    contactable = sum(1 for row in references.rows if row.get("consent"))
    if references.given and contactable < 2:
        yield _found("RF-1002", MINOR, "q10_references", count=contactable)
    visit = answer(case, "q10_site_visit")
    if visit.part("visit").is_no and visit.part("demo").is_no:
        yield _found("RF-1003", MAJOR, "q10_site_visit")


def similarity(case: Case, row: Any) -> int:
    """0 to 4: same industry, channel and depth, volume within half and twice ours (domain Q10)."""
    lines = rows_of(case, "service_lines")
    channels = {line.get("channel") for line in lines}
    channels |= {one.get("channel") for one in flat_demands(case.demand).values()}
    depth = case.need.get("depth_requested")
    return sum(
        (
            row.get("industry") is not None and row.get("industry") == _industry(case),
            row.get("channel") is not None and row.get("channel") in channels,
            row.get("depth") is not None and depth in (row.get("depth"), "OPEN"),
            _similar_volume(case, decimal(row.get("volume"))),
        )
    )


def _industry(case: Case) -> Any:
    industry = case.need.get("industry")
    return industry.get("code") if isinstance(industry, dict) else industry


def _similar_volume(case: Case, volume: Decimal | None) -> bool:
    profile = forecast_of(case.demand)
    if not profile or not volume:
        return False
    ours = Decimal(sum(profile)) / len(profile)
    return ours / 2 <= volume <= ours * 2


def _has_not(said: Said) -> bool:
    """A thing that is offered or not: an object with `has`, or a bare no."""
    return said.is_no or said.part("has").is_no


def _spellings(words: Any) -> set[str]:
    """A scenario may be written in three languages; a rule for any of them counts."""
    return {_plain(text) for text in (words.values() if isinstance(words, dict) else [words])}


def _plain(text: Any) -> str:
    return str(text or "").strip().casefold()


RULES: tuple[Rule, ...] = (
    staffing,
    inspection,
    training,
    assessment,
    security,
    contract,
    oversight,
    cases,
)
