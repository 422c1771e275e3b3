"""Answers and prices side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq
from rfqs.states import QUALITY_IS_OPEN
from rfqs.views.page import rfq_page
from scoring.queries.pages import answers_page, prices_page, question_numbers, quote_lines

SEALED = "scoring/sealed.html"
PRICE_QUESTIONS = (1, 2)  # their answers are in the commercial document


@require_GET
def answers(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), get_rfq(request.user, code)
    if rfq.status not in QUALITY_IS_OPEN:
        why = _("The answers are sealed until two officers have opened them.")
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    number = _number(request.GET.get("q", ""), question_numbers(rfq))
    asks_prices = number in PRICE_QUESTIONS and prices_are_visible(rfq)
    note_reading(rfq=rfq, part="COMMERCIAL" if asks_prices else "QUALITY", by=request.user, now=now)
    context = answers_page(request.user, rfq, number)
    return rfq_page(request, rfq, "scoring/answers.html", context, now=now)


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
    context = {**prices_page(request.user, rfq), "lines": quote_lines(request.user, rfq)}
    return rfq_page(request, rfq, "scoring/prices.html", context, now=now)
