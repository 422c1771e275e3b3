"""How firm a ranking is: what would change it, and the ranking under weights that one tries."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role, has_role
from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.views.page import rfq_page
from scoring.forms.odds import OddsForm
from scoring.forms.reweigh import ReweighForm
from scoring.queries.firmness import few_quotes, firmness_page
from scoring.queries.inputs import reason_against_running
from scoring.queries.methods import methods_page
from scoring.queries.mixes import mixes_page
from scoring.queries.odds import odds_page
from scoring.queries.ranking import Board, board, latest_run_alone
from scoring.views.firmness_tables import again_rows, chance_rows, method_rows

LIVE = "live"  # the part of the page that follows the weights one tries


@require_GET
def firmness(request: HttpRequest, code: str) -> HttpResponse:
    """The page; for htmx only what follows the weights in the address."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if not prices_are_visible(rfq):
        why = _("How firm the ranking is can be said once there is one.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    if not has_role(request.user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        why = _("This page is for buyers, approvers and auditors; ask the buyer.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    run = latest_run_alone(rfq)
    if run is None:
        reason = reason_against_running(rfq, request.user)
        return rfq_page(request, rfq, "scoring/not_ranked.html", {"reason": reason}, now=now)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    shown = board(rfq, run)
    form = ReweighForm(request.GET.dict(), shown.evaluated.weights)
    context = {"rfq": rfq, "form": form, **mixes_page(shown, form.weights)}
    if "again" in context:
        context["again_rows"] = again_rows(context["again"])
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == LIVE:
        return HttpResponse(render_to_string("scoring/firmness_live.html", context))  # no frame, no token
    odds_form = OddsForm(request.GET.dict(), costs=few_quotes(shown))
    context |= firmness_page(shown, more="more" in request.GET)
    context |= {"odds_form": odds_form, **_tables(shown, odds_form)}
    return rfq_page(request, rfq, "scoring/firmness.html", context, now=now)


def _tables(shown: Board, odds_form: OddsForm) -> dict[str, Any]:
    """Other methods and odds, with the rows of their tables."""
    methods, odds = methods_page(shown), odds_page(shown, odds_form.doubts())
    return {
        "methods": methods,
        "method_rows": method_rows(methods) if methods else "",
        "odds": odds,
        "chance_rows": chance_rows(odds) if "rows" in odds else "",
    }
