"""One sheet per vendor: the months with live formulas, what the quote states below them, the results above."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from calc.billing.fees import SETUP_ITEMS
from calc.book import Sheet
from calc.documents import Quote
from calc.priced import LinePart, Month
from quotes.months import LINES
from scoring.workbook import fee_lines, line_columns, rate_lines, results
from scoring.workbook.figures import MONTHS, Figures, Subject
from scoring.workbook.layout import AVERAGE, BELOW, HEAD, Block, MonthTable, rounded
from scoring.workbook.years import YearPrices

ROUNDED = "ROUND(ROUND({},8),0)"


def fill_vendor(sheet: Sheet, subject: Subject, figures: Figures) -> None:
    """The sheet of a quote that can be priced."""
    sheet.widths = {0: 42, 1: 18, 2: 20}
    sheet.heights = {HEAD: 62, results.STRIP: 32}
    sheet.wide = True
    sheet.freeze = (AVERAGE, 1)
    sheet.head_rows = (HEAD, HEAD)
    sheet.put(0, 0, subject.label, "title")
    table = MonthTable(sheet)
    below = _stated(sheet, figures)
    _load_columns(table, figures)
    for index, line in enumerate(figures.quote.rate_lines):
        line_columns.LineColumns(table, index, line, figures).put()
    _sum_columns(table, figures)
    _service_columns(table, figures)
    results.headline(sheet, below, table, figures)
    _money_columns(table, figures)
    results.put(sheet, below, table, figures)
    _note(sheet, figures)


def fill_unpriced(sheet: Sheet, subject: Subject) -> None:
    """The sheet of a quote without a price: what is missing."""
    sheet.widths = {0: 40, 1: 60, 2: 60}
    sheet.put(0, 0, subject.label, "title")
    sheet.put(1, 0, _("The price cannot be computed from this quote."), "note")
    for column, head in enumerate((_("Place"), _("What is wrong"), _("Remedy"))):
        sheet.put(3, column, head, "head")
    for row, fault in enumerate(subject.faults, start=4):
        for column, text in enumerate((fault.path, fault.message, fault.remedy)):
            sheet.put(row, column, str(text))


def _note(sheet: Sheet, figures: Figures) -> None:
    text = _(
        "Amounts in %(currency)s. Months without exit items; the results take them in. Below the months: what the "
        "quote states."
    )
    sheet.put(1, 0, text % {"currency": figures.demand.currency}, "note")
    if figures.foreign:
        text = _(
            "The quote is in %(currency)s: its lines and invoices are in %(currency)s, each invoice is converted "
            "to %(own)s at the rate on the sheet of inputs, and everything after it is in %(own)s."
        )
        words = {"currency": figures.quote.currency, "own": figures.demand.currency}
        sheet.put(1, 0, text % words, "note")


# -- what the quote states ----------------------------------------------------------------------------------


def _stated(sheet: Sheet, figures: Figures) -> int:
    """Everything below the months that the months need; returns the first free row."""
    quote, currency = figures.quote, figures.quote.currency
    block = Block(sheet, BELOW)
    _operations(block, figures)
    block.gap()
    for index in range(len(quote.rate_lines)):
        rate_lines.stated(block, index, figures)
    _seats(block, figures)
    fee_lines.stated(block, quote, currency)
    rise = "Fee_F20_price" if quote.escalation else "0"
    block.head(_("Price rise"), _("Value"), _("Name in formulas"))
    block.calc(_("Price rise a year (F20)"), rise, "rate", "Escalation", quote.escalation)
    block.gap()
    years = YearPrices(sheet, block.row)
    for index in range(len(quote.rate_lines)):
        rate_lines.year_prices(years, index, figures.years)
    fee_lines.year_prices(years, quote, figures.years)
    return years.below


def _operations(block: Block, figures: Figures) -> None:
    """How the vendor says it works; where it says nothing, the buyer's own figure stands."""
    quote, stated = figures.quote, figures.quote.operations
    block.head(_("What the vendor states or commits to"), _("Value"), _("Name in formulas"))
    if stated.repeat_rate is not None:
        block.given(_("Repeat contacts"), stated.repeat_rate, "rate", "Repeat_rate")
    else:
        block.given(_("Repeat contacts"), _("unknown"), "text")
    for service in figures.lines:
        _handling(block, service)
    block.given(_("Staff turnover a year"), stated.turnover_annual or Decimal(0), "rate", "Turnover")
    block.given(
        _("Buyer's hours of oversight a month"),
        stated.oversight_hours_month or Decimal(0),
        "number",
        "Oversight_hours",
    )
    block.given(_("Buyer's hours to start up"), stated.startup_hours, "number", "Startup_hours")
    block.given(_("Tax rate"), quote.tax.rate, "rate", "Tax_rate")
    block.given(_("Prices include tax (1 yes, 0 no)"), int(quote.tax.included), "count", "Tax_included")
    block.calc(
        _("Tax on top of the prices"), "IF(Tax_included=1,0,Tax_rate)", "rate", "Tax_on_top", quote.tax.on_top
    )
    block.given(_("Fee lines disclosed, of 20"), fee_lines.disclosed(quote), "count", "Disclosed_lines")
    block.calc(_("Disclosure"), "Disclosed_lines/20", "rate", "Disclosure", quote.disclosure)


def _handling(block: Block, service: Figures) -> None:
    """Handling time and conversion; of several service lines none is stated by line, so the buyer's stand."""
    stated, named, sales = service.quote.operations, service.named, service.demand.sales
    if stated.aht_s is not None:
        block.given(service.titled(_("Average handling time (s)")), stated.aht_s, "number", named("AHT"))
    else:
        label = service.titled(_("Average handling time (s), the buyer's"))
        block.calc(label, named("AHT_now"), "number", named("AHT"), service.demand.aht_s)
    if sales is None:
        return
    if stated.conversion is not None:
        block.given(service.titled(_("Conversion")), stated.conversion, "rate", named("Conversion"))
    else:
        label = service.titled(_("Conversion, the buyer's"))
        block.calc(label, named("Conversion_now"), "rate", named("Conversion"), sales.conversion)


def _seats(block: Block, figures: Figures) -> None:
    """Base seats of each service line, and of all together."""
    for service in figures.lines:
        _seats_of(block, service, figures.quote)
        block.gap()
    if figures.several:
        every = "+".join(service.named("Seats") for service in figures.lines)
        seats = sum(service.quote.seats for service in figures.lines)
        block.calc(_("Base seats billed, all service lines"), every, "count", "Seats", seats)
        block.gap()


def _seats_of(block: Block, service: Figures, quote: Quote) -> None:
    """Base seats, and what they can handle with the vendor's and with today's handling time."""
    named = service.named
    block.head(service.titled(_("Seats")), _("Value"), _("Name in formulas"))
    block.given(_("Base seats as stated"), service.quote.base_seats, "count", named("Base_seats"))
    least = [
        f"Line{index + 1}_min_qty"
        for index in service.own
        if quote.rate_lines[index].bills_base_seats and quote.rate_lines[index].min_qty
    ]
    formula = f"MAX({','.join([named('Base_seats'), *least])})"
    block.calc(_("Base seats billed"), formula, "count", named("Seats"), service.quote.seats)
    per_seat = f"3600*{named('Paid_hours')}*{named('Utilisation')}*{named('Concurrency')}/"
    label, today = _("Contacts a seat can handle in a month"), _("The same with today's handling time")
    block.calc(label, per_seat + named("AHT"), "exact", named("Capacity"))
    block.calc(today, per_seat + named("AHT_now"), "exact", named("Capacity_now"))
    for label, suffix, handling in (
        (_("Contacts the base seats can handle"), "", service.plan.handling),
        (today, "_now", service.present),
    ):
        formula = f"INT(ROUND({named('Seats')}*{named('Capacity' + suffix)},8))"
        block.calc(label, formula, "count", named(f"Handled{suffix}"), handling.handled)


# -- the months ---------------------------------------------------------------------------------------------


def _load_columns(table: MonthTable, figures: Figures) -> None:
    """Month, year, volume, contacts, seats."""
    months = figures.months
    table.add("month", _("Month"), "count", values=list(range(1, MONTHS + 1)), kind="input")
    table.sheet.put(AVERAGE, 0, _("Average month (headline)"), "label")
    table.add(
        "year", _("Contract year, from 0"), "count", "INT((A{r}-1)/12)",
        expected=[(month.month - 1) // 12 for month in months], average="0",
    )  # fmt: skip
    table.add("calendar", _("Month of the year"), "count", "MOD(A{r}-1,12)+1")
    if not figures.several:
        _load_of(table, figures.lines[0], figures.quote, months)
        return
    for place, service in enumerate(figures.lines):
        _load_of(table, service, figures.quote, [month.parts[place] for month in months])
    _loads_together(table, figures)


def _load_of(table: MonthTable, service: Figures, quote: Quote, months: Sequence[Month | LinePart]) -> None:
    """Volume, contacts, seats of one service line; `months` are what the engine says of it."""
    named, titled, here = service.named, service.titled, lambda key: table.here(service.named(key))
    forecast = (
        f"INDEX({named('Profile')},{table.here('calendar')})*(1+{named('Growth')})^{table.here('year')}"
    )
    table.add(
        named("volume"), titled(_("Forecast contacts")), "count", ROUNDED.format(forecast),
        expected=[month.volume for month in months],
        average=named("Average_contacts"), average_expected=service.average_contacts,
    )  # fmt: skip
    volume = here("volume")
    repeats = service.demand.repeat_rate_now is not None and quote.operations.repeat_rate is not None
    repeated = ROUNDED.format(f"{volume}*(1+Repeat_rate)/(1+{named('Repeat_now')})")
    table.add(
        named("contacts"), titled(_("Contacts with repeats")), "count", repeated if repeats else volume,
        expected=[month.contacts for month in months],
        average=volume, average_expected=service.average_contacts,
    )  # fmt: skip
    needed = f"MAX(ROUNDUP(ROUND({here('contacts')}/{{0}},8),0),{named('Floor_seats')})"
    table.add(
        named("seats"), titled(_("Seats needed")), "count", needed.replace("{0}", named("Capacity")),
        expected=[month.seats_needed for month in months],
        average=needed.replace("{0}", named("Capacity_now")), average_expected=service.average.need,
    )  # fmt: skip
    calls = service.quote.seats and not service.quote.has_overflow
    surge = f"MAX(0,{here('seats')}-{named('Seats')}{_relieved(table, service, quote)})" if calls else "0"
    found = [month.surge_seats for month in months]
    table.add(named("surge"), titled(_("Surge seats")), "count", surge, expected=found)
    column = here("surge").replace("{r}", "")
    new = f"IF(A{{r}}=1,{column}{{r}},MAX(0,{column}{{r}}-{column}{{p}}))"
    table.add(named("new_surge"), titled(_("New surge seats")), "count", new)


def _loads_together(table: MonthTable, figures: Figures) -> None:
    """What all service lines ask, for what is charged for all of them."""
    for key, label, what in (
        ("volume", _("Forecast contacts, all service lines"), "volume"),
        ("contacts", _("Contacts with repeats, all service lines"), "contacts"),
        ("seats", _("Seats needed, all service lines"), "seats_needed"),
        ("surge", _("Surge seats, all service lines"), "surge_seats"),
        ("new_surge", _("New surge seats, all service lines"), ""),
    ):
        formula = "+".join(table.here(service.named(key)) for service in figures.lines)
        expected = [getattr(month, what) for month in figures.months] if what else None
        table.add(key, label, "count", formula, expected=expected)


def _service_columns(table: MonthTable, figures: Figures) -> None:
    """What the rate lines of each of several service lines come to, before tax, in the currency of the RFQ."""
    if not figures.several:
        return
    for place, service in enumerate(figures.lines):
        parts = [
            table.here(f"{what}{index}")
            for index in service.own
            if figures.quote.rate_lines[index].line
            for _key, what, _form in SUMS[1:]
            if table.has(f"{what}{index}")
        ]
        formula = "+".join(parts) or "0"
        formula = rounded(f"({formula}){figures.times_rate}") if figures.foreign else formula
        expected = [month.parts[place].amount for month in figures.months]
        table.add(
            service.named("own_prices"), service.titled(_("Own prices")), "money", formula, expected=expected
        )


def _relieved(table: MonthTable, service: Figures, quote: Quote) -> str:
    """Seats that event lines provide, for which no surge seat is called."""
    found, where = "", line_columns.Where(table, False, service)
    for index in service.own:
        line = quote.rate_lines[index]
        if line.event is not None:
            seats = f"{line_columns.event_seats(line, index, where)}*{where.promotion}"
            condition = line_columns.in_force(line, index, where.here("month"))
            found += f"-IF({condition},{seats},0)" if condition else f"-{seats}"
    return found


SUMS = (
    ("exact", "exact", "exact"),
    ("K-01", "fee", "money"),
    ("K-16", "top_up", "money"),
    ("K-27", "commission", "money"),
    ("K-28", "bonus", "money"),
)


def _sum_columns(table: MonthTable, figures: Figures) -> None:
    """The rate lines added up, by item of the invoice."""
    count = range(len(figures.quote.rate_lines))
    for key, what, form in SUMS:
        parts = [f"{what}{index}" for index in count if table.has(f"{what}{index}")]
        if not parts:
            continue
        label = _("Rate lines, not rounded") if key == "exact" else f"{LINES[key]} ({key})"
        formula = "+".join(table.here(part) for part in parts)
        expected = None if key == "exact" else figures.amounts(key)
        table.add(key, label, form, formula, expected=expected, average=formula)


def _money_columns(table: MonthTable, figures: Figures) -> None:
    """Fee lines, tax, what the buyer bears beside the invoice, and the invoice without what is paid once."""
    items = [key for key, _what, _form in SUMS[1:] if table.has(key)]
    items += fee_lines.put_columns(table, figures)
    _invoice_columns(table, figures, items)
    _cost_columns(table, figures)
    setup = "".join(f"-{table.here(item)}" for item in SETUP_ITEMS if item in items)
    running = f"({table.here('net')}{setup})"
    table.add(
        "running", _("Payable without set-up"), "money", f"{running}+{rounded(running + '*Tax_on_top')}"
    )


def _invoice_columns(table: MonthTable, figures: Figures, items: Sequence[str]) -> None:
    """The `items` added up, tax, and what is payable in the currency of the RFQ."""
    net = "+".join(table.here(item) for item in items)
    months, tax = figures.months, figures.amounts("K-19")
    table.add(
        "net", _("Before tax"), "money", net,
        expected=[month.written.payable - paid for month, paid in zip(months, tax, strict=True)],
    )  # fmt: skip
    table.add(
        "tax", f"{LINES['K-19']} (K-19)", "money", rounded(f"{table.here('net')}*Tax_on_top"), expected=tax
    )
    invoice = f"{table.here('net')}+{table.here('tax')}"
    if figures.foreign:
        table.add(
            "invoice", _("Invoice (%(currency)s)") % {"currency": figures.quote.currency}, "money", invoice,
            expected=[month.written.payable for month in months], kind="total",
        )  # fmt: skip
        invoice = rounded(table.here("invoice") + figures.times_rate)
    table.add(
        "payable", _("Payable to the vendor"), "money", invoice,
        expected=[month.vendor_payable for month in months], kind="total",
    )  # fmt: skip


def _cost_columns(table: MonthTable, figures: Figures) -> None:
    """What the buyer bears: the invoice, own hours and people, the loading, less the tax that comes back."""
    months = figures.months
    own = f"{rounded('Oversight_hours*Buyer_hour')}+IF(A{{r}}=1,{rounded('Startup_hours*Buyer_hour')},0)"
    if any(service.plan.own_staff for service in figures.lines):
        own += f"+{rounded(_own_people(table, figures))}"
    calls = fee_lines.buyer_calls(figures, table)
    own += f"+{rounded(f'({calls}){figures.times_rate}')}" if calls else ""
    recovers = results.recovers_tax(figures)
    if recovers:
        table.add(
            "recovered", _("Tax recovered"), "money", results.recovered(table.here("payable")),
            expected=[month.tax_recovered for month in months],
        )  # fmt: skip
    table.add(
        "own", _("Buyer's own hours and calls"), "money", own,
        expected=[month.buyer_internal for month in months],
    )  # fmt: skip
    table.add(
        "loading", _("Loading for what is not disclosed"), "money", "Loading",
        expected=[month.undisclosed_loading for month in months],
    )  # fmt: skip
    cost = "+".join(table.here(key) for key in ("payable", "own", "loading"))
    cost += f"-{table.here('recovered')}" if recovers else ""
    table.add(
        "cost", _("Cost of the month"), "money", cost, expected=[month.cost for month in months], kind="total"
    )


def _own_people(table: MonthTable, figures: Figures) -> str:
    """The buyer's own people on rented seats (B14), of the service lines where seats are rented."""
    seats = [
        f"{service.named('Seats')}+{table.here(service.named('surge'))}"
        for service in figures.lines
        if service.plan.own_staff
    ]
    return f"({'+'.join(seats)})*Own_seat_cost"
