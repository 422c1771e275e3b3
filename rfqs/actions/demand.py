"""Volumes: the six months of history and the twelve months of forecast."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from calc.demand import default_profile
from rfqs.actions.locking import lock_draft
from rfqs.models import RFQ, DemandLine
from rfqs.volumes import Volumes
from ui.errors import Refused

MOST_CONTACTS = 1_000_000_000


@transaction.atomic(durable=True)
def set_demand(
    *,
    rfq: RFQ,
    volumes: Volumes,
    basis: str = DemandLine.Basis.MEASURED,
    confirmed: bool = False,
    by: Any,
    now: datetime,
) -> DemandLine:
    """Take over volumes that were typed, pasted or uploaded; the forecast follows unless it is the buyer's own.

    Refuses volumes with missing days or intervals until a person has confirmed them.
    """
    locked = lock_draft(rfq, by)
    if volumes.needs_confirmation and not confirmed:
        raise Refused(_("Days or intervals are missing. Confirm that the counts are right without them."))
    line = write_volumes(locked, volumes, basis, now=now)
    detail = {
        "source": volumes.source,
        "grain": volumes.grain,
        "history": line.history,
        "confirmed": confirmed,
    }
    audit.record("rfq.demand", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return line


def write_volumes(rfq: RFQ, volumes: Volumes, basis: str, *, now: datetime) -> DemandLine:
    """Inside piece: the history with its evidence, and the default forecast."""
    line = rfq.demand_lines.first() or DemandLine(rfq=rfq)
    line.basis, line.history, line.history_from = basis, volumes.history, volumes.history_from
    line.evidence, line.updated_at = volumes.evidence(), now
    if not line.forecast_is_own:
        line.forecast = list(default_profile(line.history))
    line.save()
    return line


@transaction.atomic(durable=True)
def set_forecast(*, rfq: RFQ, forecast: Sequence[int] | None, by: Any, now: datetime) -> DemandLine:
    """Set the buyer's own twelve months, or go back to the average of the history with None."""
    locked = lock_draft(rfq, by)
    line = locked.demand_lines.first()
    if forecast is None:
        if line is None or not line.history:
            raise Refused(_("Give the six months of history first."))
        line.forecast, line.forecast_is_own = list(default_profile(line.history)), False
    else:
        check_forecast(forecast)
        line = line or DemandLine(rfq=locked)
        line.forecast, line.forecast_is_own = list(forecast), True
    line.updated_at = now
    line.save()
    detail = {"forecast": line.forecast, "own": line.forecast_is_own}
    audit.record("rfq.forecast", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return line


def check_forecast(forecast: Sequence[int]) -> None:
    """Twelve months, with contacts in at least one."""
    if len(forecast) != 12 or not any(forecast) or not all(0 <= n <= MOST_CONTACTS for n in forecast):
        raise Refused(_("Give twelve whole numbers from 0, at least one above 0."))
