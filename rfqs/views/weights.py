"""The weights quotes will be scored with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rfqs import access, queries
from rfqs.actions.weights import set_weights
from rfqs.forms import WeightsForm
from rfqs.forms.weights import leaf_field
from rfqs.price_words import formula_words
from rfqs.views.page import attempt, posted, rfq_page


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, code: str) -> HttpResponse:
    """A preset or own pillar weights; whoever wants to weighs every criterion."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    current = queries.weights_of(rfq)
    form = WeightsForm(posted(request), initial=_initial(current))
    if request.method == "POST":
        access.require_buyer(request.user)
        if form.is_valid() and attempt(request, lambda: _save(request, rfq, form, now), _("Saved."), form):
            return redirect("rfqs:weights", code)
    context = {
        "form": form,
        "weights": current,
        "leaves": queries.leaf_rows(current),
        "formula": formula_words(current.price_formula) if current else None,
        "ceiling": queries.need_of(rfq).get("budget_ceiling_tco"),
    }
    return rfq_page(request, rfq, "rfqs/weights.html", context, now=now)


def _initial(current: Any) -> dict[str, Any]:
    if current is None:
        return {"preset": "default"}
    leaves = {leaf_field(leaf): weight for leaf, weight in current.leaves.items()}
    return {
        "preset": current.preset,
        **current.pillars,
        **leaves,
        "price_formula": current.price_formula,
        "baseline_cost": current.baseline_cost,
    }


def _save(request: HttpRequest, rfq: Any, form: WeightsForm, now: Any) -> None:
    set_weights(rfq=rfq, **form.chosen, by=request.user, now=now)
