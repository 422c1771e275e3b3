"""Where an act came from: the session (as a hash) and the address of the request that is being answered."""

import ipaddress
from collections.abc import Callable
from contextvars import ContextVar

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)


def noted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: audit rows written while this request is answered say where it came from."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return get_response(request)
        finally:
            _request.reset(token)

    return middleware


def session_hash() -> str:
    """Sixteen hexadecimal digits that tell sessions apart; empty outside a request or without a session."""
    request = _request.get()
    key = getattr(getattr(request, "session", None), "session_key", None)
    return salted_hmac("audit.session", key, algorithm="sha256").hexdigest()[:16] if key else ""


def address() -> str | None:
    """The client's address behind the proxies that SHORTLIST_TRUSTED_PROXIES counts; None outside a request.

    What a client writes into X-Forwarded-For itself is never read.
    """
    request = _request.get()
    if request is None:
        return None
    try:
        return str(ipaddress.ip_address(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return None
