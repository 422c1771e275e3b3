"""Where the value of a leaf comes from, and what stands behind it in its own unit."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc import scorecard
from calc.price_formula import BASELINE, CEILING, LINEAR, LOWEST
from rfqs.queries.pages import CLASSES
from scoring.engine import Evaluated
from ui.figures import grouped, trimmed
from ui.templatetags.figures import pct

C1_SOURCES = {
    LOWEST: gettext_lazy("100 × lowest total cost / own %(tco)s"),
    LINEAR: gettext_lazy("100 × (ceiling − own %(tco)s) / (ceiling − lowest total cost)"),
    CEILING: gettext_lazy("100 × (ceiling − own %(tco)s) / ceiling"),
    BASELINE: gettext_lazy("100 × (buyer's own cost − %(tco)s) / buyer's own cost"),
}


def source(evaluated: Evaluated, vendor: str, leaf: str) -> str:
    """Where the value of a leaf comes from."""
    quote, priced = evaluated.quote(vendor), evaluated.priced(vendor)
    item = scorecard.SCORED.get(leaf)
    if item is not None:
        stored = quote["scores"].get(item)
        if stored is None:
            return _("not scored, counts 0")
        return _("20 × panel score %(score)s of %(item)s") % {
            "score": scorecard.shown(Fraction(stored)),
            "item": item,
        }
    if leaf == "R5":
        return _("100 − %(points)s points of red flags") % {"points": quote["flag_points"]}
    if priced is None:
        return _("no price, counts 0")
    return {
        "C1": C1_SOURCES[evaluated.weights.price.name] % {"tco": grouped(priced.horizon_tco, 2)},
        "C2": _("loaded first-year uplift %(uplift)s") % {"uplift": pct(priced.loaded_uplift_shown, 2)},
        "C5": _("elasticity %(elasticity)s, demand %(class)s")
        % {"elasticity": f"{priced.elasticity:.4f}", "class": demand_class(evaluated)},
    }[leaf]


def fact(evaluated: Evaluated, vendor: str, leaf: str) -> str:
    """What stands behind a leaf, in its own unit; nothing where there is none."""
    quote, priced = evaluated.quote(vendor), evaluated.priced(vendor)
    if leaf == "R5":
        return str(quote["flag_points"])
    if leaf in scorecard.SCORED:
        stored = quote["scores"].get(scorecard.SCORED[leaf])
        return trimmed(scorecard.shown(Fraction(stored)), 2) if stored is not None else ""
    if priced is None:
        return ""
    return {
        "C1": grouped(priced.horizon_tco, 2),
        "C2": pct(priced.loaded_uplift_shown, 2),
        "C5": trimmed(priced.elasticity, 4),
    }[leaf]


def demand_class(evaluated: Evaluated) -> str:
    """How the volume moved, in words."""
    code = evaluated.inputs["volatility"]
    return str(CLASSES.get(code, code))
