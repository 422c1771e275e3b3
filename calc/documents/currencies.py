"""Currencies of quotes, and the rates at which an RFQ converts them, frozen with its publication.

A currency has cents here: every invoice is rounded to two decimals by the one rule, so those without cents (the
yen, the won) are refused rather than billed in amounts that nobody can pay.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calc.documents.reader import Reader

# ISO 4217 codes with two decimals in which vendors of customer service quote; the RFQ's own comes first.
QUOTE_CURRENCIES = (
    *("CNY", "HKD", "MOP", "TWD", "USD", "EUR", "GBP", "SGD", "MYR", "PHP", "THB", "INR", "IDR"),
    *("AUD", "NZD", "CAD", "CHF", "ZAR"),
)
# Known, and refused with their reason: ISO 4217 gives them no decimals, or three.
WITHOUT_CENTS = ("JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF", "KMF")
THREE_DECIMALS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
RATE_PLACES = 6
MOST_RATES = 10


@dataclass(frozen=True)
class ExchangeRate:
    """What one unit of `currency` is in the currency of the RFQ, whose word that is, and of which day."""

    currency: str
    rate: Decimal
    source: str = ""
    on: date | None = None


def read_currency(reader: Reader, key: str) -> str:
    """The code of a currency with cents."""
    code = reader.get(key)
    if code in WITHOUT_CENTS or code in THREE_DECIMALS:
        kind = "has no cents" if code in WITHOUT_CENTS else "has three decimals"
        remedy = "quote in a currency with two decimals"
        reader.add(key, f"{code} {kind}; invoices are counted to two decimals here", remedy)
        return QUOTE_CURRENCIES[0]
    return reader.choice(key, QUOTE_CURRENCIES)


def read_rates(reader: Reader, own: str) -> tuple[ExchangeRate, ...]:
    """The other currencies in which quotes may be, each once, with its rate to the currency `own`."""
    form = f"list up to {MOST_RATES} currencies, each with its rate"
    entries = reader.items("exchange", form=form) or []
    if len(entries) > MOST_RATES:
        reader.add("exchange", f"holds {len(entries)} currencies", form)
        return ()
    found: dict[str, ExchangeRate] = {}
    for index, entry in enumerate(entries):
        one = Reader(entry, f"{reader.at('exchange')}[{index}]", reader.faults)
        code = read_currency(one, "currency")
        rate = one.amount("rate", places=RATE_PLACES, high="1000000", above=True)
        source, on = one.opt_text("source", limit=200) or "", one.opt_date("on")
        one.finish()
        if not one.ok:
            continue
        if code == own:
            one.add("currency", f"{code} is the currency of the RFQ", "leave it out: it needs no rate")
        elif code in found:
            one.add("currency", f"{code} is given twice", "give every currency once")
        found[code] = ExchangeRate(code, rate, source, on)
    return tuple(found.values())


def write_rate(one: ExchangeRate) -> dict[str, object]:
    """The document of a rate."""
    plain: dict[str, object] = {"currency": one.currency, "rate": str(one.rate)}
    if one.source:
        plain["source"] = one.source
    return plain | ({"on": one.on.isoformat()} if one.on else {})
