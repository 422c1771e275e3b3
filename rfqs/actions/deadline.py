"""Moving a published deadline: later only, while it has not passed, and every invited vendor is told."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs import gate
from rfqs.actions.links import LONGEST
from rfqs.actions.locking import lock_rfq
from rfqs.actions.telling import tell_all
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
    locked = lock_rfq(rfq, by)
    moment, before = gate.database_now(), locked.deadline_at
    check_can_extend(locked, moment)
    check_is_later(locked, deadline_at)
    if not reason:
        raise Refused(_("Give the reason: the vendors read it."))
    tell_all(
        "rfq_extended",
        locked,
        now=moment,
        declined_too=True,
        before=before,
        deadline=deadline_at,
        reason=reason,
    )
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
