"""Red flags that need the prices (domain 9.13): rate lines, fee lines and what the engine made of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from calc.documents import FEE_CODES, PERIODS
from calc.priced import LinePart, Month
from scoring.rules.findings import CRITICAL, MAJOR, MINOR, Case, Finding
from scoring.rules.reading import answer, decimal, fee, rate_lines, term

Rule = Callable[[Case], Iterator[Finding]]

REPEATS = 3
LOW_PRICE = Decimal("0.80")
BASE_SHARE = (Decimal("0.40"), Decimal("0.85"))
TOP_UP = "K-16"
MONTHS_A_YEAR = 12


def minimum(case: Case) -> Iterator[Finding]:
    """RF-101: the minimum charge or the minimum seats bite in the month of the lowest forecast.

    Of several service lines each has a lowest month of its own, and its own rate lines and seats; one finding at most.
    """
    if case.priced is None:
        return
    year = case.priced.months[:MONTHS_A_YEAR]
    if not case.lines:
        loads: list[Month | LinePart] = list(year)
        yield from _minimum_of(case, loads, rate_lines(case))
        return
    for place, part in enumerate(year[0].parts):
        own = [line for line in rate_lines(case) if line.get("line") == part.code]
        if found := list(_minimum_of(case, [month.parts[place] for month in year], own)):
            yield from found
            return


def _minimum_of(
    case: Case, loads: Sequence[Month | LinePart], lines: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    """RF-101 of one service line: `loads` are its twelve months, `lines` its rate lines."""
    number, lowest = min(enumerate(loads, start=1), key=lambda pair: pair[1].volume)
    seats = max((int(line.get("min_qty") or 0) for line in lines), default=0)
    seat_lines = any(line.get("unit") == "SEAT_MONTH" for line in lines)
    charge_bites = any(month.lines.get(TOP_UP, 0) > 0 for month in _period_of(case, number, lines))
    # A top-up is invoiced for the month: of several service lines it may be that of another.
    charge_bites = charge_bites and (not case.lines or any(line.get("min_charge") for line in lines))
    if not charge_bites and not (seat_lines and seats > lowest.seats_needed):
        return
    carried = any(line.get("min_carry_forward") for line in lines)
    carried = carried or answer(case, "q1_min_carry_forward").value is True  # asked before the line held it
    params = {"month": number, "seats": seats, "needed": lowest.seats_needed}
    yield Finding(
        "RF-101", MINOR if carried else MAJOR, 1, "q1_min_charge" if charge_bites else "q1_min_seats", params
    )


def _period_of(case: Case, number: int, lines: Sequence[Mapping[str, Any]]) -> list[Month]:
    """The months in which the longest minimum of these rate lines is settled for month `number`."""
    length = max((PERIODS.get(line.get("min_period") or "", 1) for line in lines), default=1)
    first = (number - 1) // length * length
    return list(case.priced.months[first : first + length]) if case.priced else []


def rising(case: Case) -> Iterator[Finding]:
    for index, line in enumerate(rate_lines(case)):
        prices = [decimal(tier.get("price")) for tier in line.get("tiers") or []]
        pairs = pairwise(prices)
        if any(low is not None and high is not None and high > low for low, high in pairs):
            yield Finding("RF-102", MAJOR, 1, f"rate_lines[{index}].tiers")
            return
    steps = [index for index, line in enumerate(rate_lines(case)) if _dearer_than_before(case, line)]
    if steps:
        yield Finding("RF-102", MAJOR, 1, f"rate_lines[{steps[0]}].valid_from")
    elif answer(case, "q1_step_up").part("kind").value in ("BY_VOLUME", "BY_TIME"):
        yield Finding("RF-102", MAJOR, 1, "q1_step_up")


def _dearer_than_before(case: Case, line: Mapping[str, Any]) -> bool:
    """The line follows one of its kind at a higher price: a step-up by time."""
    kind = ("line", "model", "unit", "applies_to")
    price, first = decimal(line.get("unit_price")), line.get("valid_from") or 1
    if price is None or first == 1:
        return False
    before = (
        decimal(other.get("unit_price"))
        for other in rate_lines(case)
        if (other.get("valid_from") or 1) < first and all(other.get(key) == line.get(key) for key in kind)
    )
    return any(earlier is not None and earlier < price for earlier in before)


def charging(case: Case) -> Iterator[Finding]:
    lines = rate_lines(case)
    if any(line.get("unit") == "SEAT_MONTH" for line in lines) and answer(case, "q1_seat_definition").missing:
        yield Finding("RF-103", MINOR, 1, "q1_seat_definition")
    yield from _commission(case)
    if case.priced is not None and len(case.headlines) > 1:
        middle = median(case.headlines)
        if case.priced.headline < LOW_PRICE * middle:
            params = {"headline": str(case.priced.headline), "median": str(middle)}
            yield Finding("RF-106", MAJOR, 1, "rate_lines", params)
    if case.faults:
        fault = next((one for one in case.faults if one.line), case.faults[0])
        params = {"path": fault.path, "fault": fault.message}
        if fault.line:
            params["line"] = case.lines.get(fault.line, fault.line)
        if fault.month:
            params["month"] = str(fault.month)
        yield Finding("RF-107", CRITICAL, 1, "rate_lines", params)


def _commission(case: Case) -> Iterator[Finding]:
    for index, line in enumerate(rate_lines(case)):
        commission = line.get("commission")
        if not commission:
            continue
        if decimal(commission.get("cap")) is None or not commission.get("quality_gate"):
            yield Finding("RF-104", MAJOR, 1, f"rate_lines[{index}].commission")
        break
    else:
        return
    if case.priced is not None and case.priced.headline:
        share = case.priced.headline_base / case.priced.headline
        if not BASE_SHARE[0] <= share <= BASE_SHARE[1]:
            yield Finding("RF-105", MINOR, 1, "rate_lines", {"share": f"{share:.4f}"})


def fees(case: Case) -> Iterator[Finding]:
    silent = [code for code in FEE_CODES if fee(case, code)["status"] == "NOT_DISCLOSED"]
    for code in silent[:REPEATS]:
        yield Finding("RF-201", MINOR, 2, f"fee_lines.{code}", {"fee": code})
    if "F07" in silent:
        yield Finding("RF-202", MAJOR, 2, "fee_lines.F07")
    fines = fee(case, "F15")
    if fines["status"] == "CHARGED" and fines.get("direction") == "BUYER_PAYS":
        yield Finding("RF-203", MAJOR, 2, "fee_lines.F15")
    extras = fee(case, "F17")
    if (extras["status"] == "CHARGED" and decimal(extras.get("price")) is None) or _unpriced_services(case):
        yield Finding("RF-204", MAJOR, 2, "fee_lines.F17")


def _unpriced_services(case: Case) -> bool:
    rows = term(case, "ct_services").rows
    return any(not row.get("included") and decimal(row.get("price")) is None for row in rows)


def surge(case: Case) -> Iterator[Finding]:
    """RF-205: a surge seat at 1.5 times the base seat or an overtime hour above 1.5 times its hour.

    The fee lines hold for all service lines: of several, one whose base seat is that cheap is enough.
    """
    extra, overtime = fee(case, "F01"), fee(case, "F02")
    price, hour = decimal(extra.get("price")), decimal(overtime.get("price"))
    for seat, hours in _base_seats(case):
        dear_seat = extra.get("unit") == "SEAT_MONTH" and price is not None and price >= seat * Decimal("1.5")
        dear_hour = (
            overtime.get("unit") == "HOUR" and hour is not None and hour * hours > seat * Decimal("1.5")
        )
        if dear_seat or dear_hour:
            yield Finding("RF-205", MINOR, 2, "fee_lines.F01" if dear_seat else "fee_lines.F02")
            return


def _base_seats(case: Case) -> Iterator[tuple[Decimal, Decimal]]:
    """Price of a base seat and its paid hours a month, of each service line that is billed by the seat."""
    for _name, alone in case.each_alone():
        by_seat = (line for line in rate_lines(alone) if line.get("unit") == "SEAT_MONTH")
        seat = next((decimal(line.get("unit_price")) for line in by_seat), None)
        if seat:
            yield seat, decimal(alone.demand.get("paid_hours")) or Decimal(174)


def uplift(case: Case) -> Iterator[Finding]:
    if case.priced is None:
        return
    loaded = case.priced.loaded_uplift_shown
    if loaded >= Decimal("0.20"):
        severity = CRITICAL if loaded >= Decimal("0.50") else MAJOR
        yield Finding("RF-206", severity, 2, "fee_lines", {"share": str(loaded)})


def leaving(case: Case) -> Iterator[Finding]:
    penalty = fee(case, "F18")
    value = decimal(penalty.get("price"))
    if (
        penalty["status"] == "CHARGED"
        and value is not None
        and _above_a_month(case, penalty.get("unit"), value)
    ):
        yield Finding(
            "RF-801", MAJOR, 8, "fee_lines.F18", {"value": str(value), "unit": penalty.get("unit", "")}
        )
    rise = fee(case, "F20")
    most = decimal(case.need.get("renewal_cap_max"))
    cap = decimal(rise.get("price")) if rise["status"] == "CHARGED" else Decimal(0)
    if rise["status"] == "NOT_DISCLOSED" or cap is None:
        yield Finding("RF-802", MAJOR, 8, "fee_lines.F20")
    elif cap > (Decimal("0.05") if most is None else most):
        yield Finding("RF-802", MAJOR, 8, "fee_lines.F20", {"share": str(cap)})


def _above_a_month(case: Case, unit: Any, value: Decimal) -> bool:
    if unit == "MONTHS_OF_FEE":
        return value > 1
    if unit == "PERCENT":
        return value * MONTHS_A_YEAR > 1
    return case.priced is not None and value * case.priced.rate > case.priced.headline


def median(values: Any) -> Decimal:
    """The middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return Decimal(ordered[half]) if len(ordered) % 2 else Decimal(ordered[half - 1] + ordered[half]) / 2


RULES: tuple[Rule, ...] = (minimum, rising, charging, fees, surge, uplift, leaving)
