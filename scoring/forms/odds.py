"""How uncertain weights, scores and costs are taken to be: read from the address, bounded, never stored."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.robustness.weighting import Weighting
from rfqs.forms.estimate import AddressForm, PercentField
from scoring.forms.simulations import LARGEST_SEED, USUAL_SEED
from scoring.odds import Doubts
from ui.amounts import CountField, DecimalAmountField
from ui.fields import mark

DRAWS = (1_000, 10_000, 100_000)
USUAL_DRAWS = 10_000
WEIGHTINGS = [
    (Weighting.AROUND.value, _("About as published")),
    (Weighting.ANY_PILLARS.value, _("Any mix of cost, quality and risk")),
    (Weighting.ANY_LEAVES.value, _("Any mix of the criteria")),
    (Weighting.FIXED.value, _("As published")),
]


class OddsForm(AddressForm):
    """What is drawn, how often, and the seed that repeats it."""

    weighting = forms.ChoiceField(label=_("Weights"), choices=WEIGHTINGS)
    spread = PercentField(label=_("About: each weight up to so much off"), least="1", most="100")
    points = DecimalAmountField(label=_("Each score up to so many points off, of 5"), most="5")
    costs = forms.BooleanField(label=_("Costs of drawn futures instead of the forecast"), required=False)
    draws = forms.TypedChoiceField(
        label=_("Draws"), coerce=int, choices=[(count, f"{count:,}") for count in DRAWS]
    )
    seed = CountField(
        label=_("Seed"), most=str(LARGEST_SEED), help_text=_("The same seed draws the same futures again.")
    )

    def __init__(self, address: Mapping[str, str], *, costs: bool) -> None:
        super().__init__(address, usual(costs))
        for field in self.fields.values():
            mark(field, "expected")

    def doubts(self) -> Doubts:
        """What was asked for; the usual doubts where the form is not sound."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else usual(bool(self["costs"].value()))
        return Doubts(
            weighting=Weighting(data["weighting"]),
            spread=Decimal(data["spread"]),
            points=Decimal(data["points"]),
            costs=bool(data["costs"]),
            count=int(data["draws"]),
            seed=int(data["seed"]),
        )


def usual(costs: bool) -> dict[str, Any]:
    """Weights three tenths off, scores half a point."""
    return {
        "weighting": Weighting.AROUND.value,
        "spread": Decimal("0.3"),
        "points": Decimal("0.5"),
        "costs": costs,
        "draws": USUAL_DRAWS,
        "seed": USUAL_SEED,
    }
