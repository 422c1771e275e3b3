"""Sign-in first, sessions that end, a person's own language, and the second factor where a page demands it."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import known, sessions, stepup
from accounts.actions import remember_language
from accounts.fresh import ask, gave_password, is_fresh
from accounts.roles import is_staff_side
from audit import clocks
from ui.whence import own_page

READING = ("GET", "HEAD", "OPTIONS")
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


def known_browser(get_response: Answer) -> Answer:
    """Middleware: after a sign-in the browser is known; see `accounts.known`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        known.carry(request, response)
        return response

    return middleware


class SessionLimits:
    """Middleware: ends a session that has outlived its limits, as if nobody were signed in; see `accounts.sessions`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clocks.now().timestamp()
            if sessions.is_over(request, now):
                logout(request)
                messages.info(request, _("You were signed out because nothing happened for a while."))
            else:
                sessions.note_use(request, now)
        return self.get_response(request)


class SignInFirst(LoginRequiredMiddleware):
    """Sign-in is the default. After it a form that was sent leads back to its page, where the draft is."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponseRedirect:
        if request.method in READING:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(_page_of_form(request), self.get_login_url(view_func))


class StepUp:
    """Middleware: what needs more than a session; see `accounts.stepup`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: list, kwargs: dict
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match and request.user.is_authenticated else ""
        changes = request.method not in READING
        if stepup.is_for_signed_in_in_person(name) and changes:
            return self._more_than_mail(request)
        if not is_staff_side(request.user):
            return None
        if settings.SECOND_FACTOR_REQUIRED and stepup.is_protected(name):
            return self._second_factor(request)
        if stepup.is_asked_again(name) and changes and not (is_fresh(request) or gave_password(request)):
            return ask(request)
        return None

    def _more_than_mail(self, request: HttpRequest) -> HttpResponse | None:
        if not sessions.is_by_mail_only(request):
            return None
        messages.warning(
            request,
            _(
                "You came in with a code from your mailbox, which is enough to read. Confirm who you are to go on."
            ),
        )
        return ask(request)

    def _second_factor(self, request: HttpRequest) -> HttpResponse | None:
        if not is_mfa_enabled(request.user):
            messages.warning(request, _("This step needs a second factor. Set one up first."))
            return redirect("mfa_index")
        if is_fresh(request):
            return None
        messages.info(request, _("This step needs your second factor once more."))
        return ask(request)


def _page_of_form(request: HttpRequest) -> str:
    """The page a form stood on, when it is one of ours; else the start page."""
    return own_page(request).partition("?")[0] or "/"
