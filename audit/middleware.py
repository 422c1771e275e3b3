"""The one place where a refusal becomes an answer: an audit row, and a sentence the person can read."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record_denied
from sealing import SealBroken
from ui.errors import Refused
from ui.uploads.faults import FileDamaged
from ui.uploads.scanning import Infected, Unscanned
from ui.whence import own_page

log = logging.getLogger(__name__)
READING = ("GET", "HEAD", "OPTIONS")
ATTEMPT = "sealed.attempt"

_watched: dict[str, Callable[[dict[str, Any]], str]] = {}


def watch(*names: str, rfq_of: Callable[[dict[str, Any]], str]) -> None:
    """Put refused reading at these URL names on record too: somebody reached for sealed content.

    `rfq_of` tells the RFQ's code from the arguments of the URL, or "" where there is none.
    """
    _watched.update(dict.fromkeys(names, rfq_of))


class Refusals:
    """Middleware: turns `Refused` out of a view into an answer and records what was refused.

    A browser that posted a form goes back to the page it came from with the sentence on top; htmx, other
    clients and plain reading get 409 with the sentence. PermissionDenied stays Django's 403, and Http404 its
    404. Each of them, on a state-changing request of a signed-in person, leaves a DENIED row (in a transaction of its own: the
    view's is gone). Its RFQ is `request.rfq_code`, where a view set that, or the URL's `code`.

    Stored bytes that are not what was stored are never given out: whoever asked, and however, leaves a row.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, FileDamaged):  # `ui.uploads` has told the administrator and answers
            _record(request, f"stored file damaged: {exception}")
            return None
        if isinstance(exception, Infected | Unscanned):  # answered there, too
            _record(request, f"file not given out: {exception}" if str(exception) else "file not scanned")
            return None
        if isinstance(exception, SealBroken):
            return _damaged(request, exception)
        _record_attempt(request, exception)
        if isinstance(
            exception, Http404
        ):  # it may be there, and another's: whoever tried stands in the trail
            record_refusal(request, "not found")
        if not isinstance(exception, Refused | PermissionDenied):
            return None
        sentence = str(exception) or "permission"
        record_refusal(request, sentence)
        return _answer(request, sentence) if isinstance(exception, Refused) else None


def _record_attempt(request: HttpRequest, exception: Exception) -> None:
    """A watched page that was refused or is not there for this person; a name in the reason, no content."""
    match = request.resolver_match
    refused = isinstance(exception, Refused | PermissionDenied | Http404)
    reads = request.method in READING or isinstance(exception, Http404)
    if not (refused and reads and match and match.view_name in _watched and request.user.is_authenticated):
        return
    # Also where there is no such thing: otherwise the time of the answer would tell what exists.
    code, name = _watched[match.view_name](match.kwargs), match.view_name
    record_denied(ATTEMPT, by=request.user, now=timezone.now(), reason=name, rfq_code=code[:40])


def name_rfq(request: HttpRequest, code: str) -> None:
    """Tell which RFQ a request is about, where its URL does not say so: a refusal is recorded under it."""
    request.rfq_code = code  # type: ignore[attr-defined]  # Django's request takes attributes


def record_refusal(request: HttpRequest, reason: str) -> None:
    """Write the DENIED row of a state-changing request that a view answers itself."""
    if request.method not in READING and request.user.is_authenticated:
        _record(request, reason)


def _record(request: HttpRequest, reason: str) -> None:
    match = _route(request)
    kwargs: dict[str, Any] = match.kwargs if match else {}
    record_denied(
        (match.view_name if match else request.path)[:64],
        by=request.user if request.user.is_authenticated else None,
        now=timezone.now(),
        reason=reason[:500],
        rfq_code=str(getattr(request, "rfq_code", "") or kwargs.get("code", ""))[:40],
    )


def _route(request: HttpRequest) -> ResolverMatch | None:
    """The route of the request's own path: an act that waited for a fresh sign-in runs inside another route."""
    try:
        return resolve(request.path_info)
    except Resolver404:
        return request.resolver_match


def _damaged(request: HttpRequest, error: SealBroken) -> HttpResponse:
    """A sealed document, receipt or key that is not what was stored: an alarm, a row, and no content."""
    log.critical("sealed content damaged at %s: %s", request.path, error)
    _record(request, f"sealed content damaged: {error}")
    sentence = _(
        "What is stored here is not what was sealed, so it is not shown, and nothing was changed. The "
        "administrator is told."
    )
    return render(request, "audit/refused.html", {"sentence": sentence}, status=500)


def _answer(request: HttpRequest, sentence: str) -> HttpResponse:
    browser = "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers
    if browser and request.method not in READING:
        messages.error(request, sentence)
        return HttpResponseRedirect(own_page(request) or "/", status=303)
    if "HX-Request" in request.headers:
        return render(request, "audit/refused_part.html", {"sentence": sentence}, status=409)
    return render(request, "audit/refused.html", {"sentence": sentence}, status=409)
