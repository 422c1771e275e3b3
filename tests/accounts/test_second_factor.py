"""D4: opening, award, roles and export want a second factor shown minutes ago; a mailed code never sends a quote."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import stepup
from accounts.mfa import MfaAdapter
from notifications.delivery import deliver_due
from tests import cast
from tests.accounts.codes import SECRET, code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def sign_in(user: Any, factor: str = "") -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": cast.PASSWORD})
    if factor:
        assert answer.url == reverse("mfa_authenticate")
        answer = client.post(answer.url, {"code": code(factor)})
    assert answer.status_code == 302
    return client


def age(client: Client, **by: timedelta) -> None:
    """Let what was shown in this session have happened earlier."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= by["by"].total_seconds()
    session.save()


def test_without_a_second_factor_the_way_leads_to_setting_one_up():
    client = sign_in(cast.administrator())
    answer = client.get(reverse("accounts:staff_invite"))
    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


def test_setting_up_codes_and_signing_in_with_one():
    user = cast.administrator()
    client = sign_in(user)
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert (secret in page and "<svg" in page) or "data:image/svg" in page
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    cache.clear()  # a code works once: the next one would come in half a minute
    other = sign_in(user, secret)
    assert other.get(reverse("accounts:staff_invite")).status_code == 200


def test_a_code_works_once():
    user = cast.buyer()
    TOTP.activate(user, SECRET)
    shown = code(SECRET)
    answers = []
    for _again in range(2):
        client = Client()
        client.post(reverse("account_login"), {"login": user.email, "password": cast.PASSWORD})
        answers.append(client.post(reverse("mfa_authenticate"), {"code": shown}).status_code)
    assert answers == [302, 200]


def test_a_stale_second_factor_is_asked_for_again_and_the_form_goes_on():
    user = cast.administrator()
    TOTP.activate(user, SECRET)
    client = sign_in(user, SECRET)
    page = reverse("accounts:staff_invite")
    assert client.get(page).status_code == 200
    age(client, by=timedelta(minutes=5, seconds=5))
    form = {"name": "New", "email": "new@plover.example", "language": "en", "roles": ["BUYER"]}
    answer = client.post(page, form)
    assert answer.status_code == 302 and answer.url.startswith(reverse("mfa_reauthenticate"))
    # The password again is not the second factor.
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    assert client.post(page, form).url.startswith(reverse("mfa_reauthenticate"))
    cache.clear()
    before = client.cookies["session"].value
    answer = client.post(f"{reverse('mfa_reauthenticate')}?next={page}", {"code": code(SECRET), "next": page})
    assert answer.status_code == 302
    assert client.cookies["session"].value != before
    assert b"new@plover.example" in client.get(reverse("accounts:staff")).content


@pytest.mark.parametrize("way", ["password alone", "stale", "fresh"])
def test_every_protected_url_wants_it(way: str):
    user = cast.administrator()
    if way != "password alone":
        TOTP.activate(user, SECRET)
    client = sign_in(user, "" if way == "password alone" else SECRET)
    if way == "stale":
        age(client, by=timedelta(minutes=6))
    names = sorted(stepup._protected)
    assert len(names) >= 9
    for name in names:
        kwargs = {"person": user.pk} if "staff_" in name and name[-6:] in ("member", "active") else {}
        kwargs |= {"staff_invitation": user.pk} if name.endswith(("reissue", "revoke")) else {}
        kwargs |= {"code": "RFQ-1"} if name.startswith("scoring:") else {}
        answer = client.post(reverse(name, kwargs=kwargs))
        asked = answer.status_code == 302 and answer.url.startswith(
            (reverse("mfa_index"), reverse("mfa_reauthenticate"))
        )
        assert asked == (way != "fresh"), name


def test_the_secret_in_the_database_makes_no_codes():
    TOTP.activate(cast.buyer(), SECRET)
    stored = Authenticator.objects.get(user=cast.buyer()).data["secret"]
    assert SECRET not in stored and stored.startswith("locked:")
    assert MfaAdapter().decrypt(stored) == SECRET
    assert MfaAdapter().decrypt(SECRET) == SECRET  # one that was set up before


def test_a_mailed_code_is_enough_to_read_and_not_to_send(mailoutbox):
    user = cast.vendor_user()
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    deliver_due(now=timezone.now())
    mailed = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mailoutbox[-1].body, re.M).group(1)
    answer = client.post(reverse("account_confirm_login_code"), {"code": mailed})
    assert answer.status_code == 302
    assert client.get(reverse("quotes:portal")).status_code == 200
    for name in ("send", "decline", "take_back", "colleague"):
        path = reverse(f"quotes:{name}", args=["7e6f4c7c-3b61-4a3c-9d0f-8f3a5c1e2b11"])
        answer = client.post(path, {"key": "x"})
        assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate")), name
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    assert client.post(path).status_code == 404


def test_who_came_by_password_is_not_asked():
    client = sign_in(cast.vendor_user())
    path = reverse("quotes:send", args=["7e6f4c7c-3b61-4a3c-9d0f-8f3a5c1e2b11"])
    assert client.post(path).status_code == 404


def test_the_profile_leads_to_every_factor():
    user = cast.buyer()
    client = sign_in(user)
    page = client.get(reverse("accounts:profile")).content.decode()
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_index", "accounts:sign_out_others"):
        assert reverse(name) in page
    TOTP.activate(user, SECRET)
    assert reverse("mfa_activate_totp") not in client.get(reverse("accounts:profile")).content.decode()
