"""What leaving costs month by month, and from when on it is cheaper to stay (domain 6.2, 9.7).

Leaving in month x costs the exit items (F19) and the penalty (F18), both before tax and not escalated, the same in
every month, in the currency of the RFQ. The notice is told apart: invoices that run on while the work already goes
elsewhere. A buyer is held from the month on in which leaving costs at least what is left to pay until the end of the
horizon.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.documents import Quote
from calc.money import MONTHS_A_YEAR, ZERO, ceiling, exact, round_cents
from calc.tco import Priced, running_invoice

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Leaving:
    """Leaving at the end of month `month`; money in cents. `remaining` is what staying would still cost."""

    month: int
    exit_items: Decimal
    penalty: Decimal
    notice: Decimal
    remaining: Decimal

    @property
    def total(self) -> Decimal:
        """Exit items and penalty, as in the table of quotes."""
        return self.exit_items + self.penalty

    @property
    def with_notice(self) -> Decimal:
        return self.total + self.notice

    @property
    def held(self) -> bool:
        """True when leaving saves nothing, although there is something to leave."""
        return 0 < self.remaining <= self.with_notice


@dataclass(frozen=True)
class ExitCurve:
    """Every month of the horizon; `average_month` is the average invoice without exit items, in cents."""

    months: tuple[Leaving, ...]
    average_month: Decimal

    @property
    def held_from(self) -> int | None:
        """The first month in which leaving saves nothing, and no later month does either; None: never."""
        free = [leaving.month for leaving in self.months if not leaving.held and leaving.remaining]
        first = max(free, default=0) + 1
        return first if first < len(self.months) else None

    @property
    def in_invoices(self) -> Decimal:
        """The dearest month to leave in, as a number of average invoices, unrounded; 0 where nothing is invoiced."""
        if not self.average_month:
            return ZERO
        with exact():
            return max(month.with_notice for month in self.months) / self.average_month


def exit_curve(quote: Quote, priced: Priced, notice_days: int = 0) -> ExitCurve:
    """The curve over the horizon; a month of notice that has begun counts whole.

    Exit items fall due once: whoever leaves pays them when leaving, whoever stays in the last month. So they are in
    what remains to be paid, but not in the invoices of a notice.
    """
    leaving = quote.fee("F19")
    items = ZERO
    if leaving.charged and leaving.price:
        asked = leaving.price if leaving.cap is None else min(leaving.price, leaving.cap)
        with exact():
            items = round_cents(asked * priced.rate)
    penalty = priced.exit_cost[MONTHS_A_YEAR] - items
    notice_months = ceiling(Decimal(max(0, notice_days)) / DAYS_A_MONTH)
    invoices = [month.vendor_payable for month in priced.months]
    running = [running_invoice(month, quote, priced.rate) for month in priced.months]
    rows = [
        Leaving(
            month=number,
            exit_items=items,
            penalty=penalty,
            notice=sum(running[number : number + notice_months], ZERO),
            remaining=sum(invoices[number:], ZERO),
        )
        for number in range(1, len(invoices) + 1)
    ]
    with exact():
        average = round_cents(sum(running, ZERO) / len(running))
    return ExitCurve(tuple(rows), average)
