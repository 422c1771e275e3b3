"""Points for the total cost (leaf C1): the named formulas an RFQ may choose from (domain 10.1).

`lowest` is the ratio of domain 10.1, the usual rule of public procurement in China; `linear` falls from the best cost
to the ceiling; `ceiling` and `baseline` count the saving against a figure of the buyer's own, whatever others quote.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.documents import Fault
from calc.money import ZERO

LOWEST, LINEAR, CEILING, BASELINE = "lowest", "linear", "ceiling", "baseline"
FORMULAS = (LOWEST, LINEAR, CEILING, BASELINE)
# Formulas that count with a figure of the buyer's, and those whose points depend on what others quote.
WITH_REFERENCE = (LINEAR, CEILING, BASELINE)
RELATIVE = (LOWEST, LINEAR)
FULL = Fraction(100)


@dataclass(frozen=True)
class PriceFormula:
    """A formula by name; `reference` is the ceiling or the baseline cost, over the same horizon as the total cost."""

    name: str = LOWEST
    reference: Decimal | None = None

    @property
    def relative(self) -> bool:
        """Whether the points of one quote depend on another's cost."""
        return self.name in RELATIVE

    def points(self, own: Decimal | Fraction, best: Decimal | Fraction) -> Fraction:
        """0 to 100, exact; `best` is the lowest cost among those that count, the own one included.

        lowest: 100 x best / own. linear: 100 x (ceiling - own) / (ceiling - best). ceiling, baseline: 100 x
        (reference - own) / reference. Above the ceiling or the reference: 0. A value credit can bring a cost to 0 or
        below: full points under the formulas that have a reference, and under `lowest` for the best alone.
        """
        if self.name == LOWEST or self.reference is None:
            return _ratio(own, best)
        reference = Fraction(self.reference)
        if own > reference:
            return Fraction(0)
        if self.name != LINEAR:
            return min(FULL, FULL * (reference - Fraction(own)) / reference)
        if own <= best:
            return FULL
        return FULL * (reference - Fraction(own)) / (reference - Fraction(best))


USUAL = PriceFormula()


def check_formula(formula: PriceFormula) -> list[Fault]:
    """What is wrong with a formula: an unknown name, or no figure to count against."""
    if formula.name not in FORMULAS:
        return [Fault("price_formula", f"{formula.name} is unknown", f"use {', '.join(FORMULAS)}")]
    if formula.name not in WITH_REFERENCE:
        return []
    if formula.reference is None:
        return [Fault("price_reference", "is missing", f"state it, or choose {LOWEST}")]
    if not formula.reference.is_finite() or formula.reference <= ZERO:
        return [Fault("price_reference", f"{formula.reference} is impossible", "give an amount above 0")]
    return []


def _ratio(own: Decimal | Fraction, best: Decimal | Fraction) -> Fraction:
    if own <= best:
        return FULL
    return max(Fraction(0), FULL * Fraction(best) / Fraction(own)) if own > 0 else Fraction(0)
