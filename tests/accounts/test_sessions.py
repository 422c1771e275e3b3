"""D8: sessions get a new id with more rights, end after their time, and all at once when something changes."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import accounts.actions as actions
import vendors.actions as registry
from accounts.roles import Role
from tests import cast
from tests.accounts.codes import SECRET, code

pytestmark = pytest.mark.django_db(transaction=True)
NAME = settings.SESSION_COOKIE_NAME


def signed_in(user: Any, **headers: str) -> Client:
    client = Client(headers=headers)
    answer = client.post(reverse("account_login"), {"login": user.email, "password": cast.PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return client


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[NAME] = value
    return client


def lives(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def shift(client: Client, **ages: timedelta) -> None:
    session = client.session
    for key, age in ages.items():
        session[key] = time.time() - age.total_seconds()
    session.save()


def test_signing_in_makes_a_new_id():
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[NAME] = planted = session.session_key
    client.post(reverse("account_login"), {"login": cast.buyer().email, "password": cast.PASSWORD})
    assert client.cookies[NAME].value != planted
    assert lives(client) and not lives(with_cookie(planted))


def test_confirming_makes_a_new_id():
    client = signed_in(cast.buyer())
    before = client.cookies[NAME].value
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    assert client.cookies[NAME].value != before
    assert lives(client) and not lives(with_cookie(before))


def test_signing_out_ends_the_session_on_the_server():
    client = signed_in(cast.buyer())
    old = client.cookies[NAME].value
    client.post(reverse("account_logout"))
    assert not lives(with_cookie(old))
    assert not Session.objects.filter(session_key=old).exists()


@pytest.mark.parametrize(
    "who, idle, absolute",
    [
        ("buyer", timedelta(minutes=30), timedelta(hours=12)),
        ("vendor_user", timedelta(hours=1), timedelta(hours=24)),
    ],
)
def test_a_session_ends_after_its_time(who, idle, absolute):
    second = timedelta(seconds=5)
    user = getattr(cast, who)()
    for key, limit in (("seen_at", idle), ("signed_in_at", absolute)):
        client = signed_in(user)
        shift(client, **{key: limit - second})
        assert lives(client)
        old = client.cookies[NAME].value
        shift(client, **{key: limit + second})
        assert not lives(client)
        assert not Session.objects.filter(session_key=old).exists()


def test_use_keeps_a_session_alive_but_not_for_ever():
    client = signed_in(cast.buyer())
    shift(client, seen_at=timedelta(minutes=29))
    assert lives(client)
    assert time.time() - client.session["seen_at"] < 10
    shift(client, signed_in_at=timedelta(hours=13))
    assert not lives(client)


def test_a_form_sent_too_late_leads_back_to_its_page():
    client = signed_in(cast.vendor_user())
    shift(client, seen_at=timedelta(hours=2))
    page = "http://testserver/portal/7/prices/?from=check"
    answer = client.post(reverse("accounts:profile"), {"name": "Typed"}, headers={"referer": page})
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next=/portal/7/prices/"
    answer = client.post(reverse("accounts:profile"), {}, headers={"referer": "http://evil.example/portal/"})
    assert answer.url == f"{reverse('account_login')}?next=/"


def change_password(user: Any, client: Client) -> None:
    new = "another-horse-entirely"
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": cast.PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302


def change_roles(user: Any, client: Client) -> None:
    actions.change_roles(person=user, roles=[Role.AUDITOR], by=cast.administrator(), now=timezone.now())


def switch_off_and_on(user: Any, client: Client) -> None:
    for active in (False, True):
        actions.set_staff_active(person=user, active=active, by=cast.administrator(), now=timezone.now())


def sign_out_everywhere(user: Any, client: Client) -> None:
    assert client.post(reverse("accounts:sign_out_others")).status_code == 302


def add_second_factor(user: Any, client: Client) -> None:
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(client.session["mfa.totp.secret"])})
    assert answer.status_code == 302


def remove_second_factor(user: Any, client: Client) -> None:
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302


@pytest.mark.parametrize(
    "change, own_one_lives",
    [
        (change_password, True),
        (change_roles, False),
        (switch_off_and_on, False),
        (sign_out_everywhere, True),
        (add_second_factor, True),
        (remove_second_factor, True),
    ],
)
def test_all_other_sessions_end_with_a_change(change, own_one_lives):
    user = cast.buyer()
    elsewhere = [signed_in(user) for _other in range(3)]
    own = signed_in(user)
    if change is remove_second_factor:
        TOTP.activate(user, SECRET)
    own.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    before = own.cookies[NAME].value
    assert all(lives(client) for client in (own, *elsewhere))
    change(user, own)
    assert [lives(client) for client in elsewhere] == [False] * 3
    assert not lives(with_cookie(before))
    assert lives(own) == own_one_lives


def test_a_vendors_person_who_is_switched_off_is_out_at_once_and_stays_out():
    user = cast.vendor_user()
    cast.vendor_lead()
    client = signed_in(user)
    contact = cast.vendor().contacts.get(user=user)
    for active in (False, True):
        registry.set_contact_active(contact=contact, active=active, by=cast.buyer(), now=timezone.now())
        assert not lives(client)
    assert lives(signed_in(user))
