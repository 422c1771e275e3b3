"""D5: a personal link lets one person in once, of fifty at the same moment too, and looking at it uses nothing up."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

import accounts.actions as accounts
from accounts.models import StaffInvitation, User
from notifications.delivery import deliver_due
from rfqs.actions.invitations import issue_link, reissue_mail
from rfqs.models import Invitation, InvitationToken
from tests import cast
from tests.house.test_secrecy import dump
from tests.quotes.build import publish

pytestmark = pytest.mark.django_db(transaction=True)
PARALLEL = 50
PASSWORD = "thirty-seven-herons"
FORM = {"name": "Lan Xin", "password": PASSWORD, "again": PASSWORD}


def invited() -> Invitation:
    """One invitation whose contact has no account yet."""
    rfq = publish()
    contact = cast.contact(cast.vendor(), "new@celadon.example", "Lan Xin", lead=True)
    return Invitation.objects.create(
        rfq=rfq, vendor=contact.vendor, contact=contact, created_at=timezone.now(), created_by=cast.buyer()
    )


def vendor_link() -> str:
    return issue_link(invitation=invited(), by=cast.buyer(), now=timezone.now()).split("8000")[-1]


def staff_link(mailoutbox: list[Any]) -> str:
    accounts.invite_staff(
        email="new@plover.example",
        name="New",
        roles=["BUYER"],
        language="en",
        by=cast.administrator(),
        now=timezone.now(),
    )
    deliver_due(now=timezone.now())
    return re.search(r"/join/[\w-]+/", mailoutbox[-1].body).group(0)


def at_once(act: Callable[[], Any]) -> list[Any]:
    """Run it in PARALLEL threads that start together, each with a connection of its own."""
    barrier = Barrier(PARALLEL)

    def one(_number: int) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(60)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(one, range(PARALLEL)))


@pytest.mark.parametrize("kind", ["vendor", "staff"])
def test_of_fifty_at_the_same_moment_one_gets_in(kind: str, mailoutbox: list[Any]) -> None:
    path = vendor_link() if kind == "vendor" else staff_link(mailoutbox)
    path = path[path.index("/") :]
    before = User.objects.count()
    answers = at_once(lambda: Client().post(path, FORM))
    entered = [answer for answer in answers if "session" in answer.cookies and answer.status_code == 302]
    assert Counter(answer.status_code for answer in answers)[302] == len(entered) == 1
    assert User.objects.count() == before + 1
    assert Client().post(path, FORM).status_code == 410


@pytest.mark.parametrize("kind", ["vendor", "staff"])
def test_looking_uses_nothing_up(kind: str, mailoutbox: list[Any]) -> None:
    """A mail scanner follows links, some of them with HEAD, and comes again."""
    path = vendor_link() if kind == "vendor" else staff_link(mailoutbox)
    path = path[path.index("/") :]
    rows = (InvitationToken, StaffInvitation)
    before = [list(model.objects.values()) for model in rows]
    for _again in range(20):
        assert Client().get(path).status_code == 200
        Client().head(path)
    assert [list(model.objects.values()) for model in rows] == before
    assert Client().post(path, FORM).status_code == 302


def test_an_older_link_is_dead_after_a_new_one(mailoutbox: list[Any]) -> None:
    invitation = invited()
    links = []
    for _again in range(2):
        reissue_mail(invitation=invitation, by=cast.buyer(), now=timezone.now())
        deliver_due(now=timezone.now())
        links.append(re.search(r"/invitation/[\w-]+/", mailoutbox[-1].body).group(0))
    assert Client().post(links[0], FORM).status_code == 410
    assert Client().post(links[1], FORM).status_code == 302


def test_an_older_staff_link_is_dead_after_a_new_one(mailoutbox: list[Any]) -> None:
    old = staff_link(mailoutbox)
    row = StaffInvitation.objects.get()
    accounts.reissue_staff_invitation(invitation=row, by=cast.administrator(), now=timezone.now())
    deliver_due(now=timezone.now())
    new = re.search(r"/join/[\w-]+/", mailoutbox[-1].body).group(0)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


def test_a_link_dies_with_its_time(mailoutbox: list[Any]) -> None:
    path = staff_link(mailoutbox)
    StaffInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(path, FORM).status_code == 410
    assert not User.objects.filter(email="new@plover.example").exists()


def test_a_link_has_256_bits_and_no_dump_holds_one(mailoutbox: list[Any]) -> None:
    paths = [vendor_link(), staff_link(mailoutbox)]
    content = dump()
    for path in paths:
        token = path.rstrip("/").rsplit("/", 1)[-1]
        assert len(token) >= 43
        assert token.encode() not in content
    assert b"new@plover.example" in content


def test_somebody_elses_link_is_refused_to_who_is_signed_in() -> None:
    path = vendor_link()
    path = path[path.index("/") :]
    client = Client()
    client.force_login(cast.rival_user())
    assert client.post(path, FORM).status_code in (200, 409)
    assert InvitationToken.objects.get().used_at is None
