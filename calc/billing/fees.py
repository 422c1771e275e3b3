"""The twenty fee lines of one month (domain 6.1, 6.2): which cost item each makes and how much it is.

`included_quantity` is taken off the month's quantity, `cap` is the most a line may be in a month. Prices come
from `calc.billing.terms`, already those of the contract year.
"""

from dataclasses import dataclass

from calc.billing.load import Load, Together
from calc.billing.pricing import MONTHS_A_QUARTER
from calc.billing.terms import Terms
from calc.documents import FeeLine
from calc.money import MONTHS_A_YEAR, ONE, ZERO
from calc.numbers import Number, excess, is_nothing, minimum

SETUP_ITEMS = ("K-05", "K-04", "K-08")
EXIT_ITEM = "K-40"


@dataclass(frozen=True)
class Situation:
    """What the fee lines of a month depend on beside its load, which may be that of several service lines."""

    month: int
    load: Load | Together
    surge: Number
    new_surge: Number
    base_fee: Number


def fee_items(terms: Terms, now: Situation) -> dict[str, Number]:
    """Exact amounts by cost item, for what the vendor invoices; lines that are surely zero are left out."""
    amounts = ((item, fee_amount(line, terms, now)) for item, line in terms.fee_lines)
    return {item: amount for item, amount in amounts if not is_nothing(amount)}


def buyer_calls(terms: Terms, now: Situation) -> Number:
    """Call charges the buyer pays to the carrier, exact."""
    return fee_amount(terms.buyer_calls, terms, now) if terms.buyer_calls else ZERO


def fee_amount(line: FeeLine, terms: Terms, now: Situation) -> Number:
    """The exact amount of a charged fee line in the month, whoever pays it."""
    price = line.price or ZERO
    amount: Number
    if line.unit == "PERCENT":
        amount = now.base_fee * price
    elif line.unit == "QUARTER":
        amount = price / MONTHS_A_QUARTER
    elif line.code == "F05" and line.unit == "HEAD":
        amount = now.load.seats * terms.turnover * price / MONTHS_A_YEAR
    elif line.included_quantity:
        amount = excess(_quantity(line, now), line.included_quantity) * price
    else:
        amount = _quantity(line, now) * price
    return amount if line.cap is None else minimum(amount, line.cap)


def _quantity(line: FeeLine, now: Situation) -> Number:
    """Units of the month; a counted unit without `expected_qty` adds nothing."""
    load, first = now.load, now.month == 1
    if line.code == "F01" and line.unit == "SEAT_MONTH":
        return now.surge
    if line.code == "F02" and line.unit == "HOUR":
        return load.promoted_seats * (line.hours_per_seat or ZERO)
    if line.code == "F04" and line.unit == "HEAD":
        return now.new_surge + load.seats if first else now.new_surge
    if line.code == "F06" and line.unit == "SEAT_MONTH":
        return now.surge + load.seats
    if line.unit == "ONCE":
        return ONE if first else ZERO
    if line.unit == "MONTH":
        return ONE
    if line.unit == "SEAT_MONTH":
        return load.seats
    if line.unit == "CONTACT":
        return load.contacts
    return load.call_minutes if line.unit == "MINUTE" else line.expected_qty or ZERO
