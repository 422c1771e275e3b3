"""The estimate's figures kept with a draft, and the cost levers taken into its forecast and out of it again."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from calc.decisions.levers import effect
from calc.demand import default_profile
from rfqs import needs
from rfqs.actions.demand import check_forecast, row_of, told_line
from rfqs.actions.locking import lock_draft
from rfqs.lines import levers_key, need_of_line, with_handling
from rfqs.models import RFQ, DemandLine
from ui.errors import Refused


@transaction.atomic(durable=True)
def keep_estimate(*, rfq: RFQ, fields: Mapping[str, str], by: Any, now: datetime) -> RFQ:
    """Keep reference prices, own team and labour form with the draft, as they are typed; nothing: the defaults."""
    locked = lock_draft(rfq, by)
    locked.estimate = {**locked.estimate, "fields": dict(fields)}
    locked.updated_at = now
    locked.save(update_fields=["estimate", "updated_at"])
    detail = {"part": "estimate"}
    audit.record("rfq.edited", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return locked


@transaction.atomic(durable=True)
def take_levers(
    *,
    rfq: RFQ,
    deflections: Mapping[str, Decimal],
    repeat_then: Decimal | None,
    line: str = "",
    by: Any,
    now: datetime,
) -> RFQ:
    """Lower a line's forecast by the levers, and today's repeat rate with it; what was there is kept to go back to.

    The repeat rate of the need moves too: every vendor's contacts are counted against it (domain 3.3), and a fall
    that the forecast has taken already must not be taken again.
    """
    locked = lock_draft(rfq, by)
    row = row_of(locked, line)
    if not row.forecast:
        raise Refused(_("Give the volumes first."))
    if levers_taken(locked, row):
        raise Refused(_("The levers are in the forecast already. Take them out before you take in others."))
    code = row.line
    now_text = need_of_line(needs.with_defaults(locked.need), code)["volumes"].get("repeat_rate_now")
    repeat_now = Decimal(str(now_text)) if now_text not in (None, "") else None
    found = effect(row.forecast, deflections, repeat_now, repeat_then)
    check_forecast(found.after)
    if found.after == found.before:
        raise Refused(_("These levers change nothing of the forecast."))
    locked.estimate = {
        **locked.estimate,
        levers_key(code): {
            "before": list(found.before),
            "after": list(found.after),
            "was_own": row.forecast_is_own,
            "repeat_before": (need_of_line(locked.need, code).get("volumes") or {}).get("repeat_rate_now"),
            "repeat_then": None if repeat_then is None else str(repeat_then),
        },
    }
    if repeat_then is not None:
        locked.need = with_handling(locked.need, code, {"repeat_rate_now": str(repeat_then)})
    row.forecast, row.forecast_is_own = list(found.after), True
    return _saved(locked, row, by, now)


@transaction.atomic(durable=True)
def undo_levers(*, rfq: RFQ, line: str = "", by: Any, now: datetime) -> RFQ:
    """Give forecast and repeat rate back as they were before the levers, while nobody has changed the forecast since."""
    locked = lock_draft(rfq, by)
    row = row_of(locked, line)
    if not levers_taken(locked, row):
        raise Refused(_("No levers are in this forecast, or it has been changed since."))
    code, kept = row.line, locked.estimate[levers_key(row.line)]
    if kept["repeat_then"] is not None:
        locked.need = with_handling(locked.need, code, {"repeat_rate_now": kept["repeat_before"]})
    # What follows from the history follows from the one there is now.
    follows = not kept["was_own"] and row.history
    row.forecast = list(default_profile(row.history)) if follows else kept["before"]
    row.forecast_is_own = kept["was_own"]
    locked.estimate = {name: value for name, value in locked.estimate.items() if name != levers_key(code)}
    return _saved(locked, row, by, now)


def levers_taken(rfq: RFQ, row: DemandLine) -> bool:
    """The forecast is the one that the levers left."""
    kept = rfq.estimate.get(levers_key(row.line))
    return bool(kept) and list(row.forecast) == kept["after"]


def _saved(rfq: RFQ, row: DemandLine, by: Any, now: datetime) -> RFQ:
    rfq.updated_at = row.updated_at = now
    rfq.save(update_fields=["estimate", "need", "updated_at"])
    row.save(update_fields=["forecast", "forecast_is_own", "updated_at"])
    detail = {"forecast": row.forecast, "own": row.forecast_is_own} | told_line(rfq, row.line)
    audit.record("rfq.forecast", by=by, now=now, obj=rfq, rfq_code=rfq.code, detail=detail)
    return rfq
