"""Fifty people press "open" at once while vendors still send: one opening, of exactly what was accepted."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from quotes.actions import Late, save_draft, submit_quote
from quotes.models import Quote, Receipt, Revision
from rfqs.models import RFQ, Invitation, Part
from scoring.actions import approve_opening
from scoring.models import OpeningApproval, OpeningMinutes
from tests import cast, deadlines
from tests.quotes.build import changes_of, invite
from tests.scoring.build import CHEAP, DEAR, THIRD, bidder, document, publish
from tests.trials import trials
from ui.errors import Refused

OFFICERS = 50
CONNECTIONS = 25  # what the test server has to spare
RUSH = timedelta(seconds=1.5)  # from the first submission to the deadline
AHEAD = timedelta(seconds=0.1)  # the openers begin to press before the deadline

Bid = tuple[Invitation, Any]


def tender(code: str) -> tuple[RFQ, list[Bid]]:
    """Published, with three vendors whose drafts are whole, and its deadline in a moment."""
    rfq, bids = publish(code), []
    for number, name in enumerate((CHEAP, DEAR, THIRD)):
        user = bidder(name)
        invitation = invite(rfq, user)
        changes = changes_of(document(str(4000 + number)))
        save_draft(invitation=invitation, by=user, now=timezone.now(), changes=changes)
        bids.append((invitation, user))
    return deadlines.set_rfq(rfq, deadline_at=timezone.now() + RUSH), bids


def keep_sending(bid: Bid) -> list[UUID]:
    """Send again and again until it is late; returns the revisions whose receipt came back."""
    invitation, user = bid
    acknowledged: list[UUID] = []
    try:
        while True:
            sent = submit_quote(
                invitation=invitation.pk, by=user, now=timezone.now(), idempotency_key=uuid4()
            )
            acknowledged.append(sent.pk)
    except Late:
        return acknowledged
    finally:
        connection.close()


def keep_opening(rfq: RFQ, officer: Any) -> str:
    """Press from just before the deadline on, until the word counts or is refused after the deadline."""
    assert rfq.deadline_at is not None
    time.sleep(max(0.0, (rfq.deadline_at - AHEAD - timezone.now()).total_seconds()))
    try:
        while True:
            late = timezone.now() > rfq.deadline_at
            try:
                approve_opening(rfq=rfq, part=Part.QUALITY, by=officer, now=timezone.now())
                return "given"
            except Refused:
                if late:
                    return "refused"
    finally:
        connection.close()


def played(code: str, officers: list[Any]) -> int:
    """One round; returns how many revisions were in time, 0 where the machine stood still and nobody could send."""
    rfq, bids = tender(code)
    with ThreadPoolExecutor(CONNECTIONS + len(bids)) as pool:
        sending = [pool.submit(keep_sending, bid) for bid in bids]
        opening = [pool.submit(keep_opening, rfq, officer) for officer in officers]
        acknowledged = [one.result() for one in sending]
        outcomes = Counter(one.result() for one in opening)
    if not any(acknowledged):
        assert outcomes == {"refused": OFFICERS} and not OpeningMinutes.objects.filter(rfq=rfq).exists()
        return 0
    assert outcomes == {"given": 2, "refused": OFFICERS - 2}
    assert OpeningMinutes.objects.filter(rfq=rfq).count() == 1
    assert OpeningApproval.objects.filter(rfq=rfq).count() == 2
    stored = Revision.objects.filter(invitation__rfq=rfq)
    assert set(stored.values_list("pk", flat=True)) == {pk for mine in acknowledged for pk in mine}
    assert Receipt.objects.filter(revision__in=stored).count() == stored.count()
    opened = set(Quote.objects.filter(rfq=rfq).values_list("revision_id", flat=True))
    assert opened == {mine[-1] for mine in acknowledged if mine}
    return stored.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [1, pytest.param(100, marks=pytest.mark.prove)])
def test_fifty_openers_in_a_rush_open_once_what_was_accepted(rounds: int) -> None:
    """A5: one record of the opening, by two words; opened = the newest revision that each vendor has a receipt for."""
    officers = [
        cast.person(f"o{number}@plover.example", f"Officer {number}", Role.BUYER)
        for number in range(OFFICERS)
    ]
    sent = []
    for number in trials("opening-race", rounds, seed=0):
        codes = [
            f"RFQ-{number}{again}" for again in range(1, 4)
        ]  # a round that proves nothing is played again
        sent.append(next(filter(None, (played(code, officers) for code in codes)), 0))
        assert sent[-1], "nobody could send in three rounds"
    assert sum(sent) >= 2 * len(sent), "too few were sent in time for this to prove anything"
