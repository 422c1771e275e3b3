"""The client against the running application: sends, replaces, takes back, asks, extends, and decides."""

import uuid

import pytest

from bench.client import Person
from bench.outcome import OK, UNKNOWN
from bench.selection import decide, sign_in, wait_until
from bench.stack import Stack
from bench.tender import Bidder, Crew, prepare

pytestmark = pytest.mark.prove


def send(bidder: Bidder, key: str = "") -> int:
    """Send what stands in the draft; returns the revision's number."""
    outcome = bidder.person.submit(bidder.portal, key or str(uuid.uuid4()))
    assert outcome.kind == OK and outcome.receipt, outcome
    return outcome.receipt.number


def test_the_client_takes_a_selection_from_the_quotes_to_the_award(stack: Stack) -> None:
    tender = prepare(stack, 2, 15.0, Crew())
    first, second = tender.bidders
    with tender.kept_open():
        key = str(uuid.uuid4())
        assert first.person.status(first.portal, key).kind == UNKNOWN
        assert [send(first, key), send(first, key)] == [1, 1], "one key is one quote"
        told = first.person.status(first.portal, key)
        assert told.kind == OK and told.receipt and told.receipt.number == 1
        assert first.person.note(first.portal, 9, "in our own words").status == 200
        assert send(first) == 2
        assert "in our own words" in str(first.person.revision(first.portal, 2))
        assert send(second) == 1
        second.person.withdraw(second.portal)
        assert send(second) == 2
        before = tender.deadline_at()
        tender.move(10.0)
        assert tender.deadline_at() > before
    wait_until(tender.deadline_at())
    said: list[str] = []
    found = decide(stack.base, tender.code, said.append)
    assert len(found["ranking"]) == 2
    assert len(found["exported"]) >= 3 and found["ranking"][0][0] in "\n".join(found["exported"])
    assert [line for line in said if "awarded" in line]
    trail = str(found["trail"])
    for action in ("quote.submitted", "quote.withdrawn", "rfq.extended", "export.made", "award.approved"):
        assert action in trail, action


def test_the_client_reads_addresses_and_mail(stack: Stack) -> None:
    prepare(stack, 2, 15.0, Crew())
    found = sign_in(stack.base, "auditor").addresses("/audit/", most=5)
    assert found["/audit/"] == 200 and found["/audit/export/"] == 0
    assert Person(stack.base).outbox("bidder-0001")
