"""The service lines of an RFQ: one, unless the buyer adds more.

A line goes by a code that is given once and never changes nor comes back: "main", then "line-2", "line-3", ... in
the demand document (`lines[].id`), in the rate lines of a quote (`line`) and wherever something is kept by line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAIN = "main"


@dataclass(frozen=True)
class ServiceLine:
    """A line by its code, what the buyer calls it ("" for the only one), and its channel."""

    code: str
    label: str
    channel: str


def lines_of(content: Mapping[str, Any]) -> list[ServiceLine]:
    """The lines of a publication's content in the buyer's order; an RFQ that names none has the one called main."""
    named = content.get("lines") or []
    if not named:
        return [ServiceLine(MAIN, "", str((content.get("demand") or {}).get("channel", "")))]
    return [ServiceLine(str(one["code"]), str(one["label"]), str(one["channel"])) for one in named]


def next_code(taken: int) -> str:
    """The code of a further line, where `taken` lines were ever made (the first included)."""
    return f"line-{taken + 1}"
