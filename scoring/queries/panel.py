"""What a reviewer sees in the panel: own sheets, own scores, one answer beside its rubric."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from quotes import display
from quotes import queries as quote_queries
from quotes.models import Inquiry, Quote
from quotes.service_lines import several_lines
from rfqs.queries import shared_content
from scoring.access import cells_on, get_quote_on, sheets_visible_to
from scoring.engine import OPTIONAL_ITEMS
from scoring.models import Evaluation, EvidenceRecord, RedFlag, Score, Sheet, TcoRun
from scoring.policies import check_can_revise, check_no_proposal, check_quality_open
from scoring.queries.caps import cap_for, flags_for, question_of
from scoring.queries.cells import EVERYTHING, cells_by_rfq
from scoring.queries.evidence import on_question
from scoring.queries.inquiries import field_choices, inquiry_number, inquiry_rows
from scoring.queries.sheet import columns_of
from scoring.queries.veil import hide_in, is_veiled_rfq, nameless_files, veiled
from scoring.queries.waivers import Waived, finding_of, waived_words, waivers_in_force
from scoring.rubrics import Item, item_of
from scoring.rules.evidence import evidence_level
from scoring.rules.findings import NOTE
from scoring.rules.sentences import flag_sentence
from scoring.states import SheetStatus
from ui.errors import reason_against
from vendors.models import Vendor

# A sheet is expected back within a week of being handed out.
DUE_DAYS = 7


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
    rfqs = {sheet.rfq_id for sheet in sheets}
    quotes = list(Quote.objects.filter(rfq__in=rfqs).values_list("rfq", "pk"))
    own = cells_by_rfq(user, rfqs)
    lines = []
    for sheet in sheets:
        cells = own.get(sheet.rfq_id, EVERYTHING)
        count = sum(rfq == sheet.rfq_id and cells.has_quote(quote) for rfq, quote in quotes)
        lines.append(_line(sheet, done[sheet.pk], count * len(cells.needed_of(sheet.stage)), now))
    return lines


def _line(sheet: Sheet, done: int, needed: int, now: datetime) -> SheetLine:
    due_at = sheet.created_at + timedelta(days=DUE_DAYS)
    late = sheet.status == SheetStatus.OPEN and now > due_at
    return SheetLine(sheet, done, needed, due_at, late)


def bidders(sheet: Sheet) -> list[tuple[str, str]]:
    """(id, name) of the vendors that have sent a quote, by name: one must know them to say one is impartial."""
    vendors = Vendor.objects.filter(quotes__rfq=sheet.rfq_id).order_by("name")
    return [(str(vendor.pk), vendor.label) for vendor in vendors]


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
    done: int
    needed: int
    level: str
    seen: list[EvidenceRecord]
    inquiries: list[Any]
    askable: list[tuple[str, str]]


def score_page(user: Any, sheet: Sheet, quote_id: Any, code: str) -> ScorePage:
    """Everything beside one score; raises Http404 for quotes and items that are not on the sheet."""
    quote = get_quote_on(user, sheet, quote_id)
    is_nameless = is_veiled_rfq(sheet.rfq)
    if is_nameless:
        (quote,) = veiled(sheet.rfq, [quote])
    content = shared_content(sheet.rfq)
    document = quote.quality if sheet.stage == Sheet.Stage.FIRST else quote_queries.whole_document(quote)
    number = question_of(code)
    answer = (document.get("answers") or {}).get(f"q{number}", {}) if number else {}
    flags, waived = flags_for(quote, code, sheet.stage), waivers_in_force([quote.pk])
    cells = _cells(user, sheet)
    before, after = _neighbours(cells, quote.pk, code)
    held = list(quote.files.all())
    if is_nameless:
        nameless_files(quote, held)
    files = _files(held, number, document)
    about = inquiry_number(code)
    asked = [] if about is None else list(Inquiry.objects.filter(quote=quote, question=about))
    seen = on_question(EvidenceRecord.objects.filter(quote=quote, struck_at__isnull=True), number)
    if is_nameless:
        hide_in(asked, [quote], "text", "answers")
        hide_in(seen, [quote], "notes")
        for record in seen:
            record.who = ""  # people there name the vendor
    return ScorePage(
        sheet=sheet,
        quote=quote,
        item=item_of(content, code),
        fields=display.answer_fields(content, number, document) if number else [],
        text=str(answer.get("text") or ""),
        files=files,
        terms=_continuity(content, document) if code == "BCP" else [],
        prices=_prices(content, quote, document) if sheet.stage == Sheet.Stage.SECOND else None,
        flags=[shown_flag(flag, waived) for flag in flags],
        cap=cap_for(quote, code, sheet.stage, flags),
        score=Score.objects.filter(sheet=sheet, quote=quote, item=code).first(),
        before=before,
        after=after,
        revising=may_revise(user, sheet, code, content),
        inquiries=inquiry_rows(content, asked, {str(file.pk): file for file in held}),
        askable=[] if about is None else field_choices(content, about),
        done=sheet.scores.exclude(item__in=OPTIONAL_ITEMS).count(),
        needed=sum(item not in OPTIONAL_ITEMS for _quote, item in cells),
        level=evidence_level(seen, has_files=bool(files)) if number else "",
        seen=seen,
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


def _files(held: list[Any], number: int | None, document: dict[str, Any]) -> list[Any]:
    if number is None:
        return []
    named = {str(value) for value in _values(document.get("answers", {}).get(f"q{number}", {}))}
    return [file for file in held if str(file.file_id) in named]


def _values(answer: Any) -> list[Any]:
    """All scalar values of an answer: a file field holds the id of its file."""
    if isinstance(answer, dict):
        return [value for part in answer.values() for value in _values(part)]
    if isinstance(answer, list):
        return [value for part in answer for value in _values(part)]
    return [answer]


def _continuity(content: dict[str, Any], document: dict[str, Any]) -> list[dict[str, str]]:
    offers = document.get("contract_terms") or {}
    return display.term_rows(content, offers, display.continuity_terms(content))


def _prices(content: dict[str, Any], quote: Quote, document: dict[str, Any]) -> dict[str, Any]:
    run = TcoRun.objects.filter(quote=quote).first()
    return {
        "rate_lines": display.rate_lines(document.get("rate_lines") or [], document, several_lines(content)),
        "fees": display.fee_rows(document.get("fee_lines") or []),
        "run": run.result if run else None,
        "currency": content["demand"].get("currency", ""),
    }


def _cells(user: Any, sheet: Sheet) -> list[tuple[Any, str]]:
    """Every cell of the sheet in the order it is scored: one question of every vendor, then the next question."""
    columns = columns_of(user, sheet)
    return [(column.id, item) for item in cells_on(sheet).items_of(sheet.stage) for column in columns]


def _neighbours(
    cells: list[tuple[Any, str]], quote_id: Any, code: str
) -> tuple[tuple[Any, str] | None, tuple[Any, str] | None]:
    place = cells.index((quote_id, code))
    return cells[place - 1] if place else None, cells[place + 1] if place + 1 < len(cells) else None
