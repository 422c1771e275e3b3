"""The need: complete, with defaults and templates without faults, and faults found where they are."""

import copy
import re

import pytest
from django.http import QueryDict

from rfqs import catalogue
from rfqs.catalogue.codes import PROVISION_ITEMS, SERVICE_TYPES
from rfqs.catalogue.scopes import IN_SCOPE, OUT_OF_SCOPE
from ui.spec_forms import form_for, to_values
from ui.text import LANGUAGES

# Every field of the need, as the domain lists them (volumes have a page of their own).
NEED = """company_stage is_sme business_type has_sales_target industry build_mode_considered purpose strategic_role
    project_nature criticality budget_monthly budget_ceiling_tco hard_ceiling buyer_hourly_cost horizon_months
    service_lines scope depth_requested resource_mode_requested standard_share complexity_notes complaint_rate
    high_value_rules languages coverage_windows assignment_requested skill_levels industry_knowledge system_needs
    dual_centre unneeded_features_confirmed core_kpis monitored_kpis qa_full_coverage_required sensitive_scenarios
    acceptance_criteria baseline_current data_items system_owner_required compliance_refs nda_required
    insurance_required insurance_min_cover audit_log_required destruction_deadline_days presale_share conversion_now
    average_order_value gross_margin attribution_window_days refund_rate commission_rate_max overselling_guard
    billing_models_allowed elastic_budget trial_required trial_min_months trial_max_months pilot_scope
    contract_term_months start_date launch_deadline_weeks renewal_cap_max termination_notice_max_days
    quote_validity_days invoice_type vat_recoverable publish_weights"""


def test_every_field_of_the_need_is_there_and_loads():
    loaded = catalogue.need_specs()
    assert set(NEED.split()) <= {spec.code for spec in loaded}
    assert len({spec.code for spec in loaded}) == len(loaded)
    assert all(spec.nd == "" for spec in loaded)
    assert catalogue.need_specs("sales")[0].code == "presale_share"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["shop-chat", "after-sales-hotline"])
def test_a_template_is_a_whole_need_without_faults(code, language):
    need = catalogue.template_need(code, language)
    assert catalogue.need_faults(need) == []
    assert catalogue.need_missing(need) == []
    assert catalogue.differing(need, code, language) == set()
    assert catalogue.differing(need | {"is_sme": False}, code, language) == {"is_sme"}


def test_the_blank_template_lacks_services_only():
    need = catalogue.template_need("blank")
    assert catalogue.need_missing(need) == ["service_lines"]
    need["service_lines"] = [catalogue.service_line("IN_TECH", "EMAIL")]
    assert catalogue.need_missing(need) == [] and catalogue.need_faults(need) == []


def test_templates_fit_the_demo():
    chat = catalogue.template_need("shop-chat")
    kpis = {row["kpi"]: (row["target"], row["minimum"]) for row in chat["core_kpis"]}
    assert kpis == {"FCR": ("78", "72"), "ART": ("30", "45"), "CSAT": ("90", "86"), "CONV": ("20", "18")}
    hotline = catalogue.template_need("after-sales-hotline")
    assert hotline["criticality"] == "CRITICAL" and hotline["system_owner_required"] == "BUYER"
    assert {item["control"] for item in hotline["data_items"]} == {"BUYER_CONTROLLED"}
    assert (
        catalogue.data_class_of(hotline) == "SELF_CONTROLLED" and catalogue.data_class_of(chat) == "STANDARD"
    )


def test_scope_words_are_long_enough_in_every_language():
    for words in [*IN_SCOPE.values(), OUT_OF_SCOPE]:
        assert all(len(text) >= 20 for text in words.values()), words
    assert set(IN_SCOPE) == {item["code"] for item in SERVICE_TYPES}


def spoiled(**changes):
    return copy.deepcopy(catalogue.template_need("shop-chat")) | changes


def window(kind, days, start, end):
    return {"kind": kind, "weekdays": days, "start": start, "end": end, "positions": 1}


def kpis_with(**change):
    rows = spoiled()["core_kpis"]
    rows[1] = rows[1] | change
    return rows


ALL_DAYS = ["1", "2", "3", "4", "5", "6", "7"]
WHOLE, DAY = window("H24", ALL_DAYS, "00:00", "24:00"), window("BUS", ["1"], "09:00", "18:00")
HYBRID_BUT_ONE = {item["code"]: "V" for item in PROVISION_ITEMS if item["code"] != "LINES"}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"core_kpis": spoiled()["core_kpis"][:2]}, "core_kpis"),
        ({"core_kpis": kpis_with(weight="0.5")}, "core_kpis"),
        ({"core_kpis": kpis_with(minimum="20")}, "core_kpis[1].minimum"),
        ({"core_kpis": kpis_with(direction="H")}, "core_kpis[1].direction"),
        ({"resource_mode_requested": "HYBRID", "provision_matrix": HYBRID_BUT_ONE}, "provision_matrix.LINES"),
        ({"scope": ["FULL", "PARTIAL_WINDOW"]}, "scope"),
        ({"business_type": [{"type": "SALES", "share": "0.6"}]}, "business_type"),
        ({"languages": [{"code": "en", "share": "0.5"}]}, "languages"),
        ({"coverage_windows": [WHOLE, window("BUS", [], "09:00", "10:00")]}, "coverage_windows[0]"),
        ({"coverage_windows": [window("H24", ALL_DAYS, "08:00", "24:00")]}, "coverage_windows[0]"),
        ({"coverage_windows": [DAY, window("EXT", ["1"], "17:00", "22:00")]}, "coverage_windows[1]"),
        ({"coverage_windows": [window("NIGHT", ["1"], "22:00", "06:00")]}, "coverage_windows[0].end"),
        ({"service_lines": [catalogue.service_line("OUT_TELESALES", "CHAT")]}, "service_lines[0].channel"),
        ({"service_lines": [catalogue.service_line("IN_TECH", "CHAT")] * 2}, "service_lines[1]"),
        ({**catalogue.data_class("SELF_CONTROLLED"), "system_owner_required": "EITHER"}, "system_owner_required"),
        ({"nda_required": False}, "nda_required"),
        ({"trial_min_months": 7}, "trial_min_months"),
        ({"trial_max_months": 12}, "trial_reason"),
        ({"destruction_deadline_days": 181}, "destruction_deadline_days"),
        ({"budget_ceiling_tco": "0"}, "budget_ceiling_tco"),
        ({"nonsense": 1}, "nonsense"),
    ],
)  # fmt: skip
def test_faults_of_the_need_are_found_with_their_path(changes, path):
    faults = catalogue.need_faults(spoiled(**changes))
    assert [fault.path for fault in faults] == [path]
    assert str(faults[0].message) and str(faults[0].remedy)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"project_nature": "TEMPORARY"}, "project_end_date"),
        ({"standard_share": "0.7"}, "complexity_notes"),
        ({"scope": ["PARTIAL_VALUE"]}, "high_value_rules"),
        ({"dual_centre": True}, "integration_requirements"),
        ({"insurance_required": True}, "insurance_min_cover"),
        ({"depth_requested": "END_TO_END"}, "acceptance_criteria"),
        ({"presale_share": None}, "presale_share"),
    ],
)
def test_conditions_ask_for_more(changes, path):
    assert catalogue.need_missing(spoiled(**changes)) == [path]


def test_high_sensitivity_in_the_vendors_hands_needs_a_reason():
    items = [item | {"sensitivity": "HIGH"} for item in spoiled()["data_items"]]
    assert catalogue.need_missing(spoiled(data_items=items)) == [
        "data_items[0].reason",
        "data_items[1].reason",
    ]


def test_core_business_and_other_advice_are_warnings():
    changes = {
        "strategic_role": "CORE_BUSINESS",
        "industry": "FINANCE",
        "criticality": "CRITICAL",
        "hard_ceiling": True,
    }
    need = spoiled(**changes)
    assert [w.code for w in catalogue.need_warnings(need)] == ["W-CORE", "W-SENSITIVE", "W-BCP", "W-CEILING"]
    assert catalogue.need_faults(need) == []


def test_the_primary_business_type_has_the_largest_share():
    assert catalogue.primary_business_type(spoiled()) == "SALES"
    assert catalogue.primary_business_type({}) == ""


def querydict(data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        if value is True:
            value = "true" if not name.endswith("__none") else "on"
        query.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    return query


@pytest.mark.parametrize("subject", [item["code"] for item in catalogue.SUBJECTS])
def test_each_subject_of_the_need_survives_its_form(subject):
    need = catalogue.template_need("shop-chat")
    loaded = catalogue.need_specs(subject)
    own = {spec.code: need[spec.code] for spec in loaded if spec.code in need}
    shown = form_for(loaded, values=own, context=need)
    data = {name: shown[name].value() for name in shown.fields}
    form = form_for(
        loaded, querydict({k: v for k, v in data.items() if v not in (None, "")}), context=need, strict=True
    )
    assert form.is_valid(), form.errors
    # A form writes numbers without needless zeros: "0.80" comes back as "0.8".
    assert _numbers(to_values(form)) == _numbers(own)


def _numbers(value):
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9]+\.[0-9]+", value):
        return value.rstrip("0").rstrip(".")
    return value
