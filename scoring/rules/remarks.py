"""Findings beside the register (domain 9.13): they carry a number and no points, so the ranking stays as it is."""

from scoring.rules.findings import NOTE, Case, Finding
from scoring.staffing import Held

SEATS = "W-SEATS"


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
