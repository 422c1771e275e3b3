"""Results of a vendor's sheet: headline, loading, total cost per horizon, uplift, elasticity, exit."""

from django.utils.translation import gettext as _

from calc.book import Sheet
from calc.documents import HORIZONS
from calc.priced import by_line
from calc.tco import EXIT_MONTHS
from scoring.workbook import fee_lines
from scoring.workbook.figures import Figures
from scoring.workbook.layout import AVERAGE, FIRST, YEAR_ONE, Block, MonthTable, rounded

STRIP, STRIP_VALUES = 2, 3
BLOCK_HEIGHT = 6


def headline(sheet: Sheet, row: int, table: MonthTable, figures: Figures) -> None:
    """The advertised price of the average month, and the loading that follows from it."""
    priced, line = figures.priced, AVERAGE + 1
    block = Block(sheet, row)
    block.head(_("Headline"), _("Value"), _("Name in formulas"))

    def average(*items: str) -> str:
        found = [table.here(item).replace("{r}", str(line)) for item in items if table.has(item)]
        return "+".join(found) or "0"

    own = "money" if figures.foreign else "cash"
    base = _in(_("Headline without commission"), figures)
    block.calc(base, average("K-01", "K-16"), own, "Headline_base", figures.plan.headline_base)
    formula, billed = f"Headline_base+{average('K-27')}", "Headline"
    if figures.foreign:
        billed = "Headline_billed"
        block.calc(_in(_("Headline a month"), figures), formula, own, billed, figures.plan.headline)
        formula = rounded(billed + figures.times_rate)
    block.calc(_("Headline a month"), formula, "cash", "Headline", priced.headline, "total")
    loading = rounded(f"Loading_slope*(1-Disclosure)*{billed}{figures.times_rate}")
    block.calc(
        _("Loading a month for what is not disclosed"),
        loading,
        "cash",
        "Loading",
        figures.months[0].undisclosed_loading,
    )


def _in(label: str, figures: Figures) -> str:
    """The label with the currency of the quote, where that is not the RFQ's."""
    return f"{label} ({figures.quote.currency})" if figures.foreign else label


def put(sheet: Sheet, row: int, table: MonthTable, figures: Figures) -> None:
    """The results below the headline, and the strip of them above the months."""
    block = Block(sheet, row + BLOCK_HEIGHT - 1 + int(figures.foreign))
    _horizons(block, table, figures)
    _figures(block, table, figures)
    _strip(sheet, figures)


def _horizons(block: Block, table: MonthTable, figures: Figures) -> None:
    """Each horizon is a run of its own, with the exit items and their tax in its own last month."""
    sheet, priced = block.sheet, figures.priced
    block.head(
        _("Total cost by horizon (months)"),
        _("Months"),
        _("Months added up"),
        _("Before tax, last month"),
        _("Exit items"),
        _("Tax of the last month with them"),
        _("Tax of the last month without"),
        _("Total cost"),
    )
    first = block.row
    for horizon in HORIZONS:
        row, last = block.row, FIRST + horizon - 1
        here = row + 1
        sheet.put(row, 0, _("Total cost, %(months)s months") % {"months": horizon})
        sheet.put(row, 1, horizon, "input", "count")
        sheet.calc(row, 2, f"SUM({table.whole('cost', last=last)})", "money")
        for column, key in ((3, "net"), (6, "tax")):
            sheet.calc(row, column, table.here(key).replace("{r}", str(last + 1)), "money")
        sheet.calc(row, 4, rounded(fee_lines.leaving(figures.quote)), "money")
        sheet.calc(row, 5, rounded(f"(D{here}+E{here})*Tax_on_top"), "money")
        with_exit, without = f"(D{here}+E{here}+F{here})", f"(D{here}+G{here})"
        total = f"C{here}+E{here}+F{here}-G{here}"
        if figures.foreign:
            with_exit, without = (rounded(paid + figures.times_rate) for paid in (with_exit, without))
            total = f"C{here}+{with_exit}-{without}"
        if recovers_tax(figures):
            total += f"-({recovered(with_exit)})+({recovered(without)})"
        sheet.calc(row, 7, total, "money", priced.tco[horizon], "total")
        sheet.name_cell(f"TCO_{horizon}_months", row, 7)
        block.row += 1
    sheet.name_cell("Horizon_months", first, 1, (block.row - 1, 1))
    sheet.name_cell("TCO_by_horizon", first, 7, (block.row - 1, 7))
    block.gap()


def recovers_tax(figures: Figures) -> bool:
    """The buyer gets input tax back, and this vendor issues the invoices for it."""
    quote = figures.quote
    return bool(figures.demand.vat_recoverable and quote.special_invoice and quote.tax.rate)


def recovered(paid: str) -> str:
    """The tax inside what is paid."""
    return f"ROUND({paid}-{rounded(f'{paid}/(1+Tax_rate)')},2)"


def _figures(block: Block, table: MonthTable, figures: Figures) -> None:
    priced = figures.priced
    year1 = f"SUM({table.whole('payable', last=YEAR_ONE)})"
    block.head(_("Results"), _("Value"), _("Name in formulas"))
    block.calc(
        _("Total cost over the horizon"), "INDEX(TCO_by_horizon,MATCH(Horizon,Horizon_months,0))", "cash", "TCO",
        priced.horizon_tco, "total",
    )  # fmt: skip
    block.calc(_("First year payable"), year1, "cash", "Year1", priced.year1_payable, "total")
    block.calc(
        _("Average month of the first year"),
        rounded("Year1/12"),
        "cash",
        "Average_month",
        priced.average_month,
    )
    uplift = "Year1/(12*Headline)-1"
    if figures.foreign:
        uplift = f"SUM({table.whole('invoice', last=YEAR_ONE)})/(12*Headline_billed)-1"
    block.calc(_("Uplift"), uplift, "rate", "Uplift", priced.uplift_y1)
    loaded = "Uplift+Loading_slope*(1-Disclosure)"
    block.calc(_("Loaded uplift"), loaded, "rate", "Loaded_uplift", priced.loaded_uplift)
    months, volume = table.whole("month"), table.whole("volume")
    contacts = f"SUMPRODUCT(({months}<=Horizon)*{volume})"
    block.calc(_("Forecast contacts over the horizon"), contacts, "count", "Horizon_contacts")
    block.calc(_("Cost per contact"), "TCO/Horizon_contacts", "price", "Per_contact", priced.tco_per_contact)
    _elasticity(block, table, figures)
    cost = f"({fee_lines.leaving(figures.quote)}+{fee_lines.penalty(figures.quote)})"
    leaving = rounded(cost + figures.times_rate)
    block.calc(_("Leaving early, before tax"), leaving, "cash", "Exit_cost", priced.exit_cost[EXIT_MONTHS[0]])
    _by_service(block, table, figures)
    if figures.demand.sales is not None and not figures.several:
        credit = "0"
        if figures.quote.operations.conversion is not None:
            credit = rounded("Horizon_contacts*Presale_share*(Conversion-Conversion_now)*Order_value*Margin")
        block.calc(
            _("Margin of the extra sales committed to (value credit)"), credit, "cash", "Value_credit",
            priced.value_credit,
        )  # fmt: skip


def _by_service(block: Block, table: MonthTable, figures: Figures) -> None:
    """The total over the horizon by service line: their own prices, and all that is charged for them together."""
    if not figures.several:
        return
    named, rest = [], figures.priced.horizon_tco
    for service, part in zip(figures.lines, by_line(figures.priced.months), strict=True):
        formula = f"SUMPRODUCT(({table.whole('month')}<=Horizon)*{table.whole(service.named('own_prices'))})"
        label = service.titled(_("Own prices over the horizon"))
        named.append(block.calc(label, formula, "cash", service.named("Own_prices"), part.amount))
        rest -= part.amount
    label = _("All that is charged for the service lines together")
    block.calc(label, "-".join(["TCO", *named]), "cash", "Together", rest)


def _elasticity(block: Block, table: MonthTable, figures: Figures) -> None:
    """How far cost follows volume between the highest and the lowest month of the first year."""
    volumes, costs = (table.whole(key, last=YEAR_ONE) for key in ("volume", "running"))
    for what, function, label, label_cost in (
        ("High", "MAX", _("Contacts of the highest month, year 1"), _("Payable in it without set-up")),
        ("Low", "MIN", _("Contacts of the lowest month, year 1"), _("Payable in it without set-up")),
    ):
        block.calc(label, f"{function}({volumes})", "count", f"{what}_volume")
        form = "money" if figures.foreign else "cash"
        formula = f"INDEX({costs},MATCH({what}_volume,{volumes},0))"
        block.calc(_in(label_cost, figures), formula, form, f"{what}_cost")
    formula = (
        "IF(OR(High_volume=Low_volume,Low_cost<=0),1,"
        "IF(OR(Low_volume=0,High_cost<=0),0,LN(High_cost/Low_cost)/LN(High_volume/Low_volume)))"
    )
    block.calc(_("Elasticity"), formula, "price", "Elasticity", figures.priced.elasticity)


def _strip(sheet: Sheet, figures: Figures) -> None:
    """The main results above the months, where the reader looks first."""
    priced = figures.priced
    entries = [
        (_("Headline a month"), "Headline", "cash", priced.headline),
        (_("First year payable"), "Year1", "cash", priced.year1_payable),
        (_("Uplift"), "Uplift", "rate", priced.uplift_y1),
        (_("Loaded uplift"), "Loaded_uplift", "rate", priced.loaded_uplift),
    ]
    entries += [
        (
            _("Total cost, %(months)s months") % {"months": horizon},
            f"TCO_{horizon}_months",
            "cash",
            priced.tco[horizon],
        )
        for horizon in HORIZONS
    ]
    entries += [
        (_("Cost per contact"), "Per_contact", "price", priced.tco_per_contact),
        (_("Elasticity"), "Elasticity", "price", priced.elasticity),
        (_("Leaving early, before tax"), "Exit_cost", "cash", priced.exit_cost[EXIT_MONTHS[0]]),
    ]
    sheet.put(STRIP, 0, _("Results"), "head")
    for column, (label, name, form, expected) in enumerate(entries, start=1):
        sheet.put(STRIP, column, label, "head", form)
        sheet.calc(STRIP_VALUES, column, name, "money" if form == "cash" else form, expected, "total")
