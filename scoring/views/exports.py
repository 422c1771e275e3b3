"""Downloads for spreadsheets: made in the request, from what the person may see now."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Role
from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq
from rfqs.states import QUALITY_IS_OPEN
from scoring.access import get_rfq_as
from scoring.actions.exports import record_export
from scoring.queries import exports
from scoring.queries.ranking import latest_run
from ui.exports import csv_response, workbook_response

Download = HttpResponse | StreamingHttpResponse


@require_POST
def ranking(request: HttpRequest, code: str) -> Download:
    """The latest stored ranking, as XLSX or CSV, for those who see its page."""
    now = timezone.now()
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER, Role.AUDITOR)
    run = latest_run(rfq) if prices_are_visible(rfq) else None
    if run is None:
        raise Http404
    form = "csv" if request.POST.get("form") == "csv" else "xlsx"
    head, rows = exports.ranking_table(rfq, run)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    record_export(rfq=rfq, what="ranking", form=form, by=request.user, now=now)
    name = _named(rfq, "ranking", now)
    if form == "csv":
        return csv_response(name, head, rows)
    about = exports.about(rfq, by=request.user, now=now, run=run)
    return workbook_response(name, {_("Ranking"): (head, rows), _("About"): about})


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
