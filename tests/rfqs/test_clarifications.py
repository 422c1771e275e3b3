"""Questions of vendors and answers to all: who may, until when, who reads what, and that nobody learns who asks."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.access import events_visible_to
from audit.models import AuditEvent
from notifications.access import messages_visible_to
from notifications.actions import unlock
from notifications.models import OutboxMessage
from rfqs import queries
from rfqs.actions.clarifications import (
    NamesItself,
    ask_question,
    draft_answer,
    publish_answer,
    refuse_question,
    set_questions_until,
)
from rfqs.actions.invitations import decline_invitation
from rfqs.models import RFQ, Clarification, Invitation, VendorQuestion
from rfqs.queries.waiting import waiting
from rfqs.states import QuestionStatus
from tests import cast, deadlines
from tests.rfqs import build
from ui.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "May the night shift be staffed from another site?"


@pytest.fixture
def rfq() -> RFQ:
    return build.published()


def invitation(rfq: RFQ, vendor=None) -> Invitation:
    return Invitation.objects.get(rfq=rfq, vendor=vendor or cast.vendor())


def ask(rfq: RFQ, user=None, text: str = TEXT, **more) -> VendorQuestion:
    user = user or cast.vendor_user()
    found = invitation(rfq, user.vendor_contact.vendor)
    return ask_question(invitation=found, text=text, by=user, now=timezone.now(), **more)


def answer(rfq: RFQ, *questions: VendorQuestion, question=TEXT, answer="Yes, within the country.", **more):
    return draft_answer(
        rfq=rfq,
        questions=questions,
        question=question,
        answer=answer,
        by=cast.buyer(),
        now=timezone.now(),
        **more,
    )


def tell(clarification: Clarification) -> Clarification:
    return publish_answer(clarification=clarification, by=cast.buyer(), now=timezone.now())


def mails(kind: str) -> dict[str, str]:
    """Address -> subject and body of what is queued."""
    rows = OutboxMessage.objects.filter(kind=kind)
    return {row.to: "\n".join(unlock(row)) for row in rows}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names_of(user) -> list[str]:
    contact = user.vendor_contact
    return [contact.vendor.name, contact.name, user.email, str(contact.vendor_id), str(contact.pk)]


# -- asking ------------------------------------------------------------------------------------------


def test_a_question_reaches_the_buyer_without_its_asker(rfq):
    question = ask(rfq)
    assert (question.alias, question.status) == (1, QuestionStatus.OPEN)
    (body,) = mails("question_asked").values()
    assert TEXT in body
    page = signed_in(cast.buyer()).get(reverse("rfqs:clarifications", args=[rfq.code])).content.decode()
    assert TEXT in page and "Vendor A" in page
    told = body + page
    assert [name for name in names_of(cast.vendor_user()) if name in told] == []


def test_repeat_askers_are_counted_by_their_letter(rfq):
    aliases = [ask(rfq, user).alias for user in (cast.rival_user(), cast.vendor_user(), cast.rival_user())]
    assert aliases == [1, 2, 1]
    view = queries.clarification_view(rfq, timezone.now())
    assert [row["asker"] for row in view["open_questions"]] == ["Vendor A", "Vendor B", "Vendor A"]
    assert (view["asked"], view["askers"]) == (3, 2)
    assert [queries.alias_text(n) for n in (1, 26, 27)] == ["Vendor A", "Vendor Z", "Vendor AA"]


def test_the_asker_is_known_after_the_opening_alone(rfq):
    ask(rfq)
    deadlines.close(rfq)
    assert queries.clarification_view(rfq, timezone.now())["open_questions"][0]["vendor"] == ""
    moment = rfq.deadline_at + timedelta(milliseconds=500)
    deadlines.set_rfq(rfq, status="QUALITY_OPENED", quality_opened_at=moment)
    assert queries.clarification_view(rfq, timezone.now())["open_questions"][0]["vendor"] == "Celadon Service"


def test_nothing_else_tells_staff_who_asked(rfq):
    """The audit trail and the list of messages, as buyers and auditors read them."""
    question = ask(rfq)
    refuse_question(question=question, reason="Read question 3.", by=cast.buyer(), now=timezone.now())
    assert AuditEvent.objects.get(action="question.asked").actor_label
    for reader in (cast.buyer(), cast.approver(), cast.auditor()):
        seen = events_visible_to(reader).filter(at__gte=question.asked_at)
        assert "question.asked" not in seen.values_list("action", flat=True)
        assert "clarification.refused" in seen.values_list("action", flat=True)
        assert {row.actor_label for row in seen} == {str(cast.buyer())}
    told = messages_visible_to(cast.buyer()).filter(created_at__gte=question.asked_at)
    assert "question_refused" not in told.values_list("kind", flat=True)
    assert set(mails("question_refused")) == {cast.vendor_user().email}


def test_a_question_that_names_its_vendor_asks_once_more(rfq):
    user = cast.vendor_user()
    for text in ("Celadon service asks", "write to x@celadon.example", "says Lan Xin"):
        with pytest.raises(NamesItself):
            ask(rfq, user, text)
    assert ask(rfq, user, "Is a celadonite vase included?").alias == 1
    assert ask(rfq, user, "Celadon Service asks", named=True).text == "Celadon Service asks"
    client, path = signed_in(user), reverse("quotes:ask", args=[invitation(rfq).pk])
    first = client.post(path, {"text": "Celadon Service wonders"})
    assert first.status_code == 422 and 'name="named"' in first.content.decode()
    assert client.post(path, {"text": "Celadon Service wonders", "named": "on"}).status_code == 302
    assert VendorQuestion.objects.count() == 3


def test_questions_end_half_way_unless_the_draft_says_otherwise():
    first = build.published(days=14)
    assert abs(first.questions_until - first.published_at - timedelta(days=7)) < timedelta(minutes=1)
    later = build.ready(days=14)
    until = timezone.now() + timedelta(days=2)
    set_questions_until(rfq=later, until=until, by=cast.buyer(), now=timezone.now())
    for moment in (timezone.now() - timedelta(hours=1), later.deadline_at):
        with pytest.raises(Refused):
            set_questions_until(rfq=later, until=moment, by=cast.buyer(), now=timezone.now())
    with pytest.raises(Refused):
        set_questions_until(rfq=first, until=until, by=cast.buyer(), now=timezone.now())
    later.refresh_from_db()
    assert later.questions_until == until


def test_publishing_refuses_a_question_deadline_after_the_deadline():
    rfq = build.ready()
    RFQ.objects.filter(pk=rfq.pk).update(questions_until=rfq.deadline_at + timedelta(days=1))
    rfq.refresh_from_db()
    found = [check for check in queries.publication_checks(rfq, timezone.now()) if check.level == "BLOCK"]
    assert [str(check.sentence) for check in found] == [
        "The deadline for questions must lie before the deadline for quotes."
    ]


def test_asking_is_refused_after_its_deadline_by_the_database_too(rfq):
    RFQ.objects.filter(pk=rfq.pk).update(questions_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="Questions could be asked until"):
        ask(rfq)
    values = {
        "rfq": rfq,
        "invitation": invitation(rfq),
        "alias": 1,
        "text": "x",
        "asked_by": cast.vendor_user(),
    }
    early = timezone.now() - timedelta(days=1)
    with pytest.raises(DatabaseError, match="after the deadline for questions"):
        VendorQuestion.objects.create(**values, asked_at=early)
    RFQ.objects.filter(pk=rfq.pk).update(questions_until=None)
    row = VendorQuestion.objects.create(**values, asked_at=early)
    row.refresh_from_db()
    assert row.asked_at > early
    deadlines.close(rfq)
    with pytest.raises(DatabaseError, match="after the deadline"):
        VendorQuestion.objects.create(**values, asked_at=early)


def test_who_may_not_ask(rfq):
    with pytest.raises(Http404):
        ask_question(invitation=invitation(rfq), text=TEXT, by=cast.rival_user(), now=timezone.now())
    with pytest.raises(Refused, match="Write the text"):
        ask(rfq, text="  ")
    decline_invitation(invitation=invitation(rfq), reason="Busy", by=cast.vendor_user(), now=timezone.now())
    with pytest.raises(Refused, match="declined"):
        ask(rfq)
    assert VendorQuestion.objects.count() == 0


# -- answering ---------------------------------------------------------------------------------------


def test_an_answer_goes_to_all_that_have_not_declined_and_names_nobody(rfq):
    decliner = invitation(rfq, cast.vendor("Paper Crane"))
    Invitation.objects.filter(pk=decliner.pk).update(status="DECLINED", declined_at=timezone.now())
    told = tell(answer(rfq, ask(rfq)))
    assert told.number == 1
    found = mails("question_answered")
    assert set(found) == {"quotes@celadon.example", "quotes@whale.example"}
    assert all(TEXT in body and "Yes, within the country." in body for body in found.values())
    rivals = found["quotes@whale.example"]
    page = signed_in(cast.rival_user()).get(
        reverse("quotes:clarifications", args=[invitation(rfq, cast.rival()).pk])
    )
    assert "Yes, within the country." in page.content.decode()
    assert [name for name in names_of(cast.vendor_user()) if name in rivals + page.content.decode()] == []
    own = signed_in(cast.vendor_user()).get(reverse("quotes:clarifications", args=[invitation(rfq).pk]))
    assert "See clarification 1." in own.content.decode()
    assert "See clarification" not in page.content.decode() and "Vendor A" not in page.content.decode()


def test_a_draft_is_read_by_nobody_outside(rfq):
    question = ask(rfq)
    answer(rfq, question, answer="Perhaps.")
    assert mails("question_answered") == {}
    page = signed_in(cast.vendor_user()).get(reverse("quotes:clarifications", args=[invitation(rfq).pk]))
    assert "Perhaps." not in page.content.decode()
    question.refresh_from_db()
    assert question.status == QuestionStatus.OPEN


def test_questions_are_answered_together_and_a_draft_changes_its_mind(rfq):
    one, two, three = ask(rfq), ask(rfq, cast.rival_user(), "And at weekends?"), ask(rfq, text="Third?")
    row = answer(rfq, one, two, answer="")
    with pytest.raises(Refused, match="Write the answer"):
        tell(row)
    row = answer(rfq, two, three, clarification=row, question="Nights and weekends?")
    tell(row)
    for question in (one, two, three):
        question.refresh_from_db()
    assert [question.status for question in (one, two, three)] == ["OPEN", "ANSWERED", "ANSWERED"]
    detail = AuditEvent.objects.get(action="clarification.published").detail
    assert detail == {"number": 1, "questions": 2}


def test_what_was_told_stands_in_the_database_too(rfq):
    question = ask(rfq)
    row = tell(answer(rfq, question))
    with pytest.raises(Refused, match="it stands"):
        answer(rfq, clarification=row)
    with pytest.raises(Refused, match="it stands"):
        tell(row)
    with pytest.raises(Refused, match="answered or refused"):
        refuse_question(question=question, reason="No", by=cast.buyer(), now=timezone.now())
    for table, column in (("rfqs_clarification", "answer"), ("rfqs_vendorquestion", "text")):
        for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):  # noqa: S608  (fixed names)
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_refusal_has_a_reason_that_only_the_asker_reads(rfq):
    question = ask(rfq)
    draft = answer(rfq, question)
    with pytest.raises(Refused, match="Give the reason"):
        refuse_question(question=question, reason=" ", by=cast.buyer(), now=timezone.now())
    refuse_question(question=question, reason="See the files.", by=cast.buyer(), now=timezone.now())
    assert not Clarification.objects.filter(pk=draft.pk).exists()
    own = signed_in(cast.vendor_user()).get(reverse("quotes:clarifications", args=[invitation(rfq).pk]))
    assert "See the files." in own.content.decode()
    other = reverse("quotes:clarifications", args=[invitation(rfq, cast.rival()).pk])
    assert "See the files." not in signed_in(cast.rival_user()).get(other).content.decode()
    assert set(mails("question_refused")) == {"quotes@celadon.example"}


def test_nothing_is_answered_after_the_deadline(rfq):
    question = ask(rfq)
    row = answer(rfq, question)
    deadlines.close(rfq)
    for act in (lambda: tell(row), lambda: answer(rfq, question)):
        with pytest.raises(Refused, match="deadline has passed"):
            act()
    with pytest.raises(DatabaseError, match="after the deadline"), transaction.atomic():
        Clarification.objects.filter(pk=row.pk).update(
            status="PUBLISHED", number=1, published_at=timezone.now()
        )
    assert mails("question_answered") == {}


# -- pages -------------------------------------------------------------------------------------------


def test_the_buyer_answers_from_the_page(rfq):
    question, client = ask(rfq), signed_in(cast.buyer())
    path = reverse("rfqs:answer", args=[rfq.code])
    form = client.get(path, {"question": str(question.pk)}).content.decode()
    assert re.search(rf'value="{question.pk}"[^>]*checked', form) and TEXT in form
    data = {"questions": [str(question.pk)], "question": TEXT, "answer": ""}
    assert client.post(path, data | {"act": "save"}).status_code == 302
    row = Clarification.objects.get()
    page = reverse("rfqs:clarification", args=[rfq.code, row.pk])
    refused = client.post(page, data | {"act": "publish"}, follow=True).content.decode()
    assert "Write the answer first." in refused
    assert client.post(page, data | {"act": "publish", "answer": "No."}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.number) == ("PUBLISHED", 1)
    assert "it stands" in client.get(page).content.decode()


def test_the_buyer_refuses_and_sets_the_deadline_from_the_pages(rfq):
    question, client = ask(rfq), signed_in(cast.buyer())
    path = reverse("rfqs:question_refuse", args=[rfq.code, question.pk])
    assert "Vendor A" in client.get(path).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 200
    assert client.post(path, {"reason": "Not needed."}).status_code == 302
    draft = build.ready()
    until = reverse("rfqs:questions_until", args=[draft.code])
    late = timezone.localtime(draft.deadline_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "must lie before" in client.post(until, {"questions_until": late}).content.decode()
    soon = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(until, {"questions_until": soon}).status_code == 302


def test_open_questions_wait_for_the_buyer(rfq):
    assert [item.title for item in waiting(cast.buyer(), timezone.now())] == []
    question = ask(rfq)
    ask(rfq, cast.rival_user())
    titles = [item.title for item in waiting(cast.buyer(), timezone.now())]
    assert titles == [f"Answer 2 questions of vendors: {rfq.code} Shop chat"]
    for reader in (cast.approver(), cast.auditor(), cast.vendor_user()):
        assert waiting(reader, timezone.now()) == []
    tell(answer(rfq, question))
    assert "Answer one question" in waiting(cast.buyer(), timezone.now())[0].title
