"""Questions of the panel about an opened quote, as its vendor answers them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.middleware import record_refusal
from quotes.access import get_own_inquiry
from quotes.actions.inquiries import answer_inquiry
from quotes.display import asked_fields
from quotes.forms.inquiries import FILES, InquiryForm
from quotes.policies import check_can_answer
from quotes.queries import whole_document
from quotes.views.desk import Desk, open_desk, show
from ui.errors import Refused, reason_against


@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest, invitation_id: UUID, inquiry_id: UUID) -> HttpResponse:
    """One question: the named fields with what was quoted, a text for each, files, and until when."""
    desk = open_desk(request, invitation_id)
    found = get_own_inquiry(request.user, desk.invitation, inquiry_id)
    asked = asked_fields(desk.content, found, whole_document(found.quote))
    labels = {row["code"]: row["label"] for row in asked}
    if request.method != "POST":
        return _page(desk, found, asked, InquiryForm(asked=labels))
    form = InquiryForm(request.POST, request.FILES, asked=labels)
    if not form.is_valid():
        return _page(desk, found, asked, form, status=422)
    given: dict[str, Any] = {"answers": form.texts, "files": form.attached}
    try:
        answer_inquiry(
            invitation=desk.invitation, inquiry_id=found.pk, by=request.user, now=desk.now, **given
        )
    except Refused as refused:
        record_refusal(request, str(refused))
        form.add_error(None, str(refused))
        return _page(desk, found, asked, form, status=409)
    messages.success(request, _("The buyer has your explanation."))
    return redirect(desk.url("inquiry", found.pk))


def _page(
    desk: Desk, found: Any, asked: list[dict[str, Any]], form: InquiryForm, status: int = 200
) -> HttpResponse:
    rows = [
        {**row, "field": form[row["code"]], "answer": found.answers.get(row["code"], "")} for row in asked
    ]
    context = {
        "inquiry": found,
        "rows": rows,
        "form": form,
        "file_fields": [form[name] for name in FILES],
        "refusal": "",  # the quote is closed; this is not the quote
        "closed": reason_against(check_can_answer, found, desk.now),
    }
    return show(desk, "portal/inquiry.html", "", status=status, **context)
