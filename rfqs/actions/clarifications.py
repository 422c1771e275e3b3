"""Questions of vendors and answers to all. Who asks stays hidden: from other vendors always, from staff until the opening."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs import gate
from rfqs.access import get_invitation
from rfqs.actions.gated import gated
from rfqs.actions.locking import lock_draft, lock_invitation, lock_rfq
from rfqs.actions.telling import tell_all, tell_owner, tell_vendor
from rfqs.models import RFQ, Clarification, Invitation, VendorQuestion
from rfqs.policies import (
    check_can_answer,
    check_can_ask,
    check_can_write_answer,
    check_open_for_quotes,
    check_questions_until,
)
from rfqs.queries.clarifications import own_names_in
from rfqs.states import (
    CLARIFICATION_TRANSITIONS,
    QUESTION_TRANSITIONS,
    ClarificationStatus,
    QuestionStatus,
)
from ui.errors import Refused

LONGEST = 4000
MOST_QUESTIONS = 100
ALIAS_LOCK = 7303


class NamesItself(Refused):
    """The question holds a name of the vendor that asks; `names` says which. It may be sent all the same."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        super().__init__(
            _("The question names you: %(names)s. Whoever reads it knows who asks. Take the name out.")
            % {"names": ", ".join(names)}
        )


@transaction.atomic(durable=True)
def set_questions_until(*, rfq: RFQ, until: datetime | None, by: Any, now: datetime) -> RFQ:
    """Say in a draft until when vendors may ask; None takes half-way between publication and deadline."""
    locked = lock_draft(rfq, by)
    check_questions_until(locked, until, now)
    detail = {"before": _iso(locked.questions_until), "after": _iso(until)}
    locked.questions_until, locked.updated_at = until, now
    locked.save(update_fields=["questions_until", "updated_at"])
    audit.record("rfq.questions_until", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return locked


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def ask_question(
    *, invitation: Invitation, text: str, by: Any, now: datetime, named: bool = False
) -> VendorQuestion:
    """Put a question to the buyer and tell the RFQ's owner, without saying who asks.

    Refuses an empty text, after the deadline for questions by the database's clock, after a decline, people of
    other vendors (404), and a text that holds a name of the vendor (NamesItself) unless `named` says so be it.
    """
    with gated():
        return _ask(invitation, _sound(text), by, named)


def _sound(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Write the text first."))
    if len(text) > LONGEST:
        raise Refused(_("The text is longer than %(longest)s characters.") % {"longest": LONGEST})
    return text


@transaction.atomic(durable=True)
def _ask(invitation: Invitation, text: str, by: Any, named: bool) -> VendorQuestion:
    get_invitation(by, invitation.pk)
    locked = lock_invitation(invitation)
    check_can_ask(locked, gate.database_now())
    names = own_names_in(text, locked.vendor)
    if names and not named:
        raise NamesItself(names)
    if locked.questions.count() >= MOST_QUESTIONS:
        raise Refused(_("You have asked a hundred questions. Write to the buyer."))
    moment = gate.database_now()
    question = VendorQuestion.objects.create(
        rfq=locked.rfq, invitation=locked, alias=_alias(locked), text=text, asked_at=moment, asked_by=by
    )
    question.refresh_from_db(fields=["asked_at"])
    # The row names the person; it is hidden from staff until the quotes are open (audit.access).
    audit.record("question.asked", by=by, now=question.asked_at, obj=question, rfq_code=locked.rfq.code)
    tell_owner("question_asked", locked.rfq, now=question.asked_at, question=question)
    return question


def _alias(invitation: Invitation) -> int:
    """1 for the first vendor that asks in this RFQ, and the same for ever after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ALIAS_LOCK, str(invitation.rfq_id)])
    known = VendorQuestion.objects.filter(invitation=invitation).first()
    if known is not None:
        return known.alias
    last = VendorQuestion.objects.filter(rfq=invitation.rfq_id).aggregate(last=Max("alias"))["last"]
    return (last or 0) + 1


@transaction.atomic(durable=True)
def draft_answer(
    *,
    rfq: RFQ,
    questions: Iterable[VendorQuestion],
    question: str,
    answer: str,
    by: Any,
    now: datetime,
    clarification: Clarification | None = None,
) -> Clarification:
    """Write, or write on, the answer to one question or to several together; nothing is told yet.

    `question` is what all vendors will read as the question. Refuses questions that are answered or refused, an
    answer that was published, and after the deadline. Without any question it tells something unasked.
    """
    locked = lock_rfq(rfq, by)
    check_open_for_quotes(locked, now)
    row = _draft(locked, clarification, by, now)
    row.question, row.answer, row.updated_at, row.updated_by = _sound(question), answer.strip(), now, by
    if len(row.answer) > LONGEST:
        raise Refused(_("The text is longer than %(longest)s characters.") % {"longest": LONGEST})
    row.save()
    wanted = {one.pk for one in questions}
    VendorQuestion.objects.filter(clarification=row).exclude(pk__in=wanted).update(clarification=None)
    for one in VendorQuestion.objects.select_for_update(of=("self",)).filter(rfq=locked, pk__in=wanted):
        check_can_answer(one)
        one.clarification = row
        one.save(update_fields=["clarification"])
    audit.record("clarification.drafted", by=by, now=now, obj=row, rfq_code=locked.code)
    return row


def _draft(rfq: RFQ, clarification: Clarification | None, by: Any, now: datetime) -> Clarification:
    if clarification is None:
        return Clarification(rfq=rfq, updated_at=now, updated_by=by)
    row = Clarification.objects.select_for_update(of=("self",)).get(pk=clarification.pk, rfq=rfq)
    check_can_write_answer(row)
    return row


def publish_answer(*, clarification: Clarification, by: Any, now: datetime) -> Clarification:
    """Tell every vendor that has not declined the question and its answer, and close the questions behind it.

    Refuses an empty answer, one that was published, and after the deadline by the database's clock.
    """
    with gated():
        return _publish(clarification, by)


@transaction.atomic(durable=True)
def _publish(clarification: Clarification, by: Any) -> Clarification:
    rfq = lock_rfq(clarification.rfq, by)
    row = Clarification.objects.select_for_update(of=("self",)).get(pk=clarification.pk)
    moment = gate.database_now()
    check_open_for_quotes(rfq, moment)
    check_can_write_answer(row)
    if not row.answer:
        raise Refused(_("Write the answer first."))
    last = rfq.clarifications.aggregate(last=Max("number"))["last"] or 0
    row.number, row.published_at = last + 1, moment
    move(row, ClarificationStatus.PUBLISHED, CLARIFICATION_TRANSITIONS, ["number", "published_at"])
    row.refresh_from_db(fields=["published_at"])
    closed = [_close(one, QuestionStatus.ANSWERED, row.published_at) for one in row.questions.all()]
    tell_all("question_answered", rfq, now=row.published_at, clarification=row)
    detail = {"number": row.number, "questions": len(closed)}
    audit.record(
        "clarification.published", by=by, now=row.published_at, obj=row, rfq_code=rfq.code, detail=detail
    )
    return row


def move(row: Any, to: str, table: dict[str, tuple[str, ...]], fields: list[str]) -> None:
    """Inside piece: a row goes along its table of states, with the fields that belong to the step."""
    if to not in table[row.status]:
        raise ValueError(f"{row} does not move from {row.status} to {to}")
    row.status = to
    row.save(update_fields=["status", *fields])


def _close(question: VendorQuestion, to: str, moment: datetime) -> VendorQuestion:
    question.closed_at = moment
    move(question, to, QUESTION_TRANSITIONS, ["closed_at", "refusal", "clarification"])
    return question


@transaction.atomic(durable=True)
def refuse_question(*, question: VendorQuestion, reason: str, by: Any, now: datetime) -> VendorQuestion:
    """Leave a question unanswered, with a reason that the vendor that asked reads and no other.

    Refuses without a reason, a question that is closed, and after the deadline. A draft answer that was for this
    question alone goes.
    """
    rfq = lock_rfq(question.rfq, by)
    check_open_for_quotes(rfq, now)
    row = VendorQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    check_can_answer(row)
    if not reason.strip():
        raise Refused(_("Give the reason: the vendor that asked reads it."))
    draft, row.clarification, row.refusal = row.clarification, None, reason.strip()[:500]
    _close(row, QuestionStatus.REFUSED, now)
    if draft is not None and not draft.questions.exists():
        draft.delete()
    invitation = Invitation.objects.select_related("contact__user", "vendor").get(pk=row.invitation_id)
    # Not "about" the RFQ: the list of messages that buyers read would tell who asked.
    tell_vendor(
        "question_refused", rfq, invitation, about=f"invitation:{invitation.pk}", now=now, question=row
    )
    detail = {"reason": row.refusal}
    audit.record("clarification.refused", by=by, now=now, obj=row, rfq_code=rfq.code, detail=detail)
    return row
