"""What the database refuses about time, as a sentence; and telling every vendor of an RFQ the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _

import notifications.actions as notifications
from rfqs import gate
from rfqs.models import RFQ, Invitation
from rfqs.states import InvitationStatus
from ui.errors import Refused


@contextmanager
def gated() -> Iterator[None]:
    """Around a transaction: the gate's refusals become Refused, other faults pass."""
    try:
        yield
    except OperationalError as error:
        raise Refused(_("The RFQ is busy. Nothing was changed; try again.")) from error
    except DatabaseError as error:
        sentence = _sentence(gate.state_of(error))
        if not sentence:
            raise
        raise Refused(sentence) from error


def _sentence(state: str) -> str:
    return {
        gate.LATE: _("The deadline has passed. Nothing was changed."),
        gate.OPENED: _("The deadline has passed. Nothing was changed."),
        gate.NOT_OPEN: _("This RFQ is not open for quotes. Nothing was changed."),
        gate.DEADLINE_STAYS: _("The deadline has passed. It no longer moves."),
        gate.QUESTIONS_OVER: _("The deadline for questions has passed."),
    }.get(state, "")


def tell_all(kind: str, rfq: RFQ, *, now: datetime, **context: Any) -> None:
    """Inside piece: mail every vendor that was told of the RFQ and has not declined; the words are the same for all."""
    told = rfq.invitations.exclude(mailed_at=None).exclude(status=InvitationStatus.DECLINED)
    for invitation in told.select_related("contact__user", "vendor"):
        tell_vendor(kind, rfq, invitation, about=f"rfq:{rfq.code}", now=now, **context)


def tell_vendor(
    kind: str, rfq: RFQ, invitation: Invitation, *, about: str, now: datetime, **context: Any
) -> None:
    """Inside piece: mail the invited contact and everybody of the vendor who has enrolled."""
    enrolled = invitation.vendor.contacts.filter(is_active=True, user__isnull=False).select_related("user")
    people = {contact.pk: contact for contact in [invitation.contact, *enrolled]}
    for contact in people.values():
        notifications.queue(
            kind,
            to=contact.email,
            language=contact.language,
            now=now,
            user=contact.user,
            about=about,
            context={"rfq": rfq, "contact": contact, "invitation": invitation, **context},
        )
