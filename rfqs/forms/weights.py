"""Weights: a preset, or pillars of one's own that sum to 100."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.scorecard import PILLARS, PRESETS
from rfqs import needs

OWN = "own"
NAMES = {"cost": _("Cost"), "quality": _("Quality"), "risk": _("Risk")}


class WeightsForm(forms.Form):
    """The sum is checked here, at the field; the action checks it once more."""

    preset = forms.ChoiceField(label=_("Weights"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = [*needs.preset_choices(), (OWN, _("Own weights"))]  # type: ignore[attr-defined]
        for pillar in PILLARS:
            self.fields[pillar] = forms.DecimalField(
                label=NAMES[pillar],
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("preset") != OWN or any(pillar in self.errors for pillar in PILLARS):
            return data
        for pillar in PILLARS:
            if data.get(pillar) is None:
                self.add_error(pillar, _("Give a number from 0 to 100."))
        total = sum((data.get(pillar) or Decimal(0) for pillar in PILLARS), Decimal(0))
        if total != 100:
            message = _("Cost, quality and risk must sum to 100; they sum to %(total)s.")
            self.add_error("cost", message % {"total": f"{total.normalize():f}"})
        return data

    @property
    def pillars(self) -> dict[str, Decimal] | None:
        if self.cleaned_data["preset"] in PRESETS:
            return None
        return {pillar: self.cleaned_data[pillar] for pillar in PILLARS}
