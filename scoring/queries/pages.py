"""Opening, answers side by side, prices side by side and the award, as plain values."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from calc.decisions.what_if import Assumptions, price_under
from calc.documents import DocumentError, read_demand, read_quote
from calc.tco import Priced, price
from quotes import display
from quotes import queries as quote_queries
from quotes.access import prices_are_visible
from quotes.models import Quote
from quotes.queries import left_sealed
from quotes.service_lines import several_lines
from rfqs.gate import database_now
from rfqs.models import RFQ, Duty, Invitation, Part
from rfqs.policies import is_closed
from rfqs.queries import shared_content
from rfqs.states import InvitationStatus
from scoring.access import is_chair, limits_of, readable_quotes
from scoring.engine import priced_part
from scoring.models import OpeningApproval, RedFlag, Sheet
from scoring.queries.by_line import by_line_table
from scoring.queries.inputs import eligible_count, open_spreads
from scoring.queries.money import month_table, orders, orders_chart
from scoring.queries.panel import remarks_on, shown_flag
from scoring.queries.panel_board import reason_against_scores, scores_of
from scoring.queries.waivers import gate_finding, waived_words, waivers_of
from scoring.queries.what_ifs import what_if_rows
from scoring.rubrics import item_of
from scoring.rules.sentences import gate_name, gate_sentence
from ui.text import labelled, pick, told_apart

Json = dict[str, Any]


def approvals_of(rfq: RFQ) -> dict[str, list[OpeningApproval]]:
    """Who has approved which opening, in order."""
    found: dict[str, list[OpeningApproval]] = {part: [] for part in Part.values}
    for approval in OpeningApproval.objects.filter(rfq=rfq).select_related("officer"):
        found[approval.part].append(approval)
    return found


def opening_page(user: Any, rfq: RFQ) -> Json:
    """Approvals and minutes, sheets still out, scores to settle."""
    submitted = Invitation.objects.filter(rfq=rfq, status=InvitationStatus.SUBMITTED).count()
    return {
        "approvals": approvals_of(rfq),
        "submitted": submitted,
        # Before the deadline a vendor can still confirm, and staff do not learn who has sent what against which.
        # Whether it has passed, the database's clock says, whatever that of the application does.
        "left_sealed": left_sealed(rfq) if is_closed(rfq, database_now()) else [],
        "quotes": quote_lines(user, rfq),
        "sheets": _sheet_lines(rfq),
        # How far reviewers are apart is for the chair alone, and only once the chair's own sheet is in too.
        "spreads": [] if reason_against_scores(user, rfq) else _spread_lines(user, rfq),
        "eligible": eligible_count(rfq),
    }


def quote_lines(user: Any, rfq: RFQ) -> list[Json]:
    """Opened quotes with the gates they fail and their flags."""
    quotes = readable_quotes(user, rfq, "gate_results", "red_flags")
    waived = waivers_of(rfq)
    remarks = remarks_on(quote.pk for quote in quotes) if prices_are_visible(rfq) else {}
    return [
        {
            "quote": quote,
            "failed": [
                {
                    "code": gate.code,
                    "title": labelled(gate_name(gate.code), gate_sentence(gate.code, gate.params)),
                    "waived": waived_words(waived.get(gate_finding(gate))),
                }
                for gate in quote.gate_results.all()
                if gate.outcome == gate.Outcome.FAIL
            ],
            "flags": [shown_flag(flag, waived) for flag in quote.red_flags.all()]
            + remarks.get(str(quote.pk), []),
        }
        for quote in quotes
    ]


def _sheet_lines(rfq: RFQ) -> list[Json]:
    """How many sheets of each stage are out and in; never who gave which score."""
    counts = Counter(Sheet.objects.filter(rfq=rfq).values_list("stage", "status"))
    return [
        {
            "label": label,
            "done": counts[stage, "SUBMITTED"],
            "all": counts[stage, "SUBMITTED"] + counts[stage, "OPEN"],
        }
        for stage, label in Sheet.Stage.choices
        if counts[stage, "SUBMITTED"] + counts[stage, "OPEN"]
    ]


def _spread_lines(user: Any, rfq: RFQ) -> list[Json]:
    spreads = open_spreads(rfq) if is_chair(user, rfq) else []
    if not spreads:
        return []
    content, given = shared_content(rfq), scores_of(rfq)
    quotes = {quote.pk: quote for quote in readable_quotes(user, rfq)}
    return [
        {
            **spread,
            "quote": quotes[spread["quote"]],
            "item": item_of(content, spread["item"]),
            "scores": given[spread["quote"], spread["item"]],
        }
        for spread in spreads
    ]


def answers_page(user: Any, rfq: RFQ, number: int) -> Json:
    """One question: every field down, every vendor across."""
    (page,) = answers_pages(user, rfq, [number])
    return page


def answers_pages(user: Any, rfq: RFQ, numbers: Sequence[int]) -> list[Json]:
    """The same for several questions: publication, quotes and flags are read once, however many there are."""
    content = shared_content(rfq)
    quotes = [(quote, quote_queries.whole_document(quote)) for quote in readable_quotes(user, rfq)]
    flags: dict[Any, list[Json]] = defaultdict(list)
    waived = waivers_of(rfq)
    for flag in RedFlag.objects.filter(quote__in=[quote for quote, _whole in quotes], question__in=numbers):
        flags[flag.quote_id, flag.question].append(shown_flag(flag, waived))
    mine = question_numbers(user, rfq)
    asked = [q for q in content["questions"]["questions"] if q["n"] in mine]
    questions = [{"n": q["n"], "title": pick(q["title"])} for q in asked]
    return [{**_question(content, quotes, number, flags), "questions": questions} for number in numbers]


def _question(
    content: Json, quotes: Sequence[tuple[Quote, Json]], number: int, flags: Mapping[Any, list[Json]]
) -> Json:
    columns = [
        _column(content, quote, whole, number, flags.get((quote.pk, number), [])) for quote, whole in quotes
    ]
    heads = [(field.code, field.label) for field in columns[0]["fields"]] if columns else []
    rows = [{"label": label, "cells": [_field(column, code) for column in columns]} for code, label in heads]
    return {
        "columns": columns,
        "rows": rows,
        "question": item_of(content, f"Q{number}"),
        "number": number,
        "terms": term_table(content, [quote for quote, _whole in quotes]) if number == 8 else [],
    }


def _column(content: Json, quote: Quote, whole: Json, number: int, flags: list[Json]) -> Json:
    return {
        "quote": quote,
        "fields": display.answer_fields(content, number, whole),
        "text": str((whole["answers"].get(f"q{number}") or {}).get("text") or ""),
        "files": quote_queries.files_of(quote, number),
        "flags": flags,
    }


def _field(column: Json, code: str) -> Any:
    return next((field.value for field in column["fields"] if field.code == code), None)


def term_table(content: Json, quotes: list[Quote]) -> list[Json]:
    """Every proposed term with what each vendor says to it."""
    columns = [display.term_rows(content, quote.quality.get("contract_terms") or {}) for quote in quotes]
    return [
        {"label": cells[0]["label"], "cells": [cell["text"] for cell in cells]}
        for cells in zip(*columns, strict=True)
    ]


def prices_page(user: Any, rfq: RFQ, assumed: Assumptions | None = None) -> Json:
    """Fees and rates side by side, the months of every vendor, the orders; under other assumptions where given."""
    content = shared_content(rfq)
    columns = [_priced_column(content, quote, assumed) for quote in readable_quotes(user, rfq)]
    labels = told_apart(column["quote"].vendor.label for column in columns)
    priced = [(label, one["priced"]) for label, one in zip(labels, columns, strict=True) if one["priced"]]
    found = orders(priced) if priced else []
    return {
        "columns": columns,
        "fees": [
            {"label": cells[0]["label"], "cells": cells}
            for cells in zip(*(column["fees"] for column in columns), strict=True)
        ],
        "by_line": by_line_table(content, priced),
        "orders": found,
        "orders_chart": orders_chart(found) if found else None,
        "currency": content["demand"].get("currency", ""),
        "what_if": what_if_rows(content["demand"], zip(labels, columns, strict=True), assumed),
    }


def _priced_column(content: Json, quote: Quote, assumed: Assumptions | None) -> Json:
    document = quote_queries.whole_document(quote)
    priced = _priced(content["demand"], document, assumed)
    return {
        "quote": quote,
        "document": document,
        "rate_lines": display.rate_lines(document.get("rate_lines") or [], document, several_lines(content)),
        "fees": display.fee_rows(document.get("fee_lines") or [], _named_currency(document, content)),
        "priced": priced,
        "months": month_table(priced) if priced else None,
    }


def _named_currency(document: Json, content: Json) -> str:
    """The currency of a quote where it is not the RFQ's, which the page names once."""
    own = document.get("currency", "")
    return str(own) if own != content["demand"].get("currency") else ""


def _priced(demand: Json, document: Json, assumed: Assumptions | None = None) -> Priced | None:
    try:
        need, quote = read_demand(demand), read_quote(priced_part(document))
        return price(need, quote) if assumed is None else price_under(need, quote, assumed)
    except DocumentError:
        return None


def question_numbers(user: Any, rfq: RFQ) -> list[int]:
    """The questions this person may read: a reviewer, while scoring, those that are assigned."""
    limits = limits_of(user, rfq)
    numbers = [q["n"] for q in shared_content(rfq)["questions"]["questions"]]
    return [number for number in numbers if limits.has_item(f"Q{number}")]


def has_officer_duty(user: Any, rfq: RFQ) -> bool:
    return Duty.objects.filter(rfq=rfq, user=user, kind=Duty.Kind.OPENER).exists()
