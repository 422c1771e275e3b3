"""The doors to contracts: buyers, approvers and auditors read all; nobody else."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.roles import Role, has_role
from contracts.models import Contract, ContractTerm


def contracts_visible_to(user: Any) -> QuerySet[Contract]:
    """Contracts a person may read."""
    if has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return Contract.objects.select_related("vendor", "rfq", "owner")
    return Contract.objects.none()


def get_contract(user: Any, code: str) -> Contract:
    """Return one contract by its code; 404 when it is not there for this person."""
    contract = contracts_visible_to(user).filter(code=code).first()
    if contract is None:
        raise Http404
    return contract


def get_term(user: Any, contract: Contract, code: str) -> ContractTerm:
    """Return one term of a contract the person may read; 404 otherwise."""
    term = ContractTerm.objects.filter(
        contract__in=contracts_visible_to(user).filter(pk=contract.pk), code=code
    ).first()
    if term is None:
        raise Http404
    return term
