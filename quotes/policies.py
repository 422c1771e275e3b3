"""May a vendor write, send or replace its quote now?"""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rfqs.models import Invitation
from rfqs.states import InvitationStatus, RfqStatus
from ui.errors import Refused


def check_can_write(invitation: Invitation, now: datetime) -> None:
    """Raise when the draft may no longer be changed."""
    rfq = invitation.rfq
    if rfq.status == RfqStatus.CANCELLED:
        raise Refused(_("The buyer has cancelled this RFQ. Nothing more can be entered."))
    if invitation.status == InvitationStatus.DECLINED:
        raise Refused(_("You have declined this invitation. Take the decline back to go on writing."))
    if rfq.status != RfqStatus.PUBLISHED:
        raise Refused(_("Quotes for this RFQ have been opened. Nothing more can be entered."))
    if rfq.deadline_at is not None and now > rfq.deadline_at:
        raise Refused(
            _("The deadline was %(deadline)s. Nothing more can be entered.")
            % {"deadline": date_format(localtime(rfq.deadline_at), "DATETIME_FORMAT")}
        )


def can_write(invitation: Invitation, now: datetime) -> bool:
    """True when `check_can_write` has no objection."""
    try:
        check_can_write(invitation, now)
    except Refused:
        return False
    return True
