"""The sheet of what the buyer states: the need in numbers, and the rules' own figures."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from calc.book import Sheet
from calc.documents import Demand
from calc.month import LOADING_SLOPE
from rfqs.catalogue import CHANNELS
from scoring.workbook.figures import mark_of, rate_name
from scoring.workbook.layout import Block
from ui.text import pick

YEAR = 12


def fill_inputs(sheet: Sheet, demand: Demand, names: Mapping[str, str] | None = None) -> None:
    """Demand and parameters, each with the name by which formulas call it; `names` are those of the service lines."""
    sheet.widths = {0: 44, 1: 16, 2: 18}
    sheet.freeze = (3, 1)
    sheet.put(0, 0, _("What the buyer states"), "title")
    sheet.put(
        1,
        0,
        _("Change a figure in blue, and every figure of the workbook follows."),
        "note",
    )
    block = Block(sheet, 2, shared=True)
    block.head(_("Figure"), _("Value"), _("Name in formulas"))
    if demand.lines:
        _by_line(block, demand, names or {})
    else:
        _channel_of(block, demand)
        _contract(block, demand)
        _handling(block, demand, "")
        _own_cost(block, demand)
        _volumes(block, demand, "")
    block.head(_("Rules"), _("Value"), _("Name in formulas"))
    block.given(
        _("Share of the headline added where nothing is disclosed"), LOADING_SLOPE, "rate", "Loading_slope"
    )


def _by_line(block: Block, demand: Demand, names: Mapping[str, str]) -> None:
    """What holds for all service lines, then each with names of its own."""
    _contract(block, demand)
    _own_cost(block, demand)
    for number, line in enumerate(demand.lines, start=1):
        block.gap()
        title = _("Service line %(number)s: %(line)s")
        words = {"number": number, "line": names.get(line.line_id) or line.line_id}
        block.head(title % words, _("Value"), _("Name in formulas"))
        _channel_of(block, line)
        _handling(block, line, mark_of(number))
        _volumes(block, line, mark_of(number))


def _channel_of(block: Block, demand: Demand) -> None:
    block.given(_("Channel"), _channel(demand.channel), "text")


def _contract(block: Block, demand: Demand) -> None:
    block.given(_("Currency"), demand.currency, "text")
    for one in demand.exchange:
        words = {
            "currency": one.currency,
            "own": demand.currency,
            "source": one.source or "–",
            "on": one.on or "–",
        }
        label = _("%(own)s for one %(currency)s (%(source)s, %(on)s)") % words
        block.given(label, one.rate, "exact", rate_name(one.currency))
    block.given(_("Horizon (months)"), demand.horizon_months, "count", "Horizon")


def _handling(block: Block, demand: Demand, mark: str) -> None:
    growth = _("Growth a year, from the second contract year on")
    block.given(growth, demand.annual_growth, "rate", f"Growth{mark}")
    block.given(_("Average handling time now (s)"), demand.aht_s, "number", f"AHT_now{mark}")
    block.given(_("Share of talk in the handling time"), demand.talk_share, "rate", f"Talk_share{mark}")
    block.given(_("Contacts handled at once"), demand.concurrency, "number", f"Concurrency{mark}")
    block.given(_("Paid hours per seat and month"), demand.paid_hours, "number", f"Paid_hours{mark}")
    block.given(_("Utilisation of working time"), demand.utilisation, "rate", f"Utilisation{mark}")
    block.given(_("Seats needed in any case (coverage)"), demand.floor_seats, "count", f"Floor_seats{mark}")
    if demand.repeat_rate_now is not None:
        block.given(_("Repeat contacts now"), demand.repeat_rate_now, "rate", f"Repeat_now{mark}")
    else:
        block.given(_("Repeat contacts now"), _("unknown"), "text")


def _own_cost(block: Block, demand: Demand) -> None:
    hour = _("One hour of the buyer's own staff (%(currency)s)") % {"currency": demand.currency}
    block.given(hour, demand.buyer_hourly_cost, "money", "Buyer_hour")
    if demand.own_seat_cost is not None:
        label = _("A seat of the buyer's own, per month (%(currency)s)") % {"currency": demand.currency}
        block.given(label, demand.own_seat_cost, "money", "Own_seat_cost")
    block.given(_("Input tax is recovered (1 yes, 0 no)"), int(demand.vat_recoverable), "count")


def _volumes(block: Block, demand: Demand, mark: str) -> None:
    _sales(block, demand, mark)
    block.gap()
    _profile(block, demand, mark)
    block.gap()
    _durations(block, demand, mark)


def _sales(block: Block, demand: Demand, mark: str) -> None:
    sales = demand.sales
    if sales is None:
        return
    block.given(_("Share of contacts before a sale"), sales.presale_share, "rate", f"Presale_share{mark}")
    block.given(_("Conversion now"), sales.conversion, "rate", f"Conversion_now{mark}")
    value = _("Average order value (%(currency)s)") % {"currency": demand.currency}
    block.given(value, sales.average_order_value, "money", f"Order_value{mark}")
    block.given(_("Gross margin"), sales.gross_margin, "rate", f"Margin{mark}")
    if sales.refund_rate is not None:
        block.given(_("Share of sales that are refunded"), sales.refund_rate, "rate", f"Refunds{mark}")


def _profile(block: Block, demand: Demand, mark: str) -> None:
    block.head(_("Calendar month of the contract"), *(str(month) for month in range(1, YEAR + 1)))
    profile = block.row_of(_("Forecast contacts"), demand.forecast_profile, "count", f"Profile{mark}")
    marks = [int(month in demand.promo_months) for month in range(1, YEAR + 1)]
    block.row_of(_("Promotion month (1 yes, 0 no)"), marks, "count", f"Promotion{mark}")
    mean = f"ROUND(ROUND(SUM({profile})/12,8),0)"
    block.calc(_("Contacts of an average month"), mean, "count", f"Average_contacts{mark}")


def _durations(block: Block, demand: Demand, mark: str) -> None:
    """How long contacts last, where the buyer gives a distribution."""
    if not demand.durations:
        return
    block.head(_("How long contacts last"), *(str(number) for number in range(1, len(demand.durations) + 1)))
    lengths = [one.seconds for one in demand.durations]
    seconds = block.row_of(_("Seconds"), lengths, "number", f"Duration_seconds{mark}")
    shares = [one.share for one in demand.durations]
    parts = block.row_of(_("Share of the contacts"), shares, "rate", f"Duration_shares{mark}")
    block.calc(_("Average (s)"), f"SUMPRODUCT({seconds},{parts})", "number", f"Duration_mean{mark}")
    block.gap()


def _channel(code: str) -> str:
    return next((pick(one["label"]) for one in CHANNELS if one["code"] == code), code)
