"""The billing models a vendor can choose, each as the sentence its formula is filled into.

Plain data: which blanks a sentence has and which further fields go with it. `calc` knows how to price them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from calc.documents import MODEL_UNITS, WINDOWS

_SURCHARGES = tuple(f"{kind}_{window}" for window in WINDOWS for kind in ("surcharge", "share"))
_TERM = ("trial_months", "trial_discount", "valid_from", "valid_to")
RARE = ("window", "expected_qty", *_SURCHARGES, *_TERM)
# Lines paid in stages have neither a trial nor hours of their own.
_STAGED = ("valid_from", "valid_to")


@dataclass(frozen=True)
class BillingModel:
    """`sentence` holds its blanks in braces; `further` are the optional fields beside it, `rare` those folded away.

    `table` names the rows that are typed under the sentence: bands, stages or indicators.
    """

    code: str
    title: object
    fits: object
    sentence: object
    further: tuple[str, ...]
    rare: tuple[str, ...] = RARE
    table: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        return MODEL_UNITS[self.code]


_MINIMUM = ("min_charge", "min_period", "min_carry_forward")
_ALWAYS = (*_MINIMUM, "cap", "expected_bonus", "applies_to", "note")
_WITHOUT_MINIMUM = tuple(name for name in _ALWAYS if name not in ("min_charge", "min_period"))
_EVENT = ("event_seats", "event_days", "event_hours", "event_min_days", "event_notice_days")
_COLLARED = tuple(name for name in _ALWAYS if name != "expected_bonus")

MODELS = {
    model.code: model
    for model in (
        BillingModel(
            "B01",
            _("Fixed seat fee"),
            _("A price per seat and month, whatever the volume."),
            _(
                "We charge {unit_price} {currency} per seat and month for {base_seats} seats, "
                "at least {min_qty} seats."
            ),
            _ALWAYS,
        ),
        BillingModel(
            "B02",
            _("Base plus commission"),
            _("A lower seat price and a share of the sales."),
            _(
                "We charge {unit_price} {currency} per seat and month for {base_seats} seats, at least "
                "{min_qty} seats, plus a commission on {commission_base}: {commission_rate} % of it, or "
                "{commission_fee} {currency} per success, at most {commission_cap} {currency} a month. "
                "Sales count for {attribution_days} days after the contact; refunds are taken back: "
                "{clawback}; it is paid only where this is met: {quality_gate}."
            ),
            ("commission_floor", *_ALWAYS),
        ),
        BillingModel(
            "B03",
            _("Tiered"),
            _("A price that changes from band to band of the volume."),
            _("The bands below count {tier_basis}; the price is {tier_method}."),
            ("rounding", "wrap_up_s", "min_seconds", "base_seats", *_ALWAYS),
            table="bands",
        ),
        BillingModel(
            "B04",
            _("Pay as you go"),
            _("Only what was used is billed: contacts, minutes, hours or days."),
            _("We charge {unit_price} {currency} per {unit} for what is used."),
            ("expected_qty", "rounding", "wrap_up_s", "min_seconds", *_ALWAYS, *_EVENT),
        ),
        BillingModel(
            "B05",
            _("Per talk minute"),
            _("The minutes of the calls are billed."),
            _(
                "We charge {unit_price} {currency} per minute, counted {rounding}, "
                "with {wrap_up_s} seconds of wrap-up per contact on top."
            ),
            ("min_seconds", *_ALWAYS),
        ),
        BillingModel(
            "B06",
            _("Per working hour"),
            _("Hours of work are billed; say which hours count."),
            _("We charge {unit_price} {currency} per {hour_basis}."),
            ("expected_qty", *_ALWAYS),
        ),
        BillingModel(
            "B07",
            _("Per contact"),
            _("Every contact has one price; a base charge is possible."),
            _(
                "We charge {unit_price} {currency} per contact on top of a base charge of {fixed_fee} "
                "{currency} a month, and at least {min_charge} {currency} {min_period}."
            ),
            _WITHOUT_MINIMUM,
        ),
        BillingModel(
            "B08",
            _("Package plus overage"),
            _("A monthly package of contacts; those above it are billed one by one."),
            _(
                "For {fixed_fee} {currency} a month {included_qty} contacts are included; "
                "each contact above them costs {unit_price} {currency}."
            ),
            ("rollover_months", *_ALWAYS),
        ),
        BillingModel(
            "B09",
            _("Pure commission"),
            _("Only success is paid: no base price."),
            _(
                "We are paid a commission on {commission_base}: {commission_rate} % of it, or {commission_fee} "
                "{currency} per success, at least {commission_floor} and at most {commission_cap} {currency} a "
                "month. Of all contacts {success_rate} % succeed. Sales count for {attribution_days} days after "
                "the contact; refunds are taken back: {clawback}; it is paid only where this is met: "
                "{quality_gate}."
            ),
            (*_MINIMUM, "note"),
            _STAGED,
        ),
        BillingModel(
            "B10",
            _("Fixed fee"),
            _("One amount for the whole service."),
            _("We charge {unit_price} {currency} per {unit}."),
            _ALWAYS,
        ),
        BillingModel(
            "B11",
            _("Performance-linked"),
            _("A fee that moves with agreed indicators, within a collar."),
            _(
                "We charge {unit_price} {currency} per {unit}; at most {performance_share} % of it is added or "
                "taken off by the indicators below."
            ),
            _COLLARED,
            table="indicators",
        ),
        BillingModel(
            "B12",
            _("Project"),
            _("Valid samples are paid, in stages or month by month."),
            _(
                "We charge {unit_price} {currency} per valid sample, for {samples} samples, paid in the stages "
                "below; {invalid_share} % of the samples are expected to be invalid."
            ),
            ("expected_qty", "min_charge", "cap", "note"),
            _STAGED,
            table="stages",
        ),
        BillingModel(
            "B14",
            _("Hosted rental"),
            _("Your own agents work on our seats and lines."),
            _(
                "We charge {unit_price} {currency} per rented seat and month for {base_seats} seats, at least "
                "{min_qty} seats, and {minute_price} {currency} per minute, counted {rounding}."
            ),
            ("wrap_up_s", "min_seconds", *_ALWAYS),
        ),
        BillingModel(
            "B15",
            _("Cost build-up"),
            _("An open book: the cost of a seat and the profit on it."),
            _(
                "A seat costs {pay} {currency} of pay, {welfare} of welfare, {training} of training and "
                "{management} of management a month; with {profit} % of profit on top, for {base_seats} seats, "
                "at least {min_qty} seats."
            ),
            _ALWAYS,
        ),
        BillingModel(
            "B16",
            _("Phased and trial"),
            _("One price paid in stages, or a monthly price that starts with a trial."),
            _("We charge {unit_price} {currency} {unit}."),
            ("trial_months", "trial_discount", *_ALWAYS),
            _STAGED,
            table="stages",
        ),
    )
}

# A band's basis settles the unit of the line.
BASIS_UNITS = {
    "MONTHLY_VOLUME": "CONTACT",
    "DAILY_AVG_VOLUME": "CONTACT",
    "MINUTES": "MINUTE",
    "SEATS": "SEAT_MONTH",
}
BASIS_WORDS = {
    "MONTHLY_VOLUME": _("the contacts of the month"),
    "DAILY_AVG_VOLUME": _("the average contacts a day"),
    "MINUTES": _("the talk minutes of the month"),
    "SEATS": _("the seats"),
}
METHOD_WORDS = {
    "GRADUATED": _("each band's own, for the units inside that band"),
    "ALL_UNITS": _("that of the band reached, for all units"),
}
ROUNDING_WORDS = {
    "PER_SECOND": _("by the second"),
    "PER_6S": _("by six seconds"),
    "PER_STARTED_MINUTE": _("by the started minute"),
}
PERIOD_WORDS = {"MONTH": _("each month"), "QUARTER": _("each quarter"), "YEAR": _("each year")}
HOUR_WORDS = {
    "PRODUCTIVE": _("hour at the contact"),
    "PAID": _("paid hour, waiting and breaks included"),
    "LOGGED": _("logged-in hour"),
}
WINDOW_WORDS = {"NIGHT": _("nights"), "WEEKEND": _("weekends"), "HOLIDAY": _("public holidays")}
SURCHARGE_WORDS = {
    "NIGHT": _("Surcharge at night in per cent"),
    "WEEKEND": _("Surcharge at weekends in per cent"),
    "HOLIDAY": _("Surcharge on public holidays in per cent"),
}
SHARE_WORDS = {
    "NIGHT": _("Contacts at night in per cent"),
    "WEEKEND": _("Contacts at weekends in per cent"),
    "HOLIDAY": _("Contacts on public holidays in per cent"),
}
PHASED_WORDS = {"MONTH": _("a month, less during the trial"), "ONCE": _("in all, paid in the stages below")}
DIRECTION_WORDS = {"HIGHER": _("higher"), "LOWER": _("lower")}
BETTER_WORDS = {"HIGHER": _("higher is better"), "LOWER": _("lower is better")}
COMMISSION_WORDS = {
    "REVENUE": _("sales revenue"),
    "SURPLUS": _("sales surplus"),
    "SUCCESS_COUNT": _("the number of successes"),
    "CONVERSION_LIFT": _("the gain in conversion"),
}
APPLIES_WORDS = {
    "ALL": _("the whole service"),
    "BASE": _("the base seats"),
    "OVERFLOW": _("what goes beyond the base seats"),
    "WINDOW": _("certain hours only"),
    "EVENT": _("promotions only"),
}
UNIT_WORDS = {
    "SEAT_MONTH": _("seat and month"),
    "CONTACT": _("contact"),
    "MINUTE": _("minute"),
    "HOUR": _("hour"),
    "DAY": _("day"),
    "HEAD": _("head"),
    "MONTH": _("month"),
    "QUARTER": _("quarter"),
    "SAMPLE": _("sample"),
    "ORDER": _("order"),
    "EVENT": _("event"),
    "ITEM": _("item"),
    "ONCE": _("once"),
    # xgettext:no-python-format
    "PERCENT": _("% of the base fee"),
    # xgettext:no-python-format
    "RATE_PER_YEAR": _("% a year"),
    "MONTHS_OF_FEE": _("months of fee"),
}
