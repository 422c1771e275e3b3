"""Addenda: the only way in which what was asked changes (C7), told to all, confirmed or the quote does not count."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from notifications.actions import unlock
from notifications.models import OutboxMessage
from rfqs import queries
from rfqs.actions.addenda import (
    attach_to_addendum,
    change_forecast,
    change_need,
    change_weights,
    confirm_addendum,
    discard_addendum,
    drop_changes,
    issue_addendum,
    write_addendum,
)
from rfqs.actions.attachments import remove_attachment
from rfqs.actions.demand import set_forecast
from rfqs.actions.rfq import update_basics, update_need
from rfqs.actions.weights import set_weights
from rfqs.models import RFQ, Addendum, AddendumConfirmation, Attachment, Invitation, Publication
from rfqs.queries.addenda import with_open_addenda
from tests import cast, deadlines
from tests.rfqs import build
from ui.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
MORE = [30000] * 12


@pytest.fixture
def rfq() -> RFQ:
    return build.published()


def act(action, rfq: RFQ, **values):
    return action(rfq=rfq, by=cast.buyer(), now=timezone.now(), **values)


def issue(rfq: RFQ, text: str = "The volumes have grown.", **values) -> Addendum:
    draft = act(write_addendum, rfq, text=text, **values)
    return issue_addendum(addendum=draft, by=cast.buyer(), now=timezone.now())


def invitation(rfq: RFQ, vendor=None) -> Invitation:
    return Invitation.objects.get(rfq=rfq, vendor=vendor or cast.vendor())


def confirm(rfq: RFQ, addendum: Addendum, user=None):
    user = user or cast.vendor_user()
    found = invitation(rfq, user.vendor_contact.vendor)
    return confirm_addendum(invitation=found, addendum=addendum, by=user, now=timezone.now())


def mails(kind: str) -> dict[str, str]:
    return {row.to: "\n".join(unlock(row)) for row in OutboxMessage.objects.filter(kind=kind)}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# -- C7 ----------------------------------------------------------------------------------------------


def test_no_setter_changes_what_was_published(rfq):
    """Need, forecast and weights of a published RFQ: every action that sets them in a draft refuses."""
    before = queries.publication_content(rfq)
    tries = (
        (update_need, {"subject": "quality", "values": {}}),
        (update_basics, {"title": "Other", "deadline_at": rfq.deadline_at, "need": {}}),
        (set_forecast, {"forecast": MORE}),
        (set_weights, {"preset": "cost"}),
    )
    for action, values in tries:
        with pytest.raises(Refused, match="only by an addendum"):
            act(action, rfq, **values)
    assert queries.publication_content(rfq) == before


def test_a_later_version_without_its_addendum_is_refused_by_the_database(rfq):
    values = {"rfq": rfq, "published_at": timezone.now(), "published_by": cast.buyer(), "content": {}}
    with pytest.raises(DatabaseError, match="only by an addendum"), transaction.atomic():
        Publication.objects.create(version=2, **values)
    assert Publication.objects.filter(rfq=rfq).count() == 1


def test_an_amendment_is_a_new_version_that_every_vendor_is_told_of(rfq):
    first = queries.publication_content(rfq)
    act(change_forecast, rfq, forecast=MORE)
    act(change_weights, rfq, preset="own", pillars={"cost": "50", "quality": "30", "risk": "20"})
    row = issue(rfq)
    rfq.refresh_from_db()
    versions = {one.version: one.content for one in rfq.publications.all()}
    assert versions[1] == first and sorted(versions) == [1, 2]
    now = queries.publication_content(rfq)
    assert now == versions[2] and now["demand"]["forecast_profile"] == MORE
    assert now["weights"]["pillars"] == {"cost": "50", "quality": "30", "risk": "20"}
    assert (now["questions"], now["need"], now["terms"]) == (
        first["questions"],
        first["need"],
        first["terms"],
    )
    assert {change["part"] for change in row.summary} == {"forecast", "weights"}
    assert (row.publication.version, row.asks_confirmation) == (2, True)
    assert set(mails("addendum_issued")) == {one.contact.email for one in rfq.invitations.all()}
    detail = AuditEvent.objects.get(action="addendum.issued").detail
    assert (detail["number"], detail["version"], detail["parts"]) == (1, 2, ["forecast", "weights"])
    assert queries.demand_line(rfq).forecast == MORE
    assert queries.weights_of(rfq).pillars["cost"] == "50"


def test_the_need_changes_and_what_is_not_named_does_not(rfq):
    first = queries.publication_content(rfq)
    values = {**first["need"]["volumes"], "aht_s": "240"}
    act(change_need, rfq, subject="handling", values=values)
    row = issue(rfq)
    now = queries.publication_content(rfq)
    assert [(change["part"], change["code"]) for change in row.summary] == [("volumes", "aht_s")]
    assert Decimal(now["demand"]["aht_s"]) == 240
    rest = {key: value for key, value in now["need"].items() if key != "volumes"}
    assert rest == {key: value for key, value in first["need"].items() if key != "volumes"}
    (shown,) = queries.told_addenda(invitation(rfq))[0]["changes"]
    assert shown["label"] and "240" in shown["after"]


def test_the_language_of_whoever_issues_changes_nothing(rfq):
    from django.utils import translation

    with translation.override("zh-hans"):
        act(change_forecast, rfq, forecast=MORE)
        row = issue(rfq)
    assert [change["part"] for change in row.summary] == ["forecast"]


def test_what_vendors_do_not_read_is_not_changed_by_an_addendum(rfq):
    codes = {
        spec.code for item in ("commercial", "context", "sales") for spec in queries.amendable_specs(item)
    }
    assert codes and not codes & {"budget_monthly", "hard_ceiling", "strategic_role", "gross_margin"}
    with pytest.raises(Refused):
        act(change_need, rfq, subject="process", values={})
    path = reverse("rfqs:addendum_need", args=[rfq.code, "process"])
    assert signed_in(cast.buyer()).get(path).status_code == 404


def test_an_incomplete_rfq_is_not_issued(rfq):
    values = {**queries.publication_content(rfq)["need"]["volumes"], "aht_s": None}
    act(change_need, rfq, subject="handling", values=values)
    with pytest.raises(Refused):
        issue(rfq)
    assert rfq.publications.count() == 1 and mails("addendum_issued") == {}
    act(drop_changes, rfq)
    assert issue(rfq).publication is None


# -- telling -----------------------------------------------------------------------------------------


def test_a_text_alone_may_leave_confirmation_out(rfq):
    row = issue(rfq, text="The site visit is on Monday.", asks_confirmation=False)
    assert (row.publication, row.summary) == (None, [])
    assert queries.unconfirmed_addenda(invitation(rfq)) == []
    with pytest.raises(Refused, match="does not have to be confirmed"):
        confirm(rfq, row)
    body = mails("addendum_issued")["quotes@celadon.example"]
    assert "Monday" in body and "confirm" not in body


def test_declined_vendors_are_not_told(rfq):
    Invitation.objects.filter(pk=invitation(rfq).pk).update(status="DECLINED", declined_at=timezone.now())
    issue(rfq)
    assert "quotes@celadon.example" not in mails("addendum_issued")


def test_an_addendum_moves_the_deadline_in_the_same_act(rfq):
    before, later = rfq.deadline_at, rfq.deadline_at + timedelta(days=3)
    with pytest.raises(Refused, match="later"):
        act(write_addendum, rfq, text="x", deadline_at=before)
    row = issue(rfq, deadline_at=later)
    rfq.refresh_from_db()
    assert (rfq.deadline_at, row.deadline_before, row.deadline_at) == (later, before, later)
    assert AuditEvent.objects.filter(action="rfq.extended").count() == 1
    assert len(mails("addendum_issued")) == 3 and mails("rfq_extended") == {}


def test_vendors_have_a_day_at_least(rfq):
    rfq = deadlines.set_rfq(rfq, deadline_at=timezone.now() + timedelta(hours=23))
    with pytest.raises(Refused, match="a day at least"):
        issue(rfq)
    assert issue(rfq, deadline_at=timezone.now() + timedelta(hours=25)).number == 1
    assert issue(rfq, asks_confirmation=False).number == 2


def test_nothing_is_issued_after_the_deadline(rfq):
    draft = act(write_addendum, rfq, text="Too late")
    deadlines.close(rfq)
    with pytest.raises(Refused, match="deadline has passed"):
        issue_addendum(addendum=draft, by=cast.buyer(), now=timezone.now())
    with pytest.raises(DatabaseError, match="after the deadline"), transaction.atomic():
        Addendum.objects.filter(pk=draft.pk).update(status="ISSUED", issued_at=timezone.now())


def test_an_issued_addendum_stands(rfq):
    row = issue(rfq)
    with pytest.raises(Refused, match="it stands"):
        issue_addendum(addendum=row, by=cast.buyer(), now=timezone.now())
    for statement in ("UPDATE rfqs_addendum SET text = 'x'", "DELETE FROM rfqs_addendum"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_file_is_read_once_its_addendum_is_issued(rfq):
    act(attach_to_addendum, rfq, name="plan.txt", data=b"New floor plan")
    file = Attachment.objects.get(rfq=rfq)
    client = signed_in(cast.vendor_user())
    path = reverse("quotes:attachment", args=[invitation(rfq).pk, file.pk])
    assert client.get(path).status_code == 404
    assert "plan.txt" not in client.get(reverse("quotes:read", args=[invitation(rfq).pk])).content.decode()
    issue(rfq)
    assert b"".join(
        client.get(path).streaming_content if client.get(path).streaming else [client.get(path).content]
    )
    page = client.get(reverse("quotes:clarifications", args=[invitation(rfq).pk])).content.decode()
    assert "plan.txt" in page


def test_one_file_of_the_draft_can_be_taken_out_until_it_is_issued(rfq):
    for name in ("plan.txt", "map.txt"):
        act(attach_to_addendum, rfq, name=name, data=b"New floor plan")
    plan, kept = Attachment.objects.get(name="plan.txt"), Attachment.objects.get(name="map.txt")
    client, page = signed_in(cast.buyer()), reverse("rfqs:addendum", args=[rfq.code])
    remove = reverse("rfqs:file_remove", args=[rfq.code, plan.pk])
    assert remove in client.get(page).content.decode()
    assert client.post(remove).headers["Location"] == page
    assert list(Attachment.objects.all()) == [kept] and not plan.file.storage.exists(plan.file.name)
    assert AuditEvent.objects.filter(action="rfq.file_removed", outcome="OK").count() == 1
    issue(rfq)
    with pytest.raises(Refused, match="it stands"):
        remove_attachment(attachment=kept, by=cast.buyer(), now=timezone.now())
    assert Attachment.objects.filter(pk=kept.pk).exists()


def test_a_file_that_is_refused_leaves_text_and_deadline_of_the_draft_in_the_form(rfq):
    later = rfq.deadline_at + timedelta(days=2)
    act(write_addendum, rfq, text="More time.", asks_confirmation=False, deadline_at=later)
    upload = {"file": SimpleUploadedFile("note.exe", b"MZ")}
    answer = signed_in(cast.buyer()).post(reverse("rfqs:addendum_attach", args=[rfq.code]), upload)
    form = answer.context["form"]
    assert (form["text"].value(), form["asks_confirmation"].value()) == ("More time.", False)
    assert form["deadline_at"].value() is not None


def test_a_draft_can_be_thrown_away(rfq):
    act(attach_to_addendum, rfq, name="plan.txt", data=b"New floor plan")
    act(discard_addendum, rfq)
    assert not Addendum.objects.exists() and not Attachment.objects.exists()
    act(discard_addendum, rfq)
    assert issue(rfq).number == 1


# -- confirming --------------------------------------------------------------------------------------


def test_a_vendor_confirms_for_itself_once_and_by_the_database_clock(rfq):
    row = issue(rfq)
    assert [one.number for one in queries.unconfirmed_addenda(invitation(rfq))] == [1]
    first, again = confirm(rfq, row), confirm(rfq, row)
    assert first.pk == again.pk and queries.unconfirmed_addenda(invitation(rfq)) == []
    left = with_open_addenda(Invitation.objects.filter(rfq=rfq)).filter(has_open_addenda=True)
    assert left.count() == 2
    with pytest.raises(Http404):
        confirm_addendum(invitation=invitation(rfq), addendum=row, by=cast.rival_user(), now=timezone.now())
    early = timezone.now() - timedelta(days=1)
    values = {"addendum": row, "confirmed_by": cast.rival_user(), "confirmed_at": early}
    made = AddendumConfirmation.objects.create(invitation=invitation(rfq, cast.rival()), **values)
    made.refresh_from_db()
    assert made.confirmed_at > early


def test_nothing_is_confirmed_after_the_deadline_nor_before_it_is_issued(rfq):
    row = issue(rfq)
    draft = act(write_addendum, rfq, text="Later")
    values = {"confirmed_by": cast.vendor_user(), "confirmed_at": timezone.now()}
    with pytest.raises(DatabaseError, match="only an issued addendum"), transaction.atomic():
        AddendumConfirmation.objects.create(addendum=draft, invitation=invitation(rfq), **values)
    deadlines.close(rfq)
    with pytest.raises(Refused, match="deadline"):
        confirm(rfq, row)
    with pytest.raises(DatabaseError, match="after the deadline"), transaction.atomic():
        AddendumConfirmation.objects.create(addendum=row, invitation=invitation(rfq), **values)
    assert AddendumConfirmation.objects.count() == 0


def test_unpublished_weights_are_not_told_to_vendors():
    rfq = build.ready()
    need = {**rfq.need, "publish_weights": False}
    RFQ.objects.filter(pk=rfq.pk).update(need=need)
    rfq.refresh_from_db()
    from rfqs.actions.publishing import publish_rfq

    publish_rfq(rfq=rfq, reviewers=[cast.reviewer()], by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    act(change_weights, rfq, preset="own", pillars={"cost": "61", "quality": "23", "risk": "16"})
    issue(rfq)
    page = signed_in(cast.vendor_user()).get(reverse("quotes:clarifications", args=[invitation(rfq).pk]))
    assert "does not publish them" in page.content.decode() and "61 / 23" not in page.content.decode()
    own = signed_in(cast.buyer()).get(reverse("rfqs:clarifications", args=[rfq.code])).content.decode()
    assert "61 / 23 / 16" in own


# -- pages -------------------------------------------------------------------------------------------


def test_the_buyer_writes_and_issues_from_the_pages(rfq):
    client = signed_in(cast.buyer())
    page = reverse("rfqs:addendum", args=[rfq.code])
    assert client.get(page).status_code == 200
    assert client.post(page, {"text": ""}).status_code == 200
    forecast = {f"forecast_{n}": count for n, count in enumerate(MORE, start=1)}
    assert client.post(reverse("rfqs:addendum_forecast", args=[rfq.code]), forecast).status_code == 302
    weights = reverse("rfqs:addendum_weights", args=[rfq.code])
    assert client.get(weights).status_code == 200
    sum_99 = {"preset": "own", "cost": "40", "quality": "30", "risk": "29"}
    assert "must sum to 100" in client.post(weights, sum_99).content.decode()
    upload = {"file": SimpleUploadedFile("note.txt", b"A note")}
    assert client.post(reverse("rfqs:addendum_attach", args=[rfq.code]), upload).status_code == 302
    need = reverse("rfqs:addendum_need", args=[rfq.code, "handling"])
    assert client.get(need).status_code == 200
    assert client.post(page, {"text": "More contacts.", "asks_confirmation": "on"}).status_code == 302
    text = client.get(page).content.decode()
    assert "30000" in text and "note.txt" in text and "Issue to all vendors" in text
    assert client.post(reverse("rfqs:addendum_issue", args=[rfq.code])).status_code == 302
    told = client.get(reverse("rfqs:clarifications", args=[rfq.code])).content.decode()
    assert "More contacts." in told and told.count("not yet") == 3
    assert client.post(reverse("rfqs:addendum_issue", args=[rfq.code])).status_code == 404


def test_the_vendor_confirms_from_the_page(rfq):
    row, client = issue(rfq), signed_in(cast.vendor_user())
    assert "Confirm an addendum" in client.get(reverse("quotes:portal")).content.decode()
    page = reverse("quotes:clarifications", args=[invitation(rfq).pk])
    assert "Confirm addendum 1" in client.get(page).content.decode()
    path = reverse("quotes:confirm_addendum", args=[invitation(rfq).pk, row.pk])
    assert client.post(path).status_code == 302
    text = client.get(page).content.decode()
    assert "Confirm addendum 1" not in text and cast.vendor_user().name in text
    assert (
        cast.vendor_user().name
        not in signed_in(cast.rival_user())
        .get(reverse("quotes:clarifications", args=[invitation(rfq, cast.rival()).pk]))
        .content.decode()
    )
    assert "Confirm an addendum" not in client.get(reverse("quotes:portal")).content.decode()
