"""What a reviewer sees in the panel: own sheets, own scores, one answer beside its rubric."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from quotes import display
from quotes import queries as quote_queries
from quotes.models import Quote
from rfqs.queries import publication_content
from scoring.access import get_quote_on, quotes_on, sheets_visible_to
from scoring.engine import OPTIONAL_ITEMS
from scoring.models import Evaluation, RedFlag, Score, Sheet, TcoRun
from scoring.policies import (
    ITEMS,
    check_can_revise,
    check_no_proposal,
    check_quality_open,
)
from scoring.queries.caps import cap_for, flags_for, question_of
from scoring.queries.waivers import Waived, finding_of, waived_words, waivers_in_force
from scoring.rubrics import Item, item_of
from scoring.rules.findings import NOTE
from scoring.rules.sentences import flag_sentence
from scoring.states import SheetStatus
from ui.errors import reason_against

# A sheet is expected back within a week of being handed out.
DUE_DAYS = 7
CONTINUITY_TERMS = ("ct_bcp", "ct_contingency", "ct_multi_vendor", "ct_vendor_insolvency")


@dataclass(frozen=True)
class SheetLine:
    """One of my sheets: how far it is and whether it is late."""

    sheet: Sheet
    done: int
    needed: int
    due_at: datetime
    overdue: bool

    @property
    def left(self) -> int:
        return self.needed - self.done


def my_sheets(user: Any, now: datetime) -> list[SheetLine]:
    """Own sheets, open ones first, in three queries however many there are."""
    sheets = list(sheets_visible_to(user).order_by("status", "created_at"))
    done = Counter(
        Score.objects.filter(sheet__in=sheets)
        .exclude(item__in=OPTIONAL_ITEMS)
        .values_list("sheet", flat=True)
    )
    quotes = Counter(
        Quote.objects.filter(rfq__in=[sheet.rfq_id for sheet in sheets]).values_list("rfq", flat=True)
    )
    return [_line(sheet, done[sheet.pk], quotes[sheet.rfq_id], now) for sheet in sheets]


def _line(sheet: Sheet, done: int, quotes: int, now: datetime) -> SheetLine:
    due_at = sheet.created_at + timedelta(days=DUE_DAYS)
    late = sheet.status == SheetStatus.OPEN and now > due_at
    return SheetLine(sheet, done, quotes * len(needed_items(sheet)), due_at, late)


def needed_items(sheet: Sheet) -> list[str]:
    """Items that must be scored before the sheet is done."""
    return [item for item in ITEMS[Sheet.Stage(sheet.stage)] if item not in OPTIONAL_ITEMS]


def grid(user: Any, sheet: Sheet) -> dict[str, Any]:
    """Vendors across, items down, the own scores in the cells."""
    content = publication_content(sheet.rfq)
    quotes = list(quotes_on(user, sheet))
    own = {(score.quote_id, score.item): score for score in sheet.scores.all()}
    flags = _flag_counts(sheet, quotes)
    rows: list[dict[str, Any]] = []
    for code in ITEMS[Sheet.Stage(sheet.stage)]:
        cells = [
            {"quote": quote, "score": own.get((quote.pk, code)), "flags": flags[quote.pk, question_of(code)]}
            for quote in quotes
        ]
        rows.append({"item": item_of(content, code), "cells": cells})
    empty = [
        {"item": row["item"], "quote": cell["quote"]}
        for row in rows
        for cell in row["cells"]
        if cell["score"] is None and not row["item"].optional
    ]
    needed = sum(not row["item"].optional for row in rows) * len(quotes)
    left_open = sum(cell["score"] is None for row in rows if row["item"].optional for cell in row["cells"])
    counts = {"done": needed - len(empty), "needed": needed, "left_open": left_open}
    return {"quotes": quotes, "rows": rows, "empty": empty, **counts}


def _flag_counts(sheet: Sheet, quotes: list[Quote]) -> Counter[tuple[Any, int | None]]:
    flags = RedFlag.objects.filter(quote__in=quotes)
    if sheet.stage == Sheet.Stage.FIRST:
        flags = flags.filter(part="QUALITY")
    return Counter((quote, number) for quote, number in flags.values_list("quote", "question"))


@dataclass(frozen=True)
class ScorePage:
    """One cell of the sheet: the answer, what speaks against it, and the own score so far."""

    sheet: Sheet
    quote: Quote
    item: Item
    fields: list[Any]
    text: str
    files: list[Any]
    terms: list[dict[str, str]]
    prices: dict[str, Any] | None
    flags: list[dict[str, Any]]
    cap: Decimal | None
    score: Score | None
    before: tuple[Any, str] | None
    after: tuple[Any, str] | None
    revising: bool


def score_page(user: Any, sheet: Sheet, quote_id: Any, code: str) -> ScorePage:
    """Everything beside one score; raises Http404 for quotes and items that are not on the sheet."""
    quote = get_quote_on(user, sheet, quote_id)
    content = publication_content(sheet.rfq)
    document = quote.quality if sheet.stage == Sheet.Stage.FIRST else quote_queries.whole_document(quote)
    number = question_of(code)
    answer = (document.get("answers") or {}).get(f"q{number}", {}) if number else {}
    before, after = _neighbours(user, sheet, quote.pk, code)
    waived = waivers_in_force([quote.pk])
    return ScorePage(
        sheet=sheet,
        quote=quote,
        item=item_of(content, code),
        fields=display.answer_fields(content, number, document) if number else [],
        text=str(answer.get("text") or ""),
        files=_files(quote, number, document),
        terms=_continuity(content, document) if code == "BCP" else [],
        prices=_prices(content, quote, document) if sheet.stage == Sheet.Stage.SECOND else None,
        flags=[shown_flag(flag, waived) for flag in flags_for(quote, code, sheet.stage)],
        cap=cap_for(quote, code, sheet.stage),
        score=Score.objects.filter(sheet=sheet, quote=quote, item=code).first(),
        before=before,
        after=after,
        revising=may_revise(user, sheet, code, content),
    )


def may_revise(user: Any, sheet: Sheet, code: str, content: dict[str, Any]) -> bool:
    """The sheet is done, and its score may still be changed with a reason."""
    one_act = bool(content["need"].get("open_in_one_act"))
    evaluation = Evaluation.objects.filter(rfq=sheet.rfq_id).first()
    return not (
        reason_against(check_can_revise, sheet, user)
        or reason_against(check_quality_open, sheet.rfq, code, one_act)
        or reason_against(check_no_proposal, evaluation)
    )


def shown_flag(flag: RedFlag, waived: Waived) -> dict[str, Any]:
    """A flag for the badge component."""
    title = flag_sentence(flag.code, flag.params)
    words = waived_words(waived.get(finding_of(flag)))
    return {"code": flag.code, "severity": flag.severity, "title": title, "waived": words}


def remarks_on(quotes: Iterable[Any]) -> dict[str, list[dict[str, Any]]]:
    """Findings beside the register by the quote's id, for the badge component, as the opening stored them."""
    runs = TcoRun.objects.filter(quote__in=list(quotes)).order_by("created_at")
    newest = {str(quote): remarks for quote, remarks in runs.values_list("quote", "remarks")}
    return {
        quote: [
            {
                "code": one["code"],
                "severity": NOTE,
                "title": flag_sentence(one["code"], one["params"]),
            }
            for one in remarks
        ]
        for quote, remarks in newest.items()
    }


def _files(quote: Quote, number: int | None, document: dict[str, Any]) -> list[Any]:
    if number is None:
        return []
    named = {str(value) for value in _values(document.get("answers", {}).get(f"q{number}", {}))}
    return [file for file in quote.files.all() if str(file.file_id) in named]


def _values(answer: Any) -> list[Any]:
    """All scalar values of an answer: a file field holds the id of its file."""
    if isinstance(answer, dict):
        return [value for part in answer.values() for value in _values(part)]
    if isinstance(answer, list):
        return [value for part in answer for value in _values(part)]
    return [answer]


def _continuity(content: dict[str, Any], document: dict[str, Any]) -> list[dict[str, str]]:
    published = content.get("terms") or {}
    terms = [term for term in published.get("terms", []) if term["code"].startswith(CONTINUITY_TERMS)]
    offers = document.get("contract_terms") or {}
    return display.term_rows({**content, "terms": {**published, "terms": terms}}, offers)


def _prices(content: dict[str, Any], quote: Quote, document: dict[str, Any]) -> dict[str, Any]:
    run = TcoRun.objects.filter(quote=quote).first()
    return {
        "rate_lines": display.rate_lines(document.get("rate_lines") or [], document),
        "fees": display.fee_rows(document.get("fee_lines") or []),
        "run": run.result if run else None,
        "currency": content["demand"].get("currency", ""),
    }


def _neighbours(
    user: Any, sheet: Sheet, quote_id: Any, code: str
) -> tuple[tuple[Any, str] | None, tuple[Any, str] | None]:
    """The cells before and after: down one question of every vendor, then the next question."""
    quotes = list(quotes_on(user, sheet).values_list("pk", flat=True))
    cells = [(quote, item) for item in ITEMS[Sheet.Stage(sheet.stage)] for quote in quotes]
    place = cells.index((quote_id, code))
    before = cells[place - 1] if place else None
    after = cells[place + 1] if place + 1 < len(cells) else None
    return before, after
