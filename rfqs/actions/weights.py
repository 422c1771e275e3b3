"""The weights an RFQ will be scored with."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from calc import scorecard
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
    note: str = "",
    by: Any,
    now: datetime,
) -> WeightSet:
    """Store a new version of the weights of a draft: a preset, or "own" with pillar weights that sum to 100.

    Refuses weights that do not sum to 100.
    """
    locked = lock_draft(rfq, by)
    weights = write_weights(locked, preset=preset, pillars=pillars, leaves=leaves, note=note, by=by, now=now)
    detail = {"preset": preset, "pillars": weights.pillars, "version": weights.version}
    audit.record("rfq.weights", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return weights


def write_weights(
    rfq: RFQ,
    *,
    preset: str,
    pillars: Mapping[str, Any] | None = None,
    leaves: Mapping[str, Any] | None = None,
    note: str = "",
    by: Any,
    now: datetime,
) -> WeightSet:
    """Inside piece: the next version, checked."""
    sound = checked_weights(preset, pillars, leaves)
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
    preset: str, pillars: Mapping[str, Any] | None, leaves: Mapping[str, Any] | None
) -> dict[str, Any]:
    """{"preset", "pillars", "leaves"} as they are stored: whole weights, numbers as text."""
    if preset in scorecard.PRESETS:
        pillars = scorecard.PRESETS[preset]
    weights = scorecard.Weights(preset, _decimals(pillars or {}), _decimals(leaves or scorecard.WEIGHTS))
    if scorecard.check_weights(weights):
        raise Refused(_("The weights must be numbers from 0 to 100 that sum to 100."))
    return {"preset": preset, "pillars": _text(weights.pillars), "leaves": _text(weights.leaves)}


def _decimals(weights: Mapping[str, Any]) -> dict[str, Decimal]:
    try:
        return {code: Decimal(str(weight)) for code, weight in weights.items()}
    except InvalidOperation as error:
        raise Refused(_("The weights must be numbers from 0 to 100 that sum to 100.")) from error


def _text(weights: Mapping[str, Decimal]) -> dict[str, str]:
    return {code: f"{weight.normalize():f}" for code, weight in weights.items()}
