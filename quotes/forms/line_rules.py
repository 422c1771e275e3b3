"""What a rate line may carry beside its sentence: trial, term, windows, events, open book, commission.

A document holds these as objects and lists; a form types each of their values in a field of its own. `FIELDS`
makes the fields, `typed` gives what they show for a stored line, `written` what a line stores of them.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calc.documents import WINDOWS
from quotes import billing
from quotes.forms.fields import (
    MONEY,
    AmountField,
    CountField,
    PercentField,
    YesNoField,
    choices_of,
    percent_text,
)
from rfqs.catalogue.codes import KPI_CHOICES
from ui.text import pick

Json = dict[str, Any]

# Objects of a rate line: the document's key, and for each of its values the field it is typed in.
OBJECTS: dict[str, dict[str, str]] = {
    "commission": {
        "base": "commission_base",
        "rate": "commission_rate",
        "fee": "commission_fee",
        "cap": "commission_cap",
        "floor": "commission_floor",
        "success_rate": "success_rate",
        "attribution_days": "attribution_days",
        "clawback": "clawback",
        "quality_gate": "quality_gate",
    },
    "trial": {"months": "trial_months", "discount": "trial_discount"},
    "event": {
        "seats": "event_seats",
        "days": "event_days",
        "hours_per_day": "event_hours",
        "min_days": "event_min_days",
        "notice_days": "event_notice_days",
    },
    "build_up": {
        "pay": "pay",
        "welfare": "welfare",
        "training": "training",
        "management": "management",
        "profit": "profit",
    },
}
SURCHARGES = {window: (f"surcharge_{window}", f"share_{window}") for window in WINDOWS}
_PERCENT = ("commission_rate", "success_rate", "trial_discount", "profit", "invalid_share")
# Typed in fields of their own, so never stored under the field's name.
COMPOSED = (
    *(name for names in OBJECTS.values() for name in names.values()),
    *(name for pair in SURCHARGES.values() for name in pair),
    "performance_share",
)


def _kpis() -> list[tuple[str, Any]]:
    return [("", _("nothing")), *((kpi["code"], pick(kpi["label"])) for kpi in KPI_CHOICES)]


def _months(label: Promise | str, most: str = "60") -> CountField:
    return CountField(label=label, required=False, most=most)


def fields() -> dict[str, Any]:
    """Every field of these rules by its name."""
    found: dict[str, Any] = {
        "commission_base": forms.ChoiceField(
            label=_("Commission on"),
            choices=choices_of(billing.COMMISSION_WORDS),
            error_messages={"required": _("Name what the commission is counted on.")},
        ),
        "commission_rate": PercentField(label=_("Rate in per cent"), required=False, most="50"),
        "commission_fee": AmountField(unit=MONEY, places=4, label=_("Amount per success"), required=False),
        "commission_cap": AmountField(unit=MONEY, label=_("Commission at most"), required=False),
        "commission_floor": AmountField(unit=MONEY, label=_("Commission at least a month"), required=False),
        "success_rate": PercentField(
            label=_("Contacts that succeed, in per cent"),
            required=False,
            help_text=_("Leave it empty where the buyer's sales figures are to count."),
        ),
        "attribution_days": CountField(label=_("Days"), required=False, most="365"),
        "clawback": YesNoField(label=_("Refunds are taken back"), required=False),
        "quality_gate": forms.ChoiceField(label=_("Quality gate"), required=False, choices=_kpis),
        "min_period": forms.ChoiceField(
            label=_("The minimum holds for"), required=False, choices=list(billing.PERIOD_WORDS.items())
        ),
        "min_carry_forward": YesNoField(
            label=_("A top-up counts towards later periods"),
            required=False,
            help_text=_("What was paid up to the minimum pays for later use beyond it."),
        ),
        "min_seconds": AmountField(
            label=_("Seconds billed at least per contact"), required=False, most="7200"
        ),
        "rollover_months": CountField(
            label=_("Months in which unused contacts stay valid"),
            required=False,
            most="12",
            help_text=_("0 or empty: what is not used in its month is lost. The oldest are used first."),
        ),
        "hour_basis": forms.ChoiceField(label=_("Which hours"), choices=choices_of(billing.HOUR_WORDS)),
        "minute_price": AmountField(unit=MONEY, places=4, label=_("Price per minute"), required=False),
        "samples": CountField(label=_("Samples"), required=False),
        "invalid_share": PercentField(label=_("Invalid samples in per cent"), required=False),
        "performance_share": PercentField(label=_("Share at risk in per cent")),
    }
    return found | _book() | _events() | _windows() | _term()


def _book() -> dict[str, Any]:
    return {
        "pay": AmountField(unit=MONEY, label=_("Pay")),
        "welfare": AmountField(unit=MONEY, label=_("Welfare"), required=False),
        "training": AmountField(unit=MONEY, label=_("Training"), required=False),
        "management": AmountField(unit=MONEY, label=_("Management")),
        "profit": PercentField(label=_("Profit in per cent"), most="500"),
    }


def _events() -> dict[str, Any]:
    return {
        "event_seats": CountField(
            label=_("Temporary seats"),
            required=False,
            most="100000",
            help_text=_("Empty: as many as a promotion month needs beyond the seats you plan with."),
        ),
        "event_days": CountField(
            label=_("Days a promotion lasts"),
            required=False,
            most="31",
            help_text=_("Counts where the buyer does not say how long it lasts."),
        ),
        "event_hours": AmountField(label=_("Hours a day"), required=False, most="24"),
        "event_min_days": CountField(label=_("Days billed at least"), required=False, most="31"),
        "event_notice_days": CountField(label=_("Days of notice you need"), required=False, most="365"),
    }


def _windows() -> dict[str, Any]:
    found: dict[str, Any] = {
        "window": forms.ChoiceField(
            label=_("Which hours, for a line of certain hours only"),
            required=False,
            choices=[("", _("other hours")), *billing.WINDOW_WORDS.items()],
        )
    }
    for window, (rise, share) in SURCHARGES.items():
        found[rise] = PercentField(label=billing.SURCHARGE_WORDS[window], required=False, most="500")
        found[share] = PercentField(
            label=billing.SHARE_WORDS[window],
            required=False,
            help_text=_("Counts where the buyer does not say."),
        )
    return found


def _term() -> dict[str, Any]:
    return {
        "trial_months": _months(_("Months of trial"), "24"),
        "trial_discount": PercentField(label=_("Discount during the trial in per cent"), required=False),
        "valid_from": _months(_("First contract month of this price")),
        "valid_to": _months(_("Last contract month of this price")),
    }


def typed(line: Mapping[str, Any]) -> Json:
    """What the fields show for a stored line."""
    shown: Json = {}
    for key, names in OBJECTS.items():
        stored = line.get(key) or {}
        shown |= {name: _shown(name, stored.get(inside)) for inside, name in names.items()}
    for one in line.get("surcharges") or []:
        rise, share = SURCHARGES[one["window"]]
        shown |= {rise: percent_text(one.get("rate")), share: percent_text(one.get("share"))}
    shown["performance_share"] = percent_text((line.get("performance") or {}).get("share"))
    shown["invalid_share"] = percent_text(line.get("invalid_share"))
    carried = line.get("min_carry_forward")
    shown["min_carry_forward"] = "" if carried is None else str(carried).lower()
    shown["min_period"] = line.get("min_period", "MONTH")
    return shown


def _shown(name: str, value: Any) -> Any:
    if name in _PERCENT:
        return percent_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def written(data: Mapping[str, Any], known: Mapping[str, Any]) -> Json:
    """The objects and lists of a line from what was typed; `known` are the fields the form has."""
    line: Json = {}
    for key, names in OBJECTS.items():
        found = {inside: data.get(name) for inside, name in names.items() if name in known}
        stated = {inside: value for inside, value in found.items() if value not in (None, "")}
        if stated:
            line[key] = stated
    surcharges = []
    for window, (rise, share) in SURCHARGES.items():
        if data.get(rise):
            one = {"window": window, "rate": data[rise], "share": data.get(share)}
            surcharges.append({key: value for key, value in one.items() if value is not None})
    if surcharges:
        line["surcharges"] = surcharges
    if data.get("min_charge"):
        if data.get("min_period") not in (None, "", "MONTH"):
            line["min_period"] = data["min_period"]
        if data.get("min_carry_forward"):
            line["min_carry_forward"] = True
    return line
