"""Opened files: sent as they came, never shown in the page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from quotes.actions.opening import read_opened_file
from rfqs.access import get_rfq
from scoring.access import get_opened_file
from ui.uploads.serving import download


@require_GET
def file(request: HttpRequest, code: str, file_id: UUID) -> HttpResponse:
    opened = get_opened_file(request.user, get_rfq(request.user, code), file_id)
    return download(read_opened_file(opened), opened.name, opened.content_type)
