"""May a contract be drafted, changed, signed, broken off now? `check_can_x` raises the reason."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Contract, ContractTerm
from contracts.states import TRANSITIONS, ContractStatus
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from scoring.queries.awards import Awardee, awardees
from ui.errors import Refused, reason_against

REQUIRED = ("R", "A")
OPEN = (ContractTerm.Status.MISSING, ContractTerm.Status.NOT_DISCLOSED)


# Days before the end of a price hold at which those who sign are reminded; 0 stands for its end.
HOLD_DAYS = (14, 7, 1, 0)
LONG_GONE = -7  # days: of a hold that ended longer ago nobody is told any more


def hold_threshold(left: int) -> int | None:
    """The threshold that a hold with so many days left has passed last; None before the first, and long after."""
    if left < LONG_GONE:
        return None
    if left < 0:
        return 0
    return min((days for days in HOLD_DAYS if days and left <= days), default=None)


def check_can_draft(rfq: RFQ) -> None:
    """A contract follows an approved award, one with each vendor that was awarded."""
    if rfq.status != RfqStatus.AWARDED:
        raise Refused(_("A contract is drafted once the award has been approved."))
    if not to_contract(rfq):
        raise Refused(_("There is a contract for this RFQ already."))


def to_contract(rfq: RFQ) -> list[Awardee]:
    """The vendors of the award that have no contract in negotiation or signed."""
    live = Contract.objects.filter(rfq=rfq).exclude(status=ContractStatus.BROKEN_OFF)
    having = set(live.values_list("quote", flat=True))
    return [one for one in awardees(rfq) if one.quote.pk not in having]


def check_can_edit(contract: Contract) -> None:
    """Terms move in negotiation only."""
    if contract.status != ContractStatus.NEGOTIATION:
        raise Refused(_("The terms are frozen: this contract is no longer in negotiation."))


def check_can_break_off(contract: Contract) -> None:
    """What is signed is not broken off: it ends by its own clauses."""
    if ContractStatus.BROKEN_OFF not in TRANSITIONS[contract.status]:
        raise Refused(_("This negotiation has ended."))


def open_terms(contract: Contract) -> list[ContractTerm]:
    """Return the required terms that nobody has settled yet."""
    return [term for term in contract.terms.all() if is_open(term)]


def is_open(term: ContractTerm) -> bool:
    """A required term without a value: it is missing, or the vendor did not disclose it."""
    return term.required in REQUIRED and term.status in OPEN


def check_can_sign(contract: Contract) -> None:
    """Every required term is there and none is rejected."""
    check_can_edit(contract)
    if missing := len(open_terms(contract)):
        sentence = ngettext(
            "%(count)d required term is still missing. Settle it before signing.",
            "%(count)d required terms are still missing. Settle each of them before signing.",
            missing,
        )
        raise Refused(sentence % {"count": missing})
    if contract.terms.filter(status=ContractTerm.Status.REJECTED).exists():
        raise Refused(_("A term is rejected. Agree on its wording before signing."))


def can_edit(contract: Contract) -> bool:
    return not reason_against(check_can_edit, contract)


def can_break_off(contract: Contract) -> bool:
    return not reason_against(check_can_break_off, contract)
