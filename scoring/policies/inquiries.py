"""May a vendor be asked about a contradiction? `check_x` raises the reason."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from quotes.contradictions import Contradiction
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from ui.errors import Refused

WHILE_ANSWERED = (RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED)


def check_can_ask_about(rfq: RFQ, user: Any) -> None:
    """A buyer, while what the vendor says can still bear on the scores."""
    if not has_role(user, Role.BUYER):
        raise Refused(_("Only buyers ask about a contradiction."))
    if rfq.status not in WHILE_ANSWERED:
        raise Refused(_("Vendors are asked while the quotes are being scored."))


def check_is_there(found: Contradiction | None) -> Contradiction:
    if found is None:
        raise Refused(_("This contradiction is not there any more. Load the page again."))
    return found
