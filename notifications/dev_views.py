"""The mail of a development start, at one page. Never part of a production start."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.mailbox import newest_mails


@login_not_required
@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The mails of this start, newest first; the clock delivers every few seconds here."""
    if settings.PRODUCTION:
        raise Http404
    wanted = request.GET.get("to", "").strip().lower()
    mails = [one for one in newest_mails(settings.EMAIL_FILE_PATH) if wanted in one.to.lower()]
    return render(request, "notifications/dev_mail.html", {"mails": mails, "wanted": wanted})
