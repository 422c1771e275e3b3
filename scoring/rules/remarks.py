"""Findings beside the register (domain 9.13): they carry a number and no points, so the ranking stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from calc.workforce.erlang import StaffingError
from scoring.rules.findings import NOTE, Case, Finding
from scoring.staffing import Basis, Held, basis_of, held

SEATS = "W-SEATS"


def seat_remarks(content: Mapping[str, Any], cases: Sequence[Case]) -> list[list[Finding]]:
    """The remarks on each quote's seats, in order; none where the need cannot be staffed by waiting time."""
    try:
        basis = basis_of(content)
    except StaffingError:
        return [[] for _case in cases]
    return [_seats(case, basis) for case in cases]


def _seats(case: Case, basis: Basis) -> list[Finding]:
    try:
        found = understaffed(case, held(case, basis, sustained=False))
    except StaffingError:
        return []
    return [found] if found else []


def understaffed(case: Case, found: Held | None) -> Finding | None:
    """W-SEATS: fewer seats are offered than the vendor's own service level, handling time and shrinkage need.

    Only with the prices open: how many seats a quote offers is part of its price.
    """
    if not case.prices_open or found is None or not found.missing:
        return None
    params = {
        "offered": found.offered,
        "seats": found.plan.seats,
        "missing": found.missing,
        "planned": found.planned,
    }
    return Finding(SEATS, NOTE, 3, "base_seats", params)
