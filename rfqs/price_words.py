"""The price formulas in words, for the buyer who chooses one and the vendor who is weighed by it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from calc.price_formula import BASELINE, CEILING, LINEAR, LOWEST
from ui.text import labelled

FORMULA_LABELS = {
    LOWEST: _("Lowest ratio"),
    LINEAR: _("Linear between best and ceiling"),
    CEILING: _("Against the ceiling"),
    BASELINE: _("Against the buyer's own cost"),
}
FORMULA_SENTENCES = {
    LOWEST: _(
        "The lowest total cost gets 100 points; any other quote gets 100 × the lowest total cost ÷ its own."
    ),
    LINEAR: _(
        "The lowest total cost gets 100 points, the ceiling 0, and what lies between its share of the way; "
        "a quote above the ceiling gets 0."
    ),
    CEILING: _(
        "A quote gets as many points as it stays below the ceiling in per cent of it, and 0 at or above it; "
        "what others quote changes nothing."
    ),
    BASELINE: _(
        "A quote gets as many points as it saves in per cent of what the work costs the buyer today, and 0 where it "
        "saves nothing; what others quote changes nothing."
    ),
}


def formula_choices() -> list[tuple[str, str]]:
    """The formulas, each with its sentence."""
    return [(name, labelled(label, FORMULA_SENTENCES[name])) for name, label in FORMULA_LABELS.items()]


def formula_of(weights: Mapping[str, Any]) -> str:
    """The name of the formula that goes with stored or published weights."""
    return str(weights.get("price_formula") or LOWEST)


def formula_words(name: str) -> dict[str, Any]:
    """Label and sentence of a formula."""
    return {"label": FORMULA_LABELS[name], "sentence": FORMULA_SENTENCES[name]}


def needs_ceiling(name: str, need: Mapping[str, Any]) -> bool:
    """Whether the formula counts against a ceiling that the need does not state."""
    return name in (LINEAR, CEILING) and not Decimal(str(need.get("budget_ceiling_tco") or 0))
