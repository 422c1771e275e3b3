"""Seats by interval, and the vendors' seats against their own promises."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq
from rfqs.queries import line_tabs
from rfqs.views.page import rfq_page
from rfqs.views.service_lines import chosen_line, of_lines
from scoring.queries.staffing import staffing_page, vendors_compared


@require_GET
@of_lines
def staffing(request: HttpRequest, code: str) -> HttpResponse:
    """The need's seats always; the quotes' only once their prices are open."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    line = chosen_line(request, rfq)
    context = staffing_page(rfq, line) | {"line": line, "line_tabs": line_tabs(rfq, "scoring:staffing", line)}
    if prices_are_visible(rfq):
        note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
        context["compared"] = vendors_compared(request.user, rfq, line)
    return rfq_page(request, rfq, "scoring/staffing.html", context, now=now)
