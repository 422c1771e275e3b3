"""The limits of sign-in fail closed: what cannot be counted is not let through."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def sign_in(user: User) -> Client:
    """With the right password; faults are answers, as people get them."""
    client = Client(raise_request_exception=False)
    client.post(reverse("account_login"), {"login": user.email, "password": cast.PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def test_with_working_counts_the_password_lets_in() -> None:
    assert is_in(sign_in(cast.buyer()))


def test_nobody_comes_in_while_attempts_cannot_be_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: Django's cache swallows the fault of a row that does not go in."""
    monkeypatch.setattr(DatabaseCache, "_base_set", lambda *_args, **_more: False)
    assert not is_in(sign_in(cast.buyer()))


def test_nobody_comes_in_while_attempts_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise DatabaseError("the table of counts is away")

    monkeypatch.setattr(DatabaseCache, "get_many", broken)
    assert not is_in(sign_in(cast.buyer()))


def test_a_password_in_the_form_of_an_act_is_not_tried_uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.buyer(), "django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(DatabaseCache, "_base_set", lambda *_args, **_more: False)
    answer = client.post(
        reverse("scoring:opening_approve", args=["RFQ-7"]), {"part": "QUALITY", "password": cast.PASSWORD}
    )
    assert answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]
