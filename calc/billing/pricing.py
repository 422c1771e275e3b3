"""Rate lines and a month's load -> the base part of the invoice (domain 5.3, 5.4, 6.2).

`calc.billing.lines` says what one line costs in a month, `calc.billing.commission` what it pays in commission,
`calc.billing.balances` what its minimum adds. Written in the operations of `calc.numbers`, so that the same lines
price one month and many scenarios. Prices come from `calc.billing.terms`, already those of the contract year.
"""

from dataclasses import dataclass

from calc.billing.balances import Balance, monthly_minimum, settle
from calc.billing.commission import commission_of
from calc.billing.lines import FRESH, MONTHS_A_QUARTER, fee_of, in_force, line_fee, line_quantity
from calc.billing.load import Handling, Load, handling_of
from calc.billing.terms import Terms
from calc.billing.tiers import cliffs, inversions, tiered
from calc.documents import RateLine
from calc.money import ZERO
from calc.numbers import Number, cents, excess, total

__all__ = [
    "MONTHS_A_QUARTER",
    "BaseFee",
    "Handling",
    "LineFee",
    "Load",
    "base_fee",
    "cliffs",
    "handling_of",
    "inversions",
    "line_fee",
    "line_quantity",
    "tiered",
]


@dataclass(frozen=True)
class LineFee:
    """One rate line in one month: `fee` exact, the others rounded; `after` is what it hands on."""

    fee: Number
    charged: Number
    top_up: Number
    commission: Number
    bonus: Number
    after: Balance

    @property
    def amount(self) -> Number:
        """What the line adds to the invoice, before tax."""
        return self.charged + self.top_up + self.commission + self.bonus

    @property
    def advertised(self) -> tuple[Number, Number, Number]:
        """What of it counts in the headline."""
        return self.charged, self.top_up, self.commission


@dataclass(frozen=True)
class BaseFee:
    """The advertised part of a month: `fee` exact, the others rounded lines K-01, K-16, K-27 and K-28.

    `lines` are the rate lines it is the sum of.
    """

    fee: Number
    charged: Number
    top_up: Number
    commission: Number
    bonus: Number
    balances: tuple[Balance, ...] = ()
    lines: tuple[LineFee, ...] = ()


def base_fee(terms: Terms, load: Load, before: tuple[Balance, ...] = ()) -> BaseFee:
    """All rate lines of a month, each rounded once, then topped up to its minimum."""
    balances = before or (FRESH,) * len(terms.rate_lines)
    lines = [line_month(line, load, one) for line, one in zip(terms.rate_lines, balances, strict=True)]
    return BaseFee(
        fee=total(line.fee for line in lines),
        charged=total(line.charged for line in lines),
        top_up=total(line.top_up for line in lines),
        commission=total(line.commission for line in lines),
        bonus=total(line.bonus for line in lines),
        balances=tuple(line.after for line in lines),
        lines=tuple(lines),
    )


def line_month(line: RateLine, load: Load, before: Balance = FRESH) -> LineFee:
    """One rate line in one month; in the average month of the headline every month is alike."""
    if not in_force(line, load.month):
        return LineFee(ZERO, ZERO, ZERO, ZERO, ZERO, before)
    fee, after = fee_of(line, load, before)
    charged, commission = cents(fee), _commission(line, load)
    # A line that is paid by commission alone has its minimum against that.
    counted = charged + commission if line.model == "B09" else charged
    top_up: Number = ZERO
    if line.min_charge:
        if load.month:
            top_up, after = settle(line, load.month, counted, after)
        else:
            top_up = excess(cents(monthly_minimum(line)), counted)
    bonus = cents(fee * line.expected_bonus) if line.expected_bonus else ZERO
    return LineFee(fee, charged, top_up, commission, bonus, after)


def _commission(line: RateLine, load: Load) -> Number:
    if line.commission is None:
        return ZERO
    handling = load.handling
    amount = commission_of(
        line.commission, load.volume, load.conversion, handling.sales, exchange=handling.exchange
    )
    return cents(amount)
