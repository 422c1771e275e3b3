"""The billing models a vendor can choose, each as the sentence its formula is filled into.

Plain data: which blanks a sentence has and which further fields go with it. `calc` knows how to price them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from calc.documents import MODEL_UNITS


@dataclass(frozen=True)
class BillingModel:
    """`sentence` holds its blanks in braces; `further` are the optional fields beside it."""

    code: str
    title: object
    fits: object
    sentence: object
    further: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return MODEL_UNITS[self.code]


_ALWAYS = ("min_charge", "cap", "expected_bonus", "applies_to", "note")
_WITHOUT_MINIMUM = tuple(name for name in _ALWAYS if name != "min_charge")

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
            _ALWAYS,
        ),
        BillingModel(
            "B03",
            _("Tiered"),
            _("A price that changes from band to band of the volume."),
            _("The bands below count {tier_basis}; the price is {tier_method}."),
            ("rounding", "wrap_up_s", "base_seats", *_ALWAYS),
        ),
        BillingModel(
            "B04",
            _("Pay as you go"),
            _("Only what was used is billed: contacts, minutes, hours or days."),
            _("We charge {unit_price} {currency} per {unit} for what is used."),
            ("expected_qty", "rounding", "wrap_up_s", *_ALWAYS),
        ),
        BillingModel(
            "B05",
            _("Per talk minute"),
            _("The minutes of the calls are billed."),
            _(
                "We charge {unit_price} {currency} per minute, counted {rounding}, "
                "with {wrap_up_s} seconds of wrap-up per contact on top."
            ),
            _ALWAYS,
        ),
        BillingModel(
            "B07",
            _("Per contact"),
            _("Every contact has one price; a base charge is possible."),
            _(
                "We charge {unit_price} {currency} per contact on top of a base charge of {fixed_fee} "
                "{currency} a month, and at least {min_charge} {currency} a month."
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
            _ALWAYS,
        ),
        BillingModel(
            "B10",
            _("Fixed fee"),
            _("One amount for the whole service."),
            _("We charge {unit_price} {currency} per {unit}."),
            _ALWAYS,
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
