"""An RFQ with quotes that were really sent, brought to a chosen stage of its evaluation."""

import copy
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from quotes.actions import save_draft, submit_quote
from quotes.models import Quote
from rfqs import catalogue
from rfqs.models import RFQ, Declaration, Duty, Invitation, Part, Publication
from rfqs.sealing import make_sealing_keys
from rfqs.states import RfqStatus
from scoring.actions import approve_opening, run_scores, submit_sheet
from scoring.models import Score, ScoreRun, Sheet
from scoring.policies import ITEMS
from tests import cast, deadlines
from tests.kept import kept
from tests.patience import lift_limits
from tests.quotes.build import changes_of, invite, sample
from tests.scoring.documents import DEMAND, NEED, whole

CHEAP, DEAR, THIRD = "Paper Crane Calls", "Lighthouse Whale", "Celadon Service"
DILIGENCE = {
    "references": [{"name": "Lin", "notes": "on time"}, {"name": "He", "notes": "calm in June"}],
    "seen": {"kind": "DEMO", "on": "2025-11-03", "note": "dashboard shown"},
    "qualification": {"verified": True, "note": "licence seen"},
}


def publish(
    code: str = "RFQ-7",
    need: dict[str, Any] | None = None,
    content: dict[str, Any] | None = None,
    *,
    declared: bool = True,
) -> RFQ:
    """Open for quotes, put together from rows; `content` takes the place of parts of the publication.

    The reviewers have said that they are impartial, or (`declared`) not yet.
    """
    now, buyer = timezone.now(), cast.buyer()
    whole_need = {**NEED, **(need or {})}
    rfq = RFQ.objects.create(
        code=code,
        title="Shop chat service",
        status=RfqStatus.PUBLISHED,
        need=whole_need,
        deadline_at=now + timedelta(days=5),
        created_at=now,
        created_by=buyer,
        updated_at=now,
        published_at=now,
        published_by=buyer,
    )
    published = {
        "need": whole_need,
        "demand": DEMAND,
        "questions": catalogue.question_set(),
        "terms": catalogue.term_set(whole_need),
        "weights": {},
        **(content or {}),
    }
    Publication.objects.create(rfq=rfq, content=published, published_at=now, published_by=buyer)
    make_sealing_keys(rfq, now=now)
    for user in (cast.reviewer(), cast.second_reviewer()):
        Duty.objects.create(rfq=rfq, user=user, kind=Duty.Kind.REVIEWER)
        if declared:
            Declaration.objects.create(rfq=rfq, user=user, declared_at=now)
    return rfq


def bidder(name: str) -> Any:
    """A person who answers for the vendor of that name."""
    user = cast.person(f"{name.split()[0].lower()}@bids.example", f"{name} desk", Role.VENDOR_LEAD)
    cast.contact(cast.vendor(name), user.email, user.name, lead=True, user=user)
    return user


def document(price: str = "4800", **answers: Any) -> dict[str, Any]:
    """A whole quote that can be sent; `answers` move single ones."""
    found = sendable(whole())
    found["rate_lines"][0]["unit_price"] = price
    for code, value in answers.items():
        found["answers"][code.partition("_")[0]][code] = value
    return found


def sendable(found: dict[str, Any]) -> dict[str, Any]:
    """The quote with an answer to every field that must have one."""
    for question in catalogue.question_set()["questions"]:
        mine = found["answers"].setdefault(f"q{question['n']}", {})
        for field in question["fields"]:
            if field.get("nd") == "refused" and not field.get("home"):
                mine.setdefault(field["code"], sample(field))
    found["answers"]["q7"]["q7_destruction"] |= {"method": "erasure", "certificate": True}
    return found


def send(rfq: RFQ, name: str, content: dict[str, Any]) -> Invitation:
    """Invite the vendor and let it send this quote."""
    user = bidder(name)
    invitation = invite(rfq, user)
    now = timezone.now()
    save_draft(invitation=invitation, by=user, now=now, changes=changes_of(copy.deepcopy(content)))
    submit_quote(invitation=invitation, by=user, now=now, idempotency_key=uuid4())
    lift_limits()
    return invitation


def close(rfq: RFQ) -> RFQ:
    """Let the deadline pass."""
    return deadlines.close(rfq)


@kept
def closed_rfq(
    need: dict[str, Any] | None = None, content: dict[str, Any] | None = None, **quotes: dict[str, Any]
) -> RFQ:
    """An RFQ after its deadline, with two quotes unless others are given as cheap=, dear= and third=."""
    rfq = publish(need=need, content=content)
    send(rfq, CHEAP, quotes.get("cheap") or document("4000"))
    send(rfq, DEAR, quotes.get("dear") or document("5000"))
    if "third" in quotes:
        send(rfq, THIRD, quotes["third"])
    return close(rfq)


@kept
def veiled_rfq() -> RFQ:
    """Open to reviewers, who read of vendors under letters; the dear quote names its vendor in an answer."""
    named = document("5000")
    named["answers"]["q3"]["text"] = f"{DEAR} names every agent."
    return open_part(closed_rfq(need={"veil_vendors": True}, dear=named), Part.QUALITY)


def open_part(rfq: RFQ, part: str) -> RFQ:
    now = timezone.now()
    approve_opening(rfq=rfq, part=part, by=cast.buyer(), now=now)
    approve_opening(rfq=rfq, part=part, by=cast.approver(), now=now)
    rfq.refresh_from_db()
    return rfq


def sheet_of(rfq: RFQ, user: Any, stage: str = Sheet.Stage.FIRST) -> Sheet:
    return Sheet.objects.get(rfq=rfq, reviewer=user, stage=stage)


def fill(sheet: Sheet, value: str = "3", **special: str) -> None:
    """Give everything on a sheet one value; `special` names items with another.

    Rows are written as they are: a world of a hundred scores would take seconds through `save_score`, whose
    own rules are tested with single scores. Whoever scores has said before that they are impartial.
    """
    Declaration.objects.get_or_create(
        rfq=sheet.rfq, user=sheet.reviewer, defaults={"declared_at": timezone.now()}
    )
    Score.objects.bulk_create(
        [
            Score(
                sheet=sheet,
                quote=quote,
                item=item,
                value=Decimal(special.get(item, value)),
                reason="as answered",
                updated_at=timezone.now(),
            )
            for quote in Quote.objects.filter(rfq=sheet.rfq)
            for item in ITEMS[Sheet.Stage(sheet.stage)]
        ],
        update_conflicts=True,
        unique_fields=["sheet", "quote", "item"],
        update_fields=["value", "reason", "updated_at"],
    )


def score_stage(rfq: RFQ, stage: str, value: str = "3") -> None:
    for sheet in Sheet.objects.filter(rfq=rfq, stage=stage):
        fill(sheet, value)
        submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())


@kept
def priced_rfq(**quotes: Any) -> RFQ:
    rfq = open_part(closed_rfq(**quotes), Part.QUALITY)
    score_stage(rfq, Sheet.Stage.FIRST)
    return open_part(rfq, Part.COMMERCIAL)


@kept
def scored_rfq(**quotes: Any) -> tuple[RFQ, ScoreRun]:
    rfq = priced_rfq(**quotes)
    score_stage(rfq, Sheet.Stage.SECOND)
    run = run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    return rfq, run


def quote_of(rfq: RFQ, name: str) -> Quote:
    return Quote.objects.select_related("vendor").get(rfq=rfq, vendor__name=name)


def score_url(sheet: Sheet, vendor: str, item: str) -> str:
    return reverse("admin:score", args=[sheet.pk, quote_of(sheet.rfq, vendor).pk, item])
