"""A6, A7: nothing that staff see before the opening depends on what is sealed; no vendor learns of another.

Two worlds are equal but for the sealed contents: the same moves, other prices, answers and files, of other lengths.
Every page that staff have is compared byte by byte, without ids, times and tokens.
"""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

import quotes.actions as quotes
from demo.quotes import send
from notifications.delivery import deliver_due
from quotes.models import Quote
from rfqs.actions.deadline import extend_deadline
from rfqs.actions.invitations import invite_vendors, take_back_decline
from rfqs.models import Invitation, Part
from tests.house.stages import arguments, expected
from tests.house.walker import ask, routes
from tests.trials import trials
from tests.world import DECLINED, OUTSIDER, RIVAL, VENDOR, World

STAFF = ("buyer", "approver", "reviewer", "administrator", "auditor", "spare")
QUERIES = (None, {"q": "Celadon", "sort": "price", "ordering": "-size", "o": "2"})
VARYING = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{16,64}\b|[A-Za-z0-9]{64}"
    rb"|\d{4}-\d\d-\d\d[T ][0-9:.+]+|\d\d?:\d\d(:\d\d)?|\b\d{10,}\b|>\d+<|after=[\w.-]+"
)


def rewrite(world: World, seed: int) -> None:
    """Send both quotes again with other contents: prices, texts, and a file of another size."""
    draw = random.Random(seed)
    for vendor in (VENDOR, RIVAL):
        invitation, user, now = world.invitation(vendor), world.cast.vendor_users[vendor], timezone.now()
        text = "x" * draw.randint(10, 3000)
        quotes.attach_file(
            invitation=invitation,
            by=user,
            now=now,
            part=Part.QUALITY,
            name=f"paper-{draw.randint(0, 10**6)}.txt",
            content_type="text/plain",
            content=text.encode() * draw.randint(1, 5),
        )
        price = f"{draw.randint(1000, 90000)}.{draw.randint(10, 99)}"
        changes = {
            "rate_lines": [{"model": "B01", "unit": "SEAT_MONTH", "unit_price": price}],
            "answers.q1.text": text,
            "answers.q3.text": f"{draw.random()}" * draw.randint(1, 20),
        }
        quotes.save_draft(invitation=invitation, by=user, now=now, changes=changes)
        send(world.cast, invitation, vendor)


def pages(
    world: World, people: tuple[str, ...], of: str = "", every: bool = True
) -> dict[tuple[str, str], tuple[int, bytes]]:
    """{(URL name, person and query): (status, body)} of every page these people have while the RFQ is open.

    `of` names an app or a page; without it, the pages of all. Without `every`, a page is asked by one of those who
    have it, without and with a query, by turns.
    """
    found = {}
    for turn, route in enumerate(routes()):
        if not route.name.startswith(of) or route.name.startswith(("mfa_", "account_")):
            continue
        path = route.path(arguments(world, route.name, "open"))
        readers = [role for role in people if expected(route.name, role, "open") == 200]
        for role in readers if every else readers[turn % max(len(readers), 1) :][:1]:
            for query in QUERIES if every else [QUERIES[len(found) % 2]]:
                answer = ask(world, route.name, role, path, query)
                found[route.name, f"{role} {query}"] = (answer.status, VARYING.sub(b"", answer.body))
    return found


@pytest.mark.parametrize("n", [1, pytest.param(100, marks=pytest.mark.prove)])
def test_staff_pages_do_not_depend_on_what_is_sealed(
    world: World, rebuild: Callable[[], None], n: int
) -> None:
    """A6: in two worlds with other contents nobody of the buyer sees a byte of difference."""
    rewrite(world, 0)
    every = n > 1
    first = pages(world, STAFF, every=every)
    assert len(first) > (350 if every else 60)
    for trial in trials("two-worlds", n, 1):
        rebuild()
        rewrite(world, trial + 1)
        other = pages(world, STAFF, every=every)
        assert [place for place, seen in first.items() if other[place] != seen] == []
    assert not Quote.objects.filter(rfq=world.sealed).exists()


def test_the_comparison_sees_a_difference_that_is_not_sealed(visited: World) -> None:
    first = pages(visited, ("buyer",), of="rfqs:vendors")
    Invitation.objects.filter(pk=visited.invitation(DECLINED).pk).update(status="SEEN")
    assert [
        place for place, seen in pages(visited, ("buyer",), of="rfqs:vendors").items() if first[place] != seen
    ]


def test_a_vendors_pages_do_not_depend_on_the_others(world: World) -> None:
    """A7: a rival sends again, one takes its refusal back, another is invited: nothing of it shows."""
    first = pages(world, ("vendor",), every=False)
    now, buyer = timezone.now(), world.cast.staff["buyer"]
    send(world.cast, world.invitation(RIVAL), RIVAL)
    declined = world.invitation(DECLINED)
    take_back_decline(invitation=declined, by=world.cast.vendor_users[DECLINED], now=now)
    invite_vendors(rfq=world.sealed, vendors=[world.cast.vendors[OUTSIDER]], by=buyer, now=now)
    other = pages(world, ("vendor",), every=False)
    assert len(first) > 20
    assert [place for place, seen in first.items() if other[place] != seen] == []


def others(world: World) -> list[str]:
    """Names, addresses and ids by which another vendor could be known."""
    found = []
    for name in (RIVAL, DECLINED, OUTSIDER):
        vendor = world.cast.vendors[name]
        invitations = Invitation.objects.filter(vendor=vendor).values_list("pk", flat=True)
        found += [*vendor.name_i18n.values(), str(vendor.pk), *map(str, invitations)]
        found += [contact.email for contact in vendor.contacts.all()]
    return found


def test_no_page_of_a_vendor_names_another(world: World, walked: Any) -> None:
    marks = [mark.encode() for mark in others(world)]
    own = [
        answer
        for answer in walked.answers
        if answer.role in ("vendor", "colleague")
        and answer.status == 200
        and answer.route != "ui_components"  # the gallery shows names of the demo
    ]
    assert len(own) > 40
    texts = [(answer.name, answer.body + repr(answer.headers).encode()) for answer in own]
    assert [(name, mark) for name, text in texts for mark in marks if mark in text] == []
    buyers = b"".join(answer.body for answer in walked.answers if answer.role == "buyer")
    assert sum(mark in buyers for mark in marks) > 3  # the search finds them where they may be


def test_no_mail_to_a_vendor_names_or_counts_the_others(world: World) -> None:
    deliver_due(now=timezone.now())
    marks, people = others(world), {user.email for user in world.cast.vendor_users.values()}
    mine = world.cast.vendor_users[VENDOR].email
    extend_deadline(
        rfq=world.sealed,
        deadline_at=world.sealed.deadline_at + timedelta(days=1),
        reason="Asked for",
        by=world.cast.staff["buyer"],
        now=timezone.now(),
    )
    deliver_due(now=timezone.now())
    letters = [letter for letter in mail.outbox if mine in letter.to]
    assert letters
    for letter in letters:
        assert letter.to == [mine] and not letter.cc and not letter.bcc
        text = letter.message().as_string()
        assert not [mark for mark in marks if mark in text or mark in letter.body]
        assert not [address for address in people - {mine} if address in text]


def test_ids_that_vendors_meet_count_nothing(visited: World) -> None:
    """Every argument of a vendor's URL is random, or counts only what is its own."""
    own = {
        "number": "of its own revisions or questions",
        "position": "of its own rate lines",
        "model": "a code",
    }
    for route in routes():
        if route.name.startswith(("quotes:", "vendors:", "enrol:")):
            values = arguments(visited, route.name, "open")
            for name in route.arguments:
                text = str(values[name])
                assert name in own or (len(text) >= 36 and not text.isdigit()), f"{route.name}: {name}={text}"
