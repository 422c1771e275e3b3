"""Weights: a preset, or pillars of one's own that sum to 100."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.price_formula import BASELINE, LOWEST
from calc.scorecard import LEAVES, PILLARS, PRESETS, WEIGHTS
from rfqs import needs
from rfqs.price_words import formula_choices
from rfqs.queries import LEAF_NAMES
from ui.amounts import MONEY, DecimalAmountField
from ui.fields import mark, offer

OWN = "own"
NAMES = {"cost": _("Cost"), "quality": _("Quality"), "risk": _("Risk")}


def leaf_field(leaf: str) -> str:
    return f"leaf_{leaf}"


def _weight(label: object) -> DecimalAmountField:
    field = DecimalAmountField(label=str(label), required=False, most="100")
    mark(field, "expected")
    return field


class WeightsForm(forms.Form):
    """The sum is checked here, at the field; the action checks it once more."""

    preset = forms.ChoiceField(label=_("Weights"), widget=forms.RadioSelect)
    price_formula = forms.ChoiceField(
        label=_("How a total cost becomes points"), widget=forms.RadioSelect, required=False, initial=LOWEST
    )
    baseline_cost = DecimalAmountField(
        label=_("What the work costs you today, over the whole term"),
        required=False,
        least="0.01",
        most="999999999999",
        unit=MONEY,
        help_text=_("Only where you count against your own cost. Vendors do not read the amount."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "preset", [*needs.preset_choices(), (OWN, _("Own weights"))])
        offer(self, "price_formula", formula_choices())
        mark(self.fields["price_formula"], "expected")
        for pillar in PILLARS:
            self.fields[pillar] = _weight(NAMES[pillar])
        for leaf in LEAVES:
            self.fields[leaf_field(leaf)] = _weight(f"{leaf} {LEAF_NAMES[leaf]}")

    def leaf_fields(self) -> list[Any]:
        """The bound fields of the criteria, to be drawn on their own."""
        return [self[leaf_field(leaf)] for leaf in LEAVES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_leaves(data)
        unstated = "baseline_cost" in data and data["baseline_cost"] is None
        if data.get("price_formula") == BASELINE and unstated:
            self.add_error("baseline_cost", _("State the cost that quotes are counted against."))
        if any(pillar in self.errors for pillar in PILLARS):
            return data
        if data.get("preset") != OWN:
            self._check_unused(data)
            return data
        for pillar in PILLARS:
            if data.get(pillar) is None:
                self.add_error(pillar, _("Give a number from 0 to 100."))
        total = sum((data.get(pillar) or Decimal(0) for pillar in PILLARS), Decimal(0))
        if total != 100:
            message = _("Cost, quality and risk must sum to 100; they sum to %(total)s.")
            self.add_error("cost", message % {"total": f"{total.normalize():f}"})
        return data

    def _check_unused(self, data: dict[str, Any]) -> None:
        """Weights that somebody typed count beside “own weights” alone: they are not dropped unseen."""
        preset = PRESETS.get(data.get("preset", ""), {})
        for pillar in PILLARS:
            typed, shown = data.get(pillar), self.initial.get(pillar)
            known = {preset.get(pillar), None if shown in (None, "") else Decimal(str(shown))}
            if preset and typed is not None and typed not in known:
                self.add_error("preset", _("You typed weights: choose “Own weights” for them to count."))
                return

    def _clean_leaves(self, data: dict[str, Any]) -> None:
        """All criteria or none, and 100 together."""
        names = [leaf_field(leaf) for leaf in LEAVES]
        given = [data.get(name) for name in names]
        if any(name in self.errors for name in names) or all(weight is None for weight in given):
            return
        for name, weight in zip(names, given, strict=True):
            if weight is None:
                self.add_error(name, _("Give a number from 0 to 100."))
        total = sum((weight or Decimal(0) for weight in given), Decimal(0))
        if total != 100:
            message = _("The criteria must sum to 100; they sum to %(total)s.")
            self.add_error(names[0], message % {"total": f"{total.normalize():f}"})

    @property
    def leaves(self) -> dict[str, Decimal] | None:
        """Weights of the criteria where they are not the usual ones."""
        found = {leaf: self.cleaned_data.get(leaf_field(leaf)) for leaf in LEAVES}
        given = {leaf: weight for leaf, weight in found.items() if weight is not None}
        return given if given and given != WEIGHTS else None

    @property
    def chosen_preset(self) -> str:
        """A preset with criteria of one's own is a preset no more."""
        return OWN if self.leaves else str(self.cleaned_data["preset"])

    @property
    def chosen(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "preset": self.chosen_preset,
            "pillars": self.pillars,
            "leaves": self.leaves,
            "price_formula": self.cleaned_data["price_formula"] or LOWEST,
            "baseline_cost": self.cleaned_data["baseline_cost"],
        }

    @property
    def pillars(self) -> dict[str, Decimal] | None:
        if self.cleaned_data["preset"] in PRESETS:
            return PRESETS[self.cleaned_data["preset"]] if self.leaves else None
        return {pillar: self.cleaned_data[pillar] for pillar in PILLARS}
