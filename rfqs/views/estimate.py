"""The cost estimate before publishing: every allowed model at the buyer's own reference prices. Nothing is stored."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from calc.decisions import build_modes, labour, reference
from calc.money import round_cents
from rfqs import access
from rfqs.forms.estimate import LabourForm, LeversForm, OwnForm, PricesForm
from rfqs.queries import estimate as queries
from rfqs.views.page import rfq_page


@require_GET
def estimate(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), access.get_rfq(request.user, code)
    basis = queries.estimate_basis(rfq)
    context = {} if basis is None else _context(request, basis)
    return rfq_page(request, rfq, "rfqs/estimate.html", context, now=now)


def _forms(request: HttpRequest, basis: queries.Basis) -> dict[str, Any]:
    demand, address = basis.demand, request.GET
    agents, contacts = queries.team_size(demand)
    return {
        "levers_form": LeversForm(address, demand.repeat_rate_now),
        "prices_form": PricesForm(address, PricesForm.defaults()),
        "own_form": OwnForm(address, OwnForm.defaults(demand.buyer_hourly_cost)),
        "labour_form": LabourForm(address, LabourForm.defaults(agents, demand.aht_s, contacts)),
    }


def _context(request: HttpRequest, basis: queries.Basis) -> dict[str, Any]:
    """Forms and, where every one of them holds, the figures; a wrong figure shows no result at all."""
    forms = _forms(request, basis)
    context: dict[str, Any] = {"basis": basis, "changed": bool(request.GET), **forms}
    if faulty := [form for form in forms.values() if not form.is_valid()]:
        return context | {"faulty": faulty}
    own, prices = forms["own_form"].cleaned_data, forms["prices_form"].prices
    worked = labour.labour(queries.team_of(forms["labour_form"].cleaned_data))
    by_labour = forms["labour_form"].cleaned_data["use_labour"]
    agent = (
        round_cents(worked.per_agent_month)
        if by_labour
        else build_modes.agent_month(own["wage"], own["on_costs"], own["turnover"], own["per_head"])
    )
    demand, spared = queries.levered(basis.demand, forms["levers_form"])
    if not any(demand.forecast_profile):
        return context | {"nothing_left": True}
    team = reference.OwnTeam(agent, forms["own_form"].build)
    found = reference.compare(demand, prices, basis.models, team)
    modes = _modes(demand, prices, team, own)
    return context | {
        "labour": worked,
        "minutes_off": [code.split()[1] for code in worked.warnings if code.startswith("W-MINUTES")],
        "by_labour": by_labour,
        "agent": agent,
        "agent_note": _("from the labour calculation") if by_labour else _("from pay, on-costs and turnover"),
        "spared": spared,
        "models": queries.comparison_view(found, basis.currency),
        "modes": queries.modes_view(modes, found.seats, basis.currency),
    }


def _modes(
    demand: Any, prices: reference.Prices, team: reference.OwnTeam, own: dict[str, Decimal]
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
