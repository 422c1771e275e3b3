"""A person's own language after sign-in, and the second factor where a page demands it."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions import remember_language
from accounts.fresh import ask, gave_password, is_fresh
from accounts.roles import is_staff_side
from accounts.stepup import is_asked_again, is_protected

Answer = Callable[[HttpRequest], HttpResponse]


def own_language(get_response: Answer) -> Answer:
    """Middleware: a signed-in person reads in their own language, unless they switched in this browser.

    A switch is remembered for the next sign-in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        switched = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if user.is_authenticated and not switched and user.language in dict(settings.LANGUAGES):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        response = get_response(request)
        cookie = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        match = request.resolver_match
        if cookie and cookie.value and user.is_authenticated and match and match.url_name == "set_language":
            remember_language(language=cookie.value, by=user, now=timezone.now())
        return response

    return middleware


class StepUp:
    """Middleware: see `accounts.stepup`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: list, kwargs: dict
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        asked = settings.SECOND_FACTOR_REQUIRED and is_protected(name)
        again = is_asked_again(name) and request.method not in ("GET", "HEAD", "OPTIONS")
        if not (asked or again) or not is_staff_side(request.user):
            return None
        if asked and not is_mfa_enabled(request.user):
            messages.warning(request, _("This step needs a second factor. Set one up first."))
            return redirect("mfa_index")
        if not is_fresh(request) and not gave_password(request):
            return ask(request)
        return None
