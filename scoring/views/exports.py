"""Downloads for spreadsheets: made in the request, from what the person may see now."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Role
from calc.book import BookError
from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.states import QUALITY_IS_OPEN
from scoring.access import get_rfq_as
from scoring.actions.exports import record_export
from scoring.queries import exports
from scoring.queries.ranking import latest_run
from scoring.queries.workbooks import price_source, run_source
from scoring.workbook import Source, build
from ui.errors import Refused
from ui.exports import book_response, csv_response, workbook_response

Download = HttpResponse | StreamingHttpResponse


@require_POST
def ranking(request: HttpRequest, code: str) -> Download:
    """The latest stored ranking for those who see its page: as a workbook to be followed, or as a CSV table."""
    now = timezone.now()
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER, Role.AUDITOR)
    run = latest_run(rfq) if prices_are_visible(rfq) else None
    if run is None:
        raise Http404
    if request.POST.get("form") != "csv":
        return _workbook(request, rfq, "comparison", run_source(rfq, run, by=request.user, now=now), now)
    head, rows = exports.ranking_table(rfq, run)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    record_export(rfq=rfq, what="ranking", form="csv", by=request.user, now=now)
    return csv_response(_named(rfq, "ranking", now), head, rows)


@require_POST
def prices(request: HttpRequest, code: str) -> Download:
    """The opened prices as a workbook to be followed, for those who see the page of prices."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if not prices_are_visible(rfq):
        raise Http404
    return _workbook(request, rfq, "prices", price_source(request.user, rfq, now=now), now)


def _workbook(request: HttpRequest, rfq: Any, what: str, source: Source, now: datetime) -> Download:
    """Describe first, so that one that cannot be made is refused; then on record; then write."""
    try:
        book = build(source)
    except BookError:
        sentence = _(
            "A spreadsheet holds 15 digits, and a total cost here has more. Correct the quote that is so dear."
        )
        raise Refused(sentence) from None
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    record_export(rfq=rfq, what=what, form="xlsx", by=request.user, now=now)
    return book_response(_named(rfq, what, now), book, source.demand.currency)


@require_POST
def answers(request: HttpRequest, code: str) -> Download:
    """All answers side by side as XLSX, for those who may read them."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    if rfq.status not in QUALITY_IS_OPEN:
        raise Http404
    for part in ("QUALITY", "COMMERCIAL") if prices_are_visible(rfq) else ("QUALITY",):
        note_reading(rfq=rfq, part=part, by=request.user, now=now)
    sheets = exports.answers_sheets(request.user, rfq)
    record_export(rfq=rfq, what="answers", form="xlsx", by=request.user, now=now)
    sheets[_("About")] = exports.about(rfq, by=request.user, now=now)
    return workbook_response(_named(rfq, "answers", now), sheets)


def _named(rfq: Any, what: str, now: datetime) -> str:
    return f"{rfq.code}-{what}-{timezone.localtime(now):%Y-%m-%d}"
