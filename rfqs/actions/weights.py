"""The weights an RFQ will be scored with."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from calc import scorecard
from calc.price_formula import BASELINE, FORMULAS, LOWEST
from rfqs.actions.locking import lock_draft
from rfqs.models import RFQ, WeightSet
from ui.errors import Refused


@transaction.atomic(durable=True)
def set_weights(
    *,
    rfq: RFQ,
    preset: str,
    pillars: Mapping[str, Any] | None = None,
    leaves: Mapping[str, Any] | None = None,
    price_formula: str = LOWEST,
    baseline_cost: Any = None,
    note: str = "",
    by: Any,
    now: datetime,
) -> WeightSet:
    """Store a new version of the weights of a draft: a preset, or "own" with pillar weights that sum to 100.

    With them goes the price formula. Refuses weights that do not sum to 100, a formula that there is not, and
    one against the buyer's own cost without that cost.
    """
    locked = lock_draft(rfq, by)
    weights = write_weights(
        locked,
        preset=preset,
        pillars=pillars,
        leaves=leaves,
        price_formula=price_formula,
        baseline_cost=baseline_cost,
        note=note,
        by=by,
        now=now,
    )
    detail = {
        "preset": preset,
        "pillars": weights.pillars,
        "price_formula": weights.price_formula,
        "version": weights.version,
    }
    audit.record("rfq.weights", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return weights


def write_weights(
    rfq: RFQ,
    *,
    preset: str,
    pillars: Mapping[str, Any] | None = None,
    leaves: Mapping[str, Any] | None = None,
    price_formula: str = LOWEST,
    baseline_cost: Any = None,
    note: str = "",
    by: Any,
    now: datetime,
) -> WeightSet:
    """Inside piece: the next version, checked."""
    sound = checked_weights(preset, pillars, leaves, price_formula, baseline_cost)
    last = rfq.weight_sets.first()
    return WeightSet.objects.create(
        rfq=rfq,
        version=last.version + 1 if last else 1,
        note=note,
        created_at=now,
        created_by=by,
        **sound,
    )


def checked_weights(
    preset: str,
    pillars: Mapping[str, Any] | None,
    leaves: Mapping[str, Any] | None,
    price_formula: str = LOWEST,
    baseline_cost: Any = None,
) -> dict[str, Any]:
    """{"preset", "pillars", "leaves", "price_formula", "baseline_cost"} as they are stored: numbers as text."""
    if preset in scorecard.PRESETS:
        pillars = scorecard.PRESETS[preset]
    weights = scorecard.Weights(preset, _decimals(pillars or {}), _decimals(leaves or scorecard.WEIGHTS))
    if scorecard.check_weights(weights):
        raise Refused(_("The weights must be numbers from 0 to 100 that sum to 100."))
    return {
        "preset": preset,
        "pillars": _text(weights.pillars),
        "leaves": _text(weights.leaves),
        **_checked_formula(price_formula, baseline_cost),
    }


def _checked_formula(name: str, baseline_cost: Any) -> dict[str, Any]:
    """The formula and, where it counts against that, the buyer's own cost; other formulas keep none."""
    if name not in FORMULAS:
        raise Refused(_("There is no such price formula."))
    if name != BASELINE:
        return {"price_formula": name, "baseline_cost": None}
    cost = _decimals({"cost": baseline_cost})["cost"] if baseline_cost is not None else Decimal(0)
    if not Decimal("0.01") <= cost < Decimal(10) ** 12 or cost != cost.quantize(Decimal("0.01")):
        raise Refused(_("State what the work costs you today over the whole term, as an amount above 0."))
    return {"price_formula": name, "baseline_cost": f"{cost:f}"}


def _decimals(weights: Mapping[str, Any]) -> dict[str, Decimal]:
    try:
        return {code: Decimal(str(weight)) for code, weight in weights.items()}
    except InvalidOperation as error:
        raise Refused(_("The weights must be numbers from 0 to 100 that sum to 100.")) from error


def _text(weights: Mapping[str, Decimal]) -> dict[str, str]:
    return {code: f"{weight.normalize():f}" for code, weight in weights.items()}
