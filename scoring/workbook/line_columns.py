"""The months of one rate line as columns: units, price, fee, minimum, bonus, commission.

Each billing form has one place here: how many units, what they cost, and what moves the fee (`moved`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from calc.billing.lines import is_window
from calc.billing.tiers import days_of
from calc.documents import RateLine
from scoring.workbook.balances import MinimumColumns, PackageColumns
from scoring.workbook.figures import MONTHS, Figures, LineMonth, rate_name
from scoring.workbook.layout import MonthTable, rounded
from scoring.workbook.rate_lines import Names, is_known


@dataclass(frozen=True)
class Where:
    """How a row's formula reaches what differs between a month and the average month of the headline."""

    table: MonthTable
    average: bool
    service: Figures

    def here(self, key: str) -> str:
        return self.table.here(key)

    def load(self, key: str) -> str:
        """A column of what the month asks of the service line, such as its contacts."""
        return self.table.here(self.service.named(key))

    def named(self, what: str) -> str:
        """A figure of the service line: the buyer's of today in the average month, where there are two."""
        return self.service.named(f"{what}{self.suffix}")

    @property
    def suffix(self) -> str:
        return "_now" if self.average else ""

    @property
    def promotion(self) -> str:
        months = self.service.named("Promotion")
        return f"SUM({months})/12" if self.average else f"INDEX({months},{self.here('calendar')})"

    def of_year(self, name: str) -> str:
        return f"INDEX({name},{self.here('year')}+1)"


Formula = Callable[[Where], str]


def always(formula: str) -> Formula:
    return lambda _where: formula


def event_seats(line: RateLine, index: int, where: Where) -> str:
    """Temporary seats of a promotion month: those stated, else what is needed beyond the base seats."""
    if line.event is not None and line.event.seats is not None:
        return Names(index)("event_seats")
    return f"MAX(0,{where.load('seats')}-{where.service.named('Seats')})"


def in_force(line: RateLine, index: int, month: str) -> str:
    """The condition under which the line is valid in a month; "" where it always is."""
    named, parts = Names(index), []
    if line.valid_from > 1:
        parts.append(f"{month}>={named('from')}")
    if line.valid_to < MONTHS:
        parts.append(f"{month}<={named('to')}")
    return f"AND({','.join(parts)})" if len(parts) > 1 else "".join(parts)


class LineColumns:
    """Puts the columns of one rate line into the table of months."""

    def __init__(self, table: MonthTable, index: int, line: RateLine, figures: Figures) -> None:
        self.table, self.index, self.line = table, index, line
        self.named, self.known = Names(index), is_known(line)
        self.months: list[LineMonth] = figures.line_months(index)
        self.figures, self.service = figures, figures.of_rate_line(index)
        sales = self.service.demand.sales
        self.refunds = sales is not None and sales.refund_rate is not None
        self.windows = self.service.present.windows

    def key(self, what: str) -> str:
        return f"{what}{self.index}"

    def put(self) -> None:
        fee: Formula = always("0")
        if self.known:
            self.column("units", _("units"), "number", self._quantity, lambda one: one.units)
            fee = self._moved(self._banded() if self.line.model == "B03" else self._flat())
        self.column("exact", _("fee, not rounded"), "exact", fee, lambda one: one.exact)
        exact_fee: Formula = lambda where: where.here(self.key("exact"))
        cents: Formula = lambda where: rounded(exact_fee(where))
        self.column("fee", _("fee (K-01)"), "money", cents, lambda one: one.fee)
        if self.line.commission:
            paid: Formula = lambda where: self.while_valid(where, self._commission(where))
            self.column("commission", _("commission (K-27)"), "money", paid, lambda one: one.commission)
        if self.line.min_charge:
            MinimumColumns(self).put()
        if self.line.expected_bonus or self.line.performance:
            bonus: Formula = lambda where: rounded(f"{exact_fee(where)}*{self.named('expected_bonus')}")
            self.column("bonus", _("bonus (K-28)"), "money", bonus, lambda one: one.bonus)

    def column(
        self,
        what: str,
        label: str,
        form: str,
        formula: Formula,
        expected: Callable[[LineMonth], Decimal] | None = None,
    ) -> None:
        """One column of this line; with `expected` the formula is held to the engine's figure."""
        title = _("Line %(number)s: %(what)s") % {"number": self.index + 1, "what": label}
        wanted = None if expected is None else [expected(one) for one in self.months]
        if wanted is not None and not self.known:
            self.table.fixed(self.key(what), title, form, wanted[1:], wanted[0])
            return
        self.table.add(
            self.key(what),
            title,
            form,
            formula(Where(self.table, False, self.service)),
            expected=None if wanted is None else wanted[1:],
            average=formula(Where(self.table, True, self.service)),
            average_expected=None if wanted is None else wanted[0],
        )

    def while_valid(self, where: Where, formula: str) -> str:
        """0 outside of the line's term; the average month is like the first."""
        if where.average:
            return formula if self.line.valid_from == 1 else "0"
        condition = in_force(self.line, self.index, where.here("month"))
        return f"IF({condition},{formula},0)" if condition else formula

    # -- units

    def _quantity(self, where: Where) -> str:
        line = self.line
        if line.stages:
            return self._delivered(where)
        units = self._used(where)
        if line.invalid_share:
            units = f"{units}*(1-{self.named('invalid_share')})"
        return f"MAX({units},{self.named('min_qty')})" if line.min_qty else units

    def _used(self, where: Where) -> str:
        line = self.line
        if line.event is not None:
            billed = f"{self.named('event_days')}*{self.named('event_hours')}"
            return f"{event_seats(line, self.index, where)}*{billed}*{where.promotion}"
        if line.expected_qty is not None and not self._in_window:
            return self.named("expected_qty") if line.expected_qty else "0"
        if line.unit == "SEAT_MONTH":
            return self.service.named("Seats")
        if line.unit == "CONTACT":
            return self._contacts(where)
        if line.unit == "MINUTE":
            return self._minutes(where)
        return self._hours(where) if line.model == "B06" else "1"

    @property
    def _in_window(self) -> bool:
        return is_window(self.line) and self.line.window in self.windows

    def _contacts(self, where: Where) -> str:
        contacts, handled = where.load("contacts"), where.named("Handled")
        if self.line.applies_to == "OVERFLOW":
            return f"MAX(0,{contacts}-{handled})"
        if self.line.applies_to == "WINDOW":
            return rounded(f"{contacts}*{self.named('window_share')}", 0) if self._in_window else "0"
        return f"MIN({contacts},{handled})" if self.line.applies_to == "BASE" else contacts

    def _minutes(self, where: Where) -> str:
        return f"{self._contacts(where)}*{self.named('seconds')}{where.suffix}/60"

    def _hours(self, where: Where) -> str:
        """Hours at the contact; paid ones count the waiting too."""
        own = self.service.named
        paid = f"*{own('Utilisation')}" if self.line.hour_basis == "PAID" else ""
        return f"{self._contacts(where)}*{where.named('AHT')}/(3600*{own('Concurrency')}{paid})"

    def _delivered(self, where: Where) -> str:
        """Units of the stages due in the month; a twelfth of the first year's in an average month."""
        units = self.named("samples") if self.line.samples else "1"
        if self.line.invalid_share:
            units += f"*(1-{self.named('invalid_share')})"
        months, shares = self.named("stage_months"), self.named("stage_shares")
        if where.average:
            return f"{units}*SUMPRODUCT(({months}<=12)*{shares})/12"
        return f"{units}*SUMPRODUCT(({months}={where.here('month')})*{shares})"

    # -- fees

    def _moved(self, fee: Formula) -> Formula:
        """Surcharges, trial, cap, term: in this order."""
        line, named = self.line, self.named

        def moved(where: Where) -> str:
            found = fee(where)
            if line.surcharges:
                found = f"({found})*{named('rise')}"
            if line.trial and not where.average:
                month = where.here("month")
                found = f"({found})*IF({month}<={named('trial_months')},1-{named('trial_discount')},1)"
            if line.cap is not None:
                found = f"MIN({found},{where.of_year(named('caps'))})"
            return self.while_valid(where, found)

        return moved

    def _flat(self) -> Formula:
        """Units at one price, with a fixed part, a package, or minutes beside them; by the month or the quarter."""
        line, units = self.line, self.key("units")
        if line.unit_price:
            prices: Formula = lambda where: where.of_year(self.named("prices"))
            self.column("price", _("price that year"), "price", prices)
        if line.model == "B08":
            PackageColumns(self).put()

        def fee(where: Where) -> str:
            price = where.here(self.key("price")) if line.unit_price else "0"
            if line.unit == "QUARTER":
                return f"{where.here(units)}*{price}/3"
            found = f"{where.here(self.key('beyond') if line.model == 'B08' else units)}*{price}"
            if line.minute_price:
                return f"{found}+{self._minutes(where)}*{where.of_year(self.named('minute_prices'))}"
            return f"{where.of_year(self.named('fixed'))}+{found}" if line.fixed_fee else found

        return fee

    def _banded(self) -> Formula:
        """B03: each band's own price, or that of the band reached for everything."""
        days = days_of(self.line)
        return self._all_units(days) if self.line.tier_method == "ALL_UNITS" else self._graduated(days)

    def _graduated(self, days: int) -> Formula:
        units, last = self.key("units"), len(self.line.tiers) - 1
        for band in range(last + 1):
            part = self._part(self.table.here(units), band, last, days)
            label = _("units in band %(band)s") % {"band": band + 1}
            self.column(f"band{band}_", label, "number", always(part))
        first, final = self.key("band0_"), self.key(f"band{last}_")

        def fee(where: Where) -> str:
            prices = f"INDEX({self.named('bands')},{where.here('year')}+1,0)"
            return f"SUMPRODUCT({where.here(first)}:{where.here(final)},{prices})"

        return fee

    def _part(self, units: str, band: int, last: int, days: int) -> str:
        """The units inside one band."""
        reached = units if band == last else f"MIN({units},{self._limit(band, days)})"
        return f"MAX(0,{reached}-{self._limit(band - 1, days)})" if band else f"MAX(0,{reached})"

    def _limit(self, band: int, days: int) -> str:
        return f"INDEX({self.named('limits')},{band + 1})" + (f"*{days}" if days != 1 else "")

    def _all_units(self, days: int) -> Formula:
        units = self.key("units")
        reached: Formula = always("1")
        if len(self.line.tiers) > 1:
            limits = self.named("limits") + (f"*{days}" if days != 1 else "")
            reached = lambda where: f"1+SUMPRODUCT(({limits}<ROUND({where.here(units)},8))*1)"
        self.column("band", _("band reached"), "count", reached)
        prices: Formula = lambda where: (
            f"INDEX({self.named('bands')},{where.here('year')}+1,{where.here(self.key('band'))})"
        )
        self.column("price", _("price that year"), "price", prices)
        return lambda where: f"{where.here(units)}*{where.here(self.key('price'))}"

    # -- commission

    def _commission(self, where: Where) -> str:
        """On forecast volume, not on repeated contacts; successes are whole."""
        agreed = self.line.commission
        if agreed is None:
            return "0"
        counted = self._successes(where)
        if agreed.clawback and self.refunds:
            counted = f"{counted}*(1-{self.service.named('Refunds')})"
        if agreed.fee is not None:
            amount = f"{rounded(counted, 0)}*{self.named('commission_fee')}"
        elif agreed.rate is not None:
            own = self.service.named
            margin = f"*{own('Margin')}" if agreed.base == "SURPLUS" else ""
            amount = f"{counted}*{own('Order_value')}{margin}*{self.named('commission_rate')}"
            if self.figures.foreign:
                amount += f"/{rate_name(self.figures.quote.currency)}"
        else:
            amount = "0"
        if agreed.floor is not None:
            amount = f"MAX({amount},{self.named('commission_floor')})"
        return rounded(amount if agreed.cap is None else f"MIN({amount},{self.named('commission_cap')})")

    def _successes(self, where: Where) -> str:
        agreed, volume = self.line.commission, where.load("volume")
        if agreed is not None and agreed.success_rate is not None:
            return f"{volume}*{self.named('commission_success_rate')}"
        asked, conversion = f"{volume}*{self.service.named('Presale_share')}", where.named("Conversion")
        if agreed is not None and agreed.base == "CONVERSION_LIFT":
            return f"MAX(0,{asked}*({conversion}-{self.service.named('Conversion_now')}))"
        return f"{asked}*{conversion}"
