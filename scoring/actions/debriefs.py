"""The result letters: released by the buyer after an award, all at once, and frozen as they were told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs.actions.telling import tell_vendor
from rfqs.models import RFQ, Invitation
from scoring.actions.locking import lock_to_judge
from scoring.models import DebriefLetter, Evaluation
from scoring.policies import check_can_release_debriefs
from scoring.queries.debrief import letters_to_write, released_letters
from ui.errors import Refused


@transaction.atomic(durable=True)
def release_debriefs(*, rfq: RFQ, by: Any, now: datetime) -> list[DebriefLetter]:
    """Write a letter for every quote that was not chosen, and tell its vendor that it can be read.

    All bidders learn their result at the same moment. Refuses anybody but buyers, an RFQ that is not awarded, a
    second release for the same award, and where nobody else has quoted.
    """
    locked = lock_to_judge(rfq, by)
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("score_run")
    evaluation = rows.filter(rfq=locked).first()
    check_can_release_debriefs(locked, evaluation, by, len(released_letters(locked, evaluation)))
    if evaluation is None or evaluation.approved_at is None:
        raise ValueError("an awarded RFQ has its approved evaluation")
    letters = [
        DebriefLetter(
            quote=quote,
            awarded_at=evaluation.approved_at,
            content=content,
            released_at=now,
            released_by=by,
        )
        for quote, content in letters_to_write(locked, evaluation)
    ]
    if not letters:
        raise Refused(_("Nobody else has quoted, so there is no letter to release."))
    DebriefLetter.objects.bulk_create(letters)
    detail = {"vendors": [letter.quote.vendor.name for letter in letters]}
    audit.record("debrief.released", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    _tell(locked, letters, now)
    return letters


def _tell(rfq: RFQ, letters: list[DebriefLetter], now: datetime) -> None:
    vendors = [letter.quote.vendor_id for letter in letters]
    told = Invitation.objects.filter(rfq=rfq, vendor__in=vendors)
    for invitation in told.select_related("contact__user", "vendor"):
        tell_vendor("debrief_released", rfq, invitation, about=f"rfq:{rfq.code}", now=now)
