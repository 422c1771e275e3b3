"""The twenty fee lines of one month (domain 6.1, 6.2): which cost item each makes and how much it is.

Surge price and tools follow the escalation; no other fee line does. `included_quantity` is taken off the
month's quantity, `cap` is the most a line may be in a month. A fine the vendor pays is not counted on.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.documents import FeeLine, Quote
from calc.money import MONTHS_A_YEAR, ONE, ZERO, escalate
from calc.pricing import MONTHS_A_QUARTER, Load

# Fee line -> cost item of domain 6.1; F07, F16, F18 and F20 make no line of their own.
ITEMS = {
    "F01": "K-11",
    "F02": "K-12",
    "F03": "K-13",
    "F04": "K-07",
    "F05": "K-14",
    "F06": "K-10",
    "F08": "K-05",
    "F09": "K-04",
    "F10": "K-08",
    "F11": "K-02",
    "F12": "K-03",
    "F13": "K-23",
    "F14": "K-21",
    "F15": "K-15",
    "F17": "K-20",
}
SETUP_ITEMS = ("K-05", "K-04", "K-08")
EXIT_ITEM = "K-40"
_ESCALATED = ("F01", "F06")


@dataclass(frozen=True)
class Situation:
    """What the fee lines of a month depend on beside its load."""

    month: int
    load: Load
    surge: int
    new_surge: int
    promotion: bool
    base_fee: Decimal


def fee_items(quote: Quote, now: Situation) -> dict[str, Decimal]:
    """Exact amounts by cost item, for what the vendor invoices; lines of zero are left out."""
    items: dict[str, Decimal] = {}
    for code, item in ITEMS.items():
        line = quote.fee(code)
        if not line.charged or _not_invoiced(line):
            continue
        amount = fee_amount(line, quote, now)
        if amount:
            items[item] = amount
    return items


def buyer_calls(quote: Quote, now: Situation) -> Decimal:
    """Call charges the buyer pays to the carrier, exact."""
    line = quote.fee("F11")
    if not line.charged or line.payer != "BUYER":
        return ZERO
    return fee_amount(line, quote, now)


def fee_amount(line: FeeLine, quote: Quote, now: Situation) -> Decimal:
    """The exact amount of a charged fee line in the month, whoever pays it."""
    price = line.price or ZERO
    if line.code in _ESCALATED:
        price = escalate(price, quote.escalation, now.load.year)
    if line.unit == "PERCENT":
        amount = now.base_fee * price
    elif line.unit == "QUARTER":
        amount = price / MONTHS_A_QUARTER
    elif line.code == "F05" and line.unit == "HEAD":
        turnover = quote.operations.turnover_annual or ZERO
        amount = now.load.seats * turnover * price / MONTHS_A_YEAR
    else:
        amount = max(ZERO, _quantity(line, now) - (line.included_quantity or ZERO)) * price
    return amount if line.cap is None else min(amount, line.cap)


def _quantity(line: FeeLine, now: Situation) -> Decimal:
    """Units of the month; a counted unit without `expected_qty` adds nothing."""
    first = now.month == 1
    if line.code == "F01" and line.unit == "SEAT_MONTH":
        return Decimal(now.surge)
    if line.code == "F02" and line.unit == "HOUR":
        return now.load.seats * (line.hours_per_seat or ZERO) if now.promotion else ZERO
    if line.code == "F04" and line.unit == "HEAD":
        return Decimal((now.load.seats if first else 0) + now.new_surge)
    if line.code == "F06" and line.unit == "SEAT_MONTH":
        return Decimal(now.load.seats + now.surge)
    by_unit = {
        "ONCE": ONE if first else ZERO,
        "MONTH": ONE,
        "SEAT_MONTH": Decimal(now.load.seats),
        "CONTACT": Decimal(now.load.contacts),
        "MINUTE": now.load.call_minutes,
    }
    return by_unit.get(line.unit, line.expected_qty or ZERO)


def _not_invoiced(line: FeeLine) -> bool:
    if line.code == "F11":
        return line.payer != "PASS_THROUGH"
    return line.code == "F15" and line.direction == "VENDOR_PAYS"


def silent_quantities(quote: Quote) -> list[str]:
    """Codes of charged fee lines that add nothing because their quantity is not stated."""
    found = []
    for code in ITEMS:
        line = quote.fee(code)
        counted = line.unit in ("HOUR", "DAY", "SAMPLE", "ORDER", "EVENT", "ITEM")
        stated = line.hours_per_seat if code == "F02" and line.unit == "HOUR" else line.expected_qty
        if line.charged and counted and stated is None:
            found.append(code)
    return found
