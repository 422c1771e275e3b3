"""Where a refusal becomes an answer: the sentence reaches the person, the attempt is on record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import include, path

from audit.models import AuditEvent
from config.doors import DOORS, OPEN
from tests import cast
from ui.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def refuse(request, code):
    raise Refused("The deadline has passed.")


def refuse_with_code(request):
    request.rfq_code = "RFQ-7"
    raise Refused("The deadline has passed.")


def forbid(request, code):
    raise PermissionDenied


def fine(request):
    return HttpResponse("fine")


urlpatterns = [
    path("refuse/<str:code>/", refuse, name="test_refuse"),
    path("seam/", refuse_with_code, name="test_seam"),
    path("forbid/<str:code>/", forbid, name="test_forbid"),
    path("fine/", fine, name="test_fine"),
    path("", include("config.urls")),
]
BROWSER = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def rows(monkeypatch):
    """What no row of the door table describes is not there."""
    for name in ("test_refuse", "test_seam", "test_forbid", "test_fine"):
        monkeypatch.setitem(DOORS, name, OPEN)


@pytest.fixture
def buyer(client):
    client.force_login(cast.buyer())
    return client


def denied():
    return AuditEvent.objects.get(outcome="DENIED")


def test_a_browser_goes_back_to_the_form_with_the_sentence(buyer):
    back = {**BROWSER, "referer": "http://testserver/me/?a=1"}
    answer = buyer.post("/refuse/RFQ-1/", headers=back)
    assert (answer.status_code, answer.url) == (303, "/me/?a=1")
    assert "The deadline has passed." in buyer.get("/me/").content.decode()
    row = denied()
    assert (row.action, row.rfq_code, row.detail) == (
        "test_refuse",
        "RFQ-1",
        {"reason": "The deadline has passed."},
    )
    assert row.actor_id == str(cast.buyer().pk)


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/me/", "//elsewhere.example/", "/me/"])
def test_never_back_to_another_site(buyer, referer):
    assert buyer.post("/refuse/RFQ-1/", headers={**BROWSER, "referer": referer}).url == "/"


def test_other_clients_and_htmx_get_409_with_the_sentence(buyer):
    plain = buyer.post("/refuse/RFQ-1/")
    assert plain.status_code == 409 and "The deadline has passed." in plain.content.decode()
    part = buyer.post("/refuse/RFQ-1/", headers={**BROWSER, "hx-request": "true"})
    assert part.status_code == 409 and "<html" not in part.content.decode()
    assert "The deadline has passed." in part.content.decode()


def test_reading_is_answered_but_not_recorded(buyer):
    page = buyer.get("/refuse/RFQ-1/", headers=BROWSER)
    assert page.status_code == 409 and "The deadline has passed." in page.content.decode()
    assert buyer.get("/forbid/RFQ-1/").status_code == 403
    assert not AuditEvent.objects.filter(outcome="DENIED").exists()


def test_a_view_may_name_the_rfq_itself(buyer):
    buyer.post("/seam/")
    assert denied().rfq_code == "RFQ-7"


def test_permission_denied_stays_403_and_is_recorded(buyer):
    assert buyer.post("/forbid/RFQ-3/").status_code == 403
    assert (denied().action, denied().rfq_code) == ("test_forbid", "RFQ-3")


def test_what_is_allowed_passes(buyer):
    assert buyer.get("/fine/").content == b"fine"
    assert not AuditEvent.objects.exists()
