"""A download of tables is on record before the first byte leaves."""

from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from rfqs.access import get_rfq, require_impartial
from rfqs.models import RFQ


@transaction.atomic(durable=True)
def record_export(*, rfq: RFQ, what: str, form: str, by: Any, now: datetime) -> None:
    """Record that somebody downloads `what` ("comparison", "prices", "ranking", "answers") as `form` ("csv", "xlsx").

    Refuses outsiders (404) and whoever has declared a conflict of interest (403). What the file holds is decided by
    the doors of what is read.
    """
    get_rfq(by, rfq.code)
    require_impartial(by, rfq)
    detail = {"what": what, "form": form}
    audit.record("export.made", by=by, now=now, obj=rfq, rfq_code=rfq.code, detail=detail)
