"""What a row of the trail says about itself, in words rather than codes."""

from accounts.roles import Role
from audit.details import details
from rfqs.states import RfqStatus


def test_codes_are_words_and_lists_are_lines():
    assert details({"roles": ["BUYER", "APPROVER"]}) == [("Roles", "Buyer, Approver")]
    assert details({"from": "DRAFT", "to": "PUBLISHED"}) == [
        ("From", str(RfqStatus.DRAFT.label)),
        ("To", str(RfqStatus.PUBLISHED.label)),
    ]
    assert details({"before": {"profile": "STRICT", "name": "Plover"}}) == [
        ("Before", "Profile: Strict; Name: Plover")
    ]
    assert details({"before": ["BUYER"]}) == [("Before", str(Role.BUYER.label))]


def test_truth_nothing_and_unknown_codes():
    assert details({"new_contact": True, "before": None, "mystery": 7}) == [
        ("Before", "–"),
        ("mystery", "7"),
        ("New contact", "yes"),
    ]
