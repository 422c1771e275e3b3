"""A quote in one contract year: every price that follows the escalation is already escalated (domain 6.2).

Rate lines, tiers, minimum, cap, surge price and tools follow it; nothing else does. Unit prices are rounded to
four decimals, the minimum to cents, the cap not at all. Year 0 is the quote as written.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from calc.billing.performance import adjustment
from calc.documents import FeeLine, Quote, RateLine, Tier
from calc.money import ONE, ZERO, escalate, round_cents

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
_ESCALATED = ("F01", "F06")


@dataclass(frozen=True)
class Terms:
    """What one contract year is priced from: rate lines, and the fee lines the vendor invoices by item."""

    rate_lines: tuple[RateLine, ...]
    fee_lines: tuple[tuple[str, FeeLine], ...]
    buyer_calls: FeeLine | None
    turnover: Decimal


def terms_of(quote: Quote, year: int) -> Terms:
    """The terms of contract year `year`; the first is 0."""
    rate = quote.escalation
    charged = [quote.fee(code) for code in ITEMS if quote.fee(code).charged]
    calls = quote.fee("F11")
    return Terms(
        rate_lines=tuple(_line_in(line, rate, year) for line in quote.rate_lines),
        fee_lines=tuple((ITEMS[line.code], _fee_in(line, rate, year)) for line in charged if _invoiced(line)),
        buyer_calls=calls if calls.charged and calls.payer == "BUYER" else None,
        turnover=quote.operations.turnover_annual or ZERO,
    )


def _line_in(line: RateLine, rate: Decimal, year: int) -> RateLine:
    growth = (ONE + rate) ** year
    return replace(
        line,
        unit_price=escalate(line.unit_price or ZERO, rate, year),
        fixed_fee=escalate(line.fixed_fee or ZERO, rate, year),
        minute_price=escalate(line.minute_price or ZERO, rate, year),
        expected_bonus=adjustment(line.performance) if line.performance else line.expected_bonus,
        tiers=tuple(Tier(tier.upper, escalate(tier.price, rate, year)) for tier in line.tiers),
        min_charge=round_cents((line.min_charge or ZERO) * growth),
        cap=None if line.cap is None else line.cap * growth,
    )


def _fee_in(line: FeeLine, rate: Decimal, year: int) -> FeeLine:
    price = line.price or ZERO
    return replace(line, price=escalate(price, rate, year) if line.code in _ESCALATED else price)


def _invoiced(line: FeeLine) -> bool:
    """Calls only where the vendor passes them on; a fine the vendor pays is not counted on."""
    if line.code == "F11":
        return line.payer == "PASS_THROUGH"
    return line.code != "F15" or line.direction != "VENDOR_PAYS"


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
