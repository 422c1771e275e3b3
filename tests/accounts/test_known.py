"""D7: wrong tries are limited for each account, and nobody can lock its owner out by making them."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "wrong-horse-battery"
TRIES = 5  # of an account in five minutes


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def sign_in(client: Client, user: Any, password: str, address: str = "127.0.0.1") -> bool:
    data = {"login": user.email, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=address).status_code == 302


def known_browser(user: Any) -> Client:
    """A browser in which this person has been signed in, and is no longer."""
    client = Client()
    assert sign_in(client, user, cast.PASSWORD)
    client.post(reverse("account_logout"))
    assert configured.KNOWN_BROWSER_COOKIE in client.cookies
    return client


def storm(user: Any, n: int) -> None:
    """n wrong tries, each from another address."""
    for number in range(n):
        address = f"203.0.{number // 250}.{number % 250 + 1}"
        assert not sign_in(Client(), user, WRONG, address)


@pytest.mark.parametrize("n", [20, pytest.param(1_000, marks=pytest.mark.prove)])
def test_wrong_tries_from_elsewhere_do_not_lock_out_a_known_browser(n: int) -> None:
    user = cast.vendor_user()
    client = known_browser(user)
    storm(user, n)
    assert not sign_in(Client(), user, cast.PASSWORD), "an unknown browser waits"
    assert sign_in(client, user, cast.PASSWORD)


def test_tries_of_a_known_browser_are_counted_too() -> None:
    user = cast.vendor_user()
    client = known_browser(user)
    for _number in range(TRIES):
        assert not sign_in(client, user, WRONG)
    assert not sign_in(client, user, cast.PASSWORD)


def test_a_browser_known_for_somebody_else_or_by_a_forged_cookie_is_unknown() -> None:
    user, other = cast.vendor_user(), cast.rival_user()
    foreign, forged = known_browser(other), Client()
    forged.cookies[configured.KNOWN_BROWSER_COOKIE] = "W10:1abcde:forged"
    storm(user, TRIES)
    assert not sign_in(foreign, user, cast.PASSWORD)
    assert not sign_in(forged, user, cast.PASSWORD)


def test_confirming_goes_on_in_the_storm() -> None:
    """A vendor that is signed in on deadline day is asked for its password again, and gets through."""
    user, client = cast.vendor_user(), Client()
    assert sign_in(client, user, cast.PASSWORD)
    storm(user, 3 * TRIES)
    answer = client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    assert answer.status_code == 302
