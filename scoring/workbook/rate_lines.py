"""Rate lines as columns: units, price, fee, minimum, bonus, commission. Each billing form has one place here.

A line that says more than these formulas know (`KNOWN`) is written as the application's figures, and so is every
single figure that a formula would not give.
"""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calc.documents import Commission, RateLine
from calc.money import ZERO
from calc.pricing import DAYS_A_MONTH
from calc.terms import Terms
from quotes import billing
from scoring.workbook.figures import Figures, LineMonth
from scoring.workbook.layout import Block, MonthTable, rounded
from scoring.workbook.years import YearPrices

# The fields of a rate line that the formulas below take into account, or that price nothing.
KNOWN = {
    *(
        "model",
        "unit",
        "id",
        "line",
        "note",
        "window",
        "applies_to",
        "unit_price",
        "fixed_fee",
        "included_qty",
    ),
    *(
        "min_qty",
        "min_charge",
        "cap",
        "expected_qty",
        "expected_bonus",
        "rounding",
        "wrap_up_s",
        "tier_basis",
    ),
    *("tier_method", "tiers", "commission"),
}
KNOWN_OF_COMMISSION = {"base", "rate", "fee", "cap", "attribution_days", "clawback", "quality_gate"}
STEPS = {"PER_6S": 6, "PER_STARTED_MINUTE": 60}


def unknown_fields(thing: Any, known: set[str]) -> list[str]:
    """Fields beyond the known ones that say something."""
    found = []
    for one in fields(thing):
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if one.name not in known and getattr(thing, one.name) != (None if default is MISSING else default):
            found.append(one.name)
    return found


def is_known(line: RateLine) -> bool:
    commission = line.commission
    beyond = unknown_fields(line, KNOWN)
    return not beyond and not (commission and unknown_fields(commission, KNOWN_OF_COMMISSION))


@dataclass(frozen=True)
class Names:
    """How formulas call what one rate line states."""

    index: int

    def __call__(self, what: str) -> str:
        return f"Line{self.index + 1}_{what}"


# -- what the line states -----------------------------------------------------------------------------------


def stated(block: Block, index: int, line: RateLine, currency: str) -> None:
    """The block of what one rate line says."""
    named, model = Names(index), billing.MODELS.get(line.model)
    title = _("Rate line %(number)s") % {"number": index + 1}
    block.head(
        f"{title}: {line.model} {model.title if model else ''}".strip(), _("Value"), _("Name in formulas")
    )
    block.given(_("Unit"), str(billing.UNIT_WORDS.get(line.unit, line.unit)), "text")
    block.given(_("Applies to"), str(billing.APPLIES_WORDS.get(line.applies_to, line.applies_to)), "text")
    for field, label, form in _fields(currency):
        value = getattr(line, field)
        if value or (field == "cap" and value is not None):
            block.given(label, value, form, named(field))
    if line.tiers:
        block.given(_("What the bands count"), str(billing.BASIS_WORDS.get(line.tier_basis, "")), "text")
        block.given(_("Price of a unit"), str(billing.METHOD_WORDS.get(line.tier_method, "")), "text")
        limits = [tier.upper for tier in line.tiers[:-1]]
        if limits:
            block.row_of(_("Bands end at"), limits, "count", named("limits"))
    if line.unit == "MINUTE":
        _seconds(block, named, line)
    if line.commission:
        _commission_block(block, named, line.commission, currency)
    if not is_known(line):
        block.note(_("This line says more than the formulas can: its figures are the application's."))
    block.gap()


def _fields(currency: str) -> Sequence[tuple[str, str, str]]:
    money = {"currency": currency}
    return (
        ("unit_price", _("Unit price (%(currency)s)") % money, "price"),
        ("fixed_fee", _("Fixed part a month (%(currency)s)") % money, "price"),
        ("included_qty", _("Units in the fixed part"), "count"),
        ("min_qty", _("At least so many units"), "count"),
        ("expected_qty", _("Expected units a month"), "number"),
        ("min_charge", _("Minimum charge a month (%(currency)s)") % money, "money"),
        ("cap", _("At most a month (%(currency)s)") % money, "money"),
        ("expected_bonus", _("Expected bonus, share of the fee"), "rate"),
        ("wrap_up_s", _("Wrap-up billed per contact (s)"), "number"),
    )


def _seconds(block: Block, named: Names, line: RateLine) -> None:
    """Seconds billed per contact with the vendor's handling time, and with the buyer's for the headline."""
    wrap, step = named("wrap_up_s") if line.wrap_up_s else "", STEPS.get(line.rounding)
    words = str(billing.ROUNDING_WORDS.get(line.rounding, "")) or _("not rounded")
    block.given(_("Duration billed"), words, "text")
    for handling, what, label in (
        ("AHT", "seconds", _("Seconds billed per contact")),
        ("AHT_now", "seconds_now", _("The same with today's handling time")),
    ):
        formula = f"{handling}*Talk_share" + (f"+{wrap}" if wrap else "")
        if step:
            formula = f"ROUNDUP(ROUND(({formula})/{step},8),0)*{step}"
        block.calc(label, formula, "number", named(what))


def _commission_block(block: Block, named: Names, commission: Commission, currency: str) -> None:
    words = billing.COMMISSION_WORDS.get(commission.base, commission.base)
    block.given(_("Commission on"), str(words), "text")
    if commission.rate is not None:
        block.given(_("Commission rate"), commission.rate, "rate", named("commission_rate"))
    if commission.fee is not None:
        label = _("Commission per success (%(currency)s)") % {"currency": currency}
        block.given(label, commission.fee, "price", named("commission_fee"))
    if commission.cap is not None:
        label = _("Commission at most a month (%(currency)s)") % {"currency": currency}
        block.given(label, commission.cap, "money", named("commission_cap"))


def year_prices(years: YearPrices, index: int, terms: Sequence[Terms]) -> None:
    """The line's prices in each contract year."""
    named, number = Names(index), {"number": index + 1}
    lines = [one.rate_lines[index] for one in terms]
    line = lines[0]
    for field, what, label in (
        ("unit_price", "prices", _("Line %(number)s: unit price")),
        ("fixed_fee", "fixed", _("Line %(number)s: fixed part")),
    ):
        if getattr(line, field):
            expected = [getattr(one, field) for one in lines]
            years.price(label % number, named(field), named(what), expected)
    if line.min_charge:
        expected = [one.min_charge or ZERO for one in lines]
        label = _("Line %(number)s: minimum charge") % number
        years.minimum(label, named("min_charge"), named("minimums"), expected)
    if line.cap is not None:
        expected = [one.cap or ZERO for one in lines]
        years.exact(_("Line %(number)s: at most") % number, named("cap"), named("caps"), expected)
    if line.tiers:
        label = _("Line %(number)s: band %(band)s")
        labels = [label % {**number, "band": band} for band in range(1, len(line.tiers) + 1)]
        bands = [[one.tiers[band].price for one in lines] for band in range(len(line.tiers))]
        years.bands(labels, named("bands"), bands)


# -- the month ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """How a row's formula reaches what differs between a month and the average month of the headline."""

    table: MonthTable
    average: bool

    def here(self, key: str) -> str:
        return self.table.here(key)

    @property
    def handled(self) -> str:
        return "Handled_now" if self.average else "Handled"

    @property
    def conversion(self) -> str:
        return "Conversion_now" if self.average else "Conversion"

    @property
    def suffix(self) -> str:
        return "_now" if self.average else ""

    def of_year(self, name: str) -> str:
        return f"INDEX({name},{self.here('year')}+1)"


Formula = Callable[[Where], str]


def _always(formula: str) -> Formula:
    return lambda _where: formula


class LineColumns:
    """Puts the columns of one rate line into the table of months."""

    def __init__(self, table: MonthTable, index: int, line: RateLine, figures: Figures) -> None:
        self.table, self.index, self.line = table, index, line
        self.named, self.known = Names(index), is_known(line)
        self.months: list[LineMonth] = figures.line_months(index)
        self.has_sales = figures.demand.sales is not None

    def key(self, what: str) -> str:
        return f"{what}{self.index}"

    def put(self) -> None:
        if self.known:
            self._column("units", _("units"), "number", self._quantity, lambda one: one.units)
            fee = self._banded() if self.line.model == "B03" else self._flat()
        else:
            fee = lambda _where: "0"
        if self.line.cap is not None:
            inner = fee
            fee = lambda where: f"MIN({inner(where)},{where.of_year(self.named('caps'))})"
        self._column("exact", _("fee, not rounded"), "exact", fee, lambda one: one.exact)
        exact_fee: Formula = lambda where: where.here(self.key("exact"))
        self._column(
            "fee",
            _("fee (K-01)"),
            "money",
            lambda where: rounded(exact_fee(where)),
            lambda one: one.fee,
        )
        if self.line.min_charge:
            self._column(
                "top_up",
                _("top-up to the minimum (K-16)"),
                "money",
                self._top_up,
                lambda one: one.top_up,
            )
        if self.line.commission and self.has_sales:
            self._column(
                "commission",
                _("commission (K-27)"),
                "money",
                self._commission,
                lambda one: one.commission,
            )
        if self.line.expected_bonus:
            bonus: Formula = lambda where: rounded(f"{exact_fee(where)}*{self.named('expected_bonus')}")
            self._column("bonus", _("bonus (K-28)"), "money", bonus, lambda one: one.bonus)

    def _column(
        self,
        what: str,
        label: str,
        form: str,
        formula: Formula,
        expected: Callable[[LineMonth], Decimal] | None = None,
    ) -> None:
        title = _("Line %(number)s: %(what)s") % {"number": self.index + 1, "what": label}
        wanted = None if expected is None else [expected(one) for one in self.months]
        if wanted is not None and not self.known:
            self.table.fixed(self.key(what), title, form, wanted[1:], wanted[0])
            return
        self.table.add(
            self.key(what),
            title,
            form,
            formula(Where(self.table, False)),
            expected=None if wanted is None else wanted[1:],
            average=formula(Where(self.table, True)),
            average_expected=None if wanted is None else wanted[0],
        )

    # -- units

    def _quantity(self, where: Where) -> str:
        line = self.line
        if line.expected_qty is not None:
            units = self.named("expected_qty") if line.expected_qty else "0"
        elif line.unit == "SEAT_MONTH":
            units = "Seats"
        elif line.unit == "CONTACT":
            units = self._contacts(where)
        elif line.unit == "MINUTE":
            units = f"{self._contacts(where)}*{self.named('seconds')}{where.suffix}/60"
        else:
            units = "1"
        return f"MAX({units},{self.named('min_qty')})" if line.min_qty else units

    def _contacts(self, where: Where) -> str:
        contacts = where.here("contacts")
        if self.line.applies_to == "OVERFLOW":
            return f"MAX(0,{contacts}-{where.handled})"
        return f"MIN({contacts},{where.handled})" if self.line.applies_to == "BASE" else contacts

    # -- fees

    def _flat(self) -> Formula:
        """Units at one price: B01, B02, B04, B05, B07, B08 with its package, B10 by the month or the quarter."""
        line, units = self.line, self.key("units")
        if line.unit_price:
            prices: Formula = lambda where: where.of_year(self.named("prices"))
            self._column("price", _("price that year"), "price", prices)
        elif line.unit == "QUARTER":
            return lambda _where: "0"

        def fee(where: Where) -> str:
            price = where.here(self.key("price")) if line.unit_price else "0"
            if line.unit == "QUARTER":
                return f"{where.here(units)}*{price}/3"
            fixed = f"{where.of_year(self.named('fixed'))}+" if line.fixed_fee else ""
            beyond = where.here(units)
            if line.included_qty:
                beyond = f"MAX(0,{beyond}-{self.named('included_qty')})"
            return f"{fixed}{beyond}*{price}"

        return fee

    def _banded(self) -> Formula:
        """B03: each band's own price, or that of the band reached for everything."""
        days = DAYS_A_MONTH if self.line.tier_basis == "DAILY_AVG_VOLUME" else 1
        return self._all_units(days) if self.line.tier_method == "ALL_UNITS" else self._graduated(days)

    def _graduated(self, days: int) -> Formula:
        units, last = self.key("units"), len(self.line.tiers) - 1
        for band in range(last + 1):
            part = self._part(self.table.here(units), band, last, days)
            label = _("units in band %(band)s") % {"band": band + 1}
            self._column(f"band{band}_", label, "number", _always(part))
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
        if len(self.line.tiers) == 1:
            reached: Formula = lambda _where: "1"
        else:
            limits = self.named("limits") + (f"*{days}" if days != 1 else "")
            reached = lambda where: f"1+SUMPRODUCT(({limits}<ROUND({where.here(units)},8))*1)"
        self._column("band", _("band reached"), "count", reached)
        prices: Formula = lambda where: (
            f"INDEX({self.named('bands')},{where.here('year')}+1,{where.here(self.key('band'))})"
        )
        self._column("price", _("price that year"), "price", prices)
        return lambda where: f"{where.here(units)}*{where.here(self.key('price'))}"

    # -- minimum and commission

    def _top_up(self, where: Where) -> str:
        return f"MAX(0,{where.of_year(self.named('minimums'))}-{where.here(self.key('fee'))})"

    def _commission(self, where: Where) -> str:
        """On forecast volume, not on repeated contacts; successes are whole orders."""
        agreed = self.line.commission
        if agreed is None:
            return "0"
        asked = f"{where.here('volume')}*Presale_share"
        orders = f"{asked}*{where.conversion}"
        extra = f"MAX(0,{asked}*({where.conversion}-Conversion_now))"
        if agreed.fee is not None:
            counted = extra if agreed.base == "CONVERSION_LIFT" else orders
            amount = f"{rounded(counted, 0)}*{self.named('commission_fee')}"
        else:
            money = {
                "REVENUE": f"{orders}*Order_value",
                "SURPLUS": f"{orders}*Order_value*Margin",
                "CONVERSION_LIFT": f"{extra}*Order_value",
            }[agreed.base]
            amount = f"{money}*{self.named('commission_rate')}" if agreed.rate is not None else "0"
        return rounded(amount if agreed.cap is None else f"MIN({amount},{self.named('commission_cap')})")
