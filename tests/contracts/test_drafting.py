"""What the first wording of a contract takes from the winning quote."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import AuditEvent
from contracts.actions import break_off, draft_from_award
from contracts.catalogue import FLAG_TERMS, GROUPS
from contracts.models import Contract, ContractTerm
from rfqs.models import RFQ, Duty
from rfqs.states import RfqStatus
from scoring.rules.sentences import FLAGS
from tests import cast
from tests.contracts.build import award, cost_run, scored_rfq
from ui.errors import Refused

S = ContractTerm.Status


def terms_of(contract: Contract) -> dict[str, ContractTerm]:
    return {term.code: term for term in contract.terms.all()}


def test_every_term_of_the_catalogue_stands_once_in_its_order(contract: Contract) -> None:
    wanted = [(group.code, code, required) for group in GROUPS for code, required in group.terms]
    assert [(t.group, t.code, t.required) for t in contract.terms.all()] == wanted


@pytest.mark.parametrize(
    ("code", "status", "value", "note"),
    [
        ("ct_scope_out", S.OFFERED, "Warehouse calls", ""),
        ("ct_retention_days", S.OFFERED, 30, "Our archive keeps thirty days."),
        ("ct_multi_vendor_allowed", S.NOT_DISCLOSED, None, ""),
        ("ct_subprocessors", S.OFFERED, "None without consent", ""),
        ("ct_bcp", S.MISSING, None, ""),
        ("q8_trial_months", S.OFFERED, 3, ""),
        ("q8_trial_exit_penalty", S.NOT_DISCLOSED, None, ""),
        ("q8_early_penalty", S.OFFERED, {"kind": "NONE"}, ""),
        ("q1_min_charge", S.OFFERED, "0", ""),
        ("q7_destruction", S.OFFERED, {"has": True, "days": 15}, ""),
        ("q7_incident", S.MISSING, None, ""),
    ],
)
def test_a_term_takes_the_word_of_the_quote(
    contract: Contract, code: str, status: str, value: Any, note: str
) -> None:
    term = terms_of(contract)[code]
    assert (term.status, term.value, term.note) == (status, value, note)
    said = {"state": "NOT_DISCLOSED"} if status == S.NOT_DISCLOSED else value
    assert (term.offered, term.source) == (said, ContractTerm.Source.QUOTE)


def test_words_in_three_languages_stay_in_three_languages(contract: Contract) -> None:
    assert terms_of(contract)["ct_change_control"].value["zh-hans"] == "Agreed in writing（简）"


def test_the_cap_of_a_price_rise_comes_from_its_fee_line(contract: Contract) -> None:
    assert terms_of(contract)["q8_price_rise"].value["cap"] == "0.03"


def test_red_flags_stand_beside_their_terms(contract: Contract) -> None:
    flagged = {term.code: term.flags for term in contract.terms.all() if term.flags}
    assert flagged == {"q7_insurance": [{"code": "RF-704", "severity": "MINOR", "params": {}}]}


def test_every_flag_beside_a_term_is_of_the_register_and_every_term_of_the_catalogue() -> None:
    codes = {code for group in GROUPS for code, _required in group.terms}
    assert set(FLAG_TERMS) <= set(FLAGS)
    assert set(FLAG_TERMS.values()) <= codes


def test_prices_are_copied_as_values(contract: Contract) -> None:
    prices = contract.prices
    assert prices["figures"]["headline"] == "43200.00"
    assert prices["figures"]["year1_payable"] == "588400.00"
    tco = prices["figures"]["tco"]
    assert (tco["12"], tco["36"], tco["60"]) == ("608240.00", "1928441.56", "3471919.60")
    assert prices["rate_lines"] == contract.quote.commercial["rate_lines"]
    assert prices["currency"] == "CNY" and len(prices["fee_lines"]) == 20
    cost_run(contract.quote, headline="1.00")
    contract.refresh_from_db()
    assert contract.prices["figures"]["headline"] == "43200.00"


def test_the_newest_cost_run_counts(rfq: RFQ) -> None:
    cost_run(rfq.quotes.get(), headline="1.00")
    made = draft_from_award(rfq=rfq, by=cast.buyer(), now=timezone.now())
    assert made.prices["figures"]["headline"] == "1.00"


def test_code_titles_owner_and_trail(contract: Contract) -> None:
    assert contract.code == "C-1"
    assert contract.title == "Shop chat service · Celadon Service"
    assert contract.title_i18n["zh-hans"] == "店铺在线客服 · Celadon Service"
    assert set(contract.title_i18n) == {"en", "zh-hans", "zh-hant"}
    assert contract.owner == cast.buyer()
    event = AuditEvent.objects.get(action="contract.drafted")
    assert (event.rfq_code, event.detail["vendor"]) == ("RFQ-7", "Celadon Service")
    assert 0 < event.detail["missing"] == contract.terms.exclude(status=S.OFFERED).count()


def test_the_person_with_the_duty_owns_the_contract(rfq: RFQ) -> None:
    Duty.objects.create(rfq=rfq, user=cast.second_buyer(), kind=Duty.Kind.CONTRACT_OWNER)
    made = draft_from_award(rfq=rfq, by=cast.buyer(), now=timezone.now())
    assert made.owner == cast.second_buyer()


def test_no_draft_before_the_award(db: None) -> None:
    with pytest.raises(Refused, match="once the award has been approved"):
        draft_from_award(rfq=scored_rfq(), by=cast.buyer(), now=timezone.now())
    assert not Contract.objects.exists()


def test_no_draft_without_a_cost_run(db: None) -> None:
    with pytest.raises(Refused, match="cost run"):
        draft_from_award(rfq=award(scored_rfq(priced=False)), by=cast.buyer(), now=timezone.now())


def test_one_live_contract_per_rfq_and_a_new_award_after_breaking_off(contract: Contract, rfq: RFQ) -> None:
    now, buyer = timezone.now(), cast.buyer()
    with pytest.raises(Refused, match="already"):
        draft_from_award(rfq=rfq, by=buyer, now=now)
    break_off(contract=contract, reason="No agreement on liability", by=buyer, now=now)
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.SCORED
    with pytest.raises(Refused, match="once the award has been approved"):
        draft_from_award(rfq=rfq, by=buyer, now=now)


@pytest.mark.parametrize("who", [cast.approver, cast.auditor, cast.reviewer, cast.vendor_user])
def test_only_buyers_draft(rfq: RFQ, who: Any) -> None:
    with pytest.raises(PermissionDenied):
        draft_from_award(rfq=rfq, by=who(), now=timezone.now())
    assert not Contract.objects.exists()
