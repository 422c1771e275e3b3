"""Taking a quote back before the deadline."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from quotes.actions.late import tell_contacts
from quotes.actions.refusals import Late, refusal_of
from quotes.models import EnvelopeKey, FileKey, Revision, Withdrawal
from quotes.policies import check_can_withdraw
from rfqs import gate
from rfqs.access import get_invitation
from rfqs.actions.locking import lock_invitation
from rfqs.actions.marks import mark_invitation
from rfqs.models import Invitation
from rfqs.states import InvitationStatus
from ui.errors import Refused


def withdraw_quote(*, invitation: Invitation, number: int, by: Any, now: datetime) -> Withdrawal:
    """Take revision `number` back and return the record of it; every key to its content is destroyed.

    Refuses after the deadline by the database's clock, a revision that is not the newest or was withdrawn
    before, and people of other vendors (404). The draft stays, and the vendor may send again. Tells every
    contact of the vendor that has enrolled.
    """
    try:
        return _withdraw(invitation, number, by)
    except (DatabaseError, InterfaceError) as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
    if isinstance(refusal, Late):
        refusal = Refused(_("The deadline has passed. A quote can be withdrawn only until then."))
    raise refusal


@transaction.atomic(durable=True)
def _withdraw(invitation: Invitation, number: int, by: Any) -> Withdrawal:
    get_invitation(by, invitation.pk)
    gate.limit_holder()
    locked = lock_invitation(invitation)
    moment = gate.database_now()
    newest = Revision.objects.filter(invitation=locked).order_by("-number").first()
    check_can_withdraw(locked, newest, moment)
    if newest is None or newest.number != number:
        raise Refused(_("Another revision was sent meanwhile. Look at it before you withdraw."))
    withdrawal = Withdrawal.objects.create(revision=newest, withdrawn_at=moment, withdrawn_by=by)
    withdrawal.refresh_from_db(fields=["withdrawn_at"])
    EnvelopeKey.objects.filter(envelope__revision=newest).delete()
    FileKey.objects.filter(revision=newest).delete()
    mark_invitation(locked, InvitationStatus.SEEN, by=by, now=withdrawal.withdrawn_at)
    audit.record("quote.withdrawn", by=by, now=withdrawal.withdrawn_at, obj=locked, rfq_code=locked.rfq.code)
    tell_contacts("quote_withdrawn", locked, withdrawal.withdrawn_at, revision=newest, withdrawal=withdrawal)
    return withdrawal
