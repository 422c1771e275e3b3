"""Deny by default: what no row of the door table describes is not there, whatever its view would answer."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from config.doors import DOORS, EXEMPT, METHODS
from config.posts import POSTS, READ_ONLY

logger = logging.getLogger("django.request")


class Doors:
    """Middleware: 404 for a view without a row in `config.doors`, 405 for methods that no page of ours has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: list, kwargs: dict
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in DOORS and name not in EXEMPT:
            logger.error("No row in config/doors.py: %s", name or request.path)
            raise Http404
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.method == "POST" and name.startswith(READ_ONLY) and name not in POSTS:
            return HttpResponseNotAllowed(METHODS[:2])
        return None
