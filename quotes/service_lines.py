"""Which part of a quote is for which service line of the RFQ: asked only where there is more than one.

A rate line names its service line in `line`, base seats stand by line in `line_seats` (documents: demand, quote).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rfqs.lines import ServiceLine, lines_of

Json = Mapping[str, Any]


def several_lines(content: Json) -> list[ServiceLine]:
    """The service lines of a publication in the buyer's order, where there are several; else none."""
    found = lines_of(content)
    return found if len(found) > 1 else []


def service_names(content: Json) -> dict[str, str]:
    """What the buyer calls each service line, by code; nothing where there is one."""
    return {line.code: line.name for line in several_lines(content)}


def name_in(lines: Sequence[ServiceLine], code: object) -> str:
    """The name of the line with that code; the code itself where the RFQ has no such line any more."""
    if not code:
        return _("the contract as a whole")
    return next((line.name for line in lines if line.code == code), str(code))


def seats_of_line(whole: Json, code: object) -> Any:
    """The base seats stated for a service line; without one those of the quote."""
    by_line = whole.get("line_seats") or {}
    return by_line.get(code) if code else whole.get("base_seats")


def seats_stated(whole: Json) -> int:
    """All base seats of a quote as stated, whatever the lines; 0 where none are."""
    by_line = whole.get("line_seats") or {}
    stated = by_line.values() if by_line else [whole.get("base_seats")]
    return sum(int(seats) for seats in stated if seats)


def of_some(demand: Json, whole: Json, codes: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Demand and quote as if these of several service lines alone were asked for and quoted.

    What is charged for the contract as a whole stays: who serves one line of two charges all of it.
    """
    asked = [line for line in demand.get("lines") or [] if line["id"] in codes]
    rates = [line for line in whole.get("rate_lines") or [] if line.get("line") in (None, "", *codes)]
    seats = {code: count for code, count in (whole.get("line_seats") or {}).items() if code in codes}
    kept = {key: value for key, value in whole.items() if key not in ("base_seats", "line_seats")}
    mine = kept | {"rate_lines": rates} | ({"line_seats": seats} if seats else {})
    return dict(demand) | {"lines": asked}, mine
