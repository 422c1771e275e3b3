"""What rate lines state, and their prices by contract year. `scoring.workbook.line_columns` makes the months of it.

A line that says more than the formulas know (`KNOWN`) is written as the application's figures, and so is every
single figure that a formula would not give.
"""

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calc.billing.lines import event_days, is_window
from calc.billing.terms import Terms
from calc.documents import Commission, Performance, RateLine
from calc.money import ONE, ZERO
from quotes import billing
from scoring.workbook.figures import MONTHS, Figures
from scoring.workbook.layout import Block
from scoring.workbook.years import YearPrices

# The fields of a rate line that the formulas take into account, or that price nothing.
KNOWN = {
    *(
        "model",
        "unit",
        "id",
        "line",
        "note",
        "window",
        "applies_to",
        "unit_price",
        "fixed_fee",
        "included_qty",
    ),
    *(
        "min_qty",
        "min_charge",
        "cap",
        "expected_qty",
        "expected_bonus",
        "rounding",
        "wrap_up_s",
        "tier_basis",
    ),
    *(
        "tier_method",
        "tiers",
        "commission",
        "min_period",
        "min_carry_forward",
        "min_seconds",
        "rollover_months",
    ),
    *("hour_basis", "minute_price", "build_up", "samples", "invalid_share", "stages", "trial", "performance"),
    *("surcharges", "event", "valid_from", "valid_to"),
}
KNOWN_OF_COMMISSION = {
    *("base", "rate", "fee", "cap", "attribution_days", "clawback", "quality_gate", "floor", "success_rate"),
}
STEPS = {"PER_6S": 6, "PER_STARTED_MINUTE": 60}


def unknown_fields(thing: Any, known: set[str]) -> list[str]:
    """Fields beyond the known ones that say something."""
    found = []
    for one in fields(thing):
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if one.name not in known and getattr(thing, one.name) != (None if default is MISSING else default):
            found.append(one.name)
    return found


def is_known(line: RateLine) -> bool:
    commission = line.commission
    beyond = unknown_fields(line, KNOWN)
    if commission and unknown_fields(commission, KNOWN_OF_COMMISSION):
        return False
    return not beyond


@dataclass(frozen=True)
class Names:
    """How formulas call what one rate line states."""

    index: int

    def __call__(self, what: str) -> str:
        return f"Line{self.index + 1}_{what}"


# -- what the line states -----------------------------------------------------------------------------------


def stated(block: Block, index: int, figures: Figures) -> None:
    """The block of what one rate line says."""
    line, currency = figures.quote.rate_lines[index], figures.quote.currency
    named, model, service = Names(index), billing.MODELS.get(line.model), figures.of_rate_line(index)
    title = _("Rate line %(number)s") % {"number": index + 1}
    words = f"{title}: {line.model} {model.title if model else ''}".strip()
    block.head(words, _("Value"), _("Name in formulas"))
    if figures.several:
        whole = _("the contract as a whole")
        block.given(_("Service line"), service.label if line.line else whole, "text")
    block.given(_("Unit"), str(billing.UNIT_WORDS.get(line.unit, line.unit)), "text")
    block.given(_("Applies to"), str(billing.APPLIES_WORDS.get(line.applies_to, line.applies_to)), "text")
    for field, label, form in _fields(currency):
        value = getattr(line, field)
        if value or (field == "cap" and value is not None):
            block.given(label, value, form, named(field))
    if line.tiers:
        _bands(block, named, line)
    if line.rounding:
        _seconds(block, named, line, service)
    if line.commission:
        _commission_block(block, named, line.commission, currency)
    _modifiers(block, named, line, service)
    if line.performance:
        _collar(block, named, line.performance, figures.years[0].rate_lines[index].expected_bonus)
    _deliveries(block, named, line, service)
    if not is_known(line):
        block.note(_("This line says more than the formulas can: its figures are the application's."))
    block.gap()


def _fields(currency: str) -> Sequence[tuple[str, str, str]]:
    money = {"currency": currency}
    return (
        ("unit_price", _("Unit price (%(currency)s)") % money, "price"),
        ("fixed_fee", _("Fixed part a month (%(currency)s)") % money, "price"),
        ("minute_price", _("Price of a minute beside it (%(currency)s)") % money, "price"),
        ("included_qty", _("Units in the fixed part"), "count"),
        ("rollover_months", _("Unused units stay for so many months"), "count"),
        ("min_qty", _("At least so many units"), "count"),
        ("expected_qty", _("Expected units a month"), "number"),
        ("samples", _("Units of the project"), "count"),
        ("invalid_share", _("Share of units that are not valid"), "rate"),
        ("min_charge", _("Minimum charge in its period (%(currency)s)") % money, "money"),
        ("cap", _("At most a month (%(currency)s)") % money, "money"),
        ("expected_bonus", _("Expected bonus, share of the fee"), "rate"),
        ("wrap_up_s", _("Wrap-up billed per contact (s)"), "number"),
        ("min_seconds", _("At least billed per contact (s)"), "number"),
    )


def _bands(block: Block, named: Names, line: RateLine) -> None:
    block.given(_("What the bands count"), str(billing.BASIS_WORDS.get(line.tier_basis, "")), "text")
    block.given(_("Price of a unit"), str(billing.METHOD_WORDS.get(line.tier_method, "")), "text")
    limits = [tier.upper for tier in line.tiers[:-1]]
    if limits:
        block.row_of(_("Bands end at"), limits, "count", named("limits"))


def _seconds(block: Block, named: Names, line: RateLine, service: Figures) -> None:
    """Seconds billed per contact with the vendor's handling time, and with the buyer's for the headline."""
    block.given(_("Duration billed"), str(billing.ROUNDING_WORDS.get(line.rounding, "")), "text")
    for handling, average, what, label in (
        (service.plan.handling, "AHT", "seconds", _("Seconds billed per contact")),
        (service.present, "AHT_now", "seconds_now", _("The same with today's handling time")),
    ):
        classes, own = len(service.demand.durations), service.named
        talk = own("Talk_share")
        formula = _billed(named, line, own(average), talk)
        if classes:
            length = f"INDEX({own('Duration_seconds')},%s)*{own(average)}/{own('Duration_mean')}"
            parts = (
                f"INDEX({own('Duration_shares')},{one})*" + _billed(named, line, length % one, talk)
                for one in range(1, classes + 1)
            )
            formula = "+".join(parts)
        block.calc(label, formula, "number", named(what), handling.seconds_of(line))


def _billed(named: Names, line: RateLine, seconds: str, talk: str) -> str:
    """Seconds billed for contacts that all last as long: talk and wrap-up, a minimum, rounded up to the step."""
    found = f"({seconds}*{talk}" + (f"+{named('wrap_up_s')})" if line.wrap_up_s else ")")
    if line.min_seconds:
        found = f"MAX({named('min_seconds')},{found})"
    step = STEPS.get(line.rounding)
    return f"(ROUNDUP(ROUND({found}/{step},8),0)*{step})" if step else found


def _commission_block(block: Block, named: Names, commission: Commission, currency: str) -> None:
    words = billing.COMMISSION_WORDS.get(commission.base, commission.base)
    money = {"currency": currency}
    block.given(_("Commission on"), str(words), "text")
    for field, label, form in (
        ("rate", _("Commission rate"), "rate"),
        ("fee", _("Commission per success (%(currency)s)") % money, "price"),
        ("success_rate", _("Share of contacts that succeed"), "rate"),
        ("floor", _("Commission at least a month (%(currency)s)") % money, "money"),
        ("cap", _("Commission at most a month (%(currency)s)") % money, "money"),
    ):
        value = getattr(commission, field)
        if value is not None:
            block.given(label, value, form, named(f"commission_{field}"))


def _modifiers(block: Block, named: Names, line: RateLine, service: Figures) -> None:
    """Term, trial, surcharges and windows."""
    if line.valid_from > 1:
        block.given(_("From contract month"), line.valid_from, "count", named("from"))
    if line.valid_to < MONTHS:
        block.given(_("To contract month"), line.valid_to, "count", named("to"))
    if line.trial:
        block.given(_("Trial (months)"), line.trial.months, "count", named("trial_months"))
        block.given(_("Discount in the trial"), line.trial.discount, "rate", named("trial_discount"))
    if line.surcharges:
        shares = [service.present.share_of(one.window, one.share) for one in line.surcharges]
        rates = block.row_of(
            _("Surcharges, share of the price"), [one.rate for one in line.surcharges], "rate", named("rises")
        )
        parts = block.row_of(_("Share of the contacts they fall on"), shares, "rate", named("rise_shares"))
        rise = sum((one.rate * share for one, share in zip(line.surcharges, shares, strict=True)), ZERO)
        block.calc(
            _("Price with surcharges, times"),
            f"1+SUMPRODUCT({rates},{parts})",
            "exact",
            named("rise"),
            ONE + rise,
        )
    if is_window(line) and line.window in service.present.windows:
        share = service.present.share_of(line.window, None)
        block.given(_("Share of the contacts in the window"), share, "rate", named("window_share"))


def _deliveries(block: Block, named: Names, line: RateLine, service: Figures) -> None:
    """Stages and events."""
    if line.stages:
        block.row_of(
            _("Stages fall due in month"), [one.month for one in line.stages], "count", named("stage_months")
        )
        block.row_of(
            _("Share of each stage"), [one.share for one in line.stages], "rate", named("stage_shares")
        )
    if line.event:
        _event(block, named, line, service)


def _collar(block: Block, named: Names, collar: Performance, expected: Decimal | None) -> None:
    """How far the KPIs lie from their targets in spans, and what that adds to the fee or takes off."""
    share = block.given(
        _("At most so much of the fee is added or taken off"), collar.share, "rate", named("collar")
    )
    metrics = collar.metrics
    weights = block.row_of(_("KPI weights"), [one.weight for one in metrics], "rate", named("kpi_weights"))
    scores = []
    for place, one in enumerate(metrics):
        actual = one.target if one.expected is None else one.expected
        sign = -1 if one.better == "LOWER" else 1
        label = _("%(kpi)s: target, span, expected, sign") % {"kpi": one.kpi}
        row = block.row_of(label, [one.target, one.span, actual, sign], "number", named(f"kpi{place}_"))
        target, span, found, better = (f"INDEX({row},{at})" for at in range(1, 5))
        scores.append(f"INDEX({weights},{place + 1})*MAX(-1,MIN(1,{better}*({found}-{target})/{span}))")
    formula = f"MAX(-{share},MIN({share},{share}*({'+'.join(scores)})))"
    block.calc(
        _("Bonus expected from the KPIs, share of the fee"),
        formula,
        "rate",
        named("expected_bonus"),
        expected,
    )


def _event(block: Block, named: Names, line: RateLine, service: Figures) -> None:
    """Temporary seats of promotion months."""
    event = line.event
    if event is None:
        return
    if event.seats is not None:
        block.given(_("Temporary seats of a promotion"), event.seats, "count", named("event_seats"))
    days = event_days(event, service.demand.promo_days) or 0
    block.given(_("Days of a promotion that are billed"), days, "count", named("event_days"))
    hours = ONE if event.hours_per_day is None else event.hours_per_day
    block.given(_("Billed a day"), hours, "number", named("event_hours"))


def year_prices(years: YearPrices, index: int, terms: Sequence[Terms]) -> None:
    """The line's prices in each contract year."""
    named, number = Names(index), {"number": index + 1}
    lines = [one.rate_lines[index] for one in terms]
    line = lines[0]
    for field, what, label in (
        ("unit_price", "prices", _("Line %(number)s: unit price")),
        ("fixed_fee", "fixed", _("Line %(number)s: fixed part")),
        ("minute_price", "minute_prices", _("Line %(number)s: price of a minute")),
    ):
        if getattr(line, field):
            expected = [getattr(one, field) for one in lines]
            years.price(label % number, named(field), named(what), expected)
    if line.min_charge:
        expected = [one.min_charge or ZERO for one in lines]
        label = _("Line %(number)s: minimum charge") % number
        years.minimum(label, named("min_charge"), named("minimums"), expected)
    if line.cap is not None:
        expected = [one.cap or ZERO for one in lines]
        years.exact(_("Line %(number)s: at most") % number, named("cap"), named("caps"), expected)
    if line.tiers:
        label = _("Line %(number)s: band %(band)s")
        labels = [label % {**number, "band": band} for band in range(1, len(line.tiers) + 1)]
        bands = [[one.tiers[band].price for one in lines] for band in range(len(line.tiers))]
        years.bands(labels, named("bands"), bands)
