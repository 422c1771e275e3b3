"""The twenty fee lines: a status each, and what a charge needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.documents import FEE_CODES, FEE_UNITS
from calc.money import parse_amount
from quotes import billing
from quotes.forms.fields import AmountField, choices_of, fraction, percent_text
from rfqs.catalogue.fees import FEES
from ui.text import pick

CHARGED, INCLUDED = "CHARGED", "INCLUDED"
STATUSES = {
    INCLUDED: _("included"),
    CHARGED: _("charged"),
    "NOT_APPLICABLE": _("not applicable"),
    "NOT_DISCLOSED": _("not disclosed"),
}
PAYERS = {
    "VENDOR": _("we bear it"),
    "BUYER": _("the buyer pays the carrier"),
    "PASS_THROUGH": _("we bill it on"),
}
DIRECTIONS = {"VENDOR_PAYS": _("we pay the buyer"), "BUYER_PAYS": _("the buyer pays us")}
STATUS_ONLY = ("F07", "F16")
IN_PERCENT = ("PERCENT", "RATE_PER_YEAR")
COUNTED = ("HOUR", "DAY", "SAMPLE", "ORDER", "EVENT", "ITEM")
METERED = ("SEAT_MONTH", "CONTACT", "MINUTE", *COUNTED)
MOST = {"PERCENT": 100, "RATE_PER_YEAR": 300, "MONTHS_OF_FEE": 60}


def _counted_units(code: str) -> set[str]:
    return set(FEE_UNITS[code]) & set(COUNTED) - ({"HOUR"} if code == "F02" else set())


def _extras(code: str) -> dict[str, forms.Field]:
    """The further fields of a line, by their name in the document."""
    found: dict[str, forms.Field] = {}
    if code == "F02":
        found["hours_per_seat"] = AmountField(label=_("Hours per seat"), required=False, most="744")
    if code == "F11":
        found["payer"] = forms.ChoiceField(
            label=_("Who bears it"), required=False, choices=choices_of(PAYERS)
        )
    if code == "F15":
        found["direction"] = forms.ChoiceField(
            label=_("Who pays"), required=False, choices=choices_of(DIRECTIONS)
        )
    if code == "F18":
        found["base"] = AmountField(label=_("Monthly amount it counts on"), required=False)
    if _counted_units(code):
        found["expected_qty"] = AmountField(label=_("Expected a month"), required=False)
    if set(FEE_UNITS[code]) & set(METERED):
        found["included_quantity"] = AmountField(label=_("Included quantity"), required=False)
    found["cap"] = AmountField(label=_("At most a month"), required=False)
    found["trigger"] = forms.CharField(label=_("When it is charged"), required=False, max_length=200)
    found["note"] = forms.CharField(label=_("Note"), required=False, max_length=200)
    return found


class FeesForm(forms.Form):
    """Fields are named `F01-status`, `F01-unit` and so on."""

    def __init__(self, data: Any = None, *, fee_lines: Any = None):
        stored = {line["code"]: line for line in fee_lines or [] if isinstance(line, Mapping)}
        super().__init__(data, initial=_initial(stored))
        for code in FEE_CODES:
            self._add_line(code)

    def _add_line(self, code: str) -> None:
        self.fields[f"{code}-status"] = forms.ChoiceField(
            label=_("Status"), required=False, choices=choices_of(STATUSES)
        )
        if code not in STATUS_ONLY:
            words = {unit: billing.UNIT_WORDS[unit] for unit in FEE_UNITS[code]}
            self.fields[f"{code}-unit"] = forms.ChoiceField(
                label=_("Unit"), required=False, choices=list(words.items()), initial=FEE_UNITS[code][0]
            )
            self.fields[f"{code}-price"] = AmountField(places=4, label=_("Price"), required=False)
            for name, field in _extras(code).items():
                self.fields[f"{code}-{name}"] = field
        for name in self.fields:
            if name.startswith(code):
                self.fields[name].widget.attrs["aria-label"] = f"{code} {self.fields[name].label}"

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """The rows of the table: code, words, bound fields."""
        for fee in FEES:
            code = fee["code"]
            named = {name.partition("-")[2]: self[name] for name in self.fields if name.startswith(code)}
            main = {key: named.pop(key, None) for key in ("status", "unit", "price")}
            yield {
                "code": code,
                "label": pick(fee["label"]),
                "help": pick(fee["help"]),
                "extras": list(named.values()),
                "open": any(bound.errors or bound.value() for bound in named.values()),
                **main,
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in FEE_CODES:
            if data.get(f"{code}-status") == CHARGED and code not in STATUS_ONLY:
                self._check_charge(code, data)
        return data

    def _check_charge(self, code: str, data: dict[str, Any]) -> None:
        price, unit = data.get(f"{code}-price"), data.get(f"{code}-unit")
        if price is None and f"{code}-price" not in self.errors:
            self.add_error(f"{code}-price", _("A charge needs its price."))
        if price is not None and unit in MOST and parse_amount(price, 4) > MOST[unit]:
            self.add_error(f"{code}-price", _("At most %(most)s here.") % {"most": MOST[unit]})
        if code == "F11" and not data.get("F11-payer"):
            self.add_error("F11-payer", _("Say who bears the call charges."))
        if code == "F15" and not data.get("F15-direction"):
            self.add_error("F15-direction", _("Say who pays whom."))
        quantity = f"{code}-expected_qty"
        if unit in _counted_units(code) and data.get(quantity) is None and quantity not in self.errors:
            self.add_error(quantity, _("Say how many a month you expect."))

    def fee_lines(self, *, others_included: bool = False) -> list[dict[str, Any]]:
        """The lines as documents carry them; `others_included` settles those without a status."""
        found = []
        for code in FEE_CODES:
            status = self.cleaned_data.get(f"{code}-status")
            if not status and others_included:
                status = INCLUDED
            if status:
                found.append(self._line(code, status))
        return found

    def sound_lines(self, stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What is sound of a form with faults; a line that is refused keeps what was stored before."""
        faulty = {name.partition("-")[0] for name in self.errors}
        before = {line["code"]: line for line in stored}
        found = []
        for code in FEE_CODES:
            status = self.cleaned_data.get(f"{code}-status")
            if code in faulty:
                found += [before[code]] if code in before else []
            elif status:
                found.append(self._line(code, status))
        return found

    def _line(self, code: str, status: str) -> dict[str, Any]:
        data = self.cleaned_data
        line: dict[str, Any] = {"code": code, "status": status}
        if code in STATUS_ONLY:
            return line
        note = data.get(f"{code}-note")
        if status != CHARGED:
            payer = {"payer": data["F11-payer"]} if code == "F11" and data.get("F11-payer") else {}
            return line | payer | ({"note": note} if note else {})
        unit = data[f"{code}-unit"]
        price = data[f"{code}-price"]
        in_percent = unit in IN_PERCENT
        line |= {"unit": unit, "price": fraction(parse_amount(price, 4)) if in_percent else price}
        for name in _extras(code):
            value = data.get(f"{code}-{name}")
            if value not in (None, "") and not self._pointless(code, name, unit):
                line[name] = value
        return line

    @staticmethod
    def _pointless(code: str, name: str, unit: str) -> bool:
        """Quantities have a meaning with some units only."""
        if name == "expected_qty":
            return unit not in _counted_units(code)
        return name == "included_quantity" and unit not in METERED


def _initial(stored: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for code, line in stored.items():
        for name, value in line.items():
            shown[f"{code}-{name}"] = value
        if line.get("unit") in IN_PERCENT:
            shown[f"{code}-price"] = percent_text(line.get("price"))
    return shown
