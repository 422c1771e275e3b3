"""The twenty fee lines: as the vendor states them, and a column of months for each that is charged."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calc.billing.terms import ITEMS, Terms
from calc.documents import FeeLine, Quote
from calc.money import ZERO
from quotes import billing
from quotes.forms.fees import DIRECTIONS, PAYERS, STATUSES
from quotes.months import LINES
from rfqs.catalogue.fees import FEES
from scoring.workbook.figures import Figures
from scoring.workbook.layout import Block, MonthTable, rounded
from scoring.workbook.rate_lines import unknown_fields
from scoring.workbook.years import YearPrices
from ui.text import pick

KNOWN = {
    *(
        "code",
        "status",
        "unit",
        "price",
        "hours_per_seat",
        "expected_qty",
        "included_quantity",
        "cap",
        "base",
    ),
    *("payer", "direction", "trigger", "note"),
}
ESCALATED = ("F01", "F06")
# Column of each figure in the block of fee lines, with its form and the end of its name.
FIGURES = (
    ("price", "fee_price", "price"),
    ("hours_per_seat", "number", "hours"),
    ("expected_qty", "number", "quantity"),
    ("included_quantity", "number", "included"),
    ("cap", "money", "cap"),
    ("base", "money", "base"),
)
FEE_LABELS = {fee["code"]: fee["label"] for fee in FEES}


def name_of(code: str, what: str) -> str:
    return f"Fee_{code}_{what}"


def stated(block: Block, quote: Quote, currency: str) -> None:
    """All twenty lines, one row each."""
    money = {"currency": currency}
    block.head(
        _("Fee line"),
        _("Price (%(currency)s, or a share)") % money,
        _("Hours per seat"),
        _("Quantity a month"),
        _("Included"),
        _("At most a month (%(currency)s)") % money,
        _("Counted on (%(currency)s)") % money,
        _("Status"),
        _("Unit"),
        _("Who pays"),
    )
    for fee in FEES:
        _row(block, quote.fee(fee["code"]))
        block.row += 1
    block.gap()


def _row(block: Block, line: FeeLine) -> None:
    sheet, row = block.sheet, block.row
    sheet.put(row, 0, f"{line.code} {pick(FEE_LABELS[line.code])}")
    for column, (field, form, what) in enumerate(FIGURES, start=1):
        value = getattr(line, field)
        if value is not None and line.charged:
            share = field == "price" and line.unit in ("PERCENT", "RATE_PER_YEAR")
            sheet.put(row, column, value, "input", "rate" if share else "price" if field == "price" else form)
            sheet.name_cell(name_of(line.code, what), row, column)
    words = [str(STATUSES.get(line.status, line.status))]
    if line.charged:
        words += [str(billing.UNIT_WORDS.get(line.unit, line.unit)), _payer(line)]
    for column, text in enumerate(words, start=len(FIGURES) + 1):
        sheet.put(row, column, text, "input", "text")


def _payer(line: FeeLine) -> str:
    found = PAYERS.get(line.payer) or DIRECTIONS.get(line.direction) or ""
    return str(found)


def year_prices(years: YearPrices, quote: Quote, terms: Sequence[Terms]) -> None:
    """Surge seats and tools follow the escalation; no other fee line does."""
    for code in ESCALATED:
        if quote.fee(code).charged:
            label = f"{code} {pick(FEE_LABELS[code])}"
            expected = [_price_of(one, code) for one in terms]
            years.price(label, name_of(code, "price"), name_of(code, "prices"), expected)


def _price_of(terms: Terms, code: str) -> Decimal:
    return next((line.price for _item, line in terms.fee_lines if line.code == code), None) or ZERO


# -- the month ----------------------------------------------------------------------------------------------


def invoiced(line: FeeLine) -> bool:
    """Charged, and by the vendor: calls that the buyer pays and fines that the vendor pays stand elsewhere."""
    if not line.charged or line.code not in ITEMS:
        return False
    if line.code == "F11":
        return line.payer == "PASS_THROUGH"
    return not (line.code == "F15" and line.direction == "VENDOR_PAYS")


def put_columns(table: MonthTable, figures: Figures) -> list[str]:
    """A column for each fee line that is invoiced; returns their keys."""
    keys = []
    for code, item in ITEMS.items():
        line, expected = figures.quote.fee(code), figures.amounts(item)
        if not invoiced(line) and not any(expected):
            continue
        label = _("%(fee)s (%(item)s)") % {"fee": f"{code} {LINES[item]}", "item": item}
        if unknown_fields(line, KNOWN) or not invoiced(line):
            table.fixed(item, label, "money", expected)
        else:
            table.add(item, label, "money", rounded(amount(line, table, figures)), expected=expected)
        keys.append(item)
    return keys


def amount(line: FeeLine, table: MonthTable, figures: Figures) -> str:
    """The exact amount of a charged line in the month of the row (domain 6.1)."""
    price = name_of(line.code, "price")
    if line.code in ESCALATED:
        price = f"INDEX({name_of(line.code, 'prices')},{table.here('year')}+1)"
    if line.unit == "PERCENT":
        found = f"{table.here('exact')}*{price}"
    elif line.unit == "QUARTER":
        found = f"{price}/3"
    elif line.code == "F05" and line.unit == "HEAD":
        found = f"Seats*Turnover*{price}/12"
    else:
        units = _units(line, table, figures)
        if line.included_quantity:
            units = f"MAX(0,{units}-{name_of(line.code, 'included')})"
        found = f"{units}*{price}"
    return found if line.cap is None else f"MIN({found},{name_of(line.code, 'cap')})"


def _units(line: FeeLine, table: MonthTable, figures: Figures) -> str:
    """Units of the month; a counted unit whose quantity is not stated adds nothing."""
    month, surge = table.here("month"), table.here("surge")
    first = f"IF({month}=1,1,0)"
    if line.code == "F01" and line.unit == "SEAT_MONTH":
        return surge
    if line.code == "F02" and line.unit == "HOUR":
        hours = name_of("F02", "hours") if line.hours_per_seat is not None else "0"
        return f"{_promoted_seats(table, figures)}*{hours}"
    if line.code == "F04" and line.unit == "HEAD":
        return f"(Seats*{first}+{table.here('new_surge')})"
    if line.code == "F06" and line.unit == "SEAT_MONTH":
        return f"(Seats+{surge})"
    by_unit = {
        "ONCE": first,
        "MONTH": "1",
        "SEAT_MONTH": "Seats",
        "CONTACT": table.here("contacts"),
        "MINUTE": _call_minutes(table, figures),
    }
    stated_units = name_of(line.code, "quantity") if line.expected_qty is not None else "0"
    return by_unit.get(line.unit, stated_units)


def _promoted_seats(table: MonthTable, figures: Figures) -> str:
    """Base seats in a month of promotion; of several service lines each in its own."""
    month = table.here("calendar")
    found = [f"INDEX({one.named('Promotion')},{month})*{one.named('Seats')}" for one in figures.lines]
    return _sum(found)


def _call_minutes(table: MonthTable, figures: Figures) -> str:
    found = [
        f"{table.here(one.named('contacts'))}*{one.named('AHT')}*{one.named('Talk_share')}/60"
        for one in figures.lines
    ]
    return _sum(found)


def _sum(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"


def buyer_calls(figures: Figures, table: MonthTable) -> str:
    """Call charges that the buyer pays to the carrier, exact; "" where there are none."""
    line = figures.quote.fee("F11")
    return amount(line, table, figures) if line.charged and line.payer == "BUYER" else ""


def capped(line: FeeLine, found: str) -> str:
    return found if line.cap is None else f"MIN({found},{name_of(line.code, 'cap')})"


def leaving(quote: Quote) -> str:
    """Exit items of F19, before tax."""
    line = quote.fee("F19")
    return capped(line, name_of("F19", "price")) if line.charged and line.price else "0"


def penalty(quote: Quote) -> str:
    """What ending the contract early costs (F18): months of the base, a share of a year's, or an amount."""
    line = quote.fee("F18")
    if not line.charged or not line.price:
        return "0"
    base = name_of("F18", "base") if line.base is not None else "Headline_base"
    price: Any = name_of("F18", "price")
    found = {"MONTHS_OF_FEE": f"{price}*{base}", "PERCENT": f"{price}*{base}*12"}.get(line.unit, price)
    return capped(line, found)


def disclosed(quote: Quote) -> Decimal:
    """How many of the twenty fee lines are disclosed."""
    return Decimal(sum(quote.fee(fee["code"]).status != "NOT_DISCLOSED" for fee in FEES))
