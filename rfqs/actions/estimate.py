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
from rfqs.actions.demand import check_forecast
from rfqs.actions.locking import lock_draft
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
    *, rfq: RFQ, deflections: Mapping[str, Decimal], repeat_then: Decimal | None, by: Any, now: datetime
) -> RFQ:
    """Lower the forecast by the levers, and today's repeat rate with it; what was there is kept to go back to.

    The repeat rate of the need moves too: every vendor's contacts are counted against it (domain 3.3), and a fall
    that the forecast has taken already must not be taken again.
    """
    locked = lock_draft(rfq, by)
    line = locked.demand_lines.first()
    if line is None or not line.forecast:
        raise Refused(_("Give the volumes first."))
    if levers_taken(locked, line):
        raise Refused(_("The levers are in the forecast already. Take them out before you take in others."))
    now_text = needs.with_defaults(locked.need)["volumes"].get("repeat_rate_now")
    repeat_now = Decimal(str(now_text)) if now_text not in (None, "") else None
    found = effect(line.forecast, deflections, repeat_now, repeat_then)
    check_forecast(found.after)
    if found.after == found.before:
        raise Refused(_("These levers change nothing of the forecast."))
    locked.estimate = {
        **locked.estimate,
        "levers": {
            "before": list(found.before),
            "after": list(found.after),
            "was_own": line.forecast_is_own,
            "repeat_before": (locked.need.get("volumes") or {}).get("repeat_rate_now"),
            "repeat_then": None if repeat_then is None else str(repeat_then),
        },
    }
    if repeat_then is not None:
        locked.need = needs.changed(locked.need, {"volumes": {"repeat_rate_now": str(repeat_then)}})
    line.forecast, line.forecast_is_own = list(found.after), True
    return _saved(locked, line, by, now)


@transaction.atomic(durable=True)
def undo_levers(*, rfq: RFQ, by: Any, now: datetime) -> RFQ:
    """Give forecast and repeat rate back as they were before the levers, while nobody has changed the forecast since."""
    locked = lock_draft(rfq, by)
    line = locked.demand_lines.first()
    if line is None or not levers_taken(locked, line):
        raise Refused(_("No levers are in this forecast, or it has been changed since."))
    kept = locked.estimate["levers"]
    if kept["repeat_then"] is not None:
        locked.need = needs.changed(locked.need, {"volumes": {"repeat_rate_now": kept["repeat_before"]}})
    # What follows from the history follows from the one there is now.
    follows = not kept["was_own"] and line.history
    line.forecast = list(default_profile(line.history)) if follows else kept["before"]
    line.forecast_is_own = kept["was_own"]
    locked.estimate = {name: value for name, value in locked.estimate.items() if name != "levers"}
    return _saved(locked, line, by, now)


def levers_taken(rfq: RFQ, line: DemandLine) -> bool:
    """The forecast is the one that the levers left."""
    kept = rfq.estimate.get("levers")
    return bool(kept) and list(line.forecast) == kept["after"]


def _saved(rfq: RFQ, line: DemandLine, by: Any, now: datetime) -> RFQ:
    rfq.updated_at = line.updated_at = now
    rfq.save(update_fields=["estimate", "need", "updated_at"])
    line.save(update_fields=["forecast", "forecast_is_own", "updated_at"])
    detail = {"forecast": line.forecast, "own": line.forecast_is_own}
    audit.record("rfq.forecast", by=by, now=now, obj=rfq, rfq_code=rfq.code, detail=detail)
    return rfq
