"""Judges a rush afterwards: what clients were told against what is stored. Pure; knows no network, no database.

The test is Jepsen's set test with an upper bound in time: every submission carries a unique nonce and a unique
key; an acknowledged one that is missing is a loss, a stored one after the deadline is a late quote, and an
answer that never came must be resolved by asking again with the same key.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bench.outcome import LATE, OK, REFUSED, UNKNOWN, Outcome


@dataclass
class Attempt:
    """One submission as its sender saw it. Times are the sender's own clock, in seconds; only differences count.

    `due_at` is when it was to be sent.
    kind is what the first answer said; `resolved` is what asking again with the same key said, for the unknown.
    """

    vendor: str
    key: str
    nonce: str
    sent_at: float = 0.0
    answered_at: float = 0.0
    kind: str = UNKNOWN
    status: int = 0
    resolved: str = ""
    number: int = 0
    received_at: datetime | None = None
    due_at: float = 0.0

    def tell(self, outcome: Outcome, again: bool = False) -> None:
        """Note what was answered, at first or when asked again."""
        if again:
            self.resolved = outcome.kind
        else:
            self.kind, self.status = outcome.kind, outcome.status
        if outcome.receipt:
            self.number, self.received_at = outcome.receipt.number, outcome.receipt.received_at

    @property
    def final(self) -> str:
        return self.resolved or self.kind


@dataclass(frozen=True)
class Stored:
    """One row that the server holds: its key, whose it is, when it was received, and the text inside.

    `nonce` is None where the content was not read. `witnessed_at` is when the row came to the gate, where a
    witness stood before it: the gate's own reading cannot be earlier. `receipt_fault` is why its receipt does
    not verify offline.
    """

    vendor: str
    key: str
    number: int
    received_at: datetime
    nonce: str | None = None
    witnessed_at: datetime | None = None
    receipt_fault: str = ""


def judge(attempts: Sequence[Attempt], stored: Sequence[Stored], deadline_at: datetime) -> list[str]:
    """Return every broken promise in words; an empty list when all were kept."""
    rows = {row.key: row for row in stored}
    return [
        *_twice(stored),
        *_lost(attempts, rows),
        *_late(attempts, rows, deadline_at),
        *_early(stored, deadline_at),
        *_unresolved(attempts, rows),
        *_strangers(attempts, stored),
        *_contents(attempts, rows),
        *_receipts(attempts, rows),
    ]


def _twice(stored: Sequence[Stored]) -> list[str]:
    keys = Counter(row.key for row in stored)
    numbers = Counter((row.vendor, row.number) for row in stored)
    return [f"two rows for key {key}" for key, count in keys.items() if count > 1] + [
        f"two rows are number {number} of {vendor}"
        for (vendor, number), count in numbers.items()
        if count > 1
    ]


def _lost(attempts: Iterable[Attempt], rows: dict[str, Stored]) -> list[str]:
    return [
        f"lost: {one.key} was acknowledged" for one in attempts if one.final == OK and one.key not in rows
    ]


def _late(attempts: Iterable[Attempt], rows: dict[str, Stored], deadline_at: datetime) -> list[str]:
    after = [row for row in rows.values() if row.received_at > deadline_at]
    told = [one for one in attempts if one.final in (LATE, REFUSED) and one.key in rows]
    return [f"late: {row.key} stands received at {row.received_at}, after {deadline_at}" for row in after] + [
        f"stored although its sender was told {one.final}: {one.key}" for one in told
    ]


def _early(stored: Iterable[Stored], deadline_at: datetime) -> list[str]:
    seen = [row for row in stored if row.witnessed_at is not None]
    return [
        f"stamped before it came: {row.key} at {row.received_at}, came at {row.witnessed_at}"
        for row in seen
        if row.witnessed_at and row.received_at < row.witnessed_at
    ] + [
        f"late: {row.key} came at {row.witnessed_at}"
        for row in seen
        if (row.witnessed_at or deadline_at) > deadline_at
    ]


def _unresolved(attempts: Iterable[Attempt], rows: dict[str, Stored]) -> list[str]:
    return [
        f"unresolved: nobody could say what became of {one.key} ({'stored' if one.key in rows else 'absent'})"
        for one in attempts
        if one.final == UNKNOWN
    ]


def _strangers(attempts: Iterable[Attempt], stored: Iterable[Stored]) -> list[str]:
    sent = {one.key for one in attempts}
    return [f"stored, but nobody sent it: {row.key}" for row in stored if row.key not in sent]


def _contents(attempts: Iterable[Attempt], rows: dict[str, Stored]) -> list[str]:
    found = ((one, rows.get(one.key)) for one in attempts)
    return [
        f"{one.key} holds another text: {row.nonce!r}, sent was {one.nonce!r}"
        for one, row in found
        if row and row.nonce is not None and row.nonce != one.nonce
    ]


def _receipts(attempts: Iterable[Attempt], rows: dict[str, Stored]) -> list[str]:
    faults = [f"receipt of {row.key}: {row.receipt_fault}" for row in rows.values() if row.receipt_fault]
    for one in attempts:
        row = rows.get(one.key)
        if row is None or one.received_at is None:
            continue
        if (one.number, one.received_at) != (row.number, row.received_at):
            faults.append(
                f"receipt of {one.key} says {one.number} at {one.received_at}, "
                f"the row says {row.number} at {row.received_at}"
            )
    return faults


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed; nan for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


@dataclass(frozen=True)
class Summary:
    """A round in numbers. Seconds are from sending to the first whole answer that was no failure.

    `no_answer` counts first requests without any whole answer, `behind` is by how much senders missed their moment.
    """

    offered: int
    ok: int
    late: int
    refused: int
    unknown: int
    resolved: int
    server_errors: int
    no_answer: int
    p50: float
    p99: float
    behind: float


def summarise(attempts: Sequence[Attempt]) -> Summary:
    """Count a round."""
    kinds = Counter(one.final for one in attempts)
    unknown = [one for one in attempts if one.kind == UNKNOWN]
    seconds = [one.answered_at - one.sent_at for one in attempts if one.kind != UNKNOWN]
    return Summary(
        offered=len(attempts),
        ok=kinds[OK],
        late=kinds[LATE],
        refused=kinds[REFUSED],
        unknown=len(unknown),
        resolved=sum(one.resolved in (OK, LATE, REFUSED) for one in unknown),
        server_errors=sum(one.status >= 500 for one in attempts),
        no_answer=sum(one.status == 0 for one in unknown),
        p50=quantile(seconds, 0.50),
        p99=quantile(seconds, 0.99),
        behind=quantile((one.sent_at - one.due_at for one in attempts if one.due_at), 0.99),
    )
