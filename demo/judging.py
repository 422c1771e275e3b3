"""What the panel of the demo does beside scoring: a question to a vendor, and what was seen of the others."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

import scoring.actions as scoring
from demo.people import Cast
from quotes.actions.inquiries import answer_inquiry
from quotes.models import Inquiry, Quote
from rfqs.models import RFQ
from scoring.models import EvidenceRecord, Sheet

ASKED, QUESTION, FIELD = "Celadon Service", "Q3", "q3_backup_ratio"
TEXT = "Are the backup agents trained on our shop before they are needed? / 备岗人员是否提前完成本店培训？"
SAID = "Yes, in the same course as the team. / 是，与在岗团队同批培训。"
KIND, FINDING = EvidenceRecord.Kind, EvidenceRecord.Finding
# vendor, what it was, whom, notes, questions, what came of it
SEEN = (
    (
        "Celadon Service",
        KIND.VISIT,
        "Lin Zhudeng, site manager / 林竹灯，现场主管",
        "Forty seats seen; roster and shift plan match the answer. / 现场 40 席，花名册与排班表与答复一致。",
        (3, 4),
        FINDING.CONFIRMED,
    ),
    (
        "Lighthouse Whale",
        KIND.DEMO,
        "He Shi, quality lead / 何石，质检负责人",
        "Full screening and alerts shown on live data. / 现场演示全量质检与预警。",
        (4,),
        FINDING.CONFIRMED,
    ),
    (
        "Lighthouse Whale",
        KIND.REFERENCE,
        "A home-textile retailer / 某家纺零售商",
        "Held its response time through two peaks. / 两次大促均达到响应时限。",
        (6, 10),
        FINDING.CONFIRMED,
    ),
    (
        "Paper Crane Calls",
        KIND.MYSTERY,
        "Its public hotline / 对外热线",
        "Three calls, two different answers about the same return. / 三次致电，同一退货问题两种答复。",
        (4,),
        FINDING.CONTRADICTED,
    ),
)


def ask(cast: Cast, rfq: RFQ) -> Inquiry:
    """A reviewer asks one vendor to explain one field."""
    quote = Quote.objects.get(rfq=rfq, vendor=cast.vendors[ASKED])
    reviewer = cast.staff["reviewer"]
    sheet = Sheet.objects.get(rfq=rfq, reviewer=reviewer, stage=Sheet.Stage.FIRST)
    asked: dict[str, Any] = {"item": QUESTION, "fields": [FIELD], "text": TEXT, "days": 2}
    return scoring.ask_vendor(sheet=sheet, quote=quote, by=reviewer, now=timezone.now(), **asked)


def explain(cast: Cast, rfq: RFQ) -> None:
    """The vendor answers before the prices are opened."""
    inquiry = Inquiry.objects.get(quote__rfq=rfq)
    answer_inquiry(
        invitation=inquiry.quote.revision.invitation,
        inquiry_id=inquiry.pk,
        answers={FIELD: SAID},
        files=[],
        by=cast.vendor_users[ASKED],
        now=timezone.now(),
    )


def see(cast: Cast, rfq: RFQ) -> None:
    """Visits, demonstrations and calls, as far as these vendors have sent quotes."""
    quotes = {quote.vendor.name: quote for quote in Quote.objects.filter(rfq=rfq).select_related("vendor")}
    yesterday = timezone.localdate() - timedelta(days=1)
    for vendor, kind, who, notes, questions, finding in SEEN:
        if vendor in quotes:
            scoring.record_evidence(
                rfq=rfq,
                quote=quotes[vendor],
                kind=kind,
                happened_on=yesterday,
                who=who,
                notes=notes,
                questions=questions,
                finding=finding,
                by=cast.staff["buyer"],
                now=timezone.now(),
            )
