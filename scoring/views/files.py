"""Opened files: sent as they came, never shown in the page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from quotes.actions.opening import read_opened_file
from rfqs.access import get_rfq
from scoring.access import get_opened_file


@require_GET
def file(request: HttpRequest, code: str, file_id: UUID) -> HttpResponse:
    opened = get_opened_file(request.user, get_rfq(request.user, code), file_id)
    return HttpResponse(
        read_opened_file(opened),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": _attachment(opened.name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
