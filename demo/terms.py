"""What the demo vendors say to the proposed contract terms."""

from collections.abc import Mapping
from typing import Any

from demo.answers import both
from demo.vendors import DemoVendor

Json = dict[str, Any]

ITEMS = ("AGENTS", "SITE", "EQUIPMENT", "SYSTEM", "LINES", "TRAINING", "SUPERVISION", "DATA_STORE", "RECORDS")


def contract_terms(
    vendor: DemoVendor, terms: Mapping[str, Any], need: Mapping[str, Any], bcp_file: str
) -> Json:
    """Return an offer for every published term: proposals are accepted, open ones are stated."""
    stated = _stated(vendor, need, bcp_file)
    offers: Json = {}
    for term in terms["terms"]:
        code = term["code"]
        if code in stated and (term["mode"] == "state" or code in DEVIATES):
            status = "STATED" if term["mode"] == "state" else "DEVIATION"
            offers[code] = {"status": status, "value": stated[code]}
        elif term["mode"] == "accept":
            offers[code] = {"status": "ACCEPTED"}
    return offers


DEVIATES = {"ct_depth", "ct_resource_mode", "ct_provision_matrix"}


def _stated(vendor: DemoVendor, need: Mapping[str, Any], bcp_file: str) -> Json:
    buyer_system = need.get("system_owner_required") == "BUYER"
    full = vendor.key == "Popping Candy Support"
    system = "V" if full or not buyer_system else "B"
    held = dict.fromkeys(ITEMS, "V") | {"SYSTEM": system, "DATA_STORE": system, "RECORDS": system}
    return {
        "ct_scope_in": both("All services of the RFQ in its hours.", "询价书所列全部服务及时段。"),
        "ct_scope_out": both("Logistics claims and legal disputes.", "物流索赔与法律纠纷。"),
        "ct_depth": "VALUE_ADDED",
        "ct_resource_mode": "FULL_RESOURCE" if full else "HYBRID",
        "ct_provision_matrix": held,
        "ct_bcp": {
            "document": bcp_file,
            "backup_site": vendor.seats_total > 500,
            "place": f"{vendor.city} II",
            "emergency_staff": both("On-call list, two hours.", "待命名单，两小时到岗。"),
            "rto_hours": "4",
            "rpo_hours": "1",
            "test_frequency": "YEARLY",
        },
    }
