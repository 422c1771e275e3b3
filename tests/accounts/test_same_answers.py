"""D6, D10: sign-in tells nobody who has an account, and no header of a request is believed."""

import re
import statistics
import time
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.adapter import AccountAdapter
from audit.models import AuditEvent
from notifications.delivery import deliver_due
from notifications.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
VARYING = rb"[A-Za-z0-9]{64}|\d{4}-\d\d-\d\dT[0-9:.+]+|\d\d:\d\d:\d\d|\b\d{10,}\b"
FORGED = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "1",
    "x-real-ip": "203.0.113.9",
    "forwarded": "for=203.0.113.9;host=evil.example",
}


@pytest.fixture
def addresses() -> dict[str, str]:
    """Of somebody who is known, unknown, switched off, and without a password yet; all of one length."""
    known, off, never = (
        cast.person(f"{name}@plover.example", "Person", "BUYER") for name in ("aaaaa", "bbbbb", "ccccc")
    )
    off.is_active = False
    off.save(update_fields=["is_active"])
    never.set_unusable_password()
    never.save(update_fields=["password"])
    return {
        "known": known.email,
        "unknown": "ddddd@plover.example",
        "disabled": off.email,
        "never": never.email,
    }


ACTS = {
    "sign-in": ("account_login", lambda email: {"login": email, "password": "wrong-horse-battery"}),
    "code": ("account_request_login_code", lambda email: {"email": email}),
    "reset": ("account_reset_password", lambda email: {"email": email}),
}


def answer_to(act: str, email: str) -> tuple[Any, ...]:
    """Status, headers and body of the answer and of the page it leads to, without what differs each time."""
    cache.clear()
    name, data = ACTS[act]
    client = Client()
    first = client.post(reverse(name), data(email))
    pages = [first]
    if first.status_code == 302:
        pages.append(client.get(first.url))
    return tuple(
        (
            page.status_code,
            sorted((key, value) for key, value in page.items() if key not in ("Content-Length", "Expires")),
            re.sub(VARYING, b"", page.content.replace(email.encode(), b"ADDRESS")),
        )
        for page in pages
    )


@pytest.mark.parametrize("act", ACTS)
def test_the_answer_is_the_same_for_every_address(act: str, addresses: dict[str, str]) -> None:
    answers = {kind: answer_to(act, email) for kind, email in addresses.items()}
    assert answers["known"][0][0] in (200, 302)
    for kind, answer in answers.items():
        assert answer == answers["known"], kind


@pytest.mark.parametrize("n", [1, pytest.param(500, marks=pytest.mark.prove)])
def test_times_are_reported(n: int, addresses: dict[str, str], settings: Any, record_property: Any) -> None:
    """Reported, not asserted: a shared machine says little. The hasher is the real one here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    taken: dict[str, list[float]] = {kind: [] for kind in addresses}
    for _pair in range(n):
        for kind, email in addresses.items():
            began = time.perf_counter()
            answer_to("sign-in", email)
            taken[kind].append(time.perf_counter() - began)
    for kind, values in taken.items():
        record_property(f"median of {n} sign-ins, {kind}, ms", round(1000 * statistics.median(values), 1))
    assert all(len(values) == n for values in taken.values())


def test_forged_headers_do_not_move_a_mailed_link(mailoutbox: list[Any], settings: Any) -> None:
    settings.SHORTLIST_BASE_URL = "https://shortlist.plover.example"
    Client(headers=FORGED).post(reverse("account_reset_password"), {"email": cast.buyer().email})
    deliver_due(now=timezone.now())
    body = mailoutbox[-1].body
    assert "https://shortlist.plover.example/accounts/password/reset/key/" in body
    assert not re.search(r"evil|testserver", body)
    assert OutboxMessage.objects.count() == 1


def refused_by_the_limit() -> list[bool]:
    """Five failed sign-ins, each with another forged address, where three are allowed: which were cut off?"""
    cache.clear()
    answers = []
    for number in range(5):
        headers = FORGED | {"x-forwarded-for": f"203.0.113.{number}", "x-real-ip": f"203.0.113.{number}"}
        data = {"login": f"somebody{number}@plover.example", "password": "wrong-horse-battery"}
        page = Client(headers=headers).post(reverse("account_login"), data)
        answers.append("Too many" in page.content.decode() or page.status_code == 429)
    return answers


def audited_address() -> str | None:
    """The address in the trail of an act whose sender forges every forwarding header."""
    client = Client(headers=FORGED)
    client.force_login(cast.buyer())
    client.post(reverse("accounts:profile"), {"name": "Bai Lin", "language": "en"})
    return AuditEvent.objects.latest("at").ip


def test_forged_headers_do_not_move_the_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    assert refused_by_the_limit() == [False, False, False, True, True]


def test_forged_headers_do_not_move_the_audited_address() -> None:
    assert audited_address() == "127.0.0.1"


def test_whoever_believed_the_first_forwarded_address_would_be_seen(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red twin: the same two checks, where the first X-Forwarded-For is trusted as many sites do."""

    def first(self: AccountAdapter, request: Any) -> str:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", request.META["REMOTE_ADDR"])).split(",")[0]

    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    monkeypatch.setattr(AccountAdapter, "get_client_ip", first)
    assert refused_by_the_limit() == [False] * 5
    assert audited_address() == FORGED["x-forwarded-for"]


@pytest.mark.parametrize("hops, address", [(0, "10.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_the_clients_address_is_counted_from_the_trusted_side(hops: int, address: str, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = hops
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7"
    )
    assert get_adapter().get_client_ip(request) == address


@pytest.mark.parametrize("act", ["code", "reset"])
def test_the_mail_to_an_unknown_address_leads_nowhere(act, addresses, mailoutbox):
    answer_to(act, addresses["unknown"])
    deliver_due(now=timezone.now())
    (mail,) = [one for one in mailoutbox if one.to == [addresses["unknown"]]]
    assert "no account in use has this address" in mail.body
    assert "http" not in mail.body  # nobody signs up here
    assert mail.body.startswith("Hello,\n")
