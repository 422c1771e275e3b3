"""The demo: one buyer, six vendors, four RFQs at four stages, all made by the actions that people use.

Nobody shifts the clock: RFQ-1 and RFQ-2 are published with a deadline seconds ahead, and the build waits for it.
How many seconds is measured: writing the quotes takes a multiple of what making the people took on this machine.
Where that was too few, the buyer moves the deadline, as anybody would.
"""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

import contracts.actions as contracts
import scoring.actions as scoring
from demo import judging, panel, people, quotes, rfqs
from demo.people import Cast
from quotes.models import Quote
from rfqs.actions.deadline import extend_deadline
from rfqs.models import RFQ, Part
from scoring.models import Sheet

Say = Callable[[str], object]
SUBMISSION_TIME = timedelta(seconds=12)
TIMES_THE_PEOPLE = 8  # about 4 are needed
SLOW = "The vendors need more time. / 服务商需要更多时间。"


def build(say: Say = lambda line: None) -> Cast:
    """Build everything in an empty database and return the cast."""
    began = timezone.now()
    cast = people.make_people()
    say("People and vendors are there.")
    now = timezone.now()
    deadline = now + max(SUBMISSION_TIME, TIMES_THE_PEOPLE * (now - began))
    chat, hotline = rfqs.write_chat(cast, deadline), rfqs.write_hotline(cast, deadline)
    chat, hotline = rfqs.publish(cast, chat), rfqs.publish(cast, hotline)
    both = ((chat, rfqs.BIDDERS_1, "rfq-1"), (hotline, rfqs.BIDDERS_2, "rfq-2"))
    receive(
        cast,
        [(rfq, vendor, quotes.case(name)["quotes"][vendor]) for rfq, names, name in both for vendor in names],
    )
    say("RFQ-1 and RFQ-2 are published and have their quotes.")
    leave_open(cast)
    rfqs.write_draft(cast)
    say("RFQ-3 is open for quotes, RFQ-4 is a draft. Waiting for the deadline of the first two ...")
    wait_until(max(rfq.deadline_at for rfq in (chat, hotline) if rfq.deadline_at))
    evaluate(cast, chat, panel.RFQ_1)
    evaluate(cast, hotline, panel.RFQ_2)
    decide(cast, hotline, "Lighthouse Whale")
    say("Quotes are opened, scored and ranked; RFQ-2 is awarded and its contract drafted.")
    return cast


def receive(cast: Cast, bids: list[tuple[RFQ, str, dict]]) -> None:
    """Let every bidder enrol, write and send, before a deadline comes too near."""
    running, took = {rfq.pk: rfq for rfq, _vendor, _document in bids}, timedelta()
    for rfq, vendor, document in bids:
        leave_time(cast, list(running.values()), took)
        began = timezone.now()
        invitation = quotes.enrol(cast, rfq, vendor)
        quotes.write(cast, invitation, vendor, document)
        quotes.send(cast, invitation, vendor)
        took = timezone.now() - began


def leave_time(cast: Cast, running: list[RFQ], needed: timedelta) -> None:
    """Extend what ends before two more quotes, of `needed` each, could be sent."""
    now = timezone.now()
    for rfq in running:
        assert rfq.deadline_at is not None  # noqa: S101  (published a moment ago)
        if rfq.deadline_at - now < 2 * needed:
            later = now + 12 * needed
            rfq.deadline_at = extend_deadline(
                rfq=rfq, deadline_at=later, reason=SLOW, by=cast.staff["buyer"], now=now
            ).deadline_at


def leave_open(cast: Cast) -> RFQ:
    """Publish RFQ-3; Lighthouse Whale has asked and all are answered, Celadon Service has begun to write."""
    rfq = rfqs.publish(cast, rfqs.write_open(cast))
    rfqs.clarify(cast, rfq, quotes.enrol(cast, rfq, "Lighthouse Whale"), "Lighthouse Whale")
    invitation = quotes.enrol(cast, rfq, "Celadon Service")
    document = quotes.case("rfq-1")["quotes"]["Celadon Service"]
    quotes.write(cast, invitation, "Celadon Service", document | {"base_seats": 3})
    return rfq


def evaluate(cast: Cast, rfq: RFQ, means: Mapping[str, tuple[int, ...]]) -> None:
    """Open quality, ask, see and score it, open prices, score them, rank."""
    open_part(cast, rfq, Part.QUALITY)
    judging.ask(cast, rfq)
    judging.see(cast, rfq)
    judging.explain(cast, rfq)
    fill_sheets(rfq, Sheet.Stage.FIRST, means)
    open_part(cast, rfq, Part.COMMERCIAL)
    fill_sheets(rfq, Sheet.Stage.SECOND, means)
    rfq.refresh_from_db()
    scoring.run_scores(rfq=rfq, by=cast.staff["buyer"], now=timezone.now())


def open_part(cast: Cast, rfq: RFQ, part: str) -> None:
    """Two officers open one part; before their first look the reviewers say that they are impartial."""
    for officer in ("buyer", "approver"):
        rfq.refresh_from_db()
        scoring.approve_opening(rfq=rfq, part=part, by=cast.staff[officer], now=timezone.now())
    if part == Part.QUALITY:
        for sheet in Sheet.objects.filter(rfq=rfq, stage=Sheet.Stage.FIRST):
            scoring.declare_impartial(sheet=sheet, by=sheet.reviewer, now=timezone.now())


def fill_sheets(rfq: RFQ, stage: str, means: Mapping[str, tuple[int, ...]]) -> None:
    """Let both reviewers score every quote and hand in their sheets."""
    opened = list(Quote.objects.filter(rfq=rfq).select_related("vendor"))
    items = ("Q1", "Q2") if stage == Sheet.Stage.SECOND else panel.ITEMS[2:]
    for number, sheet in enumerate(Sheet.objects.filter(rfq=rfq, stage=stage).order_by("-reviewer__name")):
        for quote in opened:
            _score(sheet, quote, items, panel.scores(means, quote.vendor.name, number))
        scoring.submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())


def _score(sheet: Sheet, quote: Quote, items: tuple[str, ...], values: dict[str, Decimal]) -> None:
    for item in items:
        scoring.save_score(
            sheet=sheet,
            quote=quote,
            item=item,
            value=values[item],
            reason="As the answer and its evidence show / 依据回答与佐证",
            by=sheet.reviewer,
            now=timezone.now(),
        )


def decide(cast: Cast, rfq: RFQ, winner: str) -> None:
    """Propose, approve by another person, release the result letters, draft the contract."""
    rfq.refresh_from_db()
    buyer, approver, now = cast.staff["buyer"], cast.staff["approver"], timezone.now()
    scoring.propose_award(
        rfq=rfq,
        quote=Quote.objects.get(rfq=rfq, vendor=cast.vendors[winner]),
        reason="First in the ranking, and first in quality and risk. / 综合排名第一，质量与风险均居首。",
        diligence=diligence(timezone.localdate()),
        by=buyer,
        now=now,
    )
    rfq.refresh_from_db()
    scoring.approve_award(rfq=rfq, by=approver, now=timezone.now())
    scoring.release_debriefs(rfq=rfq, by=buyer, now=timezone.now())
    rfq.refresh_from_db()
    contracts.draft_from_award(rfq=rfq, by=buyer, now=timezone.now())


def diligence(today: date) -> dict[str, Any]:
    """What was checked before the award: two references, a visit, the papers."""
    return {
        "references": [
            {"name": "Lin Zhudeng", "notes": "Prices held, peaks covered / 价格稳定，高峰有保障"},
            {"name": "He Shi", "notes": "Answers within the agreed time / 响应达标"},
        ],
        "seen": {"kind": "VISIT", "on": today.isoformat(), "note": "Shanghai site / 上海基地"},
        "qualification": {"verified": True, "note": "Licence seen / 已核验执照"},
    }


def wait_until(deadline: datetime) -> None:
    """Sleep until the deadline is over."""
    while (left := (deadline - timezone.now()).total_seconds()) > -0.2:
        time.sleep(min(max(left, 0) + 0.3, 5))
