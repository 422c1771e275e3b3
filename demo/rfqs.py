"""The four RFQs of the demo, written by the buyer through the real actions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from demo.people import Cast
from rfqs import needs
from rfqs.actions.addenda import issue_addendum, write_addendum
from rfqs.actions.clarifications import ask_question, draft_answer, publish_answer
from rfqs.actions.demand import set_forecast
from rfqs.actions.publishing import publish_rfq
from rfqs.actions.rfq import create_rfq, update_basics, update_need
from rfqs.models import RFQ, Invitation
from rfqs.volumes import read_typed

Json = dict[str, Any]
REASON = "Demonstration / 演示"

HISTORY_1 = (18000, 21000, 39000, 17500, 18500, 22000)
FORECAST_1 = (20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000)
HISTORY_2 = (29400, 30100, 30600, 29800, 30300, 29800)
FORECAST_2 = (29400, 29000, 30100, 30600, 29800, 30300, 29800, 30200, 30000, 30400, 30300, 30100)

BIDDERS_1 = (
    "Paper Crane Calls",
    "Celadon Service",
    "Popping Candy Support",
    "Mooncake Box Growth",
    "Oolong Surge",
    "Lighthouse Whale",
)
BIDDERS_2 = tuple(name for name in BIDDERS_1 if name != "Mooncake Box Growth")
INVITED_3 = ("Celadon Service", "Popping Candy Support", "Lighthouse Whale")
NOBODY: tuple[str, ...] = ()


def write_chat(cast: Cast, deadline_at: datetime) -> RFQ:
    """RFQ-1, the shop chat of domain 12.2."""
    rfq = start(cast, "shop-chat", deadline_at, HISTORY_1, FORECAST_1, BIDDERS_1)
    _change(
        cast,
        rfq,
        "handling",
        repeat_rate_now="0.12",
        annual_growth="0.08",
        promo_months=["6", "11"],
        peak_events=[
            {
                "name": "618",
                "start": f"{_april().year}-06-01",
                "end": f"{_april().year}-06-20",
                "multiplier": "2",
            },
            {"name": "Double 11 / 双十一", "multiplier": "2.5"},
        ],
    )
    _change(cast, rfq, "commercial", elastic_budget="60000")
    return rfq


def write_hotline(cast: Cast, deadline_at: datetime) -> RFQ:
    """RFQ-2, the after-sales hotline of domain 12.3."""
    titles = {"en": "Appliance after-sales hotline", "zh-hans": "家电售后热线", "zh-hant": "家電售後熱線"}
    rfq = start(cast, "after-sales-hotline", deadline_at, HISTORY_2, FORECAST_2, BIDDERS_2, titles)
    _change(cast, rfq, "handling", repeat_rate_now="0.15", annual_growth="0.02", floor_seats=9)
    return rfq


def write_open(cast: Cast) -> RFQ:
    """RFQ-3, open for quotes for three weeks."""
    titles = {
        "en": "Night and weekend chat",
        "zh-hans": "夜间与周末在线客服",
        "zh-hant": "夜間與週末線上客服",
    }
    volumes = tuple(count // 4 for count in HISTORY_1)
    deadline = timezone.localtime(timezone.now() + timedelta(days=21)).replace(
        hour=17, minute=0, second=0, microsecond=0
    )
    rfq = start(cast, "shop-chat", deadline, volumes, None, INVITED_3, titles)
    _change(cast, rfq, "handling", repeat_rate_now="0.12")
    _change(cast, rfq, "commercial", elastic_budget="20000")
    return rfq


def write_draft(cast: Cast) -> RFQ:
    """RFQ-4, begun and not finished: no deadline, no vendors yet."""
    titles = {
        "en": "Satisfaction survey by telephone",
        "zh-hans": "电话满意度回访",
        "zh-hant": "電話滿意度回訪",
    }
    return start(cast, "blank", None, None, None, NOBODY, titles)


def publish(cast: Cast, rfq: RFQ) -> RFQ:
    """Publish with two reviewers; the demo's reason stands for the short deadline."""
    staff = cast.staff
    return publish_rfq(
        rfq=rfq,
        reviewers=[staff["reviewer"], staff["second_reviewer"]],
        contract_owner=staff["buyer"],
        reason=REASON,
        by=staff["buyer"],
        now=timezone.now(),
    )


def clarify(cast: Cast, rfq: RFQ, invitation: Invitation, vendor: str) -> None:
    """One question, its answer to all, and an addendum that waits to be confirmed."""
    buyer, now = cast.staff["buyer"], timezone.now()
    text = "May night shifts work from home? / 夜班可否居家办公？"
    question = ask_question(invitation=invitation, text=text, by=cast.vendor_users[vendor], now=now)
    answer = draft_answer(
        rfq=rfq,
        questions=[question],
        question=text,
        answer="Yes, on devices of the vendor and without customer data on paper. "
        "/ 可以，须使用服务商设备，且不得留存纸质客户资料。",
        by=buyer,
        now=now,
    )
    publish_answer(clarification=answer, by=buyer, now=now)
    addendum = write_addendum(
        rfq=rfq,
        text="The handover from the present team takes place in the first two weeks. "
        "/ 与现有团队的交接安排在前两周。",
        by=buyer,
        now=now,
    )
    issue_addendum(addendum=addendum, by=buyer, now=timezone.now())


def start(
    cast: Cast,
    template: str,
    deadline_at: datetime | None,
    history: tuple[int, ...] | None,
    forecast: tuple[int, ...] | None,
    vendors: tuple[str, ...],
    titles: Mapping[str, str] | None = None,
) -> RFQ:
    buyer, now = cast.staff["buyer"], timezone.now()
    rfq = create_rfq(template=template, by=buyer, now=now)
    rfq = update_basics(
        rfq=rfq,
        title=titles["en"] if titles else rfq.title,
        titles=titles,
        deadline_at=deadline_at,
        need={},
        volumes=read_typed(_april(), history, today=timezone.localdate()) if history else None,
        vendors=[cast.vendors[name] for name in vendors],
        by=buyer,
        now=now,
    )
    if forecast:
        set_forecast(rfq=rfq, forecast=forecast, by=buyer, now=now)
    return rfq


def _change(cast: Cast, rfq: RFQ, subject: str, **values: Any) -> None:
    rfq.refresh_from_db()
    whole = needs.subject_values(rfq.need, subject) | values
    update_need(rfq=rfq, subject=subject, values=whole, by=cast.staff["buyer"], now=timezone.now())


def _april() -> date:
    """The April of the newest six months April to September that are over."""
    today = timezone.localdate()
    return date(today.year if today.month >= 10 else today.year - 1, 4, 1)
