"""Opened files: sent as they came, never shown in the page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from quotes.actions.opening import read_opened_file
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq
from scoring.access import get_opened_file, shown_name
from ui.uploads.serving import hand_out


@require_GET
def file(request: HttpRequest, code: str, file_id: UUID) -> HttpResponse:
    rfq = get_rfq(request.user, code)
    opened = get_opened_file(request.user, rfq, file_id)
    answer = hand_out(read_opened_file(opened), shown_name(request.user, rfq, opened), opened.content_type)
    note_reading(rfq=rfq, part=opened.part, by=request.user, now=timezone.now(), quotes=[opened.quote])
    return answer
