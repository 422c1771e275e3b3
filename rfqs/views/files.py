"""Files of the buyer that invited vendors may read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rfqs import access, queries
from rfqs.actions.attachments import add_attachment, read_attachment, remove_attachment
from rfqs.forms import AttachmentForm
from rfqs.views.page import attempt, posted, rfq_page
from ui.uploads import serving


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, code: str) -> HttpResponse:
    """The list; POST attaches one."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    form = AttachmentForm(posted(request), request.FILES or None)
    if request.method == "POST":
        access.require_buyer(request.user)
        if form.is_valid():
            file = form.cleaned_data["file"]
            act = lambda: add_attachment(rfq=rfq, name=file.name, data=file.read(), by=request.user, now=now)
            if attempt(request, act, _("The file is attached."), form):
                return redirect("rfqs:files", code)
    context = {"form": form, "attachments": queries.attachments_of(rfq)}
    return rfq_page(request, rfq, "rfqs/files.html", context, now=now)


@require_GET
def download(request: HttpRequest, code: str, attachment_id: UUID) -> HttpResponse:
    """The file itself, never shown inside the page."""
    attachment = access.get_attachment(request.user, code, attachment_id)
    return serving.hand_out(read_attachment(attachment), attachment.name, attachment.content_type)


@require_POST
def remove(request: HttpRequest, code: str, attachment_id: UUID) -> HttpResponse:
    """Take a file away from a draft, or from an addendum in hand."""
    access.get_rfq_as_buyer(request.user, code)
    attachment = access.get_attachment(request.user, code, attachment_id)
    act = lambda: remove_attachment(attachment=attachment, by=request.user, now=timezone.now())
    attempt(request, act, _("The file is removed."))
    return redirect("rfqs:files" if attachment.addendum_id is None else "rfqs:addendum", code)
