"""Which findings are set aside, and the page on which that is asked for and decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit import clocks
from quotes.access import prices_are_visible
from quotes.models import Quote
from rfqs.models import RFQ
from scoring.access import readable_quotes
from scoring.models import Evaluation, GateResult, RedFlag, Waiver
from scoring.policies.waivers import (
    check_can_decide_waiver,
    check_can_end_waiver,
    check_can_waive,
    check_is_waivable,
)
from scoring.queries.veil import hide_in, is_veiled
from scoring.rules.sentences import flag_sentence, gate_name, gate_sentence
from scoring.states import WaiverStatus
from ui.errors import reason_against
from ui.text import labelled

Json = dict[str, Any]
Finding = tuple[str, str, str]  # quote id, code, field
Waived = Mapping[Finding, Waiver]


def finding_of(row: RedFlag | Waiver) -> Finding:
    return str(row.quote_id), row.code, row.field


def gate_finding(gate: GateResult) -> Finding:
    """A gate is one per quote, whatever field it points to."""
    return str(gate.quote_id), gate.code, ""


def waivers_in_force(quotes: Iterable[Any], now: datetime | None = None) -> dict[Finding, Waiver]:
    """Confirmed waivers of these quotes that have not run out; the last day counts."""
    return {finding_of(row): row for row in _in_force(now or clocks.now()).filter(quote__in=list(quotes))}


def set_aside(rfq_id: UUID, now: datetime) -> set[Finding]:
    """What is set aside of the RFQ's quotes, without a word about it."""
    rows = _in_force(now).filter(quote__rfq=rfq_id).values_list("quote", "code", "field")
    return {(str(quote), code, field) for quote, code, field in rows}


def _in_force(now: datetime) -> QuerySet[Waiver]:
    return Waiver.objects.filter(status=WaiverStatus.CONFIRMED, expires_on__gte=localdate(now))


def waivers_of(rfq: RFQ, now: datetime | None = None) -> dict[Finding, Waiver]:
    return waivers_in_force(Quote.objects.filter(rfq=rfq).values_list("pk", flat=True), now)


def waived_words(waiver: Waiver | None) -> str:
    """What stands beside a flag or gate that is set aside; nothing beside the others."""
    return waived_until(waiver.expires_on.isoformat()) if waiver else ""


def waived_until(day: str) -> str:
    return _("waived until %(day)s") % {"day": day}


def get_waiver(rfq: RFQ, waiver_id: Any) -> Waiver:
    """Return one waiver of the RFQ; 404 where there is none. Callers have come through the RFQ's door."""
    found = rows_of(rfq).filter(pk=waiver_id).first()
    if found is None:
        raise Http404
    return found


def rows_of(rfq: RFQ) -> QuerySet[Waiver]:
    people = ("proposed_by", "decided_by", "ended_by")
    return Waiver.objects.filter(quote__rfq=rfq).select_related("quote__vendor", *people)


def waivers_page(user: Any, rfq: RFQ, now: datetime) -> Json:
    """Every failed gate and red flag by vendor, each with its waiver and what may be done about it."""
    evaluation = Evaluation.objects.filter(rfq=rfq).first()
    quotes = readable_quotes(user, rfq, "gate_results", "red_flags")
    stored = _about(quotes, rfq, is_nameless=is_veiled(user, rfq))
    newest = {finding_of(row): row for row in stored}
    why_not = reason_against(check_can_waive, rfq, evaluation, user)
    vendors: list[Json] = [
        {
            "id": f"findings-{number}",
            "quote": quote,
            "lines": [_line(one, newest, evaluation, user, now) for one in _findings(quote)],
        }
        for number, quote in enumerate(quotes, start=1)
    ]
    choices = [
        (line["value"], f"{vendor['quote'].vendor.label}: {labelled(line['code'], line['title'])}")
        for vendor in vendors
        for line in vendor["lines"]
        if not line["live"] and not line["not_waivable"]
    ]
    return {
        "vendors": vendors,
        "choices": choices,
        "history": stored,
        "why_not": why_not,
        "prices": prices_are_visible(rfq),
    }


def _about(quotes: list[Quote], rfq: RFQ, *, is_nameless: bool) -> list[Waiver]:
    """The waivers of the quotes that a person is shown, which go by what the person is shown of them."""
    shown = {quote.pk: quote for quote in quotes}
    found = [row for row in rows_of(rfq) if row.quote_id in shown]
    if is_nameless:
        hide_in(found, quotes, "reason", "answer")
    for row in found:
        row.quote = shown[row.quote_id]
    return found


def _findings(quote: Quote) -> list[Json]:
    """Failed gates first, then flags with points."""
    gates = [
        {
            "finding": gate_finding(gate),
            "gate": True,
            "severity": "CRITICAL",
            "title": labelled(gate_name(gate.code), gate_sentence(gate.code, gate.params)),
            "flag": str(gate.params.get("flag", "")),
        }
        for gate in quote.gate_results.all()
        if gate.outcome == GateResult.Outcome.FAIL
    ]
    flags = [
        {
            "finding": finding_of(flag),
            "gate": False,
            "severity": flag.severity,
            "title": flag_sentence(flag.code, flag.params),
            "flag": "",
        }
        for flag in quote.red_flags.all()
    ]
    return gates + flags


def _line(
    one: Json, newest: Mapping[Finding, Waiver], evaluation: Evaluation | None, user: Any, now: datetime
) -> Json:
    _quote, code, field = one["finding"]
    waiver = newest.get(one["finding"])
    today = localdate(now)
    over = waiver is not None and waiver.status == WaiverStatus.CONFIRMED and waiver.expires_on < today
    live = (
        waiver is not None and not over and waiver.status in (WaiverStatus.PROPOSED, WaiverStatus.CONFIRMED)
    )
    return {
        **one,
        "code": code,
        "field": field,
        "value": "|".join(one["finding"]),
        "waiver": waiver,
        "over": over,
        "live": live,
        "not_waivable": reason_against(check_is_waivable, code, one["flag"]),
        "not_decide": reason_against(check_can_decide_waiver, waiver, evaluation, user, today)
        if live
        else "-",
        "not_end": reason_against(check_can_end_waiver, waiver, evaluation, user) if live else "-",
    }
