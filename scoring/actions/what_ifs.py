"""Keep a set of other assumptions under a name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from rfqs.models import RFQ
from scoring.actions.locking import lock_to_judge
from scoring.models import WhatIf
from scoring.policies import check_can_save_what_if


@transaction.atomic(durable=True)
def save_what_if(*, rfq: RFQ, name: str, values: Mapping[str, str], by: Any, now: datetime) -> WhatIf:
    """Keep the assumptions under the name; what it held before is replaced. The RFQ itself stays as it is.

    `values` by field of the form, as texts. Refuses before the prices are open, more than twenty names, and people
    who are no buyers.
    """
    locked = lock_to_judge(rfq, by)
    names = set(WhatIf.objects.filter(rfq=locked).values_list("name", flat=True))
    check_can_save_what_if(locked, by, names | {name})
    row, _made = WhatIf.objects.update_or_create(
        rfq=locked, name=name, defaults={"values": dict(values), "saved_at": now, "saved_by": by}
    )
    detail = {"name": name, "values": dict(values)}
    audit.record("what_if.saved", by=by, now=now, obj=row, rfq_code=locked.code, detail=detail)
    return row
