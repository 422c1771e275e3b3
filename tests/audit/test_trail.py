"""The audit trail: who reads what, filters, what stays hidden before an opening, the download."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import access
from audit.actions import anchor_hour, record
from audit.chain import head, link_all
from audit.keys import KEYS, UnknownKey
from audit.labels import known_actions
from audit.models import AuditEvent
from tests import cast
from ui.exports import safe_cell

pytestmark = pytest.mark.django_db
URL = "/audit/"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def rows(response):
    return [line["row"].action for line in response.context["lines"]]


@pytest.fixture
def trail():
    AuditEvent.objects.count()
    record("rfq.created", by=cast.buyer(), now=NOW, rfq_code="RFQ-1")
    record("rfq.weights", by=cast.second_buyer(), now=NOW + timedelta(days=1), rfq_code="RFQ-2")
    record("staff.invited", by=cast.administrator(), now=NOW + timedelta(days=2), detail={"roles": ["BUYER"]})
    record("rfq.mystery", by=None, now=NOW + timedelta(days=3), rfq_code="RFQ-1", outcome="DENIED")


def test_who_reads_the_trail(client, trail):
    assert client.get(URL).status_code == 302
    for user, status in (
        (cast.auditor(), 200),
        (cast.buyer(), 200),
        (cast.approver(), 200),
        (cast.reviewer(), 403),
        (cast.administrator(), 403),
        (cast.vendor_lead(), 404),
    ):
        client.force_login(user)
        assert client.get(URL).status_code == status, user
        assert client.post(reverse("audit:export")).status_code == status, user


def test_auditors_read_all_buyers_what_is_about_rfqs(client, trail):
    client.force_login(cast.auditor())
    assert rows(client.get(URL)) == ["rfq.mystery", "staff.invited", "rfq.weights", "rfq.created"]
    client.force_login(cast.buyer())
    assert rows(client.get(URL)) == ["rfq.mystery", "rfq.weights", "rfq.created"]


def test_a_score_that_was_saved_is_for_auditors_only(client):
    record("score.saved", by=cast.reviewer(), now=NOW, rfq_code="RFQ-1", detail={"after": "4.5"})
    for user, seen in ((cast.auditor(), ["score.saved"]), (cast.buyer(), []), (cast.approver(), [])):
        client.force_login(user)
        assert rows(client.get(URL)) == seen


def test_actions_are_named_in_words_and_unknown_ones_show_their_code(client, trail):
    client.force_login(cast.auditor())
    text = client.get(URL).content.decode()
    assert "Colleague invited" in text and "rfq.mystery" in text and "refused" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"rfq": "rfq-1"}, ["rfq.mystery", "rfq.created"]),
        ({"action": "rfq.weights"}, ["rfq.weights"]),
        ({"actor": "chen"}, ["rfq.weights"]),
        ({"outcome": "DENIED"}, ["rfq.mystery"]),
        ({"since": "2026-03-03", "until": "2026-03-04"}, ["staff.invited", "rfq.weights"]),
        ({"rfq": "RFQ-1", "outcome": "OK"}, ["rfq.created"]),
        ({"rfq": "RFQ-9"}, []),
    ],
)
def test_filters(client, trail, query, expected):
    client.force_login(cast.auditor())
    assert rows(client.get(URL, query)) == expected


def test_a_wrong_day_is_named_and_stays_typed(client, trail):
    client.force_login(cast.auditor())
    page = client.get(URL, {"since": "yesterday"})
    assert "since" in page.context["form"].errors and 'value="yesterday"' in page.content.decode()


def test_rows_about_quotes_are_hidden_until_they_are_open(client, monkeypatch):
    for code in ("RFQ-1", "RFQ-2"):
        record("quote.submitted", by=cast.vendor_user(), now=NOW, rfq_code=code)
        record("quotes:send", by=cast.vendor_user(), now=NOW, rfq_code=code, outcome="DENIED")
    opened = []
    monkeypatch.setattr(access, "_opened", [lambda: opened])
    for user in (cast.auditor(), cast.buyer()):
        client.force_login(user)
        assert rows(client.get(URL)) == []
        assert b"Lan Xin" not in b"".join(client.post(reverse("audit:export")).streaming_content)
    AuditEvent.objects.count()
    opened.append("RFQ-2")
    client.force_login(cast.buyer())
    found = [
        line["row"] for line in client.get(URL).context["lines"] if line["row"].action != "audit.exported"
    ]
    assert {(row.action, row.rfq_code) for row in found} == {
        ("quote.submitted", "RFQ-2"),
        ("quotes:send", "RFQ-2"),
    }


def test_without_anybody_who_knows_what_is_open_quotes_stay_hidden(client, monkeypatch):
    record("quote.submitted", by=cast.vendor_user(), now=NOW, rfq_code="RFQ-1")
    monkeypatch.setattr(access, "_opened", [])
    client.force_login(cast.auditor())
    assert rows(client.get(URL)) == []


def test_pages_and_their_cost(client, django_assert_num_queries):
    client.force_login(cast.auditor())
    record("rfq.created", by=cast.buyer(), now=NOW, rfq_code="RFQ-1")
    client.get(URL)
    with django_assert_num_queries(8):
        client.get(URL)
    for n in range(70):
        record("rfq.edited", by=cast.buyer(), now=NOW, rfq_code=f"RFQ-{n}")
    with django_assert_num_queries(8):
        first = client.get(URL)
    second = client.get(URL, {"after": first.context["page"].next_cursor})
    assert len(rows(first)) == 50 and len(rows(second)) == 21 and "rfq.created" in rows(second)


def test_the_download_holds_the_filtered_rows_and_runs_nothing(client, trail):
    evil = cast.person("evil@plover.example", '=HYPERLINK("http://x")', "BUYER")
    record("rfq.edited", by=evil, now=NOW, rfq_code="RFQ-1", detail={"part": "计 +1"})
    client.force_login(cast.auditor())
    answer = client.post(reverse("audit:export"), {"rfq": "RFQ-1"})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff") and answer["Content-Type"].startswith("text/csv")
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [line[2] for line in table[1:]] == ["rfq.created", "rfq.mystery", "rfq.edited"]
    assert table[3][4].startswith("'=HYPERLINK") and table[3][7] == '{"part": "计 +1"}'
    assert table[1][0] == "2026-03-02T09:30:00+08:00"
    row = AuditEvent.objects.get(action="audit.exported")
    assert (row.actor_label, row.detail) == ("He Qing", {"filter": {"rfq": "RFQ-1"}})


def test_looking_at_the_download_is_no_download(client):
    client.force_login(cast.auditor())
    assert client.get(reverse("audit:export")).status_code == 405


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_never_starts_a_formula(start):
    for text in (f"{start}1+1", f"  {start}1", f'"{start}1', f"' {start}1"):
        assert safe_cell(text).startswith("'")
    assert safe_cell("plain") == "plain"


def test_numbers_stay_numbers():
    assert safe_cell(-1) == -1 and safe_cell(-0.5) == -0.5 and safe_cell(None) == ""


def test_the_moment_of_a_row_is_shown_in_the_zone_of_the_installation(client, trail):
    client.force_login(cast.auditor())
    assert "2026-03-02 09:30:00" in client.get(URL).content.decode()
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"


def test_what_nobody_allowed_does_not_get_into_the_trail():
    for action, detail in (
        ("rfq.edited", {"price": "4"}),
        ("quote.submitted", {"reason": "x"}),
        ("odd", {"a": 1}),
    ):
        with pytest.raises(UnknownKey, match="allow it in"):
            record(action, by=None, now=NOW, detail=detail)
    with pytest.raises(UnknownKey):
        record("rfq.edited", by=None, now=NOW, outcome="DENIED", detail={"part": "x"})
    record("odd", by=None, now=NOW)
    record("odd", by=None, now=NOW, outcome="DENIED", detail={"reason": "x"})
    assert AuditEvent.objects.count() == 2


def test_every_action_with_details_has_a_name():
    assert KEYS.keys() <= dict(known_actions()).keys()


def test_a_row_says_which_session_and_address(client, settings):
    """D10: what the client writes into forwarding headers changes nothing unless a proxy is trusted."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    client.force_login(cast.auditor())
    forged = {
        "x-forwarded-for": "6.6.6.6",
        "x-real-ip": "6.6.6.6",
        "forwarded": "for=6.6.6.6",
        "host": "testserver",
    }
    for headers in ({}, forged):
        client.post(reverse("audit:export"), headers=headers, REMOTE_ADDR="203.0.113.9")
    one, other = AuditEvent.objects.filter(action="audit.exported")
    assert (one.ip, one.session_hash) == (other.ip, other.session_hash)
    assert one.ip == "203.0.113.9" and len(one.session_hash) == 16
    assert one.session_hash not in client.session.session_key
    client.force_login(cast.auditor())
    client.logout()
    client.force_login(cast.auditor())
    client.post(reverse("audit:export"), REMOTE_ADDR="2001:db8::1")
    newest = AuditEvent.objects.first()
    assert newest.ip == "2001:db8::1" and newest.session_hash != one.session_hash
    record("odd", by=None, now=NOW)
    outside = AuditEvent.objects.first()
    assert (outside.ip, outside.session_hash) == (None, "")


def test_the_page_says_how_the_chain_stands(client):
    client.force_login(cast.auditor())
    record("rfq.created", by=cast.buyer(), now=NOW, rfq_code="RFQ-1")
    page = client.get(URL).content.decode()
    assert "Hash chain: 0 events." in page and "One newer event is not linked yet." in page
    assert "Not verified yet" in page
    anchor_hour(now=timezone.now())
    link_all()
    page = client.get(URL).content.decode()
    assert head().hash in page and "Last verified at" in page and "not linked" not in page


def test_addresses_are_for_auditors(client):
    client.force_login(cast.buyer())
    client.post(reverse("audit:export"), {"rfq": "RFQ-1"}, REMOTE_ADDR="203.0.113.9")
    assert "203.0.113.9" not in client.get(URL).content.decode()
    client.force_login(cast.auditor())
    assert "203.0.113.9" in client.get(URL).content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused(client, trail, day):
    client.force_login(cast.auditor())
    page = client.get(URL, {"since": day, "until": day})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"since", "until"}
