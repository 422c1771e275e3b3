"""What waits for a person in an evaluation: openings, rankings, approvals, sheets."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.home import Waiting
from accounts.roles import Role, has_role
from rfqs.access import rfqs_to_judge
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from scoring.models import Evaluation, OpeningApproval, Sheet
from scoring.queries.panel import my_sheets
from scoring.states import EvaluationStatus, SheetStatus


def waiting(user: Any, now: datetime) -> list[Waiting]:
    """Everything of an evaluation that this person can do now."""
    found = _sheets(user, now)
    if has_role(user, Role.BUYER, Role.APPROVER):
        found += _openings(user, now) + _decisions(user)
    return found


def _sheets(user: Any, now: datetime) -> list[Waiting]:
    return [
        Waiting(
            title=_to_score(line.left)
            % {"rfq": f"{line.sheet.rfq.code} {line.sheet.rfq.label}", "left": line.left},
            url=reverse("admin:sheet", args=[line.sheet.pk]),
            due_at=line.due_at,
            about=line.sheet.rfq.code,
        )
        for line in my_sheets(user, now)
        if line.sheet.status == SheetStatus.OPEN
    ]


def _to_score(left: int) -> str:
    if not left:
        return _("Hand in the sheet of %(rfq)s")
    return ngettext(
        "Score %(rfq)s: %(left)s score is missing", "Score %(rfq)s: %(left)s scores are missing", left
    )


def _openings(user: Any, now: datetime) -> list[Waiting]:
    """Openings that are due and that this person has not approved yet."""
    mine = set(OpeningApproval.objects.filter(officer=user).values_list("rfq", "part"))
    found = []
    for rfq in rfqs_to_judge(user).filter(status=RfqStatus.PUBLISHED, deadline_at__lt=now):
        if (rfq.pk, "QUALITY") not in mine:
            found.append(_opening(rfq, _("Open the quotes of %(rfq)s with a colleague")))
    busy = Sheet.objects.filter(stage=Sheet.Stage.FIRST, status=SheetStatus.OPEN).values("rfq")
    for rfq in rfqs_to_judge(user).filter(status=RfqStatus.EVALUATION).exclude(pk__in=busy):
        if (rfq.pk, "COMMERCIAL") not in mine:
            found.append(_opening(rfq, _("Open the prices of %(rfq)s with a colleague")))
    return found


def _opening(rfq: RFQ, sentence: str) -> Waiting:
    return Waiting(
        title=sentence % {"rfq": f"{rfq.code} {rfq.label}"},
        url=reverse("scoring:opening", args=[rfq.code]),
        due_at=rfq.deadline_at,
        about=rfq.code,
    )


def _decisions(user: Any) -> list[Waiting]:
    """Rankings to run and awards to propose for buyers, awards of others for approvers."""
    found = []
    if has_role(user, Role.BUYER):
        busy = Sheet.objects.filter(status=SheetStatus.OPEN).values("rfq")
        for rfq in rfqs_to_judge(user).filter(status=RfqStatus.PRICES_OPENED).exclude(pk__in=busy):
            title = _("Rank the quotes of %(rfq)s") % {"rfq": f"{rfq.code} {rfq.label}"}
            found.append(Waiting(title, reverse("scoring:ranking", args=[rfq.code]), about=rfq.code))
        found += _to_settle(user)
    if has_role(user, Role.APPROVER):
        proposed = Evaluation.objects.filter(status=EvaluationStatus.AWARD_PROPOSED).exclude(proposed_by=user)
        for evaluation in proposed.filter(rfq__in=rfqs_to_judge(user)).select_related("rfq"):
            rfq = evaluation.rfq
            title = _("Decide on the award of %(rfq)s") % {"rfq": f"{rfq.code} {rfq.label}"}
            url = reverse("scoring:award", args=[rfq.code])
            found.append(Waiting(title, url, kind="decide", about=rfq.code))
    return found


def _to_settle(user: Any) -> list[Waiting]:
    """Evaluations with few quotes to decide on, and rankings whose award nobody has proposed yet."""
    found = []
    for rfq in rfqs_to_judge(user).filter(status=RfqStatus.QUALITY_OPENED):
        title = _("Decide whether %(rfq)s goes on with few quotes") % {"rfq": f"{rfq.code} {rfq.label}"}
        found.append(
            Waiting(title, reverse("scoring:opening", args=[rfq.code]), kind="decide", about=rfq.code)
        )
    shortlist = Evaluation.objects.filter(status=EvaluationStatus.SHORTLIST).values("rfq")
    for rfq in rfqs_to_judge(user).filter(status=RfqStatus.SCORED, pk__in=shortlist):
        title = _("Read the ranking and propose the award of %(rfq)s") % {"rfq": f"{rfq.code} {rfq.label}"}
        found.append(Waiting(title, reverse("scoring:ranking", args=[rfq.code]), about=rfq.code))
    return found
