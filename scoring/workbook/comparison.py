"""The sheet that puts the quotes side by side, every figure a formula into the vendors' sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from calc.book import Sheet, column_name
from calc.documents import HORIZONS, Demand
from calc.priced import by_line
from calc.tco import EXIT_MONTHS, Priced
from scoring.workbook.figures import Subject, mark_of, rate_name

HEAD, FIRST = 3, 4


@dataclass(frozen=True)
class Entry:
    """A quote of the comparison: its sheet, and the row it has in the comparison."""

    subject: Subject
    sheet: Sheet
    row: int

    @property
    def priced(self) -> Priced | None:
        return self.subject.priced

    def figure(self, name: str) -> str:
        """A named figure of the vendor's sheet, from another sheet."""
        top, left, _bottom, _right = self.sheet.names[name]
        return f"'{self.sheet.name}'!${column_name(left)}${top + 1}"


@dataclass(frozen=True)
class Column:
    """One figure: head, its name on the vendor's sheet, form."""

    label: str
    name: str
    form: str


def columns(currency: str) -> list[Column]:
    money = {"currency": currency}
    totals = [
        Column(
            _("Total cost (%(currency)s, %(months)s months)") % {**money, "months": horizon},
            f"TCO_{horizon}_months",
            "money",
        )
        for horizon in HORIZONS
    ]
    return [
        Column(_("Headline a month (%(currency)s)") % money, "Headline", "money"),
        Column(_("First year (%(currency)s)") % money, "Year1", "money"),
        Column(_("Average month of the first year (%(currency)s)") % money, "Average_month", "money"),
        Column(_("Uplift"), "Uplift", "rate"),
        Column(_("Loaded uplift"), "Loaded_uplift", "rate"),
        Column(_("Disclosure"), "Disclosure", "rate"),
        *totals,
        Column(_("Total cost over the horizon (%(currency)s)") % money, "TCO", "money"),
        Column(_("Cost per contact (%(currency)s)") % money, "Per_contact", "price"),
        Column(_("Elasticity"), "Elasticity", "price"),
        Column(_("Leaving early, before tax (%(currency)s)") % money, "Exit_cost", "money"),
    ]


def figure_of(priced: Priced, name: str) -> Decimal:
    """What the application says of a figure."""
    totals = {f"TCO_{horizon}_months": amount for horizon, amount in priced.tco.items()}
    return (
        totals.get(name)
        or {
            "Headline": priced.headline,
            "Year1": priced.year1_payable,
            "Average_month": priced.average_month,
            "Uplift": priced.uplift_y1,
            "Loaded_uplift": priced.loaded_uplift,
            "Disclosure": priced.disclosure,
            "TCO": priced.horizon_tco,
            "Per_contact": priced.tco_per_contact,
            "Elasticity": priced.elasticity,
            "Exit_cost": priced.exit_cost[EXIT_MONTHS[0]],
        }[name]
    )


def fill_comparison(sheet: Sheet, entries: Sequence[Entry], demand: Demand, names: Mapping[str, str]) -> None:
    """Priced quotes with their figures and places, then those without a price; `names` are of the service lines."""
    currency = demand.currency
    sheet.widths = {0: 34, **dict.fromkeys(range(1, 20), 15)}
    sheet.heights = {HEAD: 48}
    sheet.freeze = (FIRST, 1)
    sheet.head_rows = (HEAD, HEAD)
    sheet.put(0, 0, _("What every quote costs (%(currency)s)") % {"currency": currency}, "title")
    sheet.put(1, 0, _("Every figure is a formula into the vendor's own sheet."), "note")
    sheet.put(HEAD, 0, _("Vendor"), "head")
    shown = columns(currency)
    for number, column in enumerate(shown, start=1):
        sheet.put(HEAD, number, column.label, "head", column.form)
    priced = [entry for entry in entries if entry.priced is not None]
    for entry in entries:
        sheet.put(entry.row, 0, entry.subject.label)
        if entry.priced is None:
            sheet.put(entry.row, 1, _("The price cannot be computed from this quote."), "note")
            continue
        for number, column in enumerate(shown, start=1):
            kind = "total" if column.name == "TCO" else "calc"
            expected = figure_of(entry.priced, column.name)
            sheet.calc(entry.row, number, entry.figure(column.name), column.form, expected, kind)
    abroad = any(entry.priced and entry.priced.quoted for entry in entries)
    if abroad:
        _currencies(sheet, priced, len(shown) + 3, currency)
    _services(sheet, priced, len(shown) + (5 if abroad else 3), services(demand, names))
    if priced:
        order = [column.name for column in shown]
        _places(sheet, priced, 1 + order.index("Headline"), len(shown) + 1, _("Place by headline"))
        _places(sheet, priced, 1 + order.index("TCO"), len(shown) + 2, _("Place by total cost"))


def services(demand: Demand, names: Mapping[str, str]) -> list[Column]:
    """The total over the horizon by service line, where there are several: own prices, then what is for all."""
    if not demand.lines:
        return []
    words = _("%(line)s: own prices over the horizon (%(currency)s)")
    found = []
    for number, line in enumerate(demand.lines, start=1):
        called = names.get(line.line_id) or line.line_id
        label = words % {"line": called, "currency": demand.currency}
        found.append(Column(label, f"Own_prices{mark_of(number)}", "money"))
    label = _("Charged for all service lines together (%(currency)s)") % {"currency": demand.currency}
    return [*found, Column(label, "Together", "money")]


def service_figures(priced: Priced) -> list[Decimal]:
    """What the application says of each of these columns."""
    own = [part.amount for part in by_line(priced.months)]
    return [*own, priced.horizon_tco - sum(own, Decimal(0))]


def _services(sheet: Sheet, priced: Sequence[Entry], first: int, shown: Sequence[Column]) -> None:
    for number, column in enumerate(shown, start=first):
        sheet.put(HEAD, number, column.label, "head", column.form)
        sheet.widths[number] = 18
        for entry in priced:
            expected = service_figures(entry.priced)[number - first] if entry.priced else None
            sheet.calc(entry.row, number, entry.figure(column.name), column.form, expected)


def _currencies(sheet: Sheet, priced: Sequence[Entry], column: int, own: str) -> None:
    """In which currency each quote is billed, and at which rate it is converted."""
    sheet.put(HEAD, column, _("Currency of the quote"), "head")
    sheet.put(HEAD, column + 1, _("%(own)s for one unit") % {"own": own}, "head", "exact")
    for entry in priced:
        quoted = entry.priced.quoted if entry.priced else None
        sheet.put(entry.row, column, quoted.currency if quoted else own)
        if quoted:
            sheet.calc(entry.row, column + 1, rate_name(quoted.currency), "exact", quoted.rate)


def _places(sheet: Sheet, priced: Sequence[Entry], of: int, column: int, label: str) -> None:
    """1 for the lowest figure; equal figures share a place."""
    sheet.put(HEAD, column, label, "head", "count")
    letter = column_name(of)
    whole = f"${letter}${priced[0].row + 1}:${letter}${priced[-1].row + 1}"
    own = [sheet.cells[entry.row, of].value for entry in priced]
    for entry, figure in zip(priced, own, strict=True):
        place = 1 + sum(other < figure for other in own)
        sheet.calc(entry.row, column, f"1+SUMPRODUCT(({whole}<${letter}{{r}})*1)", "count", place)
