"""The judge of the rush: a clean round passes, and every kind of broken promise is named (it can turn red)."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from bench.oracle import LATE, OK, UNKNOWN, Attempt, Stored, judge, quantile, summarise

DEADLINE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def attempt(which, kind=OK, **more):
    moment = DEADLINE - timedelta(milliseconds=100 - which)
    told = {"number": which, "received_at": moment} if kind == OK else {}
    fields = {"vendor": "a", "key": f"k{which}", "nonce": f"n{which}", "kind": kind}
    return Attempt(**{**fields, **told, **more})


def row(which, **more):
    moment = DEADLINE - timedelta(milliseconds=100 - which)
    fields = {"vendor": "a", "key": f"k{which}", "number": which, "received_at": moment, "nonce": f"n{which}"}
    return Stored(**{**fields, **more})


CLEAN = (
    [attempt(1), attempt(2, UNKNOWN, resolved=OK), attempt(3, UNKNOWN, resolved=LATE), attempt(4, LATE)],
    [row(1), row(2)],
)


def test_a_clean_round_breaks_nothing():
    attempts, stored = CLEAN
    assert judge(attempts, stored, DEADLINE) == []
    assert judge(attempts, [row(1), row(2, received_at=DEADLINE)], DEADLINE) == [], "equality is on time"


@pytest.mark.parametrize(
    ("attempts", "stored", "said"),
    [
        ([attempt(1)], [], "lost: k1"),
        ([attempt(1, UNKNOWN, resolved=OK)], [], "lost: k1"),
        (
            [attempt(1, received_at=None)],
            [row(1, received_at=DEADLINE + timedelta(microseconds=1))],
            "late: k1",
        ),
        ([attempt(1, LATE)], [row(1)], "told late: k1"),
        ([attempt(1, UNKNOWN)], [row(1)], "unresolved"),
        ([attempt(1)], [row(1), row(1, number=2)], "two rows for key k1"),
        ([attempt(1), attempt(2)], [row(1), row(2, number=1)], "two rows are number 1"),
        ([attempt(1)], [row(1), row(2)], "nobody sent it: k2"),
        ([attempt(1)], [row(1, nonce="n7")], "another text"),
        ([attempt(1, number=2)], [row(1)], "receipt of k1"),
        ([attempt(1)], [row(1, receipt_fault="signature")], "receipt of k1: signature"),
        ([attempt(1)], [row(1, witnessed_at=DEADLINE - timedelta(milliseconds=1))], "stamped before"),
        ([attempt(1)], [row(1, witnessed_at=DEADLINE + timedelta(milliseconds=1))], "late: k1 came"),
    ],
)
def test_every_broken_promise_is_named(attempts, stored, said):
    broken = judge(attempts, stored, DEADLINE)
    assert any(said in one for one in broken), broken


def test_the_figures_count_what_was_told():
    slow = dataclasses.replace(attempt(5), sent_at=1.0, answered_at=3.0, status=200)
    failed = attempt(6, UNKNOWN, resolved=OK, status=503)
    found = summarise([*CLEAN[0], slow, failed])
    assert (found.offered, found.ok, found.late, found.unknown, found.resolved) == (6, 4, 2, 3, 3)
    assert (found.server_errors, found.p50, found.p99) == (1, 0.0, 2.0)
    assert [quantile([3, 1, 2], share) for share in (0.01, 0.5, 0.99)] == [1, 2, 3]
