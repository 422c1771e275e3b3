"""Answers and prices side by side, and the prices under other assumptions."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Role
from quotes.access import get_quote, prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq
from rfqs.states import QUALITY_IS_OPEN
from rfqs.views.page import attempt, rfq_page
from scoring.access import get_rfq_as, readable_quotes
from scoring.actions import ask_about_contradiction, save_what_if
from scoring.forms.assumptions import ScenarioNameForm, WhatIfForm
from scoring.queries.contradictions import contradictions_page
from scoring.queries.pages import answers_page, prices_page, question_numbers, quote_lines
from scoring.queries.side_by_side import all_answers, with_marks
from scoring.queries.tracing import trace_page
from scoring.queries.what_ifs import differences, own_assumptions, peaks_of, scenarios_of
from ui.errors import Refused
from ui.text import told_apart

SEALED = "scoring/sealed.html"
PRICE_QUESTIONS = (1, 2)  # their answers are in the commercial document


@require_GET
def answers(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), get_rfq(request.user, code)
    if rfq.status not in QUALITY_IS_OPEN:
        why = _("The answers are sealed until two officers have opened them.")
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    numbers = question_numbers(request.user, rfq)
    if not numbers:
        why = _("None of the questions is assigned to you. What you score is on your sheet.")
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    given = request.GET.get("q", "")
    if given == "all":
        return _all_answers(request, rfq, now)
    number = _number(given or str(3 if 3 in numbers else numbers[0]), numbers)
    asks_prices = number in PRICE_QUESTIONS and prices_are_visible(rfq)
    note_reading(rfq=rfq, part="COMMERCIAL" if asks_prices else "QUALITY", by=request.user, now=now)
    context = with_marks(answers_page(request.user, rfq, number))
    return rfq_page(request, rfq, "scoring/answers.html", context, now=now)


def _all_answers(request: HttpRequest, rfq: Any, now: datetime) -> HttpResponse:
    """All questions in one table; `?only=differences` leaves out what all say alike."""
    part = "COMMERCIAL" if prices_are_visible(rfq) else "QUALITY"
    note_reading(rfq=rfq, part=part, by=request.user, now=now)
    context = all_answers(request.user, rfq, differing_only=request.GET.get("only") == "differences")
    return rfq_page(request, rfq, "scoring/all_answers.html", context, now=now)


@require_http_methods(["GET", "POST"])
def contradictions(request: HttpRequest, code: str) -> HttpResponse:
    """What each quote says twice and not the same; a button asks its vendor to explain."""
    now, writes = timezone.now(), request.method == "POST"
    rfq = get_rfq_as(request.user, code, Role.BUYER) if writes else get_rfq(request.user, code)
    if rfq.status not in QUALITY_IS_OPEN:
        why = _("The answers are sealed until two officers have opened them.")
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    if writes:
        attempt(
            request, partial(_ask, request, rfq, now), _("The vendor is asked to explain within three days.")
        )
        return redirect("scoring:contradictions", code)
    part = "COMMERCIAL" if prices_are_visible(rfq) else "QUALITY"
    note_reading(rfq=rfq, part=part, by=request.user, now=now)
    context = contradictions_page(request.user, rfq, now)
    return rfq_page(request, rfq, "scoring/contradictions.html", context, now=now)


def _ask(request: HttpRequest, rfq: Any, now: datetime) -> Any:
    given = request.POST.get("quote", "")
    try:
        quote = get_quote(request.user, rfq, UUID(given))
    except ValueError:
        raise Refused(_("Choose a contradiction on the page.")) from None
    contradiction = request.POST.get("contradiction", "")
    return ask_about_contradiction(rfq=rfq, quote=quote, code=contradiction, by=request.user, now=now)


def _number(given: str, numbers: list[int]) -> int:
    if not given:
        return 3
    if not given.isascii() or not given.isdigit() or int(given) not in numbers:
        raise Http404
    return int(given)


@require_GET
def prices(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), get_rfq(request.user, code)
    if not prices_are_visible(rfq):
        why = _(
            "The prices are sealed until the quality scores are locked and two officers have opened them."
        )
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    own = own_assumptions(rfq)
    form = WhatIfForm(request.GET, WhatIfForm.defaults(own))
    assumed = form.assumed if form.is_valid() else own
    asked = None if assumed == own else assumed
    context = {
        **prices_page(request.user, rfq, asked),
        "lines": quote_lines(request.user, rfq),
        "form": form,
        "assumed": asked,
        "differences": differences(assumed, own),
        "peak_months": peaks_of(rfq),
        "own_months": own.horizon,
        "scenarios": scenarios_of(rfq),
        "kept": {name: request.GET[name] for name in form.fields if name in request.GET},
    }
    return rfq_page(request, rfq, "scoring/prices.html", context, now=now)


@require_GET
def lines(request: HttpRequest, code: str) -> HttpResponse:
    """The rate lines of one quote month by month; `quote` is its place in the list of vendors, from 1."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    if not prices_are_visible(rfq):
        why = _(
            "The prices are sealed until the quality scores are locked and two officers have opened them."
        )
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now, tab="scoring:prices")
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    quotes = readable_quotes(request.user, rfq)
    labels = told_apart(quote.vendor.label for quote in quotes)
    places = list(range(1, len(quotes) + 1))
    given = request.GET.get("quote", "")
    number = _number(given, places) if given else 1
    context = trace_page(quotes, labels, number, rfq) if quotes else {}
    return rfq_page(request, rfq, "scoring/trace.html", context, now=now, tab="scoring:prices")


@require_POST
def save_scenario(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the assumptions that were shown under a name; what is not well-formed is not kept."""
    rfq = get_rfq_as(request.user, code, Role.BUYER)
    naming = ScenarioNameForm(request.POST)
    shown = {name: request.POST[name] for name in WhatIfForm.base_fields if name in request.POST}
    if not prices_are_visible(rfq):
        attempt(request, partial(refuse, _("Scenarios are saved once the prices are open.")))
        return redirect("scoring:prices", code)
    form = WhatIfForm(shown, WhatIfForm.defaults(own_assumptions(rfq)))
    if not naming.is_valid():
        attempt(request, partial(refuse, _("Give the scenario a name.")))
    elif not form.is_valid():
        attempt(request, partial(refuse, _("An assumption is out of range. Correct it before you save.")))
    else:
        name = naming.cleaned_data["name"]
        values = {field: value for field, value in form.address.items() if field in shown}
        act = partial(save_what_if, rfq=rfq, name=name, values=values, by=request.user, now=timezone.now())
        attempt(request, act, _("The scenario is saved."))
    return redirect(f"{reverse('scoring:prices', args=[code])}?{urlencode(shown)}")


def refuse(sentence: str) -> None:
    raise Refused(sentence)
