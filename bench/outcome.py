"""How one submission ended for its sender, and how the server says so."""

from dataclasses import dataclass
from datetime import datetime

from bench.web import Answer

OK, LATE, REFUSED, UNKNOWN = "ok", "late", "refused", "unknown"


@dataclass(frozen=True)
class Receipt:
    """What the server says it holds for one submission key."""

    key: str
    number: int
    received_at: datetime


@dataclass(frozen=True)
class Outcome:
    """How one submission ended for its sender.

    kind: "ok" with a receipt; "late" and "refused" with the server's words; "unknown" when no whole answer
    came or the server failed: ask again with the same key.
    """

    kind: str
    key: str
    status: int = 0
    receipt: Receipt | None = None
    words: str = ""


def read_outcome(key: str, answer: Answer) -> Outcome:
    """Read what the server says about a key, as it answers whoever accepts JSON only."""
    if answer.status >= 500 or answer.status == 429:
        return Outcome(UNKNOWN, key, answer.status, words=answer.text[:200])
    try:
        found = answer.json()
        state = found["state"]
    except (ValueError, KeyError, TypeError):
        return Outcome(REFUSED, key, answer.status, words=answer.location or answer.text[:200])
    if state == "received":
        moment = datetime.fromisoformat(found["received_at"])
        return Outcome(OK, key, answer.status, Receipt(key, int(found["number"]), moment))
    kinds = {"late": LATE, "in_progress": UNKNOWN, "not_received": UNKNOWN, "not_confirmed": UNKNOWN}
    return Outcome(kinds.get(state, REFUSED), key, answer.status, words=found.get("message", state))
