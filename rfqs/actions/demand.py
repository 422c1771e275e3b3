"""Volumes: the six months of history and the twelve months of forecast."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from calc.demand import default_profile
from rfqs.actions.locking import lock_draft
from rfqs.lines import codes_of
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
    line: str = "",
    by: Any,
    now: datetime,
) -> DemandLine:
    """Take over volumes that were typed, pasted or uploaded; the forecast follows unless it is the buyer's own.

    They are those of the named service line, else of the first. Refuses volumes with missing days or intervals
    until a person has confirmed them, and a line that is gone.
    """
    locked = lock_draft(rfq, by)
    if volumes.needs_confirmation and not confirmed:
        raise Refused(_("Days or intervals are missing. Confirm that the counts are right without them."))
    row = write_volumes(locked, volumes, basis, line=line, now=now)
    detail = {
        "source": volumes.source,
        "grain": volumes.grain,
        "history": row.history,
        "confirmed": confirmed,
    } | told_line(locked, row.line)
    audit.record("rfq.demand", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return row


def write_volumes(rfq: RFQ, volumes: Volumes, basis: str, *, line: str = "", now: datetime) -> DemandLine:
    """Inside piece: the history with its evidence, and the default forecast, of a line of a locked RFQ."""
    row = row_of(rfq, line)
    row.basis, row.history, row.history_from = basis, volumes.history, volumes.history_from
    row.evidence, row.updated_at = volumes.evidence(), now
    if not row.forecast_is_own:
        row.forecast = list(default_profile(row.history))
    row.save()
    return row


def row_of(rfq: RFQ, line: str) -> DemandLine:
    """Inside piece: the volumes of a service line of a locked RFQ, of the first one unless it is named.

    A new row, not saved, where it has none. Refused for a line that the RFQ does not have.
    """
    code = line or codes_of(rfq.need)[0]
    check_line(rfq, code)
    return rfq.demand_lines.filter(line=code).first() or DemandLine(rfq=rfq, line=code)


def told_line(rfq: RFQ, code: str) -> dict[str, str]:
    """What an audit row says of the line: nothing where there is only the one that has no name."""
    return {"line": code} if rfq.need.get("lines") else {}


def check_line(rfq: RFQ, code: str) -> None:
    """Somebody may have removed it since the page was read."""
    if code not in codes_of(rfq.need):
        raise Refused(_("This RFQ has no such service line any more."))


@transaction.atomic(durable=True)
def set_forecast(
    *, rfq: RFQ, forecast: Sequence[int] | None, line: str = "", by: Any, now: datetime
) -> DemandLine:
    """Set the buyer's own twelve months of a service line, or go back to the average of its history with None."""
    locked = lock_draft(rfq, by)
    row = row_of(locked, line)
    if forecast is None:
        if not row.history:
            raise Refused(_("Give the six months of history first."))
        row.forecast, row.forecast_is_own = list(default_profile(row.history)), False
    else:
        check_forecast(forecast)
        row.forecast, row.forecast_is_own = list(forecast), True
    row.updated_at = now
    row.save()
    detail = {"forecast": row.forecast, "own": row.forecast_is_own} | told_line(locked, row.line)
    audit.record("rfq.forecast", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return row


def check_forecast(forecast: Sequence[int]) -> None:
    """Twelve months, with contacts in at least one."""
    if len(forecast) != 12 or not any(forecast) or not all(0 <= n <= MOST_CONTACTS for n in forecast):
        raise Refused(_("Give twelve whole numbers from 0, at least one above 0."))
