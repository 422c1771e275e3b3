"""Several service lines in one RFQ: which part of a quote belongs to which (domain 3.3, documents: demand).

A rate line names its service line and counts on that line's volumes alone; one that names none is for the contract as
a whole and must not depend on any volume. Either every service line has a price of its own or none has: a small fee for
the contract beside the price of one line would else make the others free. Seats are stated by line, because nobody
answers two lines at once. Fee lines, tax, disclosure and price rise hold for the quote as a whole. A handling time or
a conversion that a vendor states without saying for which line is not counted; its repeat rate holds for every line.
"""

from collections.abc import Iterator
from dataclasses import replace

from calc.documents import NOT_COMPUTABLE, Demand, Fault, Quote, RateLine

# Units whose quantity no volume changes.
STEADY_UNITS = ("MONTH", "QUARTER", "SAMPLE", "ONCE")
# The path of the fault that rate lines, taken together, name lines that a demand with one line does not have.
LINES_NAMED = "rate_lines[].line"


def by_line(demand: Demand, quote: Quote) -> list[tuple[Demand, Quote]]:
    """Each service line with what the quote says of it; what is for the whole contract goes with the first."""
    if not demand.lines:
        return [(demand, quote)]
    seats, operations = dict(quote.line_seats), replace(quote.operations, aht_s=None, conversion=None)
    return [
        (
            line,
            replace(
                quote,
                rate_lines=tuple(one for one in quote.rate_lines if belongs(one, line, demand)),
                base_seats=seats.get(line.line_id, 0),
                line_seats=(),
                operations=operations,
            ),
        )
        for line in demand.lines
    ]


def belongs(one: RateLine, line: Demand, demand: Demand) -> bool:
    """The rate line counts with this service line."""
    return one.line == line.line_id if one.line else line is demand.lines[0]


def line_faults(demand: Demand, quote: Quote) -> list[Fault]:
    """What keeps the quote from being priced line by line; each is RF-107."""
    if not demand.lines:
        return list(_of_one(demand, quote))
    return [*_rate_line_faults(demand, quote), *_uncovered(demand, quote), *_seat_faults(demand, quote)]


def _of_one(demand: Demand, quote: Quote) -> Iterator[Fault]:
    named = {line.line for line in quote.rate_lines if line.line} | {
        code for code, _seats in quote.line_seats
    }
    if (demand.line_id and named - {demand.line_id}) or len(named) > 1:
        remedy = f"use {demand.line_id!r} or leave it out" if demand.line_id else "there is one service line"
        message = f"names the lines {', '.join(sorted(named))}"
        yield Fault(LINES_NAMED, message, remedy, NOT_COMPUTABLE)


def _rate_line_faults(demand: Demand, quote: Quote) -> Iterator[Fault]:
    codes = [line.line_id for line in demand.lines]
    known = f"write one of {', '.join(codes)}"
    for index, one in enumerate(quote.rate_lines):
        place = f"rate_lines[{index}].line"
        if one.line and one.line not in codes:
            yield Fault(place, f"{one.line!r} is no service line of the RFQ", known, NOT_COMPUTABLE)
        if not one.line and not is_steady(one):
            yield Fault(place, "is missing: the price depends on a volume", known, NOT_COMPUTABLE)


def is_steady(one: RateLine) -> bool:
    """What it charges depends on no volume, so that it may be for the contract as a whole."""
    return one.unit in STEADY_UNITS and not one.surcharges and one.commission is None


def _uncovered(demand: Demand, quote: Quote) -> Iterator[Fault]:
    named = {one.line for one in quote.rate_lines}
    if named == {""}:
        return
    for line in demand.lines:
        if line.line_id not in named:
            message = f"hold no price for the service line {line.line_id!r}"
            yield Fault("rate_lines", message, "price every service line", NOT_COMPUTABLE, line.line_id)


def _seat_faults(demand: Demand, quote: Quote) -> Iterator[Fault]:
    codes = [line.line_id for line in demand.lines]
    for code, _seats in quote.line_seats:
        if code not in codes:
            remedy = f"write one of {', '.join(codes)}"
            yield Fault(f"line_seats.{code}", "is no service line of the RFQ", remedy, NOT_COMPUTABLE)
    if quote.base_seats and not quote.line_seats:
        message = "are not told apart by service line"
        yield Fault("base_seats", message, "state them by line in line_seats", NOT_COMPUTABLE)
        return
    for line, theirs in by_line(demand, quote):
        counted = any(
            one.bills_base_seats or one.applies_to in ("BASE", "OVERFLOW") for one in theirs.rate_lines
        )
        if counted and not theirs.seats:
            message = "is missing: a price of this service line counts seats"
            yield Fault(f"line_seats.{line.line_id}", message, "state its base seats", NOT_COMPUTABLE)
