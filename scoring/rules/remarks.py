"""Findings beside the register (domain 9.13): they carry a number and no points, so the ranking stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from calc.workforce.erlang import StaffingError
from scoring.rules.findings import NOTE, Case, Finding
from scoring.staffing import Basis, Held, bases_of, held

SEATS = "W-SEATS"


def seat_remarks(content: Mapping[str, Any], cases: Sequence[Case]) -> list[list[Finding]]:
    """The remarks on each quote's seats, in order; none where the need cannot be staffed by waiting time.

    With several service lines one for each line that is short of seats, as those of one line do not serve another.
    """
    bases = bases_of(content)
    return [understaffed_lines(case, bases) for case in cases]


def understaffed_lines(case: Case, bases: Mapping[str, Basis]) -> list[Finding]:
    """W-SEATS for each service line in `bases` (`bases_of`); with several lines its name is in the finding."""
    found = []
    for code, basis in bases.items():
        finding = _on_a_line(case.alone(code), basis)
        if finding is not None:
            named = {"line": case.lines[code]} if case.lines else {}
            found.append(replace(finding, params=finding.params | named))
    return found


def _on_a_line(case: Case, basis: Basis) -> Finding | None:
    """None where the seats suffice, and where what the vendor promises cannot be staffed with any number of them."""
    try:
        return understaffed(case, held(case, basis, sustained=False))
    except StaffingError:
        return None


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
