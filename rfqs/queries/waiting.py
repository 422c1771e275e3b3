"""What the home page says of RFQs: drafts to finish, deadlines that come, running RFQs as a line each."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.home import Running, Waiting
from accounts.roles import Role, has_role
from rfqs.access import rfqs_visible_to
from rfqs.models import RFQ
from rfqs.queries.lists import STAGES, next_step, stage_of
from rfqs.states import QuestionStatus, RfqStatus

SOON = timedelta(days=5)
MOST = 20
RUNNING = (
    RfqStatus.PUBLISHED,
    RfqStatus.QUALITY_OPENED,
    RfqStatus.EVALUATION,
    RfqStatus.PRICES_OPENED,
    RfqStatus.SCORED,
)


def waiting(user: Any, now: datetime) -> list[Waiting]:
    """A buyer's own drafts, questions of vendors, and the deadlines of the next days."""
    if not has_role(user, Role.BUYER):
        return []
    rows = rfqs_visible_to(user)
    drafts = rows.filter(status=RfqStatus.DRAFT, created_by=user).order_by("created_at")
    open_questions = Count("vendor_questions", filter=Q(vendor_questions__status=QuestionStatus.OPEN))
    asked = rows.filter(status=RfqStatus.PUBLISHED, deadline_at__gt=now)
    asked = asked.annotate(open_questions=open_questions).filter(open_questions__gt=0)
    closing = rows.filter(status=RfqStatus.PUBLISHED, deadline_at__range=(now, now + SOON))
    return [
        *(_item(rfq, _("Complete and publish %(rfq)s"), "rfqs:publish", "do") for rfq in drafts[:MOST]),
        *(_questions(rfq) for rfq in asked[:MOST]),
        *(
            _item(rfq, _("See who has not answered yet: %(rfq)s"), "rfqs:vendors", "watch")
            for rfq in closing[:MOST]
        ),
    ]


def _questions(rfq: Any) -> Waiting:
    sentence = ngettext(
        "Answer one question of a vendor: %(rfq)s",
        "Answer %(count)s questions of vendors: %(rfq)s",
        rfq.open_questions,
    )
    return Waiting(
        title=sentence % {"count": rfq.open_questions, "rfq": f"{rfq.code} {rfq.label}"},
        url=reverse("rfqs:clarifications", args=[rfq.code]),
        due_at=rfq.deadline_at,
        about=rfq.code,
    )


def _item(rfq: RFQ, sentence: str, page: str, kind: str) -> Waiting:
    return Waiting(
        title=sentence % {"rfq": f"{rfq.code} {rfq.label}"},
        url=reverse(page, args=[rfq.code]),
        due_at=rfq.deadline_at,
        kind=kind,
        about=rfq.code,
    )


def running(user: Any, now: datetime) -> list[Running]:
    """Every RFQ between publication and decision, the next deadline first."""
    rows = rfqs_visible_to(user).filter(status__in=RUNNING).order_by("deadline_at")
    return [
        Running(
            code=rfq.code,
            title=rfq.label,
            url=reverse("rfqs:detail", args=[rfq.code]),
            stage=str(STAGES[stage_of(rfq, now)]),
            next_step=str(next_step(rfq, now)),
            due_at=rfq.deadline_at if rfq.deadline_at and rfq.deadline_at > now else None,
        )
        for rfq in rows[:50]
    ]
