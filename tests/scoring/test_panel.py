"""The review panel: only the own work, nothing of others, no price before its time."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rfqs.models import RFQ, Part
from scoring.actions import submit_sheet
from scoring.models import Score, Sheet
from tests import cast
from tests.scoring.build import (
    CHEAP,
    DEAR,
    closed_rfq,
    document,
    fill,
    open_part,
    priced_rfq,
    score_url,
    sheet_of,
)

pytestmark = pytest.mark.django_db
CANARY = "4321.09"


@pytest.fixture
def rfq() -> RFQ:
    return open_part(
        closed_rfq(cheap=document("4000"), dear=document(CANARY, q7_audit_log={"has": False})), Part.QUALITY
    )


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_my_sheets_with_progress(rfq: RFQ) -> None:
    page = signed_in(cast.reviewer()).get("/admin/").content.decode()
    assert "RFQ-7 Shop chat service" in page
    assert "0 of 18" in page
    assert "Feng Yi" not in page


def test_the_sheet_shows_vendors_questions_and_only_own_scores(rfq: RFQ) -> None:
    fill(sheet_of(rfq, cast.second_reviewer()), "4.5")
    own = sheet_of(rfq, cast.reviewer())
    page = signed_in(cast.reviewer()).get(reverse("admin:sheet", args=[own.pk])).content.decode()
    assert CHEAP in page
    assert DEAR in page
    assert "Staffing assurance" in page
    assert "4.5" not in page
    assert "18 scores are still empty" in page
    other = reverse("admin:sheet", args=[sheet_of(rfq, cast.second_reviewer()).pk])
    assert signed_in(cast.reviewer()).get(other).status_code == 404


def test_the_score_page_shows_answer_rubric_flags_and_cap(rfq: RFQ) -> None:
    url = score_url(sheet_of(rfq, cast.reviewer()), DEAR, "Q7")
    page = signed_in(cast.reviewer()).get(url).content.decode()
    assert "Refuses NDA" in page or "Refuses" in page
    assert "RF-705" in page
    assert "at most 3" in page
    assert "Audit log of behaviour" in page


def test_no_price_on_any_page_of_the_quality_sheet(rfq: RFQ) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    client = signed_in(cast.reviewer())
    urls = ["/admin/", reverse("admin:sheet", args=[sheet.pk])]
    urls += [score_url(sheet, DEAR, item) for item in ("Q3", "Q8", "Q10", "BCP", "FIT")]
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()
        assert "4,321" not in answer.content.decode()
    assert client.get(score_url(sheet, DEAR, "Q1")).status_code == 404


def test_save_and_next_without_script(rfq: RFQ) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    client = signed_in(cast.reviewer())
    answer = client.post(score_url(sheet, DEAR, "Q3"), {"value": "3.5", "reason": "roster", "next": "1"})
    assert answer.status_code == 302
    assert answer.url == score_url(sheet, CHEAP, "Q3")
    assert Score.objects.get(sheet=sheet).reason == "roster"
    plain = client.post(score_url(sheet, CHEAP, "Q3"), {"value": "3.0", "reason": "shift plan"})
    assert plain.url == reverse("admin:sheet", args=[sheet.pk])


def test_mistakes_are_said_at_the_field(rfq: RFQ) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    client = signed_in(cast.reviewer())
    empty = client.post(score_url(sheet, DEAR, "Q7"), {"reason": "x"})
    assert (empty.status_code, "Choose a score" in empty.content.decode()) == (422, True)
    high = client.post(score_url(sheet, DEAR, "Q7"), {"value": "4.0"})
    assert (high.status_code, "at most 3" in high.content.decode()) == (422, True)
    assert client.post(score_url(sheet, DEAR, "Q7"), {"value": "4.2"}).status_code == 422
    assert not Score.objects.exists()


def test_autosave_answers_in_json(rfq: RFQ) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    client = signed_in(cast.reviewer())
    url = score_url(sheet, CHEAP, "Q3")
    saved = client.post(url, {"value": "3.0"}, headers={"X-Autosave": "1"})
    assert saved.status_code == 200
    assert "at" in saved.json()
    refused = client.post(score_url(sheet, DEAR, "Q7"), {"value": "5.0"}, headers={"X-Autosave": "1"})
    assert refused.status_code == 422
    assert "at most 3" in refused.json()["message"]


def test_done_locks_the_sheet(rfq: RFQ) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    client = signed_in(cast.reviewer())
    url = reverse("admin:sheet_done", args=[sheet.pk])
    client.post(url)
    sheet.refresh_from_db()
    assert sheet.status == "OPEN"
    fill(sheet)
    assert client.post(url).url == "/admin/"
    sheet.refresh_from_db()
    assert sheet.status == "SUBMITTED"
    page = client.get(score_url(sheet, CHEAP, "Q3")).content.decode()
    assert "A change is kept beside the score it replaces" in page
    assert client.get(url).status_code == 405


def test_the_second_sheet_shows_prices(db: None) -> None:
    rfq = priced_rfq(dear=document(CANARY))
    sheet = sheet_of(rfq, cast.reviewer(), Sheet.Stage.SECOND)
    page = signed_in(cast.reviewer()).get(score_url(sheet, DEAR, "Q2")).content.decode()
    assert "4,321.09" in page
    assert "38,889.81" in page
    assert "F20" in page


def test_who_may_come_in(rfq: RFQ) -> None:
    away = Client().get("/admin/")
    assert away.status_code == 302
    assert "/accounts/login/" in Client().get(away.url).url if "/admin/login" in away.url else away.url
    for user in (cast.buyer(), cast.approver(), cast.auditor()):
        assert signed_in(user).get("/admin/", follow=True).status_code == 403
    assert signed_in(cast.vendor_user()).get("/admin/", follow=True).status_code == 404
    assert signed_in(cast.administrator()).get("/admin/").status_code == 200


def test_administrators_see_no_sheet_and_change_nothing(rfq: RFQ) -> None:
    client = signed_in(cast.administrator())
    sheet = sheet_of(rfq, cast.reviewer())
    assert client.get(reverse("admin:sheet", args=[sheet.pk])).status_code == 404
    people = client.get("/admin/accounts/user/")
    assert people.status_code == 200
    assert "reviewer@plover.example" in people.content.decode()
    assert client.get("/admin/accounts/user/?email__startswith=rev").status_code in (302, 400)
    assert client.get("/admin/rfqs/questionset/").status_code == 200
    for path in (
        "accounts/user/add/",
        "rfqs/questionset/add/",
        "quotes/quote/",
        "quotes/draft/",
        "auth/group/",
    ):
        assert client.get(f"/admin/{path}").status_code in (403, 404)
    reviewer = signed_in(cast.reviewer())
    assert reviewer.get("/admin/accounts/user/").status_code == 403


def test_my_sheets_cost_the_same_for_one_and_for_three(rfq: RFQ, django_assert_num_queries: Any) -> None:
    client = signed_in(cast.reviewer())
    client.get("/admin/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/admin/")
    sheet = sheet_of(rfq, cast.reviewer())
    fill(sheet)
    submit_sheet(sheet=sheet, by=cast.reviewer(), now=timezone.now())
    Sheet.objects.create(rfq=rfq, reviewer=cast.reviewer(), stage="SECOND", created_at=timezone.now())
    with CaptureQueriesContext(connection) as more:
        client.get("/admin/")
    assert len(more) == len(one)
