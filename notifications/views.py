"""What became of the messages about an RFQ. Their words are never shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notifications import access, actions
from notifications.forms import FilterForm
from notifications.labels import kind_label
from ui.pagination import keyset_page


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Messages about RFQs, newest first, by RFQ and state."""
    access.require_reader(request.user)
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = access.filtered(access.messages_visible_to(request.user), **wanted)
    page = keyset_page(rows, cursor=request.GET.get("after", ""), fields=("created_at", "id"))
    lines = [{"row": row, "kind": kind_label(row.kind), "again": row.status == "FAILED"} for row in page]
    return render(request, "notifications/list.html", {"page": page, "lines": lines, "form": form})


@require_POST
def send_again(request: HttpRequest, message: UUID) -> HttpResponse:
    """Try a failed message once more."""
    access.require_reader(request.user)
    row = access.get_message(request.user, message)
    actions.send_again(message=row, by=request.user, now=timezone.now())
    messages.success(request, _("The message is on its way again."))
    return redirect("notifications:list")
