"""The award page as plain values: the proposal as it stands, what may be proposed, what was checked."""

from typing import Any

from quotes.models import Quote
from quotes.service_lines import service_names
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.models import AwardShape, AwardShare, Evaluation, RedFlag
from scoring.policies import ended_negotiations
from scoring.queries.awards import line_names
from scoring.queries.by_line import by_line_table, split_costs
from scoring.queries.diligence import checked, price_holds_until
from scoring.queries.panel import shown_flag
from scoring.queries.ranking import board, latest_run
from scoring.queries.waivers import waivers_of
from ui.text import labelled, told_apart

Json = dict[str, Any]
SHOWN = 3  # quotes whose references and checks stand on the page


def award_page(rfq: RFQ) -> Json:
    """The proposal as it stands, the quotes that may be proposed, the references to call and what is on record."""
    evaluation = (
        Evaluation.objects.filter(rfq=rfq)
        .select_related("quote__vendor", "proposed_by", "approved_by", "score_run")
        .first()
    )
    run, content = latest_run(rfq), publication_content(rfq)
    quotes = {str(quote.pk): quote for quote in Quote.objects.filter(rfq=rfq).select_related("vendor")}
    ended = ended_negotiations(evaluation)
    eligible = [quotes[pk] for pk in (run.ranked_quotes if run else []) if pk not in ended]
    labels = told_apart(quote.vendor.label for quote in eligible)
    named = list(zip(eligible, labels, strict=True))
    lines = service_names(content)
    by_line = by_line_table(content, board(rfq, run).priced()) if lines and run else {}
    split = _split(evaluation, by_line)
    return {
        "evaluation": evaluation,
        "shares": _shares(evaluation, content, split.get("costs") or {}),
        "split": split,
        "choices": [(str(quote.pk), label) for quote, label in named],
        "backups": [(str(quote.pk), _held(rfq, quote, label, content)) for quote, label in named],
        "lines": lines,
        "shapes": [pair for pair in AwardShape.choices if pair[0] != AwardShape.SPLIT or lines],
        "by_line": by_line,
        "references": [_reference(quote, label) for quote, label in named[:SHOWN]],
        "critical": _critical(rfq, evaluation),
    }


def _held(rfq: RFQ, quote: Quote, label: str, content: Json) -> str:
    """The vendor and until when its price holds."""
    until = price_holds_until(rfq, quote, content)
    return labelled(label, until.isoformat()) if until else label


def _shares(evaluation: Evaluation | None, content: Json, costs: Json) -> list[Json]:
    if evaluation is None:
        return []
    others = evaluation.diligence.get("others") or {}
    return [
        {
            "share": share,
            "lines": line_names(content, share.lines),
            "checks": others.get(str(share.quote_id)),
            "cost": costs.get(str(share.quote_id)),
        }
        for share in evaluation.shares.select_related("quote__vendor")
    ]


def _split(evaluation: Evaluation | None, by_line: Json) -> Json:
    """What a split costs in all and each vendor of it, beside the least that one vendor takes for everything."""
    if evaluation is None or evaluation.form != AwardShape.SPLIT or evaluation.score_run is None:
        return {}
    shares = evaluation.shares.values_list("quote", "lines")
    found = split_costs(evaluation.score_run.inputs, [(str(quote), lines) for quote, lines in shares])
    whole = min((row["total"] for row in by_line.get("rows", [])), default=None)
    return found | {"whole": whole} if found else {}


def _reference(quote: Quote, label: str) -> Json:
    """Whom one may call, and what is on record for A-01 to A-03."""
    rows = quote.quality.get("answers", {}).get("q10", {}).get("q10_references")
    found = checked(quote)
    return {
        "quote": quote,
        "vendor": label,
        "rows": [row for row in rows if row.get("consent")] if isinstance(rows, list) else [],
        "calls": len(found["references"]),
        "seen": found["seen"].get("on", ""),
        "papers": found["qualification"]["verified"],
    }


def _critical(rfq: RFQ, evaluation: Evaluation | None) -> list[Json]:
    """Critical flags against any quote of the award."""
    if evaluation is None or evaluation.quote_id is None:
        return []
    quotes = {
        evaluation.quote_id,
        *AwardShare.objects.filter(evaluation=evaluation).values_list("quote", flat=True),
    }
    flags = RedFlag.objects.filter(quote__in=quotes, severity=RedFlag.Severity.CRITICAL)
    waived = waivers_of(rfq)
    return [shown_flag(flag, waived) for flag in flags]
