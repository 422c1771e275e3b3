"""The terms a contract consists of, in order, by group; which of them must be there.

Codes starting with q are answers to the ten questions that are terms at the same time; codes starting with ct_
are the RFQ's proposed terms. R: required of a quote, A: required at the award, O: optional.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Group:
    """A chapter of the contract."""

    code: str
    label: str | Promise
    terms: tuple[tuple[str, str], ...]


def _terms(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((word[:-2], word[-1]) for word in text.split())


GROUPS = (
    Group(
        "SCOPE",
        _("Scope and service content"),
        _terms(
            "ct_scope_in:R ct_scope_out:R ct_depth:R ct_resource_mode:R ct_provision_matrix:R ct_acceptance:A "
            "ct_responsibility:A ct_change_control:R"
        ),
    ),
    Group(
        "SLA",
        _("Service levels and quality"),
        _terms(
            "q6_kpis:R q6_compensation:R q6_credit_cap:R q6_repeat_failure_exit:A ct_measurement:R ct_qa_clause:R "
            "ct_improvement:O"
        ),
    ),
    Group(
        "TRIAL",
        _("Trial period"),
        _terms(
            "q8_trial_months:R ct_pilot_scope:R ct_pilot_kpis:A ct_pilot_price:O ct_price_after_trial:R "
            "q8_trial_exit_penalty:R ct_pilot_review:A"
        ),
    ),
    Group(
        "DATA",
        _("Data handling"),
        _terms(
            "q7_ownership:R ct_data_access:R q7_nda:R q7_agent_undertakings:R q7_audit_log:R q7_insurance:R "
            "q7_incident:R ct_retention_days:R q7_destruction:R ct_migration:R ct_customer_knowledge_owner:R "
            "ct_subprocessors:R ct_communication_records:R"
        ),
    ),
    Group("TERM", _("Term and renewal"), _terms("q8_term_months:R q8_renewal_rule:R ct_term_options:O")),
    Group("PRICE_RISE", _("Price rises"), _terms("q8_price_rise:R q8_unilateral_change:R q1_step_up:R")),
    Group(
        "TERMINATION",
        _("Early termination"),
        _terms("q8_notice_days:R q8_early_penalty:R q8_penalty_exempt_reasons:R q8_liability:R"),
    ),
    Group("MINIMUM", _("Minimum spend"), _terms("q1_min_charge:R q1_min_seats:O q8_scale:R")),
    Group(
        "CONTINUITY",
        _("Continuity and emergencies"),
        _terms("ct_bcp:R ct_contingency:R ct_multi_vendor_allowed:R ct_vendor_insolvency:O"),
    ),
    Group(
        "SERVICES", pgettext_lazy("chapter", "Additional services"), _terms("ct_services:O q8_scope_change:R")
    ),
    Group(
        "GOVERNANCE",
        _("Meetings, reports and escalation"),
        _terms(
            "q9_meetings:R q9_report_frequency:R q9_realtime:R q9_escalation:R q9_account_manager:R "
            "q9_problem_feedback_hours:R ct_governance:A"
        ),
    ),
    Group(
        "KNOWLEDGE",
        _("Knowledge transfer and exit"),
        _terms(
            "ct_kt_plan:A ct_kt_days:A ct_kb_owner:R ct_training_hours:R ct_exit_kt_days:A ct_exit_fee:R "
            "q8_exit_assistance:R"
        ),
    ),
)

GROUP_LABELS = {group.code: group.label for group in GROUPS}

# Which red flags stand beside which term.
FLAG_TERMS = {
    "RF-101": "q1_min_charge",
    "RF-102": "q1_step_up",
    "RF-204": "ct_services",
    "RF-601": "q6_kpis",
    "RF-602": "q6_compensation",
    "RF-603": "ct_measurement",
    "RF-604": "q6_credit_cap",
    "RF-701": "q7_nda",
    "RF-702": "q7_ownership",
    "RF-703": "q7_destruction",
    "RF-704": "q7_insurance",
    "RF-705": "q7_audit_log",
    "RF-706": "q7_agent_undertakings",
    "RF-801": "q8_early_penalty",
    "RF-802": "q8_price_rise",
    "RF-803": "q8_unilateral_change",
    "RF-804": "q8_renewal_rule",
    "RF-805": "q8_liability",
    "RF-806": "q8_trial_months",
    "RF-807": "q8_exit_assistance",
    "RF-901": "q9_report_frequency",
    "RF-902": "q9_realtime",
    "RF-903": "q9_escalation",
}
