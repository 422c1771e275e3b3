"""The hidden-cost ledger of a quote: what its twenty fee lines add to the price it advertises (domain 6.1, 6.2).

A line is included in the price, priced, not applicable, or undisclosed. A priced line shows what it adds over the
horizon; an undisclosed one adds nothing itself: the loading stands for it, kept apart because nobody quoted it.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.billing.service_lines import by_line
from calc.billing.terms import ITEMS
from calc.documents import FEE_CODES, Demand, Quote
from calc.money import ONE, ZERO, exact, round_cents
from calc.month import own_seat
from calc.tco import Month, Priced

INCLUDED, PRICED, NOT_APPLICABLE, UNDISCLOSED = "INCLUDED", "PRICED", "NOT_APPLICABLE", "UNDISCLOSED"
STATES = (INCLUDED, PRICED, NOT_APPLICABLE, UNDISCLOSED)
# Fee lines without an item of their own in `ITEMS`, and where their money shows.
ITEM_OF = {**ITEMS, "F07": "K-19", "F16": "K-16", "F19": "K-40"}


@dataclass(frozen=True)
class Entry:
    """One fee line; `amount` is what it adds over the horizon in cents, `imputed` what the loading puts in its place.

    F18 (penalty) and F20 (price rise) have no amount here: one is owed only on leaving, the other is in every price.
    """

    code: str
    state: str
    amount: Decimal
    imputed: Decimal


@dataclass(frozen=True)
class Ledger:
    """The entries F01 to F20; `opacity` is the share of lines not disclosed, 0 to 1."""

    entries: tuple[Entry, ...]
    opacity: Decimal
    base: Decimal
    tco: Decimal

    @property
    def priced(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), ZERO)

    @property
    def imputed(self) -> Decimal:
        """What the loading adds: estimated, not quoted."""
        return sum((entry.imputed for entry in self.entries), ZERO)

    @property
    def on_top(self) -> Decimal:
        """Priced and imputed, as a share of what the rate lines cost; unrounded."""
        with exact():
            return (self.priced + self.imputed) / self.base if self.base else ZERO

    def count(self, state: str) -> int:
        return sum(entry.state == state for entry in self.entries)


def ledger(demand: Demand, quote: Quote, priced: Priced) -> Ledger:
    """The ledger of a quote that was priced against the demand."""
    added: dict[str, Decimal] = {}
    for month in priced.months:
        for item, amount in month.lines.items():
            added[item] = added.get(item, ZERO) + amount
    loading = sum((month.undisclosed_loading for month in priced.months), ZERO)
    states = {code: _state(quote.fee(code).status) for code in FEE_CODES}
    silent = [code for code in FEE_CODES if states[code] == UNDISCLOSED]
    shares = _shared(loading, len(silent))
    imputed = dict(zip(silent, shares, strict=True))
    amounts = {code: added.get(item, ZERO) for code, item in ITEM_OF.items()}
    if not quote.tax.included:  # tax that the buyer recovers is no cost
        amounts["F07"] -= sum((month.tax_recovered for month in priced.months), ZERO)
    if quote.fee("F11").charged and quote.fee("F11").payer == "BUYER":
        amounts["F11"] = _carrier(demand, quote, priced)
    entries = tuple(
        Entry(
            code,
            PRICED if amounts.get(code) else states[code],
            amounts.get(code, ZERO),
            imputed.get(code, ZERO),
        )
        for code in FEE_CODES
    )
    base = added.get("K-01", ZERO) + added.get("K-27", ZERO) + added.get("K-28", ZERO)
    return Ledger(entries, ONE - quote.disclosure, base, priced.horizon_tco)


def _state(status: str) -> str:
    return {"CHARGED": PRICED, "NOT_DISCLOSED": UNDISCLOSED}.get(status, status)


def _shared(amount: Decimal, parts: int) -> list[Decimal]:
    """The amount in equal parts to cents; the last takes what rounding leaves."""
    if not parts:
        return []
    with exact():
        part = round_cents(amount / parts)
    return [part] * (parts - 1) + [amount - part * (parts - 1)]


def _carrier(demand: Demand, quote: Quote, priced: Priced) -> Decimal:
    """Calls the buyer pays to the carrier: the buyer's own money less its hours and its agents on rented seats."""
    hourly = demand.buyer_hourly_cost
    monthly = round_cents((quote.operations.oversight_hours_month or ZERO) * hourly)
    hours = monthly * len(priced.months) + round_cents(quote.operations.startup_hours * hourly)
    hours += sum((_own_people(demand, quote, month) for month in priced.months), ZERO)
    return sum((month.buyer_internal for month in priced.months), ZERO) - hours


def _own_people(demand: Demand, quote: Quote, month: Month) -> Decimal:
    """The buyer's agents on rented seats, in every service line that has such seats."""
    if not demand.lines:
        return round_cents((quote.seats + month.surge_seats) * own_seat(demand, quote))
    pairs = zip(by_line(demand, quote), month.parts, strict=True)
    seats = [((theirs.seats + part.surge_seats) * own_seat(line, theirs)) for (line, theirs), part in pairs]
    return round_cents(sum(seats, ZERO))


@dataclass(frozen=True)
class UnitCosts:
    """TCO of the horizon per unit, unrounded; None where nothing is counted or nothing known."""

    per_contact: Decimal
    per_handled: Decimal
    per_minute: Decimal | None
    per_resolved: Decimal | None
    per_normal: Decimal | None


def _minutes(demand: Demand, priced: Priced) -> Decimal:
    """Minutes of talk over the horizon in all service lines."""
    seconds = {line.line_id: line.aht_s * line.talk_share for line in demand.lines}
    parts = [part for month in priced.months for part in month.parts]
    return sum((part.contacts * seconds[part.code] / 60 for part in parts), ZERO)


def unit_costs(
    demand: Demand, quote: Quote, priced: Priced, resolved_share: Decimal | None = None
) -> UnitCosts:
    """Per forecast contact, per contact handled (with repeats), per minute of talk, per resolved contact, normalised.

    Normalised: contacts handled, converted to the buyer's handling time and cut to whole ones (domain 7.5), because
    a vendor that needs longer does not deliver more.
    """
    with exact():
        tco = priced.horizon_tco
        volume = sum(month.volume for month in priced.months)
        handled = sum(month.contacts for month in priced.months)
        theirs = quote.operations.aht_s or demand.aht_s
        minutes = handled * theirs * demand.talk_share / 60
        normal = int(handled * demand.aht_s / theirs)
        if demand.lines:  # each at the buyer's own handling time: a vendor's names no line
            minutes, normal = _minutes(demand, priced), handled
        resolved = volume * resolved_share if resolved_share else ZERO
        return UnitCosts(
            per_contact=tco / volume,
            per_handled=tco / handled if handled else ZERO,
            per_minute=tco / minutes if minutes else None,
            per_resolved=tco / resolved if resolved else None,
            per_normal=tco / normal if normal else None,
        )
