"""The demand document: what the buyer needs, in numbers the engine can count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calc.documents.codes import DEMAND_SCHEMA, HORIZONS, WINDOWS
from calc.documents.currencies import ExchangeRate, read_rates, write_rate
from calc.documents.faults import DocumentError, Fault
from calc.documents.reader import Reader
from calc.money import ONE, ZERO

CHANNELS = ("PHONE", "CHAT", "EMAIL", "SOCIAL", "SELF", "BOT")
CURRENCIES = ("CNY",)
PHONE_TALK_SHARE = Decimal("0.90")
PAID_HOURS = Decimal(174)
UTILISATION = Decimal("0.68")
BUYER_HOURLY_COST = Decimal(80)
# Classes of a distribution of durations.
MAX_CLASSES = 60
MAX_LINES = 10


@dataclass(frozen=True)
class Sales:
    """Present sales figures of a line with a sales target; shares are fractions, money in CNY."""

    presale_share: Decimal
    conversion: Decimal
    average_order_value: Decimal
    gross_margin: Decimal
    refund_rate: Decimal | None = None


@dataclass(frozen=True)
class Duration:
    """A class of contacts: how long they are handled, and the share of all contacts that belongs to it."""

    seconds: Decimal
    share: Decimal


@dataclass(frozen=True)
class Demand:
    """One service line: twelve monthly forecasts, how a contact is handled, what a buyer hour costs.

    Where there are several, `lines` holds each; the fields of the whole are the sum of their forecasts and what holds
    for all of them, beside the handling of the first.
    """

    channel: str
    currency: str
    horizon_months: int
    forecast_profile: tuple[int, ...]
    annual_growth: Decimal
    aht_s: Decimal
    talk_share: Decimal
    concurrency: Decimal
    paid_hours: Decimal
    utilisation: Decimal
    floor_seats: int
    repeat_rate_now: Decimal | None
    promo_months: tuple[int, ...]
    sales: Sales | None
    buyer_hourly_cost: Decimal
    line_id: str = ""
    durations: tuple[Duration, ...] = ()
    window_shares: tuple[tuple[str, Decimal], ...] = ()
    promo_days: int | None = None
    own_seat_cost: Decimal | None = None
    vat_recoverable: bool = False
    exchange: tuple[ExchangeRate, ...] = ()
    lines: tuple["Demand", ...] = ()

    def rate_of(self, currency: str) -> Decimal | None:
        """What one unit of `currency` is in the currency of the RFQ; None where quotes may not be in it."""
        if currency == self.currency:
            return ONE
        return next((one.rate for one in self.exchange if one.currency == currency), None)

    def window_share(self, window: str) -> Decimal | None:
        """The share of the contacts that falls into a window; None where the buyer does not say."""
        return dict(self.window_shares).get(window)


def read_demand(data: object) -> Demand:
    """Read a demand document; raises `DocumentError` with every fault found.

    Omitted: growth 0, talk share 0.90 on the phone and 1 elsewhere, 174 paid hours, utilisation 0.68,
    no floor, unknown repeat rate, no promotion month, no sales, buyer hour 80, horizon 36; every contact lasts
    the average, no window share is known, tax is not recovered, quotes are in the currency of the demand.
    """
    faults: list[Fault] = []
    reader = Reader(data, "", faults)
    reader.expect("schema", DEMAND_SCHEMA)
    lines = _lines(reader)
    found = [_read(reader, line, _line_id(reader, line)) for line in lines]
    for line in lines:
        line.finish()
    if lines != [reader]:
        reader.finish()
        _check_ids(reader, found)
    if faults:
        raise DocumentError(list(dict.fromkeys(faults)))
    return found[0] if len(found) == 1 else together(found)


def together(lines: Sequence[Demand]) -> Demand:
    """Several service lines as one demand."""
    profile = tuple(sum(months) for months in zip(*(one.forecast_profile for one in lines), strict=True))
    promoted = tuple(sorted({month for one in lines for month in one.promo_months}))
    return replace(lines[0], line_id="", forecast_profile=profile, promo_months=promoted, lines=tuple(lines))


def write_demand(demand: Demand) -> dict[str, object]:
    """The document of `demand`; reading it gives the same demand again."""
    if demand.lines:
        shared = _write_shared(demand)
        return {**shared, "lines": [{"id": one.line_id, **_write_line(one)} for one in demand.lines]}
    document = _write_shared(demand)
    if demand.line_id:
        return {**document, "lines": [{"id": demand.line_id, **_write_line(demand)}]}
    return {**document, **_write_line(demand)}


def _write_line(demand: Demand) -> dict[str, object]:
    fields: dict[str, object] = {
        "channel": demand.channel,
        "forecast_profile": list(demand.forecast_profile),
        "annual_growth": str(demand.annual_growth),
        "aht_s": str(demand.aht_s),
        "talk_share": str(demand.talk_share),
        "concurrency": str(demand.concurrency),
        "paid_hours": str(demand.paid_hours),
        "utilisation": str(demand.utilisation),
        "floor_seats": demand.floor_seats,
        "repeat_rate_now": None if demand.repeat_rate_now is None else str(demand.repeat_rate_now),
        "promo_months": list(demand.promo_months),
        "sales": None if demand.sales is None else _write_sales(demand.sales),
    }
    return fields | _write_details(demand)


def _write_shared(demand: Demand) -> dict[str, object]:
    document: dict[str, object] = {
        "schema": DEMAND_SCHEMA,
        "currency": demand.currency,
        "horizon_months": demand.horizon_months,
        "buyer_hourly_cost": str(demand.buyer_hourly_cost),
    }
    if demand.vat_recoverable:
        document["vat_recoverable"] = True
    if demand.exchange:
        document["exchange"] = [write_rate(one) for one in demand.exchange]
    if demand.own_seat_cost is not None:
        document["own_seat_cost"] = str(demand.own_seat_cost)
    return document


def _write_sales(sales: Sales) -> dict[str, object]:
    names = ("presale_share", "conversion", "average_order_value", "gross_margin", "refund_rate")
    return {name: str(getattr(sales, name)) for name in names if getattr(sales, name) is not None}


def _write_details(demand: Demand) -> dict[str, object]:
    """What a buyer may know beyond the average: left out where it is not stated."""
    fields: dict[str, object] = {}
    if demand.durations:
        fields["durations"] = [
            {"seconds": str(one.seconds), "share": str(one.share)} for one in demand.durations
        ]
    if demand.window_shares:
        fields["window_shares"] = {window: str(share) for window, share in demand.window_shares}
    if demand.promo_days is not None:
        fields["promo_days"] = demand.promo_days
    return fields


def _lines(reader: Reader) -> list[Reader]:
    """The readers of the service lines: the document itself, or the entries of `lines`."""
    entries = reader.items("lines")
    if entries is None:
        return [reader]
    form = f"give 1 to {MAX_LINES} service lines, or leave the field out and use the flat form"
    if not 1 <= len(entries) <= MAX_LINES:
        reader.add("lines", f"holds {len(entries)} service lines", form)
        raise DocumentError(reader.faults)
    return [Reader(entry, f"lines[{index}]", reader.faults) for index, entry in enumerate(entries)]


def _line_id(top: Reader, line: Reader) -> str:
    if line is top:
        return ""
    found = line.opt_text("id", limit=60, required=True)
    if found is not None and found != (found.strip() or None):
        line.add("id", f"{found!r} is empty or has blanks around it", 'write a code such as "main"')
    return found or ""


def _check_ids(reader: Reader, lines: Sequence[Demand]) -> None:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if line.line_id and line.line_id in seen:
            reader.add(f"lines[{index}].id", f"{line.line_id!r} is used twice", "give every line its own id")
        seen.add(line.line_id)


def _holder(top: Reader, line: Reader, key: str) -> Reader:
    """Where a field that lines may share is given: in the line, or once for the document; never in both."""
    if line is top or not top.has(key):
        return line
    if line.has(key):
        top.add(key, "is given for the document and for the line", "give it in one place")
    return top


def _read(top: Reader, line: Reader, line_id: str) -> Demand:
    where = _holder(top, line, "channel")
    channel = where.choice("channel", CHANNELS)
    promotions, selling = _holder(top, line, "promo_months"), _holder(top, line, "sales")
    phone = channel == "PHONE"
    growth = line.opt_amount("annual_growth", low="-0.5", high="3")
    talk = line.opt_amount("talk_share", high="1", above=True)
    hours = line.opt_amount("paid_hours", high="744", above=True)
    utilisation = line.opt_amount("utilisation", high="1", above=True)
    currency = top.choice("currency", CURRENCIES)
    hourly = top.opt_amount("buyer_hourly_cost", places=2, above=True, high="100000")
    return Demand(
        channel=channel,
        currency=currency,
        horizon_months=_horizon(top),
        forecast_profile=_profile(line),
        annual_growth=Decimal(0) if growth is None else growth,
        aht_s=line.amount("aht_s", low="10", high="7200"),
        talk_share=(PHONE_TALK_SHARE if phone else ONE) if talk is None else talk,
        concurrency=_concurrency(line, "" if where.faulty("channel") else channel),
        paid_hours=PAID_HOURS if hours is None else hours,
        utilisation=UTILISATION if utilisation is None else utilisation,
        floor_seats=line.opt_count("floor_seats", high=100_000) or 0,
        repeat_rate_now=line.opt_amount("repeat_rate_now", high="0.9"),
        promo_months=_promo_months(promotions),
        sales=_sales(selling.child("sales")) if selling.has("sales") else None,
        buyer_hourly_cost=BUYER_HOURLY_COST if hourly is None else hourly,
        line_id=line_id,
        durations=_durations(line),
        window_shares=_window_shares(line),
        promo_days=_holder(top, line, "promo_days").opt_count("promo_days", low=1, high=31),
        own_seat_cost=top.opt_amount("own_seat_cost", places=2, high="1000000"),
        vat_recoverable=top.opt_flag("vat_recoverable") or False,
        exchange=read_rates(top, currency),
    )


def _horizon(reader: Reader) -> int:
    months = reader.opt_count("horizon_months", high=60)
    if months is None:
        return 36
    if months not in HORIZONS:
        reader.add("horizon_months", f"{months} is not a horizon", f"choose one of {_listed(HORIZONS)}")
    return months


def _profile(reader: Reader) -> tuple[int, ...]:
    form = "give twelve integers, the contacts expected in months 1 to 12"
    entries = reader.items("forecast_profile", required=True, form=form)
    if entries is None:
        return (1,) * 12
    if len(entries) != 12:
        reader.add("forecast_profile", f"holds {len(entries)} months", form)
    months = _counts(reader, "forecast_profile", entries, 0, 1_000_000_000)
    if len(months) == len(entries) and not any(months):
        reader.add("forecast_profile", "has no contact in any month", "give at least one month above 0")
    return tuple(months)


def _promo_months(reader: Reader) -> tuple[int, ...]:
    entries = reader.items("promo_months") or []
    months = _counts(reader, "promo_months", entries, 1, 12)
    if len(set(months)) != len(months):
        reader.add("promo_months", "names a month twice", "name each month once, 1 to 12")
    return tuple(sorted(set(months)))


def _counts(reader: Reader, key: str, entries: list[object], low: int, high: int) -> list[int]:
    good: list[int] = []
    for index, entry in enumerate(entries):
        item = Reader({"": entry}, "", [])
        value = item.opt_count("", low=low, high=high, required=True)
        if value is None:
            reader.faults.append(
                Fault(f"{reader.at(key)}[{index}]", item.faults[0].message, item.faults[0].remedy)
            )
        else:
            good.append(value)
    return good


def _concurrency(reader: Reader, channel: str) -> Decimal:
    if channel == "CHAT":
        return reader.amount("concurrency", low="1", high="10")
    value = reader.opt_amount("concurrency", low="1", high="10")
    if value is None:
        return ONE
    if channel == "PHONE" and value != ONE:
        reader.add("concurrency", f"{value} is impossible on the phone", 'write "1"')
    return value


def _sales(reader: Reader | None) -> Sales | None:
    if reader is None:
        return None
    sales = Sales(
        presale_share=reader.amount("presale_share", high="1"),
        conversion=reader.amount("conversion", high="1"),
        average_order_value=reader.amount("average_order_value", places=2),
        gross_margin=reader.amount("gross_margin", high="1"),
        refund_rate=reader.opt_amount("refund_rate", high="1"),
    )
    reader.finish()
    return sales


def _durations(reader: Reader) -> tuple[Duration, ...]:
    """The distribution of handling times: shares that sum to 1. It gives the shape, `aht_s` gives the level."""
    form = f"list one to {MAX_CLASSES} classes, each with seconds and share"
    entries = reader.items("durations", form=form)
    if entries is None:
        return ()
    if not 1 <= len(entries) <= MAX_CLASSES:
        reader.add("durations", f"holds {len(entries)} classes", form)
        return ()
    classes = []
    for index, entry in enumerate(entries):
        one = Reader(entry, f"{reader.at('durations')}[{index}]", reader.faults)
        seconds = one.amount("seconds", high="86400", above=True)
        classes.append(Duration(seconds, one.amount("share", high="1", above=True)))
        one.finish()
    if not reader.ok:
        return ()
    shares = sum((one.share for one in classes), ZERO)
    if shares != ONE:
        reader.add("durations", f"have shares that sum to {shares}, not to 1", "make the shares sum to 1")
    return tuple(classes)


def _window_shares(reader: Reader) -> tuple[tuple[str, Decimal], ...]:
    child = reader.child("window_shares") if reader.has("window_shares") else None
    if child is None:
        return ()
    found = [(window, child.opt_amount(window, high="1")) for window in WINDOWS]
    child.finish()
    return tuple((window, share) for window, share in found if share is not None)


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(str(value) for value in values)
