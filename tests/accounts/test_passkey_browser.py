"""D4 with a real browser: a passkey is set up, signs in by itself, and is the fresh proof for an opening and a quote."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from notifications.delivery import deliver_due
from scoring.models import OpeningApproval
from tests import cast
from tests.browser import steps
from tests.quotes.test_portal_browser import prepared
from tests.quotes.test_portal_pages import url
from tests.scoring.build import closed_rfq

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """At a name: a passkey belongs to one, and an address made of numbers has none."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def plug_in(page: Any) -> None:
    """A passkey of the device itself, whose owner always touches the sensor."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def set_up(page: Any, user: Any) -> None:
    """Sign in by password and add a passkey, as the profile offers it."""
    steps.sign_in(page, user.email, cast.PASSWORD)
    page.goto("/me/")
    with page.expect_navigation():
        page.locator("a[href$='/webauthn/add/']").click()
    if "/reauthenticate/" in page.url:
        steps.submit(page, {"password": cast.PASSWORD})
    assert page.locator("[name=passwordless]").is_checked()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN).wrap()
    assert kept.is_passwordless


def sign_out(page: Any) -> None:
    page.context.clear_cookies()
    page.goto("/me/")
    assert "/accounts/login/" in page.url


def use_passkey(page: Any, leads_to: str) -> None:
    with page.expect_navigation(url=leads_to):
        page.locator("#passkey_login, #mfa_webauthn_reauthenticate").click()


def test_an_officer_signs_in_with_a_passkey_and_opens_with_it(page: Any, settings: Any) -> None:
    """As in production: only a second factor counts, and one that was shown minutes ago."""
    settings.SECOND_FACTOR_REQUIRED = True
    buyer, rfq = cast.buyer(), closed_rfq()
    plug_in(page)
    set_up(page, buyer)
    sign_out(page)
    use_passkey(page, "**/me/")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # what was shown a moment ago is too old
    page.goto(f"/rfqs/{rfq.code}/opening/")
    with page.expect_navigation():
        page.locator("form[action$='/opening/approve/'] button[type=submit]").first.click()
    assert "/webauthn/reauthenticate/" in page.url and not OpeningApproval.objects.exists()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    use_passkey(page, f"**/rfqs/{rfq.code}/opening/")
    approval = OpeningApproval.objects.get()
    assert (approval.rfq_id, approval.officer_id) == (rfq.pk, buyer.pk)


def test_a_vendor_with_a_passkey_needs_it_beside_a_mailed_code_and_sends_with_it(page: Any) -> None:
    """A mailbox alone does not let in whoever has a passkey; with it the session may send."""
    invitation, user = prepared(filled=True)
    user.set_password(cast.PASSWORD)
    user.save()
    plug_in(page)
    set_up(page, user)
    sign_out(page)
    page.goto("/accounts/login/code/")
    steps.submit(page, {"email": user.email})
    deliver_due(now=timezone.now())
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    steps.submit(page, {"code": code[1]})
    page.goto(url(invitation, "check"))
    assert "/2fa/authenticate/" in page.url  # not in yet
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto(url(invitation, "check"))
    page.locator("form[action$='/send/'] button[type=submit]").click()
    page.wait_for_url(f"**{url(invitation, 'sent')}")
    assert invitation.revisions.get().submitted_by_id == user.pk
