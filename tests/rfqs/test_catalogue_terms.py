"""Contract terms: what an RFQ proposes, what vendors offer."""

from rfqs import catalogue
from ui import specs

# Every term of the domain that is not a sub-answer of a question.
TERMS = """ct_scope_in ct_scope_out ct_depth ct_resource_mode ct_provision_matrix ct_acceptance ct_responsibility
    ct_change_control ct_measurement ct_qa_clause ct_improvement ct_pilot_scope ct_pilot_kpis ct_pilot_price
    ct_price_after_trial ct_pilot_review ct_data_access ct_retention_days ct_migration ct_customer_knowledge_owner
    ct_subprocessors ct_communication_records ct_term_options ct_bcp ct_contingency ct_multi_vendor_allowed
    ct_vendor_insolvency ct_services ct_kt_plan ct_kt_days ct_kb_owner ct_training_hours ct_exit_kt_days
    ct_exit_fee"""


def test_the_terms_are_all_there_and_their_values_are_sound():
    content = catalogue.term_set(catalogue.template_need("shop-chat"))
    assert set(TERMS.split()) <= {item["code"] for item in content["terms"]}
    assert {item["group"] for item in content["terms"]} == {group["code"] for group in content["groups"]}
    for item in content["terms"]:
        spec = catalogue.term_spec(item)
        value = catalogue.proposed_value(item, "zh-hant")
        assert (item["mode"] == "state") is (value is None)
        if value is not None:
            assert specs.clean([spec], {spec.code: value}) == ({spec.code: value}, [])


def test_proposals_come_from_the_need():
    need = catalogue.template_need("after-sales-hotline") | {"resource_mode_requested": "STAFF_ONLY"}
    content = catalogue.term_set(need)
    assert catalogue.term(content, "ct_depth")["proposed"] == "VALUE_ADDED"
    assert catalogue.term(content, "ct_provision_matrix")["proposed"]["SYSTEM"] == "B"
    assert need["service_lines"][0]["in_scope"] in catalogue.term(content, "ct_scope_in")["proposed"]
    assert catalogue.term(catalogue.term_set(), "ct_depth")["mode"] == "state"


def test_offers_are_accepted_deviated_from_or_stated():
    content = catalogue.term_set(catalogue.template_need("shop-chat"))
    kb, bcp = catalogue.term(content, "ct_kb_owner"), catalogue.term(content, "ct_bcp")
    assert catalogue.clean_offer(kb, {"status": "ACCEPTED"}) == ({"status": "ACCEPTED"}, [])
    deviation = {"status": "DEVIATION", "value": "SHARED", "note": "as usual"}
    assert catalogue.clean_offer(kb, deviation) == (deviation, [])
    assert catalogue.offered_value(content, "ct_kb_owner", {"ct_kb_owner": deviation}) == "SHARED"
    assert catalogue.offered_value(content, "ct_kb_owner", {"ct_kb_owner": {"status": "ACCEPTED"}}) == "BUYER"
    assert catalogue.offered_value(content, "ct_kb_owner", {}) is None
    for item, offer, path in [
        (kb, {"status": "STATED", "value": "BUYER"}, "ct_kb_owner.status"),
        (kb, {"status": "DEVIATION", "value": "NOBODY"}, "ct_kb_owner"),
        (kb, {"status": "DEVIATION"}, "ct_kb_owner.value"),
        (kb, {"status": "ACCEPTED", "value": "SHARED"}, "ct_kb_owner.value"),
        (kb, {"status": "MAYBE"}, "ct_kb_owner.status"),
        (kb, "yes", "ct_kb_owner"),
        (bcp, {"status": "ACCEPTED"}, "ct_bcp.status"),
    ]:
        found = catalogue.clean_offer(item, offer)
        assert (found[0], [fault.path for fault in found[1]]) == (None, [path])


def test_open_terms_are_missing_and_a_critical_service_needs_the_plan():
    need = catalogue.template_need("after-sales-hotline") | {"resource_mode_requested": "STAFF_ONLY"}
    content = catalogue.term_set(need)
    offers = {item["code"]: {"status": "ACCEPTED"} for item in content["terms"] if item["mode"] == "accept"}
    assert catalogue.missing_terms(content, offers, need=need) == ["ct_bcp"]
    plan = {"backup_site": False, "emergency_staff": "On call", "rto_hours": "4", "rpo_hours": "1"}
    offers["ct_bcp"] = {"status": "STATED", "value": plan}
    assert catalogue.missing_terms(content, offers, need=need) == ["ct_bcp.document"]
    assert catalogue.missing_terms(content, offers, need=need | {"criticality": "NORMAL"}) == []


def test_no_contract_term_carries_a_price():
    assert {item["type"] for item in catalogue.term_set()["terms"]} & {"money"} == set()
