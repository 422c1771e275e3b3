"""Who scores: handing out sheets, and naming one more reviewer after the publication."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
import notifications.actions as notifications
from accounts.models import User
from rfqs.access import has_conflict, has_duty
from rfqs.models import RFQ, Conflict, Duty
from rfqs.queries import publication_content
from rfqs.states import RfqStatus
from scoring.access import is_strict
from scoring.actions.locking import lock_to_judge
from scoring.models import Sheet
from scoring.policies import check_can_name_reviewer, check_can_review
from scoring.policies.judging import check_was_not_released
from scoring.queries.cells import EVERYTHING, cells_by_reviewer
from scoring.states import SheetStatus

DECIDING = (Duty.Kind.OWNER, Duty.Kind.OPENER)


def impartial_reviewers(rfq: RFQ) -> list[User]:
    """Who scores: the named reviewers but those who were switched off or have declared a conflict."""
    duties = Duty.objects.filter(rfq=rfq, kind=Duty.Kind.REVIEWER, user__is_active=True)
    duties = duties.exclude(user__in=Conflict.objects.filter(rfq=rfq).values("user"))
    return [duty.user for duty in duties.select_related("user").order_by("user__name")]


def hand_out(rfq: RFQ, stage: str, reviewers: Iterable[User], *, now: datetime) -> None:
    """Inside piece: a sheet of this stage for each of them who scores in it, and a mail that it is there."""
    own = cells_by_reviewer(rfq)
    for reviewer in reviewers:
        if not own.get(reviewer.pk, EVERYTHING).needed_of(stage):
            continue
        Sheet.objects.create(rfq=rfq, reviewer=reviewer, stage=stage, created_at=now)
        notifications.queue(
            "opening_sheet",
            to=reviewer.email,
            language=reviewer.language,
            now=now,
            user=reviewer,
            context={"rfq": rfq, "stage": stage, "name": reviewer.name},
            about=f"rfq:{rfq.code}",
        )


@transaction.atomic(durable=True)
def name_reviewer(*, rfq: RFQ, reviewer: User, by: Any, now: datetime) -> Duty:
    """Let one more person score a published RFQ, for instance in the place of one who is not impartial.

    They get, and are told of, a sheet for what is being scored: the first until prices are open, then the second;
    both where the RFQ opened both parts in one act. Refuses people without the role, those who review it already
    or have declared a conflict of interest, in the strict profile its owner and officers, and an RFQ whose scores
    have been ranked.
    """
    locked = lock_to_judge(rfq, by)
    check_can_name_reviewer(locked, by)
    person = User.objects.select_for_update(no_key=True).get(pk=reviewer.pk)
    check_can_review(
        person,
        already=has_duty(person, locked, Duty.Kind.REVIEWER),
        has_conflict=has_conflict(person, locked),
        decides=is_strict() and has_duty(person, locked, *DECIDING),
    )
    released = Sheet.objects.filter(rfq=locked, reviewer=person, status=SheetStatus.GIVEN_BACK).exists()
    check_was_not_released(released, person.name)
    duty = Duty.objects.create(rfq=locked, user=person, kind=Duty.Kind.REVIEWER)
    for stage in _stages(locked):
        hand_out(locked, stage, [person], now=now)
    detail = {"kind": duty.kind, "name": person.name}
    audit.record("duty.named", by=by, now=now, obj=duty, rfq_code=locked.code, detail=detail)
    return duty


def _stages(rfq: RFQ) -> tuple[str, ...]:
    """What is being scored now: quality scores stand once prices are open, but for one act for both."""
    if rfq.status == RfqStatus.EVALUATION:
        return (Sheet.Stage.FIRST,)
    if rfq.status != RfqStatus.PRICES_OPENED:
        return ()
    one_act = bool(publication_content(rfq)["need"].get("open_in_one_act"))
    return (Sheet.Stage.FIRST, Sheet.Stage.SECOND) if one_act else (Sheet.Stage.SECOND,)
