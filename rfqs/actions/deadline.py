"""Moving a published deadline: later only, while it has not passed, and every invited vendor is told."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

import audit.actions as audit
import notifications.actions as notifications
from rfqs import gate
from rfqs.access import require_buyer
from rfqs.actions.links import LONGEST
from rfqs.models import RFQ, InvitationToken
from rfqs.policies import check_can_extend, check_is_later
from ui.errors import Refused


def extend_deadline(*, rfq: RFQ, deadline_at: datetime, reason: str, by: Any, now: datetime) -> RFQ:
    """Move the deadline of a published RFQ to `deadline_at` and return the RFQ.

    Refuses without a reason, an earlier moment, after the deadline by the database's clock, after the
    opening, and people who are no buyers (403). Links that are waiting live on with it. Tells every contact
    that was invited, in the same transaction.
    """
    try:
        return _extend(rfq, deadline_at, reason.strip(), by)
    except OperationalError as error:
        raise Refused(_("The RFQ is busy. Nothing was changed; try again.")) from error
    except DatabaseError as error:
        if gate.state_of(error) != gate.DEADLINE_STAYS:
            raise
        raise Refused(_("The deadline has passed. It no longer moves.")) from error


@transaction.atomic(durable=True)
def _extend(rfq: RFQ, deadline_at: datetime, reason: str, by: Any) -> RFQ:
    require_buyer(by)
    # A vendor's row that names the RFQ does not wait for this; a second extension does.
    locked = RFQ.objects.select_for_update(no_key=True).get(pk=rfq.pk)
    moment, before = gate.database_now(), locked.deadline_at
    check_can_extend(locked, moment)
    check_is_later(locked, deadline_at)
    if not reason:
        raise Refused(_("Give the reason: the vendors read it."))
    _tell_vendors(locked, before, deadline_at, reason, moment)
    move_deadline(locked, deadline_at, reason, by, moment)
    return locked


def move_deadline(locked: RFQ, deadline_at: datetime, reason: str, by: Any, moment: datetime) -> None:
    """Inside piece, the last of an act: from here until the commit every submission waits."""
    _prolong_links(locked, deadline_at, moment)
    detail = {
        "reason": reason,
        "before": locked.deadline_at.isoformat() if locked.deadline_at else None,
        "after": deadline_at.isoformat(),
    }
    audit.record("rfq.extended", by=by, now=moment, obj=locked, rfq_code=locked.code, detail=detail)
    locked.deadline_at, locked.updated_at = deadline_at, moment
    locked.save(update_fields=["deadline_at", "updated_at"])


def _prolong_links(rfq: RFQ, deadline_at: datetime, moment: datetime) -> None:
    waiting = InvitationToken.objects.filter(
        invitation__rfq=rfq, used_at=None, revoked_at=None, expires_at__gt=moment
    )
    waiting.update(expires_at=Least(F("created_at") + LONGEST, deadline_at))


def _tell_vendors(
    rfq: RFQ, before: datetime | None, deadline_at: datetime, reason: str, now: datetime
) -> None:
    for invitation in rfq.invitations.select_related("contact", "vendor").exclude(mailed_at=None):
        enrolled = invitation.vendor.contacts.filter(is_active=True, user__isnull=False)
        people = {contact.pk: contact for contact in [invitation.contact, *enrolled]}
        for contact in people.values():
            notifications.queue(
                "rfq_extended",
                to=contact.email,
                language=contact.language,
                now=now,
                user=contact.user,
                about=f"rfq:{rfq.code}",
                context={
                    "rfq": rfq,
                    "contact": contact,
                    "before": before,
                    "deadline": deadline_at,
                    "reason": reason,
                },
            )
