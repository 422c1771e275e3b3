"""The sheet of what the buyer states: the need in numbers, and the rules' own figures."""

from django.utils.translation import gettext as _

from calc.book import Sheet
from calc.documents import Demand
from calc.month import LOADING_SLOPE
from rfqs.catalogue import CHANNELS
from scoring.workbook.figures import rate_name
from scoring.workbook.layout import Block
from ui.text import pick

YEAR = 12


def fill_inputs(sheet: Sheet, demand: Demand) -> None:
    """Demand and parameters, each with the name by which formulas call it."""
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
    _need(block, demand)
    _sales(block, demand)
    block.gap()
    _profile(block, demand)
    block.gap()
    _durations(block, demand)
    block.head(_("Rules"), _("Value"), _("Name in formulas"))
    block.given(
        _("Share of the headline added where nothing is disclosed"), LOADING_SLOPE, "rate", "Loading_slope"
    )


def _need(block: Block, demand: Demand) -> None:
    block.given(_("Channel"), _channel(demand.channel), "text")
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
    block.given(_("Growth a year, from the second contract year on"), demand.annual_growth, "rate", "Growth")
    block.given(_("Average handling time now (s)"), demand.aht_s, "number", "AHT_now")
    block.given(_("Share of talk in the handling time"), demand.talk_share, "rate", "Talk_share")
    block.given(_("Contacts handled at once"), demand.concurrency, "number", "Concurrency")
    block.given(_("Paid hours per seat and month"), demand.paid_hours, "number", "Paid_hours")
    block.given(_("Utilisation of working time"), demand.utilisation, "rate", "Utilisation")
    block.given(_("Seats needed in any case (coverage)"), demand.floor_seats, "count", "Floor_seats")
    if demand.repeat_rate_now is not None:
        block.given(_("Repeat contacts now"), demand.repeat_rate_now, "rate", "Repeat_now")
    else:
        block.given(_("Repeat contacts now"), _("unknown"), "text")
    hour = _("One hour of the buyer's own staff (%(currency)s)") % {"currency": demand.currency}
    block.given(hour, demand.buyer_hourly_cost, "money", "Buyer_hour")
    if demand.own_seat_cost is not None:
        label = _("A seat of the buyer's own, per month (%(currency)s)") % {"currency": demand.currency}
        block.given(label, demand.own_seat_cost, "money", "Own_seat_cost")
    block.given(_("Input tax is recovered (1 yes, 0 no)"), int(demand.vat_recoverable), "count")


def _sales(block: Block, demand: Demand) -> None:
    sales = demand.sales
    if sales is None:
        return
    block.given(_("Share of contacts before a sale"), sales.presale_share, "rate", "Presale_share")
    block.given(_("Conversion now"), sales.conversion, "rate", "Conversion_now")
    value = _("Average order value (%(currency)s)") % {"currency": demand.currency}
    block.given(value, sales.average_order_value, "money", "Order_value")
    block.given(_("Gross margin"), sales.gross_margin, "rate", "Margin")
    if sales.refund_rate is not None:
        block.given(_("Share of sales that are refunded"), sales.refund_rate, "rate", "Refunds")


def _profile(block: Block, demand: Demand) -> None:
    block.head(_("Calendar month of the contract"), *(str(month) for month in range(1, YEAR + 1)))
    block.row_of(_("Forecast contacts"), demand.forecast_profile, "count", "Profile")
    marks = [int(month in demand.promo_months) for month in range(1, YEAR + 1)]
    block.row_of(_("Promotion month (1 yes, 0 no)"), marks, "count", "Promotion")
    block.calc(
        _("Contacts of an average month"), "ROUND(ROUND(SUM(Profile)/12,8),0)", "count", "Average_contacts"
    )


def _durations(block: Block, demand: Demand) -> None:
    """How long contacts last, where the buyer gives a distribution."""
    if not demand.durations:
        return
    block.head(_("How long contacts last"), *(str(number) for number in range(1, len(demand.durations) + 1)))
    block.row_of(_("Seconds"), [one.seconds for one in demand.durations], "number", "Duration_seconds")
    block.row_of(
        _("Share of the contacts"), [one.share for one in demand.durations], "rate", "Duration_shares"
    )
    block.calc(_("Average (s)"), "SUMPRODUCT(Duration_seconds,Duration_shares)", "number", "Duration_mean")
    block.gap()


def _channel(code: str) -> str:
    return next((pick(one["label"]) for one in CHANNELS if one["code"] == code), code)
