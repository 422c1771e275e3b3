"""What the hash chain is made of. SHA-256 everywhere; a row becomes one JSON list of texts, so nothing is ambiguous.

row hash = SHA-256(JSON [id, event id, moment, action, ...])
link     = SHA-256(JSON [position, event, row hash, hash of the link before, moment])
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
# The columns of an event, in the order in which they are hashed; `detail` as PostgreSQL writes the JSON.
COLUMNS = (
    *("id", "event_id", "at", "action", "outcome", "actor_id", "actor_label", "rfq_code"),
    *("object_type", "object_id", "object_label", "detail::text", "session_hash", "ip"),
)


def row_hash(row: Sequence[Any]) -> str:
    """The hash of one event: its values in the order of COLUMNS."""
    return _sha([_text(value) for value in row])


def link_hash(position: int, event: int, content: str, previous: str, chained_at: datetime) -> str:
    """The hash of one link, which the next link holds as `previous`."""
    return _sha([str(position), str(event), content, previous, _text(chained_at)])


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def _sha(texts: list[str | None]) -> str:
    return hashlib.sha256(_encode(texts).encode()).hexdigest()


_encode = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps would make one per call
