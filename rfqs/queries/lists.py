"""RFQs and invitations as lists, with their stage and the next step."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from rfqs.access import rfqs_visible_to
from rfqs.models import RFQ, Invitation
from rfqs.policies import is_closed
from rfqs.states import InvitationStatus, RfqStatus
from vendors.access import vendors_visible_to
from vendors.models import Vendor

STAGES = {
    "draft": _("Draft"),
    "open": _("Open for quotes"),
    "closed": _("Closed, to be opened"),
    "scoring": _("Scoring"),
    "scored": _("Scored"),
    "awarded": _("Awarded"),
    "ended": _("Ended without award"),
}
_STATUS_STAGE = {
    RfqStatus.DRAFT: "draft",
    RfqStatus.PUBLISHED: "open",
    RfqStatus.QUALITY_OPENED: "scoring",
    RfqStatus.EVALUATION: "scoring",
    RfqStatus.PRICES_OPENED: "scoring",
    RfqStatus.SCORED: "scored",
    RfqStatus.AWARDED: "awarded",
    RfqStatus.NO_AWARD: "ended",
    RfqStatus.CANCELLED: "ended",
}
_STRIP = (
    ("need", _("Need")),
    ("open", _("Quotes")),
    ("quality", _("Quality scores")),
    ("prices", _("Prices")),
    ("scored", _("Ranking")),
    ("awarded", _("Award")),
)
_REACHED = {
    RfqStatus.DRAFT: 0,
    RfqStatus.PUBLISHED: 1,
    RfqStatus.QUALITY_OPENED: 2,
    RfqStatus.EVALUATION: 2,
    RfqStatus.PRICES_OPENED: 3,
    RfqStatus.SCORED: 4,
    RfqStatus.AWARDED: 6,
    RfqStatus.NO_AWARD: 4,
    RfqStatus.CANCELLED: 0,
}
_NEXT = {
    "draft": _("Complete the need and publish"),
    "open": _("Wait for quotes until the deadline"),
    "closed": _("Open the quotes with a colleague"),
    RfqStatus.QUALITY_OPENED: _("Score questions 3 to 10"),
    RfqStatus.EVALUATION: _("Finish the quality scores, then open the prices"),
    RfqStatus.PRICES_OPENED: _("Score questions 1 and 2, then rank"),
    RfqStatus.SCORED: _("Read the ranking and decide on the award"),
    RfqStatus.AWARDED: _("Draft the contract"),
    RfqStatus.NO_AWARD: "",
    RfqStatus.CANCELLED: "",
}


def stage_of(rfq: RFQ, now: datetime) -> str:
    """The code of the stage a person reads; closed is derived from the clock."""
    stage = _STATUS_STAGE[RfqStatus(rfq.status)]
    return "closed" if stage == "open" and is_closed(rfq, now) else stage


def next_step(rfq: RFQ, now: datetime) -> object:
    """What has to happen next, as a sentence."""
    stage = stage_of(rfq, now)
    return _NEXT.get(stage) or _NEXT.get(RfqStatus(rfq.status), "")


def stage_strip(rfq: RFQ, now: datetime) -> list[dict[str, Any]]:
    """The stages for the strip on top of every page of an RFQ."""
    reached = _REACHED[RfqStatus(rfq.status)]
    if rfq.status == RfqStatus.CANCELLED:
        reached = 1 if rfq.published_at else 0
    stopped = rfq.status in (RfqStatus.CANCELLED, RfqStatus.NO_AWARD)
    strip = []
    for index, (_code, label) in enumerate(_STRIP):
        state = "done" if index < reached else "todo"
        if index == reached:
            state = "stopped" if stopped else "current"
        item: dict[str, Any] = {"label": label, "state": state}
        if state == "stopped":
            item["note"] = rfq.get_status_display()
        elif index == 1 and state == "current" and is_closed(rfq, now):
            item["note"] = _("closed")
        strip.append(item)
    return strip


def rfq_rows(user: Any, *, stage: str = "", search: str = "", now: datetime) -> QuerySet[RFQ]:
    """RFQs the person may read, with the number of vendors asked and of quotes received."""
    rows = rfqs_visible_to(user)
    if stage in STAGES:
        rows = rows.filter(_stage_filter(stage, now))
    if search.strip():
        term = search.strip()[:100]
        rows = rows.filter(Q(title__icontains=term) | Q(code__iexact=term) | Q(title_i18n__icontains=term))
    return rows.annotate(
        asked=Count("invitations", distinct=True),
        received=Count(
            "invitations", filter=Q(invitations__status=InvitationStatus.SUBMITTED), distinct=True
        ),
    )


def _stage_filter(stage: str, now: datetime) -> Q:
    statuses = [status for status, code in _STATUS_STAGE.items() if code == stage]
    if stage == "open":
        return Q(status=RfqStatus.PUBLISHED, deadline_at__gte=now)
    if stage == "closed":
        return Q(status=RfqStatus.PUBLISHED, deadline_at__lt=now)
    return Q(status__in=statuses)


def invitation_rows(rfq: RFQ) -> QuerySet[Invitation]:
    """The vendors of an RFQ with their contact; before the opening only invited, seen, declined, submitted."""
    return rfq.invitations.select_related("vendor", "contact").order_by(Lower("vendor__name"))


def invitation_counts(rfq: RFQ) -> dict[str, int]:
    """Status -> number of vendors."""
    found = dict.fromkeys(InvitationStatus.values, 0)
    for row in rfq.invitations.values("status").annotate(n=Count("pk")).order_by():
        found[row["status"]] = row["n"]
    return found


def vendor_choices(user: Any, *, search: str = "", limit: int = 30) -> list[Vendor]:
    """Active vendors with somebody to write to, by a word of their name or profile."""
    vendors = vendors_visible_to(user).filter(status=Vendor.Status.ACTIVE, contacts__is_active=True)
    for word in search.split()[:5]:
        vendors = vendors.filter(Q(search__icontains=word) | Q(name__icontains=word))
    return list(vendors.distinct().order_by("name", "id")[:limit])


def possible_people(*roles: str) -> QuerySet[User]:
    """Active people of the buyer who hold one of the roles, to be named for a duty."""
    wanted = [str(role) for role in roles] or [Role.REVIEWER.value]
    return User.objects.filter(is_active=True, roles__overlap=wanted).order_by("name", "id")
