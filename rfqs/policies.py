"""What an RFQ and an invitation allow in the state they are in. `check_can_x` raises the reason."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from rfqs.models import RFQ, Invitation
from rfqs.states import TRANSITIONS, InvitationStatus, RfqStatus
from ui.errors import Refused


def _allowed(check: Callable[..., None], *args: object) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True


def reason_against(check: Callable[..., None], *args: object) -> str:
    """The sentence why not, or nothing: for the button that shows it."""
    try:
        check(*args)
    except Refused as refused:
        return str(refused)
    return ""


def is_closed(rfq: RFQ, now: datetime) -> bool:
    """The deadline has passed; closed is read from the clock, never stored."""
    return rfq.deadline_at is not None and now > rfq.deadline_at


def check_can_edit(rfq: RFQ) -> None:
    """A draft is open; what was published stands."""
    if rfq.status == RfqStatus.CANCELLED:
        raise Refused(_("This RFQ is cancelled. Copy it to start again."))
    if rfq.status != RfqStatus.DRAFT:
        raise Refused(_("This RFQ is published: what vendors were asked no longer changes."))


def can_edit(rfq: RFQ) -> bool:
    return _allowed(check_can_edit, rfq)


def check_can_cancel(rfq: RFQ) -> None:
    """Anything that has not ended can be cancelled."""
    if RfqStatus.CANCELLED not in TRANSITIONS[rfq.status]:
        raise Refused(_("This RFQ has ended."))


def can_cancel(rfq: RFQ) -> bool:
    return _allowed(check_can_cancel, rfq)


def check_can_extend(rfq: RFQ, now: datetime) -> None:
    """A published deadline moves while it has not passed."""
    if rfq.status == RfqStatus.DRAFT:
        raise Refused(_("This RFQ is a draft: its deadline is on the page “Need”."))
    if rfq.status != RfqStatus.PUBLISHED or is_closed(rfq, now):
        raise Refused(_("The deadline has passed. It no longer moves."))


def can_extend(rfq: RFQ, now: datetime) -> bool:
    return _allowed(check_can_extend, rfq, now)


def check_is_later(rfq: RFQ, deadline_at: datetime) -> None:
    """Never earlier: vendors rely on the time they were given."""
    if rfq.deadline_at is not None and deadline_at <= rfq.deadline_at:
        raise Refused(_("The new deadline must be later than the present one."))


def check_can_invite(rfq: RFQ, now: datetime) -> None:
    """Vendors are added to a draft, and to a published RFQ until its deadline."""
    if rfq.status == RfqStatus.DRAFT:
        return
    if rfq.status != RfqStatus.PUBLISHED or is_closed(rfq, now):
        raise Refused(_("Vendors can be invited only until the deadline."))


def can_invite(rfq: RFQ, now: datetime) -> bool:
    return _allowed(check_can_invite, rfq, now)


def check_can_link(invitation: Invitation, now: datetime) -> None:
    """A personal link leads somewhere only between publication and deadline."""
    rfq = invitation.rfq
    if rfq.status == RfqStatus.DRAFT:
        raise Refused(_("Links exist once the RFQ is published."))
    if rfq.status == RfqStatus.CANCELLED:
        raise Refused(_("The buyer has cancelled this RFQ."))
    if rfq.status != RfqStatus.PUBLISHED or is_closed(rfq, now):
        raise Refused(_("The deadline of this RFQ has passed."))


def can_link(invitation: Invitation, now: datetime) -> bool:
    return _allowed(check_can_link, invitation, now)


def check_can_decline(invitation: Invitation, now: datetime) -> None:
    """A vendor declines while the RFQ is open and before it has sent a quote."""
    check_can_link(invitation, now)
    if invitation.status == InvitationStatus.DECLINED:
        raise Refused(_("You have declined this invitation already."))
    if invitation.status == InvitationStatus.SUBMITTED:
        raise Refused(_("You have sent a quote. It can be replaced until the deadline, not declined."))


def can_decline(invitation: Invitation, now: datetime) -> bool:
    return _allowed(check_can_decline, invitation, now)


def check_can_take_back(invitation: Invitation, now: datetime) -> None:
    """A decline can be taken back until the deadline."""
    check_can_link(invitation, now)
    if invitation.status != InvitationStatus.DECLINED:
        raise Refused(_("This invitation is not declined."))


def can_take_back(invitation: Invitation, now: datetime) -> bool:
    return _allowed(check_can_take_back, invitation, now)
