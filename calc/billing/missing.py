"""What keeps a quote from being priced against a demand: which parameter is missing, and where (RF-107)."""

from collections.abc import Iterator

from calc.billing.lines import event_days, is_window
from calc.billing.service_lines import belongs, by_line
from calc.documents import NOT_COMPUTABLE, Demand, Fault, Quote, RateLine


def missing_parameters(demand: Demand, quote: Quote) -> list[Fault]:
    """One fault for each parameter that neither the demand nor the line states."""
    found = [
        Fault(f"rate_lines[{index}].{key}", message, remedy, NOT_COMPUTABLE)
        for theirs, part in by_line(demand, quote)
        for index, line in enumerate(quote.rate_lines)
        if not demand.lines or belongs(line, theirs, demand)
        for key, message, remedy in _missing_in(theirs, part, line)
    ]
    return [*found, *_unpriced_months(demand, quote)]


def _unpriced_months(demand: Demand, quote: Quote) -> Iterator[Fault]:
    """Months of the horizon in which no rate line is valid, service line by service line: they would cost nothing.

    Temporary staff, the rest beyond the base and surcharged hours come on top of other prices and cover no month alone.
    """
    for theirs, part in by_line(demand, quote):
        plain = [one for one in part.rate_lines if one.applies_to in ("ALL", "BASE")]
        terms = {(one.valid_from, one.valid_to) for one in plain or part.rate_lines}
        months = range(1, demand.horizon_months + 1)
        free = [month for month in months if not any(first <= month <= last for first, last in terms)]
        if terms and free:
            message = f"hold no price for contract month {free[0]}"
            remedy = (
                f"price every month up to {demand.horizon_months}, or leave out until when the price holds"
            )
            yield Fault("rate_lines", message, remedy, NOT_COMPUTABLE, theirs.line_id, free[0])


def _missing_in(demand: Demand, quote: Quote, line: RateLine) -> Iterator[tuple[str, str, str]]:
    if line.commission and demand.sales is None and line.commission.success_rate is None:
        yield (
            "commission",
            "counts on sales, but the demand has no sales figures",
            "quote a model without commission, or a fee per success with its success_rate",
        )
    if is_window(line) and line.expected_qty is None and demand.window_share(line.window) is None:
        yield (
            "expected_qty",
            f"is missing: the demand does not say how many contacts fall into {line.window}",
            "state the units a month",
        )
    for place, one in enumerate(line.surcharges):
        if one.share is None and demand.window_share(one.window) is None:
            yield (
                f"surcharges[{place}].share",
                f"is missing: the demand does not say how many contacts fall into {one.window}",
                "state the share of the contacts it is charged for",
            )
    if line.event is not None and event_days(line.event, demand.promo_days) is None:
        yield (
            "event.days",
            "is missing: the demand does not say how long a promotion lasts",
            "state the days of a promotion",
        )
    if line.event is not None and line.event.seats is None and not quote.seats:
        yield (
            "event.seats",
            "is missing: there are no base seats to count from",
            "state the temporary seats, or the base seats",
        )


def unknown_parameters(demand: Demand, quote: Quote) -> list[str]:
    """Paths of what is not known and therefore not counted, though a line refers to it."""
    found = []
    if demand.lines:
        stated = {"aht_s": quote.operations.aht_s, "conversion": quote.operations.conversion}
        found += [f"operations.{name}" for name, value in stated.items() if value is not None]
    commissions = [line.commission for line in quote.rate_lines if line.commission]
    refunds = None if demand.sales is None else demand.sales.refund_rate
    if any(one.clawback for one in commissions) and refunds is None:
        found.append("sales.refund_rate")
    if any(line.model == "B14" for line in quote.rate_lines) and demand.own_seat_cost is None:
        found.append("own_seat_cost")
    if any(line.event for line in quote.rate_lines) and not demand.promo_months:
        found.append("promo_months")
    return found
