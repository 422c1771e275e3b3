"""A peak that is higher than planned: what a quote can serve, what it costs, what stays undone (domain 2.9, Q3).

One month of the first year is multiplied, as by 618 or Double 11. Base seats serve what they can; surge seats come
only as many as the vendor commits to and only if the notice it needs is given. What nobody serves is told as contacts,
never priced away. A quote without seats takes every contact, unless it limits what it takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calc.billing.fees import EXIT_ITEM
from calc.billing.lines import in_force
from calc.billing.service_lines import belongs, by_line
from calc.documents import Demand, Metric, Quote, RateLine
from calc.documents.demand import together
from calc.money import ONE, ZERO, exact, floor, round_whole
from calc.numbers import plain
from calc.tco import ITEM_ORDER, TAX_ITEM, Month, Priced, price
from calc.workforce import staffing

MOST_MULTIPLIER = Decimal(20)
HUNDRED = Decimal(100)
# KPI codes of a collar that a peak nobody serves decides: contacts answered, contacts lost.
REACHED, LOST = ("SL", "ANS"), ("ABN",)


class StressError(ValueError):
    """A peak that cannot be played; the message names the figure and the remedy."""


@dataclass(frozen=True)
class Peak:
    """The month (1 to 12), its multiple of the forecast, and the days before it that the vendor is told."""

    month: int
    multiplier: Decimal
    notice_days: int


@dataclass(frozen=True)
class Promise:
    """What a vendor says about peaks; None is not disclosed, and then nothing can be counted on."""

    surge_seats: int | None
    notice_days: int | None


@dataclass(frozen=True)
class LinePeak:
    """The peak on one service line: its contacts, and seats: needed, base, temporary ones, asked for and coming.

    `hired` are the temporary seats of event lines that come in a promotion month, before any surge seat is asked for.
    `unmet` are contacts beyond every seat there is; `by_seats` is False where the quote is not counted in seats: it
    takes every contact, but promises no capacity either.
    """

    code: str
    contacts: int
    needed: int
    base: int
    hired: int
    asked: int
    coming: int = 0
    unmet: int = 0
    by_seats: bool = True

    @property
    def there(self) -> int:
        """All seats of the line in that month."""
        return self.base + self.hired + self.coming


@dataclass(frozen=True)
class Stress:
    """The stressed month, invoiced for what is served; money in cents.

    `parts` are the service lines (of one the whole), without money: fees are charged for all of them. `costs` says by
    cost item what the peak adds before tax: to the month that the base seats can serve without a promotion, or to the
    planned month where no seat is counted.
    """

    parts: tuple[LinePeak, ...]
    planned: Decimal
    stressed: Decimal
    costs: dict[str, Decimal]
    late: bool
    unknown: bool

    @property
    def contacts(self) -> int:
        return sum(part.contacts for part in self.parts)

    @property
    def needed(self) -> int:
        return sum(part.needed for part in self.parts)

    @property
    def base(self) -> int:
        return sum(part.base for part in self.parts)

    @property
    def hired(self) -> int:
        return sum(part.hired for part in self.parts)

    @property
    def asked(self) -> int:
        return sum(part.asked for part in self.parts)

    @property
    def coming(self) -> int:
        return sum(part.coming for part in self.parts)

    @property
    def unmet(self) -> int:
        return sum(part.unmet for part in self.parts)

    @property
    def by_seats(self) -> bool:
        """Seats are counted on some line."""
        return any(part.by_seats for part in self.parts)

    @property
    def bill(self) -> Decimal:
        """All that the peak adds: surge and temporary seats, overtime, tools, training, contacts, less the collar."""
        return sum(self.costs.values(), ZERO)

    @property
    def surge(self) -> Decimal:
        """The line of the surge seats that come."""
        return self.costs.get("K-11", ZERO)

    @property
    def holds(self) -> bool:
        return not self.unmet


def stress(
    demand: Demand, quote: Quote, promise: Promise, peak: Peak, planned: Priced | None = None
) -> Stress:
    """Play the peak; `planned` spares pricing the quote again. Raises StressError for a peak that cannot be played.

    Several service lines meet it in the same month. Surge seats are promised for all of them together: they go to
    the lines in their order, as many as each asks for.
    """
    _check(demand, peak)
    before = (planned or price(demand, quote)).months[peak.month - 1]
    quote, tardy = _without_tardy(demand, quote, peak)
    pairs = by_line(demand, quote)
    higher = [_with_peak(line, peak.month, peak.multiplier) for line, _theirs in pairs]
    full = price(_of_lines(demand, higher), quote).months[peak.month - 1]
    called = [
        _called(line, theirs, peak.month, *counts)
        for (line, theirs), counts in zip(pairs, _counts(full), strict=True)
    ]
    asked = sum(one.asked for one in called)
    late = bool(asked) and promise.notice_days is not None and peak.notice_days < promise.notice_days
    unknown = bool(asked) and (promise.surge_seats is None or promise.notice_days is None)
    coming = 0 if late or unknown else min(asked, promise.surge_seats or 0)
    parts = _shared_out(pairs, called, coming)
    paid = full if coming == asked else _served_month(demand, quote, peak, parts)
    calm = _calm_month(demand, quote, peak.month, parts) if any(one.by_seats for one in parts) else before
    return Stress(
        parts=parts,
        planned=before.vendor_payable,
        stressed=paid.vendor_payable,
        costs=_added(paid, calm),
        late=late or (tardy and bool(asked) and not coming),
        unknown=unknown,
    )


def _check(demand: Demand, peak: Peak) -> None:
    if not 1 <= peak.month <= len(demand.forecast_profile):
        raise StressError(f"month: is {peak.month}; give 1 to 12")
    if not 1 <= peak.multiplier <= MOST_MULTIPLIER:
        raise StressError(f"multiplier: is {peak.multiplier}; give 1 to {MOST_MULTIPLIER}")


def _of_lines(demand: Demand, lines: Sequence[Demand]) -> Demand:
    """The demand with its service lines changed; without any it is the one changed."""
    return together(lines) if demand.lines else lines[0]


def _counts(month: Month) -> list[tuple[int, int]]:
    """Contacts and seats needed of each service line."""
    return [(part.contacts, part.seats_needed) for part in month.parts] or [
        (month.contacts, month.seats_needed)
    ]


def _called(line: Demand, quote: Quote, month: int, contacts: int, needed: int) -> LinePeak:
    """What a line asks for beyond its base seats, temporary seats first; nothing where no seat is counted."""
    beyond = max(0, needed - quote.seats)
    hired = _hired(line, quote, month, beyond)
    by_seats = bool(quote.seats) and not quote.has_overflow and not all(one.event for one in quote.rate_lines)
    asked = max(0, beyond - hired) if by_seats else 0
    return LinePeak(line.line_id, contacts, needed, quote.seats, hired, asked, by_seats=by_seats)


def _shared_out(
    pairs: Sequence[tuple[Demand, Quote]], called: Sequence[LinePeak], coming: int
) -> tuple[LinePeak, ...]:
    """The lines with the surge seats that come, in their order, and what nobody serves then."""
    found = []
    for (line, quote), one in zip(pairs, called, strict=True):
        here = min(one.asked, coming)
        coming -= here
        there = replace(one, coming=here)
        unmet = max(0, one.contacts - _served(line, quote, there.there)) if here < one.asked else 0
        found.append(replace(there, unmet=unmet))
    return tuple(found)


def _added(month: Month, other: Month) -> dict[str, Decimal]:
    """What the lines of a month add to those of another before tax, by cost item; zero differences are left out."""
    items = [item for item in ITEM_ORDER if item not in (EXIT_ITEM, TAX_ITEM)]
    found = {item: month.lines.get(item, ZERO) - other.lines.get(item, ZERO) for item in items}
    return {item: amount for item, amount in found.items() if amount}


def _as_served(demand: Demand, quote: Quote, parts: Sequence[LinePeak]) -> Quote:
    """The quote with its collars read for what is served: no more contacts are answered in time than are answered.

    A service level above the share that is served, or fewer abandoned contacts than the unmet ones, cannot be.
    """
    with exact():
        served = {one.code: Decimal(one.contacts - one.unmet) / one.contacts for one in parts if one.unmet}
        lines = tuple(
            line
            if line.performance is None or (share := served.get(_line_of(demand, line).line_id)) is None
            else replace(
                line,
                performance=replace(
                    line.performance, metrics=tuple(_read(one, share) for one in line.performance.metrics)
                ),
            )
            for line in quote.rate_lines
        )
    return replace(quote, rate_lines=lines)


def _line_of(demand: Demand, rate_line: RateLine) -> Demand:
    """The service line that a rate line counts with."""
    return next((line for line in demand.lines if belongs(rate_line, line, demand)), demand)


def _read(metric: Metric, served: Decimal) -> Metric:
    """The reading of a KPI of reach at the share served; a target above 1 is in per cent."""
    told = metric.target if metric.expected is None else metric.expected
    scale = HUNDRED if metric.target > ONE else ONE
    if metric.kpi in REACHED:
        return replace(metric, expected=min(told, served * scale))
    if metric.kpi in LOST:
        return replace(metric, expected=max(told, (ONE - served) * scale))
    return metric


def _with_peak(demand: Demand, month: int, multiplier: Decimal) -> Demand:
    with exact():
        volumes = list(demand.forecast_profile)
        volumes[month - 1] = round_whole(volumes[month - 1] * multiplier)
    return replace(demand, forecast_profile=tuple(volumes))


def _without_tardy(demand: Demand, quote: Quote, peak: Peak) -> tuple[Quote, bool]:
    """The quote without the temporary seats for which the notice of a promotion is too short, and whether it has any."""
    lines = tuple(
        replace(line, event=replace(line.event, seats=0))
        if line.event is not None
        and line.event.notice_days > peak.notice_days
        and peak.month in _line_of(demand, line).promo_months
        else line
        for line in quote.rate_lines
    )
    return replace(quote, rate_lines=lines), lines != quote.rate_lines


def _hired(demand: Demand, quote: Quote, month: int, beyond: int) -> int:
    """Temporary seats of a promotion month: those stated, else all that are needed beyond the base seats."""
    if month not in demand.promo_months:
        return 0
    events = [line.event for line in quote.rate_lines if line.event is not None and in_force(line, month)]
    return sum(beyond if event.seats is None else event.seats for event in events)


def _served(demand: Demand, quote: Quote, seats: int) -> int:
    """Whole contacts that so many seats handle in a month."""
    aht_s = quote.operations.aht_s or demand.aht_s
    per_seat_s = staffing.seat_seconds(demand.paid_hours, demand.utilisation, demand.concurrency)
    with exact():
        return int(plain(staffing.handled(Decimal(seats), aht_s, per_seat_s)))


def _served_month(demand: Demand, quote: Quote, peak: Peak, parts: Sequence[LinePeak]) -> Month:
    """The month at the volume that the seats that come can serve: contacts and seats that do not are not invoiced."""
    quote = _as_served(demand, quote, parts)
    lines = []
    for (line, theirs), one in zip(by_line(demand, quote), parts, strict=True):
        if one.coming == one.asked:
            lines.append(_with_peak(line, peak.month, peak.multiplier))
            continue
        served = _with_contacts(line, theirs, peak.month, _served(line, theirs, one.there))
        lines.append(replace(served, floor_seats=min(line.floor_seats, one.there)))
    return price(_of_lines(demand, lines), quote).months[peak.month - 1]


def _calm_month(demand: Demand, quote: Quote, month: int, parts: Sequence[LinePeak]) -> Month:
    """The month without promotion, at the contacts that the base seats can serve: what is paid anyway.

    A service line on which no seat is counted stays as planned.
    """
    lines = []
    for (line, theirs), one in zip(by_line(demand, quote), parts, strict=True):
        if not one.by_seats:
            lines.append(line)
            continue
        served = _with_contacts(line, theirs, month, min(one.contacts, _served(line, theirs, theirs.seats)))
        calm = tuple(number for number in line.promo_months if number != month)
        floor_seats = min(line.floor_seats, theirs.seats)
        lines.append(replace(served, promo_months=calm, floor_seats=floor_seats))
    return price(_of_lines(demand, lines), quote).months[month - 1]


def _with_contacts(demand: Demand, quote: Quote, month: int, contacts: int) -> Demand:
    """The demand with so many contacts, repeats included, in one month of the first year."""
    now, theirs = demand.repeat_rate_now, quote.operations.repeat_rate
    with exact():
        volume = Decimal(contacts) if now is None or theirs is None else contacts * (1 + now) / (1 + theirs)
        volumes = list(demand.forecast_profile)
        volumes[month - 1] = min(floor(volume), 1_000_000_000)
    return replace(demand, forecast_profile=tuple(volumes))
