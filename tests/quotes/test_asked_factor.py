"""An RFQ that asks whoever sends a quote for a second factor."""

import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from quotes.actions import read_draft, save_draft, submit_quote
from quotes.models import Revision
from rfqs.models import Invitation
from tests import cast
from tests.quotes import build
from ui.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Invitation:
    """An invitation with a whole draft to an RFQ that asks for it."""
    monkeypatch.setitem(build.NEED, "second_factor_required", True)
    person, now = cast.vendor_user(), timezone.now()
    invitation = build.invite(build.publish(), person)
    save_draft(invitation=invitation, by=person, now=now, changes=build.changes_of(build.whole_quote()))
    return invitation


def send(invitation: Invitation, by: Any) -> Revision:
    return submit_quote(invitation=invitation, by=by, now=timezone.now(), idempotency_key=uuid.uuid4())


def test_without_one_nothing_is_sent_and_the_draft_stays(asked: Invitation) -> None:
    person, before = cast.vendor_user(), read_draft(asked)
    with pytest.raises(Refused, match="second factor"):
        send(asked, person)
    assert not Revision.objects.exists() and read_draft(asked) == before
    assert AuditEvent.objects.get(action="quote.refused").outcome == "DENIED"
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    form = {"key": str(uuid.uuid4())}
    answer = client.post(
        reverse("quotes:send", args=[asked.pk]), form, headers={"accept": "application/json"}
    )
    assert answer.status_code in (403, 409) and not Revision.objects.exists()


def test_with_one_the_quote_is_sent_and_a_colleagues_does_not_do(asked: Invitation) -> None:
    person, colleague = cast.vendor_user(), cast.vendor_lead()
    Authenticator.objects.create(user=colleague, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(Refused, match="second factor"):
        send(asked, person)
    assert send(asked, colleague).number == 1
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert send(asked, person).number == 2


def test_an_rfq_that_does_not_ask_takes_it_without(ready: Invitation, vendor_user: Any) -> None:
    assert send(ready, vendor_user).number == 1
