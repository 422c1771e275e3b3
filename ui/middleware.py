"""Answers to people who are signed in are kept nowhere.

Answers to htmx: cached apart from whole pages; a redirect to sign-in replaces the page, not a cell.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers

from ui.whence import own_page


def htmx_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `Vary: HX-Request` always; for htmx a redirect to sign-in becomes an `HX-Redirect`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.headers.get("HX-Request") == "true" and leads_to_sign_in(response):
            response = HttpResponse(status=204, headers={"HX-Redirect": sign_in_url(request)})
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def private_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a signed-in person is shown stays in no cache, neither a proxy's nor the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def leads_to_sign_in(response: HttpResponse) -> bool:
    if not isinstance(response, HttpResponseRedirect):
        return False
    return urlsplit(response.url).path == urlsplit(resolve_url(settings.LOGIN_URL)).path


def sign_in_url(request: HttpRequest) -> str:
    """Sign in, then back to the page the person was on, not to the fragment htmx asked for."""
    path = own_page(request, "HX-Current-URL").partition("?")[0]
    return redirect_to_login(path or "/").url
