"""Inside pieces of an opening: gates, flags and prices of the opened quotes as rows."""

from datetime import datetime
from typing import Any

from calc import ENGINE
from quotes import documents
from quotes.models import Quote
from rfqs.models import RFQ, Part
from rfqs.queries import publication_content
from scoring import engine
from scoring.models import GateResult, RedFlag, TcoRun
from scoring.rules import Case, flags_of, gates_of
from scoring.rules.remarks import seat_remarks


def judge_quality(rfq: RFQ, quotes: list[Quote], *, now: datetime) -> None:
    """Write the gates and flags that need no price."""
    content = publication_content(rfq)
    for quote in quotes:
        _write(quote, engine.case_of(content, quote.quality), Part.QUALITY, now)


def judge_prices(rfq: RFQ, quotes: list[Quote], *, by: Any, now: datetime) -> None:
    """Price every quote, keep each run, and write the remaining gates and flags."""
    content = publication_content(rfq)
    wholes = [documents.merged(quote.quality, quote.commercial) for quote in quotes]
    outcomes = engine.price_documents(content["demand"], wholes)
    headlines = [outcome.priced.headline for outcome in outcomes if outcome.priced]
    cases = [engine.case_of(content, *pair, headlines) for pair in zip(wholes, outcomes, strict=True)]
    remarks = seat_remarks(content, cases)
    for place, (quote, whole, outcome) in enumerate(zip(quotes, wholes, outcomes, strict=True)):
        if outcome.priced is not None:
            TcoRun.objects.create(
                quote=quote,
                engine=ENGINE,
                demand=content["demand"],
                document=engine.priced_part(whole),
                result=outcome.priced.as_json(),
                remarks=[{"code": one.code, "params": one.params} for one in remarks[place]],
                created_at=now,
                created_by=by,
            )
        _write(quote, cases[place], Part.COMMERCIAL, now)


def _write(quote: Quote, case: Case, part: str, now: datetime) -> None:
    findings = flags_of(case, part)
    RedFlag.objects.bulk_create(
        RedFlag(
            quote=quote,
            code=finding.code,
            severity=finding.severity,
            points=finding.points,
            question=finding.question,
            params=finding.params,
            field=finding.field,
            part=part,
            raised_at=now,
        )
        for finding in findings
    )
    known = findings if part == Part.QUALITY else [*flags_of(case, Part.QUALITY), *findings]
    GateResult.objects.bulk_create(
        [
            GateResult(
                quote=quote,
                code=gate.code,
                outcome=gate.outcome,
                params=gate.params,
                field=gate.field,
                decided_at=now,
            )
            for gate in gates_of(case, known)
        ],
        update_conflicts=True,  # the second part decides again what the first one left open
        unique_fields=["quote", "code"],
        update_fields=["outcome", "params", "field", "decided_at"],
    )
