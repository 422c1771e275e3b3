"""What an RFQ and an invitation allow in the state they are in. `check_can_x` raises the reason."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rfqs.catalogue.adapting import ADDED_TYPES, MOST_FIELDS, MOST_LETTERS, OWN, readers_of
from rfqs.models import RFQ, Addendum, Clarification, Invitation, QuestionSet, VendorQuestion
from rfqs.states import (
    TRANSITIONS,
    AddendumStatus,
    ClarificationStatus,
    EndCode,
    InvitationStatus,
    QuestionStatus,
    RfqStatus,
)
from ui.errors import Refused, reason_against
from ui.text import in_all_languages, listed

TIME_TO_CONFIRM = timedelta(hours=24)


def _allowed(check: Callable[..., None], *args: object) -> bool:
    return not reason_against(check, *args)


def is_closed(rfq: RFQ, now: datetime) -> bool:
    """The deadline has passed; closed is read from the clock, never stored."""
    return rfq.deadline_at is not None and now > rfq.deadline_at


def check_can_edit(rfq: RFQ) -> None:
    """A draft is open; what was published stands."""
    if rfq.status == RfqStatus.CANCELLED:
        raise Refused(_("This RFQ is cancelled. Copy it to start again."))
    if rfq.status != RfqStatus.DRAFT:
        raise Refused(_("This RFQ is published: what vendors were asked changes only by an addendum."))


def can_edit(rfq: RFQ) -> bool:
    return _allowed(check_can_edit, rfq)


def check_can_cancel(rfq: RFQ) -> None:
    """Anything that has not ended can be cancelled."""
    if RfqStatus.CANCELLED not in TRANSITIONS[rfq.status]:
        raise Refused(_("This RFQ has ended."))


def can_cancel(rfq: RFQ) -> bool:
    return _allowed(check_can_cancel, rfq)


def check_end_code(code: str) -> None:
    if code not in EndCode.values:
        raise Refused(_("Choose why the RFQ ends."))


def check_can_retender(rfq: RFQ) -> None:
    """What ended without an award is asked anew, once at a time."""
    if rfq.status not in (RfqStatus.NO_AWARD, RfqStatus.CANCELLED):
        raise Refused(_("Only an RFQ that ended without an award is asked anew."))
    going_on = rfq.retenders.exclude(status__in=(RfqStatus.CANCELLED, RfqStatus.NO_AWARD)).first()
    if going_on is not None:
        raise Refused(_("It is being asked anew already, as %(code)s.") % {"code": going_on.code})


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


def check_can_take_back(invitation: Invitation, now: datetime) -> None:
    """A decline can be taken back until the deadline."""
    check_can_link(invitation, now)
    if invitation.status != InvitationStatus.DECLINED:
        raise Refused(_("This invitation is not declined."))


def check_open_for_quotes(rfq: RFQ, now: datetime) -> None:
    """Questions, answers and addenda belong to the time between publication and deadline."""
    if rfq.status == RfqStatus.DRAFT:
        raise Refused(_("This RFQ is not published yet."))
    if rfq.status == RfqStatus.CANCELLED:
        raise Refused(_("This RFQ is cancelled."))
    if rfq.status != RfqStatus.PUBLISHED or is_closed(rfq, now):
        raise Refused(_("The deadline has passed: vendors can no longer make use of it."))


def check_can_ask(invitation: Invitation, now: datetime) -> None:
    """An invited vendor asks until the deadline for questions."""
    rfq = invitation.rfq
    check_can_link(invitation, now)
    if invitation.status == InvitationStatus.DECLINED:
        raise Refused(_("You have declined this invitation. Take the decline back to ask."))
    if rfq.questions_until is not None and now > rfq.questions_until:
        raise Refused(
            _("Questions could be asked until %(until)s.")
            % {"until": date_format(localtime(rfq.questions_until), "Y-m-d H:i")}
        )


def check_questions_until(rfq: RFQ, until: datetime | None, now: datetime) -> None:
    """Questions end while there is still time to answer them; left empty, half-way is taken."""
    if until is None:
        return
    if until <= now:
        raise Refused(_("The deadline for questions must lie in the future."))
    if rfq.deadline_at is not None and until >= rfq.deadline_at:
        raise Refused(_("The deadline for questions must lie before the deadline for quotes."))


def check_can_answer(question: VendorQuestion) -> None:
    """A question is answered or refused once."""
    if question.status != QuestionStatus.OPEN:
        raise Refused(_("This question is answered or refused already."))


def check_can_write_answer(clarification: Clarification) -> None:
    """What was told to all stands; something else is told by another answer."""
    if clarification.status != ClarificationStatus.DRAFT:
        raise Refused(_("This answer was published: it stands. Publish another one to correct it."))


def check_can_write_addendum(addendum: Addendum) -> None:
    """What was issued stands; something else is told by the next one."""
    if addendum.status != AddendumStatus.DRAFT:
        raise Refused(_("This addendum was issued: it stands. Issue another one to correct it."))


def check_leaves_time(deadline_at: datetime | None, now: datetime) -> None:
    """Vendors need a day at least to confirm an addendum, or to replace their quote."""
    if deadline_at is None or deadline_at - now < TIME_TO_CONFIRM:
        raise Refused(
            _("Vendors need a day at least to confirm an addendum. Move the deadline in the same addendum.")
        )


def check_can_confirm(invitation: Invitation, now: datetime) -> None:
    """A vendor confirms until the deadline, unless it has declined."""
    check_can_link(invitation, now)
    if invitation.status == InvitationStatus.DECLINED:
        raise Refused(_("You have declined this invitation. Take the decline back to go on."))


def check_can_begin(sets: Sequence[QuestionSet]) -> QuestionSet:
    """One draft at a time, from the version in use; returned."""
    states = {row.status: row for row in sets}
    if drafted := states.get(QuestionSet.Status.DRAFT):
        raise Refused(_("Version %(version)s is being written already.") % {"version": drafted.version})
    active = states.get(QuestionSet.Status.ACTIVE)
    if active is None:
        raise Refused(_("There is no question set yet. It comes with the first RFQ."))
    return active


def check_can_write(row: QuestionSet) -> None:
    """A version in use stands: RFQs were made with it."""
    if row.status != QuestionSet.Status.DRAFT:
        raise Refused(
            _("Version %(version)s is in use or was. Adapt it in a new version.") % {"version": row.version}
        )


def check_texts(texts: Mapping[str, Mapping[str, str]]) -> None:
    for path, words in texts.items():
        if not in_all_languages(words):
            raise Refused(
                _("%(path)s: write it in English, Simplified and Traditional Chinese.") % {"path": path}
            )
        if any(len(text) > MOST_LETTERS for text in words.values()):
            params = {"path": path, "most": MOST_LETTERS}
            raise Refused(_("%(path)s: a text has %(most)s letters at most.") % params)


def check_field(item: Mapping[str, Any], number: int, code: str, kind: str, label: Mapping[str, str]) -> None:
    """A further field of a question: a code of its own, one input, named in all languages."""
    if not OWN.fullmatch(code):
        raise Refused(
            _("A code has small letters, digits and _, begins with a letter and has 31 signs at most.")
        )
    if kind not in ADDED_TYPES:
        raise Refused(_("Choose what kind of answer the field takes."))
    taken = {field["code"] for field in item["fields"]}
    if f"q{number}_own_{code}" in taken:
        raise Refused(_("There is a field with this code in the question already."))
    if len(taken) >= MOST_FIELDS:
        raise Refused(_("A question has %(most)s fields at most.") % {"most": MOST_FIELDS})
    check_texts({_("Label"): label})


def check_is_removable(item: Mapping[str, Any], code: str) -> None:
    field = next((field for field in item["fields"] if field["code"] == code), None)
    if field is None:
        raise Refused(_("The question has no such field."))
    if readers := readers_of(field):
        raise Refused(
            _("%(code)s is read by %(readers)s and cannot be removed; its words may be changed.")
            % {"code": code, "readers": listed(readers)}
        )
    if len(item["fields"]) == 1:
        raise Refused(_("A question keeps one field at least."))
