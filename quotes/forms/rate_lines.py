"""One rate line: the blanks of its model's sentence, checked together."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quotes import billing
from quotes.forms.fields import (
    AmountField,
    CountField,
    PercentField,
    YesNoField,
    amount_text,
    choices_of,
    percent_text,
)
from rfqs.catalogue.codes import KPI_CHOICES
from ui.text import pick

TIER_ROWS = 4
MORE_ROWS = 3
MAX_TIERS = 60
BLANK = re.compile(r"\{(\w+)\}")
COUNTED = ("HOUR", "DAY")
# Blanks that hold a number, and the decimals it is always read with.
AMOUNTS = {
    "unit_price": 2,
    "fixed_fee": 2,
    "commission_fee": 2,
    "commission_cap": 2,
    "base_seats": 0,
    "min_qty": 0,
    "included_qty": 0,
    "wrap_up_s": 0,
}
COMMISSION = ("commission_base", "commission_rate", "commission_fee", "commission_cap", "attribution_days")


def _fields(currency: str) -> dict[str, Any]:
    """Every field a rate line can have; a model takes those of its sentence and the further ones."""
    return {
        "unit_price": AmountField(places=4, label=_("Unit price")),
        "base_seats": CountField(label=_("Seats"), required=False, most="100000"),
        "min_qty": CountField(label=_("Minimum seats"), required=False, most="10000000"),
        "unit": forms.ChoiceField(label=_("Unit")),
        "fixed_fee": AmountField(label=_("Fixed amount a month")),
        "included_qty": CountField(label=_("Included contacts")),
        "expected_qty": AmountField(
            label=_("Units a month you expect"),
            required=False,
            help_text=_("Needed for hours and days: their number follows from nothing else."),
        ),
        "rounding": forms.ChoiceField(label=_("Counted"), choices=choices_of(billing.ROUNDING_WORDS)),
        "wrap_up_s": AmountField(label=_("Seconds of wrap-up"), required=False, most="7200"),
        "tier_basis": forms.ChoiceField(label=_("The bands count"), choices=choices_of(billing.BASIS_WORDS)),
        "tier_method": forms.ChoiceField(label=_("The price is"), choices=choices_of(billing.METHOD_WORDS)),
        "commission_base": forms.ChoiceField(
            label=_("Commission on"),
            choices=choices_of(billing.COMMISSION_WORDS),
            error_messages={"required": _("Name what the commission is counted on.")},
        ),
        "commission_rate": PercentField(label=_("Rate in per cent"), required=False, most="50"),
        "commission_fee": AmountField(places=4, label=_("Amount per success"), required=False),
        "commission_cap": AmountField(label=_("Commission at most"), required=False),
        "attribution_days": CountField(label=_("Days"), required=False, most="365"),
        "clawback": YesNoField(label=_("Refunds are taken back"), required=False),
        "quality_gate": forms.ChoiceField(
            label=_("Quality gate"),
            required=False,
            choices=lambda: [("", _("nothing")), *((c["code"], pick(c["label"])) for c in KPI_CHOICES)],
        ),
        "min_charge": AmountField(label=_("Minimum charge a month"), required=False),
        "cap": AmountField(label=_("Cap a month"), required=False),
        "expected_bonus": PercentField(
            label=_("Bonus you expect"),
            required=False,
            help_text=_("Per cent of this line, where the contract pays a bonus for good performance."),
        ),
        "applies_to": forms.ChoiceField(
            label=_("This line is for"), choices=list(billing.APPLIES_WORDS.items()), initial="ALL"
        ),
        "note": forms.CharField(label=_("Note"), required=False, max_length=300),
    }


class RateLineForm(forms.Form):
    """`line` is the stored line or None; `whole` the document around it."""

    def __init__(self, data: Any = None, *, model: str, currency: str, line: Any = None, whole: Any = None):
        self.model, self.currency = billing.MODELS[model], currency
        self.names = BLANK.findall(str(self.model.sentence))
        self.line_initial = initial_of(line or {}, whole or {})
        self.tiers = (line or {}).get("tiers") or []
        super().__init__(data, initial=self.line_initial)
        known = _fields(currency)
        for name in (*self.names, *self.model.further):
            if name in known:
                self.fields[name] = known[name]
        self._fit_model()
        self._add_tiers(data)

    def _fit_model(self) -> None:
        if "unit" in self.fields:
            words = {code: billing.UNIT_WORDS[code] for code in self.model.units}
            unit: Any = self.fields["unit"]
            unit.choices = choices_of(words)
        if self.model.code == "B07":
            self.fields["fixed_fee"].required = False
        if "rounding" in self.model.further:
            self.fields["rounding"].required = False
        for name in self.names:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-label"] = self.fields[name].label

    # -- bands ---------------------------------------------------------------------------------------

    def _add_tiers(self, data: Any) -> None:
        self.rows = 0
        if self.model.code != "B03":
            return
        self.fields["tier_rows"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        shown = max(len(self.tiers) + 1, TIER_ROWS)
        posted = str(data.get("tier_rows", "")) if data is not None else ""
        self.rows = min(int(posted), MAX_TIERS) if re.fullmatch(r"[0-9]{1,3}", posted) else shown
        if data is not None and "more" in data:
            self.rows = min(self.rows + MORE_ROWS, MAX_TIERS)
            self.data: Any = data.copy()
            self.data["tier_rows"] = str(self.rows)
        self.initial: Any = dict(self.initial)
        self.initial["tier_rows"] = self.rows
        for row in range(self.rows):
            self._add_tier(row)

    def _add_tier(self, row: int) -> None:
        upper = CountField(label=_("Up to and including"), required=False)
        price = AmountField(places=4, label=_("Price"), required=False)
        for kind, field in (("upper", upper), ("price", price)):
            field.widget.attrs["aria-label"] = _("Band %(number)s: %(what)s") % {
                "number": row + 1,
                "what": field.label,
            }
            self.fields[f"tier-{row}-{kind}"] = field
        if row < len(self.tiers):
            self.initial[f"tier-{row}-upper"] = self.tiers[row].get("upper")
            self.initial[f"tier-{row}-price"] = self.tiers[row].get("price")

    @property
    def tier_rows_field(self) -> Any:
        return self["tier_rows"]

    @property
    def tier_table(self) -> list[tuple[Any, Any]]:
        return [(self[f"tier-{row}-upper"], self[f"tier-{row}-price"]) for row in range(self.rows)]

    # -- how it reads --------------------------------------------------------------------------------

    @property
    def sentence(self) -> list[Any]:
        """The sentence in pieces: texts and bound fields, in the order of the language."""
        pieces: list[Any] = []
        for number, part in enumerate(BLANK.split(str(self.model.sentence))):
            if number % 2 == 0:
                pieces.append({"text": part})
            elif part == "currency":
                pieces.append({"text": self.currency})
            else:
                pieces.append({"field": self[part]})
        return pieces

    @property
    def further(self) -> list[Any]:
        return [self[name] for name in self.model.further]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and "more" in self.data:  # nothing is judged while bands are being added
            self._errors = ErrorDict(renderer=self.renderer)

    # -- checks --------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.model.code == "B02":
            self._check_commission(data)
        if self.model.code == "B03":
            self._check_tiers(data)
        self._check_unit(data)
        least, most = data.get("min_charge"), data.get("cap")
        if least and most and Decimal(most) < Decimal(least):
            self.add_error("cap", _("The cap lies below the minimum charge."))
        return data

    def _check_unit(self, data: dict[str, Any]) -> None:
        unit = self.unit_of(data)
        applies_to = data.get("applies_to")
        if applies_to == "OVERFLOW" and unit not in ("CONTACT", "MINUTE", ""):
            self.add_error("applies_to", _("Overflow can only be billed by contact or by minute."))
        counted = unit in COUNTED or applies_to in ("WINDOW", "EVENT")
        if counted and not data.get("expected_qty") and "expected_qty" not in self.errors:
            field = "expected_qty" if "expected_qty" in self.fields else "applies_to"
            self.add_error(field, _("Say how many units a month you expect; nothing else tells it."))
        if unit == "MINUTE" and not data.get("rounding") and "rounding" not in self.errors:
            self.add_error("rounding", _("Say how minutes are counted."))

    def _check_commission(self, data: dict[str, Any]) -> None:
        base = data.get("commission_base")
        rate, fee = data.get("commission_rate"), data.get("commission_fee")
        if (
            base
            and rate is None
            and fee is None
            and not {"commission_rate", "commission_fee"} & set(self.errors)
        ):
            self.add_error("commission_rate", _("State a rate, or an amount per success."))
        if rate is not None and fee is not None:
            self.add_error("commission_fee", _("State either a rate or an amount per success, not both."))
        if base in ("REVENUE", "SURPLUS") and fee is not None and rate is None:
            self.add_error("commission_fee", _("A commission on sales is a rate, not an amount per success."))
        if base == "SUCCESS_COUNT" and rate is not None and fee is None:
            self.add_error("commission_rate", _("A commission per success is an amount, not a rate."))

    def _check_tiers(self, data: dict[str, Any]) -> None:
        rows = [row for row in range(self.rows) if self._filled(data, row)]
        if not rows:
            self.add_error("tier-0-price", _("Fill in at least one band."))
        floor = 0
        for row in rows:
            upper, last = data.get(f"tier-{row}-upper"), row == rows[-1]
            where = f"tier-{row}-upper"
            if data.get(f"tier-{row}-price") is None and f"tier-{row}-price" not in self.errors:
                self.add_error(f"tier-{row}-price", _("State the price of this band."))
            if where in self.errors:
                continue
            if upper is None and not last:
                self.add_error(where, _("Only the last band is open upwards: state where this one ends."))
            elif upper is not None and last:
                self.add_error(where, _("Leave the last band open: volume above it needs a price too."))
            elif upper is not None and upper <= floor:
                self.add_error(
                    where,
                    _("This band overlaps the one before it: it must end above %(floor)s.")
                    % {"floor": floor},
                )
            floor = upper or floor

    def _filled(self, data: dict[str, Any], row: int) -> bool:
        names = (f"tier-{row}-upper", f"tier-{row}-price")
        return any(data.get(name) is not None or name in self.errors for name in names)

    # -- the document --------------------------------------------------------------------------------

    def unit_of(self, data: dict[str, Any]) -> str:
        if self.model.code == "B03":
            return billing.BASIS_UNITS.get(data.get("tier_basis") or "", "")
        return data.get("unit") or ("" if "unit" in self.fields else self.model.units[0])

    def line(self) -> dict[str, Any]:
        """The rate line as documents carry it."""
        data = self.cleaned_data
        unit = self.unit_of(data)
        line: dict[str, Any] = {"model": self.model.code, "unit": unit}
        dropped = {"base_seats", "unit", "tier_rows", "clawback", "quality_gate", *COMMISSION}
        if unit != "MINUTE":
            dropped |= {"rounding", "wrap_up_s"}
        if unit not in COUNTED and data.get("applies_to") not in ("WINDOW", "EVENT"):
            dropped.add("expected_qty")
        for name in self.fields:
            if name not in dropped and not name.startswith("tier-") and data.get(name) not in (None, ""):
                line[name] = data[name]
        if self.model.code == "B02":
            line["commission"] = self._commission()
        if self.model.code == "B03":
            line["tiers"] = self._tiers()
        return line

    def _commission(self) -> dict[str, Any]:
        data = self.cleaned_data
        stated = {
            "base": data["commission_base"],
            "rate": data["commission_rate"],
            "fee": data["commission_fee"],
            "cap": data["commission_cap"],
            "attribution_days": data["attribution_days"],
            "clawback": data["clawback"],
            "quality_gate": data["quality_gate"] or None,
        }
        return {key: value for key, value in stated.items() if value is not None}

    def _tiers(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        return [
            {"upper": data[f"tier-{row}-upper"], "price": data[f"tier-{row}-price"]}
            for row in range(self.rows)
            if self._filled(data, row)
        ]

    def base_seats(self) -> Any:
        return self.cleaned_data.get("base_seats")


def initial_of(line: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """What the form shows for a stored line."""
    shown = {key: value for key, value in line.items() if key not in ("tiers", "commission", "model")}
    shown.setdefault("applies_to", "ALL")
    shown["expected_bonus"] = percent_text(line.get("expected_bonus"))
    shown["base_seats"] = whole.get("base_seats")
    commission = line.get("commission") or {}
    shown |= {
        "commission_base": commission.get("base", ""),
        "commission_rate": percent_text(commission.get("rate")),
        "commission_fee": commission.get("fee"),
        "commission_cap": commission.get("cap"),
        "attribution_days": commission.get("attribution_days"),
        "clawback": "" if commission.get("clawback") is None else str(commission["clawback"]).lower(),
        "quality_gate": commission.get("quality_gate", ""),
    }
    return shown


def sentence_of(line: dict[str, Any], whole: dict[str, Any], currency: str) -> str | SafeString:
    """A stored line as the filled sentence, for lists and printed pages."""
    model = billing.MODELS.get(str(line.get("model")))
    if model is None:
        return f"{line.get('model')} {line.get('unit')} {line.get('unit_price', '')}"
    shown = initial_of(line, whole) | {"currency": currency}
    words = {
        "unit": billing.UNIT_WORDS,
        "rounding": billing.ROUNDING_WORDS,
        "tier_basis": billing.BASIS_WORDS,
        "tier_method": billing.METHOD_WORDS,
        "commission_base": billing.COMMISSION_WORDS,
        "clawback": {"true": _("yes"), "false": _("no")},
        "quality_gate": {c["code"]: pick(c["label"]) for c in KPI_CHOICES},
    }

    def blank(match: re.Match[str]) -> str:
        value = shown.get(match[1])
        if value in (None, ""):
            return "0" if match[1] in ("min_qty", "min_charge", "fixed_fee", "wrap_up_s") else "–"
        if match[1] in AMOUNTS:
            return amount_text(value, AMOUNTS[match[1]])
        known: Any = words.get(match[1], {})
        return str(known.get(value, value))

    return BLANK.sub(blank, str(model.sentence))
