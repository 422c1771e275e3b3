"""The cost estimate before publishing: every allowed model at the buyer's own reference prices.

Looking stores nothing. With a draft the figures can be kept, and the cost levers be taken into its forecast.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from calc.decisions import build_modes, reference
from calc.decisions.reference_prices import Prices
from rfqs import access
from rfqs.actions.estimate import keep_estimate, take_levers, undo_levers
from rfqs.forms.estimate import estimate_forms, sent_for_the_estimate
from rfqs.lines import codes_of
from rfqs.queries import estimate as queries
from rfqs.queries import line_tabs
from rfqs.views.page import attempt, rfq_page
from rfqs.views.service_lines import known_line, of_lines
from ui.errors import Refused


@require_GET
@of_lines
def estimate(request: HttpRequest, code: str) -> HttpResponse:
    """The estimate of all service lines together, or of the one that the address asks for."""
    now, rfq = timezone.now(), access.get_rfq(request.user, code)
    line = _line(rfq, request.GET.get("line", ""))
    basis = queries.estimate_basis(rfq, line)
    context = {} if basis is None else _context(request, rfq, basis, line)
    codes = codes_of(rfq.need)
    context |= {
        "line": line,
        "line_tabs": _tabs(rfq, line),
        "line_meant": line or (codes[0] if len(codes) == 1 else ""),
    }
    return rfq_page(request, rfq, "rfqs/estimate.html", context, now=now)


def _line(rfq: Any, line: str) -> str:
    """The line that is asked for, where there are several; "" for all of them."""
    known = known_line(rfq, line) if line else ""
    return known if len(codes_of(rfq.need)) > 1 else ""


def _tabs(rfq: Any, line: str) -> list[dict[str, Any]]:
    url = reverse("rfqs:estimate", args=[rfq.code])
    lines = line_tabs(rfq, "rfqs:estimate", line)
    return [{"label": _("All service lines"), "url": url, "current": not line}, *lines] if lines else []


def _back(rfq: Any, line: str) -> HttpResponse:
    return redirect(reverse("rfqs:estimate", args=[rfq.code]) + (f"?line={line}" if line else ""))


@require_POST
@of_lines
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the figures that were shown; what does not hold is not kept."""
    rfq, line, found = _sent(request, code)
    forms, fields = found or ({}, {})

    def act() -> None:
        if any(not form.is_valid() for form in forms.values()):
            raise Refused(_("A figure is out of range. Correct it before you keep the estimate."))
        keep_estimate(rfq=rfq, fields=fields, by=request.user, now=timezone.now())

    attempt(request, act, _("Kept with the RFQ."))
    return _back(rfq, line)


@require_POST
@of_lines
def levers(request: HttpRequest, code: str) -> HttpResponse:
    """Take the levers into the forecast of the draft."""
    rfq, line, found = _sent(request, code)
    form = found[0]["levers_form"] if found else None

    def act() -> None:
        if form is None or not form.is_valid():
            raise Refused(_("Give the volumes first, and levers that hold."))
        if not line and len(codes_of(rfq.need)) > 1:
            raise Refused(_("Levers act on one service line: choose it first."))
        take_levers(
            rfq=rfq,
            deflections=form.deflections,
            repeat_then=form.repeat_aimed,
            line=line,
            by=request.user,
            now=timezone.now(),
        )

    attempt(request, act, _("The levers are in the forecast. Until publication you can take them out again."))
    return _back(rfq, line)


@require_POST
@of_lines
def levers_undo(request: HttpRequest, code: str) -> HttpResponse:
    rfq = access.get_rfq_as_buyer(request.user, code)
    line = _line(rfq, request.POST.get("line", ""))
    attempt(
        request,
        lambda: undo_levers(rfq=rfq, line=line, by=request.user, now=timezone.now()),
        _("The forecast is as it was before the levers."),
    )
    return _back(rfq, line)


def _sent(request: HttpRequest, code: str) -> tuple[Any, str, tuple[dict[str, Any], dict[str, str]] | None]:
    """The RFQ of a buyer, the line that is meant, the forms over what was sent, and what was sent for them."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    line = _line(rfq, request.POST.get("line", ""))
    basis = queries.estimate_basis(rfq, line)
    if basis is None:
        return rfq, line, None
    sent = sent_for_the_estimate(request.POST)
    return rfq, line, (_forms(sent, basis), sent)


def _forms(address: Mapping[str, str], basis: queries.Basis) -> dict[str, Any]:
    return estimate_forms(address, basis.demand, queries.team_size(basis.demand))


def _context(request: HttpRequest, rfq: Any, basis: queries.Basis, line: str) -> dict[str, Any]:
    """Forms and, where every one of them holds, the figures; a wrong figure shows no result at all.

    The address counts, else what is kept with the RFQ; `defaults` in the address leaves that aside.
    """
    kept = queries.kept_fields(rfq)
    address = sent_for_the_estimate(request.GET)
    if not address and "defaults" not in request.GET:
        address = kept
    forms = _forms(address, basis)
    context: dict[str, Any] = {
        "basis": basis,
        "changed": bool(address),
        "kept": kept,
        "shown_is_kept": bool(kept) and address == kept,
        "sent": address,
        "taken": None if basis.demand.lines else queries.levers_taken(rfq, line or codes_of(rfq.need)[0]),
        "several": bool(basis.demand.lines),
        **forms,
    }
    if faulty := [form for form in forms.values() if not form.is_valid()]:
        return context | {"faulty": faulty}
    return context | _figures(rfq, basis, forms)


def _figures(rfq: Any, basis: queries.Basis, forms: dict[str, Any]) -> dict[str, Any]:
    """What the forms, all of which hold, come to; `nothing_left` where the levers spare every contact."""
    own, prices = forms["own_form"].cleaned_data, forms["prices_form"].prices
    worked, agent, by_labour = queries.own_agent(own, forms["labour_form"].cleaned_data)
    demand, spared = queries.levered(basis.demand, forms["levers_form"])
    if not any(demand.forecast_profile):
        return {"nothing_left": True}
    team = reference.OwnTeam(agent, forms["own_form"].build)
    lines = reference.by_line(demand, prices, basis.models, team)
    found = reference.summed(lines)
    modes = _modes(demand, prices, team, own)
    return {
        "labour": worked,
        "minutes_off": [code.split()[1] for code in worked.warnings if code.startswith("W-MINUTES")],
        "by_labour": by_labour,
        "agent": agent,
        "agent_note": _("from the labour calculation") if by_labour else _("from pay, on-costs and turnover"),
        "spared": spared,
        "lever_rows": queries.lever_rows(spared, forms["levers_form"].repeat_aimed, basis.demand),
        "line_costs": queries.line_costs(rfq, lines, demand) if demand.lines else None,
        "models": queries.comparison_view(found, basis.currency),
        "modes": queries.modes_view(modes, found.seats, basis.currency),
    }


def _modes(
    demand: Any, prices: Prices, team: reference.OwnTeam, own: dict[str, Decimal]
) -> build_modes.Modes:
    return build_modes.Modes(
        months=demand.horizon_months,
        invested=team.build.invested,
        in_house_fixed=team.build.monthly,
        agent=team.agent,
        outsourced_fixed=own["outsourced_fixed"],
        seat_price=prices.seat,
        uplift=own["uplift"],
        hosted_fixed=own["hosted_fixed"],
        hosted_seat=prices.hosted_seat,
    )
