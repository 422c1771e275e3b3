"""A vendor's person follows a personal link. GET shows, POST enrols."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit.middleware import record_refusal
from rfqs.actions.enrolment import LIVE, accept_token, look_up_token, renew_link
from rfqs.forms import AcceptForm
from rfqs.views.page import posted
from ui.errors import Refused

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _private(response: HttpResponse) -> HttpResponse:
    """The address of the page is a secret: not kept, not told to anyone."""
    response["Cache-Control"] = "no-store"
    # The origin alone: with "no-referrer" browsers hide it from our own forms too, which are then refused.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whose link it is and what it leads to; POST lets the person in."""
    found = look_up_token(token, timezone.now())
    if found is None:
        return _private(render(request, "rfqs/enrol_unknown.html", status=404))
    form = AcceptForm(posted(request), initial={"name": found.contact.name})
    fresh = None if found.has_account else form
    if request.method == "POST" and found.state == LIVE and (fresh is None or fresh.is_valid()):
        answer = _accept(request, token, fresh)
        if answer is not None:
            return _private(answer)
    context = {"found": found, "form": form, "live": found.state == LIVE, "path": request.path}
    return _private(render(request, "rfqs/enrol.html", context, status=200 if found.state == LIVE else 410))


def _accept(request: HttpRequest, token: str, form: Any) -> HttpResponse | None:
    data = form.cleaned_data if form else {}
    try:
        user, invited = accept_token(token=token, by=request.user, now=timezone.now(), **data)
    except ValidationError as weak:
        form.add_error("password", weak)
        return None
    except Refused as refused:
        record_refusal(request, str(refused))
        messages.error(request, str(refused))
        return None
    if form:
        login(request, user, backend=BACKEND)
    messages.success(request, _("Welcome. From now on sign in with your e-mail address and password."))
    return redirect(f"/portal/{invited.pk}/")


@login_not_required
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link to the same contact; the answer is the same whatever came of it."""
    renew_link(token=token, now=timezone.now())
    return _private(render(request, "rfqs/enrol_renewed.html"))
