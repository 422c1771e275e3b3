"""May a contract be drafted, changed, signed now, and by whom?"""

from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from contracts.models import Contract, ContractTerm
from contracts.states import ContractStatus
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from ui.errors import Refused


def check_can_draft(user: Any, rfq: RFQ) -> None:
    """Raise when this person may not draft the contract of this RFQ now."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only a buyer drafts the contract."))
    if rfq.status != RfqStatus.AWARDED:
        raise Refused(_("A contract is drafted once the award has been approved."))
    if Contract.objects.filter(rfq=rfq).exclude(status=ContractStatus.BROKEN_OFF).exists():
        raise Refused(_("There is a contract for this RFQ already."))


def check_can_edit(user: Any, contract: Contract) -> None:
    """Raise when this person may not change terms now."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only a buyer changes contract terms."))
    if contract.status != ContractStatus.NEGOTIATION:
        raise Refused(_("The terms are frozen: this contract is no longer in negotiation."))


def open_terms(contract: Contract) -> list[ContractTerm]:
    """Return the required terms that nobody has settled yet."""
    return [
        term
        for term in contract.terms.all()
        if term.required in ("R", "A")
        and term.status in (ContractTerm.Status.MISSING, ContractTerm.Status.NOT_DISCLOSED)
    ]


def check_can_sign(user: Any, contract: Contract) -> None:
    """Raise when this person may not mark the contract as signed now."""
    check_can_edit(user, contract)
    if missing := open_terms(contract):
        raise Refused(
            _("%(count)d required terms are still missing. Settle each of them before signing.")
            % {"count": len(missing)}
        )
    if contract.terms.filter(status=ContractTerm.Status.REJECTED).exists():
        raise Refused(_("A term is rejected. Agree on its wording before signing."))


def _can(check: Any, *args: Any) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True


def can_draft(user: Any, rfq: RFQ) -> bool:
    return _can(check_can_draft, user, rfq)


def can_edit(user: Any, contract: Contract) -> bool:
    return _can(check_can_edit, user, contract)


def can_sign(user: Any, contract: Contract) -> bool:
    return _can(check_can_sign, user, contract)
