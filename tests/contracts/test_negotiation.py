"""Rounds on terms, the signature, and the end of a negotiation."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from contracts.access import contracts_visible_to
from contracts.actions import break_off, draft_from_award, edit_term, mark_signed
from contracts.models import Contract, ContractTerm
from contracts.policies import open_terms
from contracts.queries import rfqs_to_draft
from contracts.states import ContractStatus
from rfqs.models import RFQ, Conflict, Duty
from rfqs.states import RfqStatus
from scoring.policies import check_not_broken_off, ended_negotiations
from scoring.states import EvaluationStatus
from tests import cast
from ui.errors import Refused

S = ContractTerm.Status


def settle(contract: Contract, code: str, value: Any, status: str = S.AGREED, **more: Any) -> ContractTerm:
    about = {"note": "", "clause_ref": "", "by": cast.buyer(), "now": timezone.now()} | more
    return edit_term(contract=contract, code=code, value=value, status=status, **about)


def settle_all(contract: Contract) -> None:
    """Every required term that is open, agreed to be not applicable: the quickest way to a signature."""
    for term in open_terms(contract):
        settle(contract, term.code, {"state": "NOT_APPLICABLE", "reason": "settled at the table"})


def sign(contract: Contract, **more: Any) -> Contract:
    about = {"signed_on": timezone.localdate(), "by": cast.buyer(), "now": timezone.now()} | more
    return mark_signed(contract=contract, **about)


def test_a_changed_term_comes_from_negotiation_and_keeps_what_the_quote_said(contract: Contract) -> None:
    settle(contract, "ct_retention_days", 180, note=" Agreed on the phone ", clause_ref="7.2")
    term = contract.terms.get(code="ct_retention_days")
    assert (term.value, term.offered, term.status) == (180, 30, S.AGREED)
    assert (term.source, term.note, term.clause_ref) == (
        ContractTerm.Source.NEGOTIATION,
        "Agreed on the phone",
        "7.2",
    )
    detail = AuditEvent.objects.get(action="contract.term_edited").detail
    assert (detail["term"], detail["before"]["value"], detail["after"]["value"]) == (
        "ct_retention_days",
        30,
        180,
    )
    assert (detail["before"]["status"], detail["after"]["status"]) == ("OFFERED", "AGREED")


def test_agreeing_to_the_quote_leaves_its_source(contract: Contract) -> None:
    assert settle(contract, "q8_trial_months", 3).source == ContractTerm.Source.QUOTE


@pytest.mark.parametrize("value", [None, "", {}, {"state": "NOT_DISCLOSED"}])
def test_a_term_is_not_agreed_without_its_value(contract: Contract, value: Any) -> None:
    with pytest.raises(Refused, match="Give the value"):
        settle(contract, "ct_bcp", value)
    assert contract.terms.get(code="ct_bcp").status == S.MISSING


@pytest.mark.parametrize("status", [S.MISSING, S.NOT_DISCLOSED, "SIGNED"])
def test_missing_is_found_not_set(contract: Contract, status: str) -> None:
    with pytest.raises(Refused, match="open, agreed or rejected"):
        settle(contract, "q8_trial_months", 3, status)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("q1_min_charge", "0.01"),
        ("q8_price_rise", {"cap": "0.031", "index": "CPI", "earliest_month": 13}),
        ("q8_early_penalty", {"kind": "MONTHS", "value": "1"}),
    ],
)
def test_a_price_never_rises_after_the_award(contract: Contract, code: str, value: Any) -> None:
    before = contract.terms.get(code=code).value
    with pytest.raises(Refused, match="may only fall"):
        settle(contract, code, value)
    assert contract.terms.get(code=code).value == before


def test_a_price_may_fall(contract: Contract) -> None:
    settle(contract, "q8_price_rise", {"cap": "0.02", "index": "CPI", "earliest_month": 13})
    assert contract.terms.get(code="q8_price_rise").value["cap"] == "0.02"


def test_nothing_is_signed_while_a_required_term_is_missing(contract: Contract) -> None:
    count = len(open_terms(contract))
    assert count > 1
    with pytest.raises(Refused, match=f"{count} required terms are still missing"):
        sign(contract)


def test_nothing_is_signed_with_a_rejected_term(contract: Contract) -> None:
    settle_all(contract)
    settle(contract, "ct_scope_out", "Warehouse calls", S.REJECTED)
    with pytest.raises(Refused, match="rejected"):
        sign(contract)


def test_signing_agrees_what_was_offered_and_freezes_the_terms(contract: Contract) -> None:
    settle_all(contract)
    signed = sign(contract)
    assert (signed.status, signed.signed_on, signed.signed_by) == (
        ContractStatus.SIGNED,
        timezone.localdate(),
        cast.buyer(),
    )
    left = set(contract.terms.values_list("status", flat=True))
    assert left <= {S.AGREED, S.MISSING, S.NOT_DISCLOSED}
    assert contract.terms.get(code="ct_scope_out").status == S.AGREED
    assert AuditEvent.objects.get(action="contract.signed").detail["agreed_as_offered"] > 0
    with pytest.raises(Refused, match="frozen"):
        settle(contract, "ct_scope_out", "Other")
    with pytest.raises(Refused, match="frozen"):
        sign(contract)
    with pytest.raises(Refused, match="ended"):
        break_off(contract=contract, reason="Too late", by=cast.buyer(), now=timezone.now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contracts_contractterm SET note = 'x' WHERE contract_id = %s",
        "DELETE FROM contracts_contractterm WHERE contract_id = %s",
        "UPDATE contracts_contract SET prices = '{}' WHERE id = %s",
    ],
)
def test_the_database_refuses_changes_of_a_signed_contract(contract: Contract, statement: str) -> None:
    settle_all(contract)
    sign(contract)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [contract.pk])


@pytest.mark.parametrize(("days", "sentence"), [(1, "future"), (-1, "before the draft")])
def test_the_day_of_signature_lies_between_draft_and_today(
    contract: Contract, days: int, sentence: str
) -> None:
    settle_all(contract)
    with pytest.raises(Refused, match=sentence):
        sign(contract, signed_on=timezone.localdate() + timedelta(days=days))


def test_breaking_off_needs_a_reason_and_keeps_it(contract: Contract) -> None:
    now, buyer = timezone.now(), cast.buyer()
    with pytest.raises(Refused, match="reason"):
        break_off(contract=contract, reason="  ", by=buyer, now=now)
    ended = break_off(contract=contract, reason="No agreement on liability ", by=buyer, now=now)
    assert (ended.status, ended.end_reason, ended.ended_by) == (
        ContractStatus.BROKEN_OFF,
        "No agreement on liability",
        buyer,
    )
    assert AuditEvent.objects.get(action="contract.broken_off").rfq_code == "RFQ-7"


def test_after_a_break_off_the_shortlist_opens_again_without_this_vendor(contract: Contract) -> None:
    quote = contract.quote
    break_off(contract=contract, reason="No agreement on liability", by=cast.buyer(), now=timezone.now())
    rfq = RFQ.objects.get(pk=contract.rfq_id)
    evaluation = rfq.evaluation
    assert (rfq.status, evaluation.status) == (RfqStatus.SCORED, EvaluationStatus.SHORTLIST)
    assert evaluation.quote is None and evaluation.approved_by is None
    assert "No agreement on liability" in evaluation.return_reason
    assert ended_negotiations(evaluation) == [str(quote.pk)]
    with pytest.raises(Refused, match="broken off"):
        check_not_broken_off(str(quote.pk), ended_negotiations(evaluation))
    detail = AuditEvent.objects.filter(action="rfq.status").latest("at").detail
    assert detail == {"from": "AWARDED", "to": "SCORED"}


@pytest.mark.parametrize("who", [cast.approver, cast.auditor, cast.reviewer, cast.vendor_user])
def test_readers_and_outsiders_change_nothing(contract: Contract, who: Any) -> None:
    about: dict[str, Any] = {"by": who(), "now": timezone.now()}
    with pytest.raises(PermissionDenied):
        settle(contract, "ct_retention_days", 180, **about)
    with pytest.raises(PermissionDenied):
        sign(contract, **about)
    with pytest.raises(PermissionDenied):
        break_off(contract=contract, reason="None", **about)
    assert contract.terms.get(code="ct_retention_days").value == 30


def test_the_contract_owner_writes_without_being_a_buyer(contract: Contract) -> None:
    Duty.objects.create(rfq=contract.rfq, user=cast.reviewer(), kind=Duty.Kind.CONTRACT_OWNER)
    Contract.objects.filter(pk=contract.pk).update(owner=cast.reviewer())
    contract.refresh_from_db()
    assert settle(contract, "ct_retention_days", 180, by=cast.reviewer()).value == 180


def test_whoever_is_not_impartial_has_no_part_in_the_contract(
    rfq: RFQ, contract: Contract, client: Any
) -> None:
    """A conflict of interest holds after the award: list, page, terms, signature, end, and drafting anew."""
    by, now = cast.buyer(), timezone.now()
    Conflict.objects.create(rfq=rfq, user=by, reason="known to me", declared_at=now)
    assert not contracts_visible_to(by).exists() and not rfqs_to_draft(by).exists()
    assert contracts_visible_to(cast.approver()).count() == 1
    acts = [
        lambda: settle(contract, "ct_retention_days", 180),
        lambda: sign(contract),
        lambda: break_off(contract=contract, reason="no agreement", by=by, now=now),
        lambda: draft_from_award(rfq=rfq, by=by, now=now),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="conflict of interest"):
            act()
    client.force_login(by)
    assert contract.code not in client.get(reverse("contracts:list")).content.decode()
    pages = [reverse(f"contracts:{name}", args=[contract.code]) for name in ("contract", "sign", "break_off")]
    pages += [reverse("contracts:term", args=[contract.code, "ct_retention_days"])]
    pages += [reverse("contracts:draft", args=[rfq.code])]
    assert [client.get(page).status_code for page in pages] == [403] * 5


def test_the_contract_belongs_to_nobody_who_is_not_impartial(rfq: RFQ) -> None:
    named = cast.second_buyer()
    Duty.objects.create(rfq=rfq, user=named, kind=Duty.Kind.CONTRACT_OWNER)
    Conflict.objects.create(rfq=rfq, user=named, reason="known to me", declared_at=timezone.now())
    assert draft_from_award(rfq=rfq, by=cast.buyer(), now=timezone.now()).owner == cast.buyer()
