"""Puts together an awarded RFQ: publication, the winning quote with its rows, a cost run, the award."""

import copy
import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from calc.documents import read_demand, read_quote
from calc.tco import price
from contracts.actions import draft_from_award
from contracts.models import Contract
from quotes.models import Quote, Revision, TermOffer
from rfqs import catalogue
from rfqs.models import RFQ, Duty
from rfqs.states import RfqStatus
from scoring.models import Evaluation, RedFlag, TcoRun
from scoring.states import EvaluationStatus
from tests import cast, deadlines
from tests.calc.demo_cases import case
from tests.kept import kept
from tests.quotes.build import invite, publish, sample

WINNER = "Celadon Service"


def words(en: str) -> dict[str, str]:
    return {"en": en, "zh-hans": f"{en}（简）", "zh-hant": f"{en}（繁）"}


def proposed(code: str, kind: str, label: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "label": words(label), "required": "A", "proposed": value, **more}


TERMS = [
    proposed("ct_scope_out", "longtext", "Out of scope", "Warehouse calls"),
    proposed("ct_retention_days", "int", "Retention of data", 180, unit=words("days"), min="0", max="3650"),
    proposed("ct_change_control", "longtext", "Change control", words("Agreed in writing")),
    proposed("ct_multi_vendor_allowed", "bool", "Second vendor", True),
    proposed("ct_subprocessors", "longtext", "Sub-processors", None),
]
OFFERS = {
    "ct_scope_out": {"status": "ACCEPTED"},
    "ct_retention_days": {"status": "DEVIATION", "value": 30, "note": "Our archive keeps thirty days."},
    "ct_change_control": {"status": "ACCEPTED"},
    "ct_multi_vendor_allowed": {"status": "NOT_DISCLOSED"},
    "ct_subprocessors": {"status": "STATED", "value": "None without consent"},
}
TERM_CODES = {
    "q6_kpis",
    "q6_compensation",
    "q6_credit_cap",
    "q7_ownership",
    "q7_nda",
    "q7_destruction",
    "q8_trial_months",
    "q8_term_months",
    "q8_renewal_rule",
    "q8_price_rise",
    "q8_notice_days",
    "q9_meetings",
}


def winning_document() -> dict[str, Any]:
    """The demo's prices, an answer to each of TERM_CODES, and OFFERS."""
    document = copy.deepcopy(case("RFQ-1")["quotes"][WINNER])
    answers: dict[str, Any] = {}
    for question in catalogue.question_set()["questions"]:
        asked = [field for field in question["fields"] if field["code"] in TERM_CODES]
        answers[question["code"]] = {field["code"]: sample(field) for field in asked}
    answers["q8"] |= {"q8_trial_months": 3, "q8_trial_exit_penalty": {"state": "NOT_DISCLOSED"}}
    answers["q7"]["q7_destruction"] = {"has": True, "days": 15}
    document["answers"], document["contract_terms"] = answers, OFFERS
    return document


@kept
def scored_rfq(code: str = "RFQ-7", *, priced: bool = True, terms: Any = None) -> RFQ:
    """An RFQ one step before its award, with the winner's opened quote, flags and (`priced`) cost run."""
    proposed = {"groups": [], "terms": TERMS} if terms is None else terms
    rfq = publish(code, terms=proposed, title_i18n={"zh-hans": "店铺在线客服"})
    now, buyer, document = timezone.now(), cast.buyer(), winning_document()
    Duty.objects.create(rfq=rfq, user=buyer, kind=Duty.Kind.OWNER)
    quote = _opened_quote(rfq, document)
    if priced:
        cost_run(quote)
    return deadlines.set_rfq(
        rfq,
        status=RfqStatus.SCORED,
        deadline_at=now - timedelta(days=2),
        quality_opened_at=now - timedelta(days=1),
        prices_opened_at=now - timedelta(hours=20),
    )


def _opened_quote(rfq: RFQ, document: dict[str, Any]) -> Quote:
    now, seller = timezone.now(), cast.vendor_user()
    revision = Revision.objects.create(
        invitation=invite(rfq, seller),
        number=1,
        received_at=now,
        submitted_by=seller,
        idempotency_key=uuid.uuid4(),
    )
    commercial_keys = ("currency", "tax", "base_seats", "rate_lines", "fee_lines")
    both = {"q1", "q2"}
    quality = {key: value for key, value in document.items() if key not in commercial_keys}
    quality["answers"] = {q: values for q, values in document["answers"].items() if q not in both}
    commercial = {key: document[key] for key in commercial_keys if key in document}
    commercial["answers"] = {q: values for q, values in document["answers"].items() if q in both}
    quote = Quote.objects.create(
        rfq=rfq,
        vendor=cast.vendor(),
        revision=revision,
        submitted_at=now,
        quality=quality,
        quality_opened_at=now,
        commercial=commercial,
        prices_opened_at=now,
    )
    for code, offer in OFFERS.items():
        TermOffer.objects.create(quote=quote, code=code, **offer)
    flag(quote, "RF-704", "MINOR", 7, {})
    flag(quote, "RF-206", "MAJOR", 2, {"share": "0.2250"})
    return quote


def flag(quote: Quote, code: str, severity: str, question: int, params: dict[str, Any]) -> RedFlag:
    points = {"MINOR": 5, "MAJOR": 15, "CRITICAL": 25}[severity]
    return RedFlag.objects.create(
        quote=quote,
        code=code,
        severity=severity,
        points=points,
        question=question,
        params=params,
        part="QUALITY",
        raised_at=timezone.now(),
    )


def cost_run(quote: Quote, **figures: Any) -> TcoRun:
    demand, document = case("RFQ-1")["demand"], case("RFQ-1")["quotes"][WINNER]
    result = price(read_demand(demand), read_quote(document)).as_json()
    return TcoRun.objects.create(
        quote=quote,
        engine="1",
        demand=demand,
        document=document,
        result={**result, **figures},
        created_at=timezone.now(),
        created_by=cast.buyer(),
    )


def award(rfq: RFQ) -> RFQ:
    """The award, proposed by the buyer and approved by another person."""
    now = timezone.now()
    Evaluation.objects.create(
        rfq=rfq,
        status=EvaluationStatus.AWARDED,
        quote=rfq.quotes.get(),
        proposed_at=now,
        proposed_by=cast.buyer(),
        approved_at=now,
        approved_by=cast.approver(),
    )
    RFQ.objects.filter(pk=rfq.pk).update(status=RfqStatus.AWARDED)
    rfq.refresh_from_db()
    return rfq


@kept
def awarded_rfq(code: str = "RFQ-7") -> RFQ:
    return award(scored_rfq(code))


@kept
def drafted_contract() -> Contract:
    return draft_from_award(rfq=awarded_rfq(), by=cast.buyer(), now=timezone.now())
