"""What a vendor promised and scored before, for staff who read the RFQs it stands in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from scoring.queries.memory import memory_page, remembered
from vendors.access import get_vendor, require_registry_reader


@require_safe
def memory(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """The history of one vendor: a card for every opened RFQ the person may read."""
    require_registry_reader(request.user)
    row, now = get_vendor(request.user, vendor), timezone.now()
    found = remembered(request.user, row)
    for rfq, quote in found:
        for part in ("QUALITY", "COMMERCIAL") if prices_are_visible(rfq) else ("QUALITY",):
            note_reading(rfq=rfq, part=part, by=request.user, now=now, quotes=[quote])
    context = {"vendor": row, "cards": memory_page(request.user, found)}
    return render(request, "scoring/memory.html", context)
