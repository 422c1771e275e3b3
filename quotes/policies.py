"""May a vendor write, send or replace its quote now?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.access import second_factors
from quotes.models import Inquiry, Revision
from rfqs.models import Invitation
from rfqs.states import InvitationStatus, RfqStatus
from ui.errors import Refused, reason_against


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
            % {"deadline": date_format(localtime(rfq.deadline_at), "Y-m-d H:i")}
        )


def check_can_read(revision: Revision) -> None:
    """Raise when the keys to a vendor's own revision no longer exist."""
    if hasattr(revision, "withdrawal"):
        raise Refused(_("This revision was withdrawn; its content no longer exists."))


def check_can_withdraw(invitation: Invitation, newest: Revision | None, now: datetime) -> None:
    """Raise when there is nothing to take back, or no time left for it."""
    if newest is None:
        raise Refused(_("No quote has been sent yet."))
    if hasattr(newest, "withdrawal"):
        raise Refused(_("This quote has been withdrawn already."))
    deadline = invitation.rfq.deadline_at
    if invitation.rfq.status != RfqStatus.PUBLISHED or (deadline is not None and now > deadline):
        raise Refused(_("The deadline has passed. A quote can be withdrawn only until then."))


def check_can_answer(inquiry: Inquiry, now: datetime) -> None:
    """Raise when a question of the panel is answered already, out of time, or no longer of use."""
    if inquiry.answered_at is not None:
        raise Refused(_("This question has been answered. The answer stands."))
    if now > inquiry.due_at:
        raise Refused(
            _("The time for this answer ended on %(moment)s. The quote is judged as it is.")
            % {"moment": date_format(localtime(inquiry.due_at), "Y-m-d H:i")}
        )
    if inquiry.quote.rfq.status not in (RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED):
        raise Refused(_("The quotes are no longer being scored."))


def check_explains(inquiry: Inquiry, answers: Mapping[str, str], files: int) -> None:
    """Raise for fields that were not asked about, and for an answer that says nothing."""
    if not answers.keys() <= set(inquiry.fields):
        raise Refused(_("Only the fields that were asked about can be explained."))
    if not files and not any(text.strip() for text in answers.values()):
        raise Refused(_("Explain at least one of the fields, or attach a file."))


def can_write(invitation: Invitation, now: datetime) -> bool:
    """True when `check_can_write` has no objection."""
    return not reason_against(check_can_write, invitation, now)


def check_second_factor(content: Mapping[str, Any], by: Any) -> None:
    """Raise when the publication asks for a second factor and the person who sends has none."""
    if content["need"].get("second_factor_required") and not second_factors(by):
        raise Refused(
            _(
                "This RFQ asks whoever sends a quote for a second factor. Set one up on your profile page, "
                "then send; what you entered is saved."
            )
        )
