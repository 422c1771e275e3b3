"""How sure a comparison is: start a simulation, watch it, read it, repeat it, cancel it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Role, has_role
from audit import clocks
from audit.middleware import record_refusal
from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.views.page import attempt, posted, rfq_page
from scoring.access import get_rfq_as
from scoring.actions import cancel_simulation, repeat_simulation, reproduce_simulation, start_simulation
from scoring.actions.simulations import AT_ONCE, carry_out
from scoring.forms.simulations import SimulationForm
from scoring.queries.uncertainty import get_simulation, simulations_of, uncertainty_page
from ui.errors import Refused

READERS = (Role.BUYER, Role.APPROVER, Role.AUDITOR)
STARTERS = (Role.BUYER, Role.APPROVER)


@require_http_methods(["GET", "POST"])
def uncertainty(request: HttpRequest, code: str) -> HttpResponse:
    """The last run, or the one asked for with `run`; a POST starts another one."""
    if request.method == "POST":
        return _start(request, code)
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if not prices_are_visible(rfq):
        why = _("What the quotes cost in uncertain futures can be drawn once the prices are open.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    if not has_role(request.user, *READERS):
        why = _("This page is for buyers, approvers and auditors; ask the buyer.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    return _page(request, rfq, None, now)


def _page(
    request: HttpRequest, rfq: Any, form: SimulationForm | None, now: Any, status: int = 200
) -> HttpResponse:
    runs = simulations_of(rfq)
    number = _number(request.GET.get("run", "")) or (runs[0].number if runs else 0)
    found = uncertainty_page(get_simulation(rfq, number)) if number else {}
    context = {
        **found,
        "runs": runs,
        "form": form or SimulationForm(ranges=found["run"].ranges if found else None),
        "may_start": has_role(request.user, *STARTERS),
    }
    answer = rfq_page(request, rfq, "scoring/uncertainty.html", context, now=now, status=status)
    if request.headers.get("HX-Request") and not found.get("busy"):
        answer["HX-Refresh"] = "true"  # it has ended: the whole page shows what came of it
    return answer


def _number(given: str) -> int:
    if not given:
        return 0
    if not given.isascii() or not given.isdigit() or len(given) > 5 or not 0 < int(given) < 32768:
        raise Http404
    return int(given)


def _start(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), get_rfq_as(request.user, code, *STARTERS)
    form = SimulationForm(posted(request))
    if not prices_are_visible(rfq):
        raise Http404
    if not form.is_valid() or form.ranges is None:
        return _page(request, rfq, form, now, status=422)
    try:
        run = start_simulation(
            rfq=rfq,
            ranges=form.ranges.as_json(),
            count=form.cleaned_data["count"],
            seed=form.cleaned_data["seed"],
            by=request.user,
            now=now,
        )
    except Refused as refused:
        record_refusal(request, str(refused))
        form.add_error(None, str(refused))
        return _page(request, rfq, form, now, status=409)
    if run.count <= AT_ONCE:
        carry_out(run.pk, clocks.now)
    return redirect("scoring:uncertainty", code)


@require_POST
def cancel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, *STARTERS)
    run = get_simulation(rfq, number)
    attempt(
        request,
        lambda: cancel_simulation(simulation=run, by=request.user, now=timezone.now()),
        _("The simulation ends at its next step."),
    )
    return redirect("scoring:uncertainty", code)


@require_POST
def reproduce(request: HttpRequest, code: str, number: int) -> HttpResponse:
    run = get_simulation(get_rfq_as(request.user, code, *READERS), number)
    if not run.result:
        raise Http404
    if run.count > AT_ONCE:
        attempt(
            request,
            lambda: repeat_simulation(simulation=run, by=request.user, now=timezone.now()),
            _("The run is drawn again in the background; its page says how far it is and what came of it."),
        )
    elif reproduce_simulation(simulation=run, by=request.user, now=timezone.now()):
        messages.success(request, _("Drawn again from the same seed and inputs: every byte is the same."))
    else:
        messages.error(request, _("Drawn again, the result differs from the stored one."))
    return redirect("scoring:uncertainty", code)
