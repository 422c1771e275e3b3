"""The page of messages for buyers, and the mail page of a development start."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from notifications import delivery
from notifications.actions import queue_text
from notifications.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/messages/"


def put(kind="rfq_invitation", about="rfq:RFQ-1", status="QUEUED", to="x@vendor.example", **more):
    values = {"subject": "Secret subject", "body": "Secret body /invitation/token", **more}
    with transaction.atomic():
        row = queue_text(kind, to=to, language="en", now=timezone.now(), about=about, **values)
    OutboxMessage.objects.filter(pk=row.pk).update(status=status)
    return row


def shown(response):
    return [line["row"].to for line in response.context["lines"]]


def test_who_sees_messages(client):
    assert client.get(LIST).status_code == 302
    for user, status in (
        (cast.buyer(), 200),
        (cast.auditor(), 403),
        (cast.reviewer(), 403),
        (cast.vendor_lead(), 404),
    ):
        client.force_login(user)
        assert client.get(LIST).status_code == status


def test_state_is_shown_words_and_links_are_not(client):
    put()
    client.force_login(cast.buyer())
    text = client.get(LIST).content.decode()
    assert "Invitation to quote" in text and "x@vendor.example" in text and "RFQ-1" in text
    assert "Secret" not in text and "/invitation/" not in text


def test_what_tells_of_a_quote_and_what_is_not_about_an_rfq_is_left_out(client):
    put(kind="quote_received", to="receipt@vendor.example")
    put(about="invitation:77", to="other@vendor.example")
    put(about="", to="reset@vendor.example")
    client.force_login(cast.buyer())
    assert shown(client.get(LIST)) == []


def test_filters(client):
    put(to="a@v.example")
    put(to="b@v.example", about="rfq:RFQ-2", status="FAILED")
    client.force_login(cast.buyer())
    assert shown(client.get(LIST, {"about": "rfq-2"})) == ["b@v.example"]
    assert shown(client.get(LIST, {"status": "FAILED"})) == ["b@v.example"]
    assert shown(client.get(LIST, {"about": "RFQ-1", "status": "FAILED"})) == []
    wrong = client.get(LIST, {"status": "LOST"})
    assert "status" in wrong.context["form"].errors


def test_a_failed_message_is_sent_again_and_nothing_else(client):
    row = put(status="FAILED")
    client.force_login(cast.buyer())
    url = reverse("notifications:again", args=[row.pk])
    assert client.post(url).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("QUEUED", 0)
    delivery.deliver_due(now=timezone.now() + timedelta(seconds=1))
    assert mail.outbox[0].subject == "Secret subject"
    again = client.post(url)
    assert again.status_code == 409 and "could not be delivered" in again.content.decode()
    client.force_login(cast.auditor())
    assert client.post(url).status_code == 403


def test_a_hidden_message_is_not_reached_by_its_address(client):
    row = put(kind="quote_received", status="FAILED")
    client.force_login(cast.buyer())
    assert client.post(reverse("notifications:again", args=[row.pk])).status_code == 404


def test_one_or_three_rows_cost_the_same(client, django_assert_num_queries):
    client.force_login(cast.buyer())
    put()
    client.get(LIST)
    with django_assert_num_queries(3):
        client.get(LIST)
    put(), put()
    with django_assert_num_queries(3):
        client.get(LIST)


@pytest.fixture
def filed(settings, tmp_path):
    """As a development start: mail goes to files."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def test_the_development_page_lists_mail_newest_first_with_links_that_work(client, filed):
    put(
        subject="Erste & <b>",
        body="Link: http://localhost:8000/join/abc_-1\n<script>x</script>",
        to="one@v.example",
    )
    delivery.deliver_due(now=timezone.now())
    put(subject="第二封", body="密码链接 http://localhost:8000/x/?a=1&b=2", to="two@v.example")
    delivery.deliver_due(now=timezone.now())
    page = client.get("/dev/mail/")
    text = page.content.decode()
    assert page.status_code == 200 and "development only" in text
    assert {one.subject for one in page.context["mails"]} == {"第二封", "Erste & <b>"}
    assert 'href="http://localhost:8000/join/abc_-1"' in text and "<script>x" not in text
    assert re.search(r'href="http://localhost:8000/x/\?a=1&amp;b=2"', text)
    said = re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', text)
    assert said and all(localtime(datetime.fromisoformat(at)).strftime("%F %T") == told for at, told in said)
    assert all("+" in at for at, _told in said)
    only = client.get("/dev/mail/", {"to": "two@"})
    assert [one.to for one in only.context["mails"]] == ["two@v.example"]


def test_newest_first(filed):
    import os

    from notifications.mailbox import newest_mails

    for age, name in ((20, "old"), (10, "new")):
        path = filed / f"{name}.log"
        stamp = f"Mon, 02 Mar 2026 10:00:{60 - age:02} +0800"
        path.write_text(f"Subject: {name}\nTo: a@b.example\nDate: {stamp}\n\nbody\n" + "-" * 79 + "\n")
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    (filed / "junk.log").write_bytes(b"\xff\x00 no mail")
    assert [one.subject for one in newest_mails(filed)] == ["new", "old"]


def test_no_mail_yet_and_no_folder_yet(client, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "missing"
    assert "No mail yet" in client.get("/dev/mail/").content.decode()


def test_production_has_no_such_page(client, settings, filed):
    settings.PRODUCTION = True
    assert client.get("/dev/mail/").status_code == 404
