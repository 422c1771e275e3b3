"""One rate line: the blanks of its model's sentence, checked together."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from calc.billing.service_lines import STEADY_UNITS
from quotes import billing
from quotes.forms import line_rules
from quotes.forms.fields import (
    MONEY,
    AmountField,
    CountField,
    PercentField,
    amount_text,
    choices_of,
    mark_expected,
    percent_text,
)
from quotes.forms.line_tables import TABLES
from quotes.service_lines import seats_of_line
from rfqs.catalogue.codes import KPI_CHOICES
from rfqs.lines import ServiceLine
from ui.text import pick

BLANK = re.compile(r"\{(\w+)\}")
COUNTED = ("HOUR", "DAY")
# Blanks that hold a number, and the decimals it is always read with.
AMOUNTS = {
    "unit_price": 2,
    "fixed_fee": 2,
    "min_charge": 2,
    "commission_fee": 2,
    "commission_cap": 2,
    "base_seats": 0,
    "min_qty": 0,
    "included_qty": 0,
    "wrap_up_s": 0,
    "commission_floor": 2,
    "minute_price": 2,
    "samples": 0,
    "pay": 2,
    "welfare": 2,
    "training": 2,
    "management": 2,
}
# Blanks that stand for 0 where nothing is stated.
NOTHING = ("min_qty", "min_charge", "fixed_fee", "wrap_up_s", "commission_floor", "welfare", "training")


def _fields(currency: str) -> dict[str, Any]:
    """Every field a rate line can have; a model takes those of its sentence and the further ones."""
    return {
        "unit_price": AmountField(unit=MONEY, places=4, label=_("Unit price")),
        "base_seats": CountField(label=_("Seats"), required=False, most="100000"),
        "min_qty": CountField(label=_("Minimum seats"), required=False, most="10000000"),
        "unit": forms.ChoiceField(label=_("Unit")),
        "fixed_fee": AmountField(unit=MONEY, label=_("Fixed amount a month")),
        "included_qty": CountField(label=_("Included contacts")),
        "expected_qty": AmountField(
            label=_("Units a month you expect"),
            required=False,
            help_text=_("Needed where their number follows from nothing else."),
        ),
        "rounding": forms.ChoiceField(label=_("Counted"), choices=choices_of(billing.ROUNDING_WORDS)),
        "wrap_up_s": AmountField(label=_("Seconds of wrap-up"), required=False, most="7200"),
        "tier_basis": forms.ChoiceField(label=_("The bands count"), choices=choices_of(billing.BASIS_WORDS)),
        "tier_method": forms.ChoiceField(label=_("The price is"), choices=choices_of(billing.METHOD_WORDS)),
        "min_charge": AmountField(unit=MONEY, label=_("Minimum charge"), required=False),
        "cap": AmountField(unit=MONEY, label=_("Cap a month"), required=False),
        "expected_bonus": PercentField(
            label=_("Bonus you expect"),
            required=False,
            help_text=_("Per cent of this line, where the contract pays a bonus for good performance."),
        ),
        "applies_to": forms.ChoiceField(
            label=_("This line is for"), choices=list(billing.APPLIES_WORDS.items()), initial="ALL"
        ),
        "note": forms.CharField(label=_("Note"), required=False, max_length=300),
        **line_rules.fields(),
    }


class RateLineForm(forms.Form):
    """`line` is the stored line or None; `whole` the document around it; `lines` the service lines, where several."""

    def __init__(
        self,
        data: Any = None,
        *,
        model: str,
        currency: str,
        line: Any = None,
        whole: Any = None,
        lines: Sequence[ServiceLine] = (),
    ):
        self.model, self.currency = billing.MODELS[model], currency
        self.names = BLANK.findall(str(self.model.sentence))
        self.table = TABLES.get(self.model.table)
        self.stored = dict(line or {})
        self.line_initial = initial_of(self.stored, whole or {})
        super().__init__(data, initial=self.line_initial)
        known = _fields(currency)
        for name in (*self.names, *self.model.further, *self.model.rare):
            if name in known:
                self.fields[name] = known[name]
        self._offer_lines(lines)
        self._fit_model()
        self.rows = self.table.add_to(self, data, self.stored) if self.table else 0

    def unit_beside(self, bound: Any) -> str:
        """What stands behind the input: the currency, where the field is an amount of money."""
        return self.currency if getattr(bound.field, "unit", "") == MONEY else ""

    def _offer_lines(self, lines: Sequence[ServiceLine]) -> None:
        """Which service line the price is for; a price that no volume changes may be for the whole contract."""
        if not lines:
            return
        steady = bool(set(self.model.units) & set(STEADY_UNITS)) and "commission_base" not in self.names
        empty = _("the contract as a whole") if steady else _("– choose –")
        self.fields["line"] = forms.ChoiceField(
            label=_("Service line"),
            required=False,
            choices=[("", empty), *((one.code, one.name) for one in lines)],
            help_text=_(
                "The price counts on the volumes of this line alone. Only a price that no volume changes may be for "
                "the contract as a whole."
            ),
        )
        mark_expected(self.fields["line"])

    @property
    def service_line(self) -> Any:
        """The choice of the service line as a bound field; None where the RFQ has one line."""
        return self["line"] if "line" in self.fields else None

    def _fit_model(self) -> None:
        code = self.model.code
        if "unit" in self.fields:
            known: Any = billing.PHASED_WORDS if code == "B16" else billing.UNIT_WORDS
            unit: Any = self.fields["unit"]
            unit.choices = choices_of({one: known[one] for one in self.model.units})
        optional = {"B07": ("fixed_fee",), "B14": ("rounding",)}.get(code, ())
        for name in optional:
            self.fields[name].required = False
        if "rounding" in self.model.further:
            self.fields["rounding"].required = False
        for name in self.names:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-label"] = self.fields[name].label

    @property
    def rows_field(self) -> Any:
        """The hidden count of rows."""
        return self[self.table.counter] if self.table else None

    @property
    def table_heads(self) -> list[Any]:
        return self.table.heads(self.currency) if self.table else []

    @property
    def table_rows(self) -> list[list[Any]]:
        """The rows of bands, stages or indicators as bound fields."""
        if not self.table:
            return []
        columns = list(self.table.columns())
        return [[self[self.table.name(row, one)] for one in columns] for row in range(self.rows)]

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
        """The rules beside the sentence, each with its unit."""
        return [(self[name], self.unit_beside(self[name])) for name in self.model.further]

    @property
    def rare(self) -> list[Any]:
        """Fields few lines need; the page folds them away."""
        return [self[name] for name in self.model.rare if name not in self.model.further]

    @property
    def rare_open(self) -> bool:
        """One of them is filled or faulty."""
        names = [bound.name for bound in self.rare]
        return any(name in self.errors or self[name].value() not in (None, "") for name in names)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and "more" in self.data:  # nothing is judged while bands are being added
            self._errors = ErrorDict(renderer=self.renderer)

    # -- checks --------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "commission_base" in self.fields:
            self._check_commission(data)
        if self.table:
            self.table.check(self, data)
        if self.model.code == "B16" and data.get("unit") == "MONTH" and not data.get("trial_months"):
            self.add_error("trial_months", _("State the months of the trial and its discount."))
        self._check_pairs(data)
        self._check_unit(data)
        self._check_line(data)
        least, most = data.get("min_charge"), data.get("cap")
        if least and most and Decimal(most) < Decimal(least):
            self.add_error("cap", _("The cap lies below the minimum charge."))
        return data

    def _check_pairs(self, data: dict[str, Any]) -> None:
        """What has a meaning only beside something else."""
        months, discount = data.get("trial_months"), data.get("trial_discount")
        if months and discount is None and "trial_discount" not in self.errors:
            self.add_error("trial_discount", _("State the discount during the trial."))
        if discount is not None and not months and "trial_months" not in self.errors:
            self.add_error("trial_months", _("State the months of the trial and its discount."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last month comes before the first."))
        if not data.get("min_charge") and data.get("min_carry_forward"):
            self.add_error("min_carry_forward", _("This has a meaning only with a minimum charge."))
        if data.get("event_hours") in (None, "") and self._is_event(data) and self.unit_of(data) == "HOUR":
            self.add_error("event_hours", _("State the hours a day."))

    def _check_line(self, data: dict[str, Any]) -> None:
        """Whatever depends on a volume says on which."""
        if "line" not in self.fields or data.get("line") or "line" in self.errors:
            return
        moved = any(data.get(rise) for rise, _share in line_rules.SURCHARGES.values())
        commission = bool(data.get("commission_base"))
        if self.unit_of(data) not in STEADY_UNITS or moved or commission:
            self.add_error("line", _("Choose the service line: this price depends on its volume."))

    def _is_event(self, data: dict[str, Any]) -> bool:
        """Temporary staff for promotions, by anything typed about it."""
        names = line_rules.OBJECTS["event"].values()
        return any(data.get(name) not in (None, "") for name in names)

    def _check_unit(self, data: dict[str, Any]) -> None:
        unit = self.unit_of(data)
        applies_to = data.get("applies_to")
        if applies_to == "OVERFLOW" and unit not in ("CONTACT", "MINUTE", ""):
            self.add_error("applies_to", _("Overflow can only be billed by contact or by minute."))
        event = self._is_event(data)
        if event and applies_to != "EVENT":
            self.add_error("applies_to", _("Temporary seats are for promotions only: choose that here."))
        uncounted = self._must_count(data, unit) and not event and not data.get("expected_qty")
        if uncounted and "expected_qty" not in self.errors:
            field = "expected_qty" if "expected_qty" in self.fields else "applies_to"
            self.add_error(field, _("Say how many units a month you expect; nothing else tells it."))
        minutes = unit == "MINUTE" or bool(data.get("minute_price"))
        if minutes and not data.get("rounding") and "rounding" not in self.errors:
            self.add_error("rounding", _("Say how minutes are counted."))

    def _must_count(self, data: dict[str, Any], unit: str) -> bool:
        """The quantity follows neither from the demand nor from the seats."""
        if self.model.code == "B12":
            return not data.get("samples")
        at_contact = self._hours_at_contact(data)
        by_contact = at_contact or unit in ("CONTACT", "MINUTE")
        named = data.get("applies_to") == "WINDOW" and data.get("window") and by_contact
        counted = unit in COUNTED and not at_contact
        return not named and (counted or data.get("applies_to") in ("WINDOW", "EVENT"))

    def _hours_at_contact(self, data: dict[str, Any]) -> bool:
        """Hours that follow from the contacts, not those people are signed in."""
        return self.model.code == "B06" and data.get("hour_basis") != "LOGGED"

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
        if data.get("success_rate") and base not in ("SUCCESS_COUNT", None, ""):
            self.add_error("success_rate", _("This goes with a commission on the number of successes only."))
        floor, cap = data.get("commission_floor"), data.get("commission_cap")
        if floor and cap and Decimal(cap) < Decimal(floor):
            self.add_error("commission_cap", _("The commission cannot be capped below its least amount."))
        if base == "SUCCESS_COUNT" and rate is not None and fee is None:
            self.add_error("commission_rate", _("A commission per success is an amount, not a rate."))

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
        dropped = {"base_seats", "unit", "min_period", "min_carry_forward", *line_rules.COMPOSED}
        if unit != "MINUTE" and not data.get("minute_price"):
            dropped |= {"rounding", "wrap_up_s", "min_seconds"}
        if not self._takes_quantity(data, unit):
            dropped.add("expected_qty")
        if data.get("applies_to") != "WINDOW":
            dropped.add("window")
        rows = {*self._row_names(), *((self.table.counter,) if self.table else ())}
        for name in self.fields:
            if name not in dropped and name not in rows and data.get(name) not in (None, ""):
                line[name] = data[name]
        line |= line_rules.written(data, self.fields)
        if self.table:
            line |= self._of_rows(self.table.written(self.table.values(self, data)))
        if not line.get("rollover_months", True):
            del line["rollover_months"]
        return line

    def _row_names(self) -> set[str]:
        return {bound.name for row in self.table_rows for bound in row}

    def _of_rows(self, found: dict[str, Any]) -> dict[str, Any]:
        """A collar holds its share beside its indicators."""
        if "metrics" in found:
            return {"performance": {"share": self.cleaned_data["performance_share"], **found}}
        return found

    def _takes_quantity(self, data: dict[str, Any], unit: str) -> bool:
        """The document has a place for units a month that the vendor states."""
        if self._is_event(data) or (self.model.code == "B12" and data.get("samples")):
            return False
        counted = unit in (*COUNTED, "SAMPLE") and not self._hours_at_contact(data)
        return counted or data.get("applies_to") in ("WINDOW", "EVENT")

    def base_seats(self) -> Any:
        return self.cleaned_data.get("base_seats")


def initial_of(line: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """What the form shows for a stored line."""
    objects = ("tiers", "stages", "performance", "surcharges", *line_rules.OBJECTS)
    shown = {key: value for key, value in line.items() if key not in (*objects, "model")}
    shown.setdefault("applies_to", "ALL")
    shown["expected_bonus"] = percent_text(line.get("expected_bonus"))
    shown["base_seats"] = seats_of_line(whole, line.get("line"))
    return shown | line_rules.typed(line)


def sentence_of(line: dict[str, Any], whole: dict[str, Any], currency: str) -> str | SafeString:
    """A stored line as the filled sentence, for lists and printed pages."""
    model = billing.MODELS.get(str(line.get("model")))
    if model is None:
        return f"{line.get('model')} {line.get('unit')} {line.get('unit_price', '')}"
    shown = initial_of(line, whole) | {"currency": currency}
    words = {
        "unit": billing.PHASED_WORDS if model.code == "B16" else billing.UNIT_WORDS,
        "hour_basis": billing.HOUR_WORDS,
        "min_period": billing.PERIOD_WORDS,
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
            return "0" if match[1] in NOTHING else "–"
        if match[1] in AMOUNTS:
            return amount_text(value, AMOUNTS[match[1]])
        known: Any = words.get(match[1], {})
        return str(known.get(value, value))

    return BLANK.sub(blank, str(model.sentence))
