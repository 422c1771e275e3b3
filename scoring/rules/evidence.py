"""How well an answer is proven: claimed, documented, verified on site."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import pgettext_lazy

CLAIMED, DOCUMENTED, VERIFIED = "CLAIMED", "DOCUMENTED", "VERIFIED"
ON_SITE = "VISIT"
CONFIRMED, CONTRADICTED = "CONFIRMED", "CONTRADICTED"


class Seen(Protocol):
    """A record of what was seen: stored, or a stand-in of a test."""

    @property
    def kind(self) -> str: ...
    @property
    def finding(self) -> str: ...


def evidence_level(records: Iterable[Seen], *, has_files: bool) -> str:
    """The level of one answer, from the records on its question and whether the vendor attached files to it.

    A visit that bore the answer out verifies it; a file, or anything else that bore it out, documents it.
    What contradicts proves nothing and lowers nothing: it is shown beside the level (`is_contradicted`).
    """
    confirmed = {record.kind for record in records if record.finding == CONFIRMED}
    if ON_SITE in confirmed:
        return VERIFIED
    return DOCUMENTED if confirmed or has_files else CLAIMED


LEVELS = {
    CLAIMED: pgettext_lazy("evidence", "claimed"),
    DOCUMENTED: pgettext_lazy("evidence", "documented"),
    VERIFIED: pgettext_lazy("evidence", "verified on site"),
}


def is_contradicted(records: Iterable[Seen]) -> bool:
    """Something that was seen speaks against the answer."""
    return any(record.finding == CONTRADICTED for record in records)
