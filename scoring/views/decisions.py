"""The decisions around the price: by volume, hidden costs, peaks, leaving, limits."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role, has_role
from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.forms.estimate import estimate_forms
from rfqs.queries.estimate import estimate_basis, kept_fields, own_year, team_size
from rfqs.views.page import rfq_page
from scoring.forms.assumptions import StressForm
from scoring.queries.decisions import decisions_page, highest_month, offers_of

SEALED = "scoring/sealed.html"
READERS = (Role.BUYER, Role.APPROVER, Role.AUDITOR)
USUAL_PEAK = Decimal("1.5")


@require_GET
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if not prices_are_visible(rfq):
        why = _("The decisions around the price follow once the prices are open.")
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    if not has_role(request.user, *READERS):
        why = _("This page is for buyers, approvers and auditors; ask the buyer.")
        return rfq_page(request, rfq, SEALED, {"why": why}, now=now)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    offers = offers_of(request.user, rfq)
    own_year = _own_year(rfq)
    form = StressForm(request.GET, StressForm.defaults(highest_month(offers.demand), USUAL_PEAK, own_year))
    page = decisions_page(offers, form.cleaned_data) if form.is_valid() else {"faulty": True}
    context = {**page, "form": form, "own_year_kept": own_year if "own_year" not in request.GET else None}
    return rfq_page(request, rfq, "scoring/decisions.html", context, now=now)


def _own_year(rfq: Any) -> Decimal | None:
    """What the own team costs a year by the estimate that is kept with the RFQ, if one is."""
    kept, basis = kept_fields(rfq), estimate_basis(rfq)
    if not kept or basis is None:
        return None
    return own_year(basis, estimate_forms(kept, basis.demand, team_size(basis.demand)))
