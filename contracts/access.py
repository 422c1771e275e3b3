"""The doors to contracts: buyers, approvers and auditors read all; a contract owner reads their own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role, is_staff_side
from contracts.models import Contract, ContractTerm
from rfqs.access import get_rfq, require_impartial
from rfqs.models import RFQ, Conflict

READERS = (Role.BUYER, Role.APPROVER, Role.AUDITOR)


def contracts_visible_to(user: Any) -> QuerySet[Contract]:
    """Contracts a person may read: none whose RFQ they have declared a conflict of interest on."""
    return _by_role(user).exclude(rfq__in=Conflict.objects.filter(user=user.pk).values("rfq"))


def _by_role(user: Any) -> QuerySet[Contract]:
    rows = Contract.objects.select_related("vendor", "rfq", "owner")
    if has_role(user, *READERS):
        return rows
    return rows.filter(owner=user) if is_staff_side(user) else rows.none()


def require_reader(user: Any) -> None:
    """The list of contracts: 404 for outsiders, 403 for staff to whom no contract belongs."""
    if not is_staff_side(user):
        raise Http404
    if not has_role(user, *READERS) and not contracts_visible_to(user).exists():
        raise PermissionDenied(_("Contracts are read by buyers, approvers, auditors and contract owners."))


def get_contract(user: Any, code: str) -> Contract:
    """Return one contract by its code: 404 for outsiders, 403 after a declared conflict of interest."""
    contract = _by_role(user).filter(code=code).first()
    if contract is None:
        raise Http404
    require_impartial(user, contract.rfq)
    return contract


def writes(user: Any, contract: Contract) -> bool:
    """True for buyers and for the owner of this contract."""
    return has_role(user, Role.BUYER) or (is_staff_side(user) and contract.owner_id == user.pk)


def require_writer(user: Any, contract: Contract) -> None:
    """403 for those who read this contract without writing it, or not at all: their conflict of interest."""
    require_impartial(user, contract.rfq)
    if not writes(user, contract):
        raise PermissionDenied(_("Only a buyer or the contract owner can do this."))


def get_contract_as_writer(user: Any, code: str) -> Contract:
    """Return one contract for somebody who may write it: 404 for outsiders, 403 without the right."""
    contract = get_contract(user, code)
    require_writer(user, contract)
    return contract


def get_term(user: Any, contract: Contract, code: str) -> ContractTerm:
    """Return one term of a contract the person may read; 404 otherwise."""
    visible = contracts_visible_to(user).filter(pk=contract.pk).values("pk")
    term = ContractTerm.objects.filter(contract__in=visible, code=code).first()
    if term is None:
        raise Http404
    return term


def get_rfq_to_draft(user: Any, code: str) -> RFQ:
    """Return the RFQ a contract is drafted from: 404 for outsiders, 403 for insiders who do not draft it."""
    rfq = get_rfq(user, code)
    require_drafter(user, rfq)
    return rfq


def require_drafter(user: Any, rfq: RFQ) -> None:
    """403 for anyone who drafts no contracts, and for whoever is not impartial on this RFQ."""
    require_impartial(user, rfq)
    if not has_role(user, Role.BUYER):
        raise PermissionDenied(_("Only a buyer drafts the contract."))
