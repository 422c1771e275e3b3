"""What a ranking is computed from: documents, panel scores, flags and gates as they stand."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F, Max, Min

from calc.demand import HistoryError, classify
from quotes import documents
from quotes.models import Quote
from rfqs.models import RFQ
from rfqs.queries import publication_content, shared_content
from scoring.engine import FIRST_ITEMS, OPTIONAL_ITEMS, SECOND_ITEMS, panel_score, priced_part
from scoring.models import Consensus, GateResult, RedFlag, Score, Sheet
from scoring.policies import check_can_run_scores, check_is_scored, most_spread
from scoring.policies.judging import check_covered
from scoring.queries.cells import thin_count
from scoring.queries.waivers import Waived, finding_of, waivers_of
from scoring.states import SheetStatus
from ui.errors import reason_against
from ui.text import told_apart

Json = dict[str, Any]
PANEL_ITEMS = tuple(item for item in (*FIRST_ITEMS, *SECOND_ITEMS) if item not in OPTIONAL_ITEMS)


def gathered_inputs(rfq: RFQ, called: Mapping[str, str] | None = None, now: datetime | None = None) -> Json:
    """Everything a score run stores, quotes in order of vendor; waivers as they hold on the day of `now`.

    Each goes by its vendor's name, with a number where two vendors share one; or by the names, and in the order,
    of an earlier run (`ScoreRun.called`), so that a vendor renamed since changes nothing.
    """
    content = publication_content(rfq)
    quotes, names = _named(rfq, called)
    scores, fits = _panel_scores(rfq, most_spread(content))
    flags, failed, waived = _flags(rfq), _failed_gates(rfq), waivers_of(rfq, now)
    return {
        "demand": content["demand"],
        "volatility": volatility_of(rfq, content),
        "quotes": [
            {
                "quote": str(quote.pk),
                "vendor": names[str(quote.pk)],
                "submitted_at": quote.submitted_at.isoformat(),
                "document": priced_part(documents.merged(quote.quality, quote.commercial)),
                "scores": {item: str(value) for item, value in sorted(scores[quote.pk].items())},
                "fit": str(fits[quote.pk]) if quote.pk in fits else None,
                "flags": [flag.code for flag in flags[quote.pk]],
                "flag_points": sum(f.points for f in flags[quote.pk] if finding_of(f) not in waived),
                "gates_failed": [
                    code for code in failed[quote.pk] if (str(quote.pk), code, "") not in waived
                ],
                **_waived(quote, waived),
            }
            for quote in quotes
        ],
    }


def _waived(quote: Quote, waived: Waived) -> Json:
    """What is set aside, by whose reason and until when; a quote without a waiver stores nothing of it."""
    rows = [row for (pk, _code, _field), row in sorted(waived.items()) if pk == str(quote.pk)]
    found = [
        {"code": row.code, "field": row.field, "until": row.expires_on.isoformat(), "waiver": str(row.pk)}
        for row in rows
    ]
    return {"waived": found} if found else {}


def _named(rfq: RFQ, called: Mapping[str, str] | None) -> tuple[list[Quote], Mapping[str, str]]:
    rows = Quote.objects.filter(rfq=rfq).select_related("vendor").order_by("vendor__name", "submitted_at")
    quotes = list(rows)
    if called is None:
        names = told_apart(quote.vendor.name for quote in quotes)
        return quotes, {str(quote.pk): name for quote, name in zip(quotes, names, strict=True)}
    order = list(called)
    return sorted(quotes, key=lambda quote: order.index(str(quote.pk))), called


def volatility_of(rfq: RFQ, content: Json) -> str:
    """The class of the six months before publication (domain 3.3)."""
    stated = (content.get("need") or {}).get("volatility") or content.get("volatility")
    if isinstance(stated, dict):
        stated = stated.get("class") or stated.get("cls")
    if stated:
        return str(stated)
    line = rfq.demand_lines.first()
    try:
        return classify(line.history).cls if line else "MODERATE"
    except HistoryError:
        return "MODERATE"


def _panel_scores(rfq: RFQ, most: Decimal) -> tuple[dict[Any, dict[str, Fraction]], dict[Any, Fraction]]:
    given: dict[Any, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    rows = Score.objects.filter(sheet__rfq=rfq, sheet__status=SheetStatus.SUBMITTED)
    for quote, item, value in rows.values_list("quote", "item", "value"):
        given[quote][item].append(value)
    settled = {
        (quote, item): value
        for quote, item, value in Consensus.objects.filter(quote__rfq=rfq).values_list(
            "quote", "item", "value"
        )
    }
    scores: dict[Any, dict[str, Fraction]] = defaultdict(dict)
    fits: dict[Any, Fraction] = {}
    for quote, items in given.items():
        for item in PANEL_ITEMS:
            values = items.get(item, [])
            # A settlement stands while the scores it settles are far apart: not after one of them was taken out.
            apart = bool(values) and max(values) - min(values) > most
            score = panel_score(values, settled.get((quote, item)) if apart else None)
            if score is not None:
                scores[quote][item] = score
        impressions = [value for item in OPTIONAL_ITEMS for value in items.get(item, [])]
        if impressions:
            fits[quote] = sum((Fraction(value) for value in impressions), Fraction(0)) / len(impressions)
    return scores, fits


def _flags(rfq: RFQ) -> dict[Any, list[RedFlag]]:
    found: dict[Any, list[RedFlag]] = defaultdict(list)
    for flag in RedFlag.objects.filter(quote__rfq=rfq):
        found[flag.quote_id].append(flag)
    return found


def _failed_gates(rfq: RFQ) -> dict[Any, list[str]]:
    failed: dict[Any, list[str]] = defaultdict(list)
    rows = GateResult.objects.filter(quote__rfq=rfq, outcome=GateResult.Outcome.FAIL).order_by("code")
    for quote, code in rows.values_list("quote", "code"):
        failed[quote].append(code)
    return failed


def eligible_count(rfq: RFQ) -> int:
    """Quotes of the RFQ that fail no gate, or none that is not waived."""
    waived = waivers_of(rfq)
    failing = {
        quote
        for quote, code in GateResult.objects.filter(
            quote__rfq=rfq, outcome=GateResult.Outcome.FAIL
        ).values_list("quote", "code")
        if (str(quote), code, "") not in waived
    }
    return Quote.objects.filter(rfq=rfq).exclude(pk__in=failing).count()


def open_sheet_count(rfq: RFQ, *stages: str) -> int:
    return Sheet.objects.filter(rfq=rfq, stage__in=stages, status=SheetStatus.OPEN).count()


def done_sheet_count(rfq: RFQ) -> int:
    return Sheet.objects.filter(rfq=rfq, status=SheetStatus.SUBMITTED).count()


def far_apart(rfq: RFQ) -> dict[tuple[Any, str], tuple[Decimal, Decimal]]:
    """Scores of submitted sheets that are too far apart: (quote, item) to the lowest and the highest."""
    if rfq.published_at is None:  # a draft has no scores, and no publication to say how far is too far
        return {}
    rows = Score.objects.filter(sheet__rfq=rfq, sheet__status=SheetStatus.SUBMITTED, item__in=PANEL_ITEMS)
    cells = rows.order_by().values_list("quote", "item").annotate(low=Min("value"), high=Max("value"))
    apart = cells.filter(high__gt=F("low") + most_spread(shared_content(rfq)))
    return {(quote, item): (low, high) for quote, item, low, high in apart}


def open_spreads(rfq: RFQ) -> list[Json]:
    """The scores that are far apart and not settled: quote, item, low, high."""
    found = far_apart(rfq)
    if not found:
        return []
    settled = set(Consensus.objects.filter(quote__rfq=rfq).values_list("quote", "item"))
    return [
        {"quote": quote, "item": item, "low": low, "high": high}
        for (quote, item), (low, high) in sorted(found.items(), key=lambda one: (str(one[0][0]), one[0][1]))
        if (quote, item) not in settled
    ]


def reason_against_running(rfq: RFQ, user: Any) -> str:
    """Why the ranking cannot be run by this person now, or nothing."""
    sheets = list(Sheet.objects.filter(rfq=rfq).values_list("stage", "status"))
    out = sum(
        stage in (Sheet.Stage.FIRST, Sheet.Stage.SECOND) and status == SheetStatus.OPEN
        for stage, status in sheets
    )
    done = sum(status == SheetStatus.SUBMITTED for _stage, status in sheets)
    return (
        reason_against(check_can_run_scores, rfq, user, out, len(open_spreads(rfq)))
        or reason_against(check_is_scored, done)
        or reason_against(check_covered, thin_count(rfq))
    )
