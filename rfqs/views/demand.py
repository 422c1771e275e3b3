"""Volumes: typed, pasted or uploaded; the class, the peaks and the recommendation."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rfqs import access, queries
from rfqs.actions.demand import set_demand, set_forecast
from rfqs.forms import ForecastForm, PasteForm, TypedForm, UploadForm
from rfqs.views.page import attempt, rfq_page
from rfqs.volumes import VolumeFaults, Volumes, read_file, read_text, read_typed
from ui.errors import Refused

FORMS = {"typed": TypedForm, "paste": PasteForm, "upload": UploadForm}
PENDING_SALT = "rfqs.volumes"
PENDING_HOURS = 24 * 3600


@require_http_methods(["GET", "POST"])
def volumes(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the volumes; POST reads one of the three sources."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    forms = {name: form(initial=_initial(rfq), prefix=name) for name, form in FORMS.items()}
    context: dict[str, Any] = {}
    if request.method == "POST":
        access.require_buyer(request.user)
        source = request.POST.get("source", "")
        source = source if source in FORMS else "typed"
        form = forms[source] = FORMS[source](request.POST, request.FILES, prefix=source)
        found = _read(form, source, now, context) if form.is_valid() else None
        if found is not None and (found.needs_confirmation or found.was_guessed):
            context |= {"pending": found, "pending_token": _pack(rfq, found, form.cleaned_data["basis"])}
        elif found is not None and attempt(
            request, lambda: _take(request, rfq, found, form, now), _("Saved."), form
        ):
            return redirect("rfqs:demand", code)
        context |= {"opened": source, "faulty": form}
    return _page(request, rfq, forms, context, now)


def _read(form: Any, source: str, now: datetime, context: dict[str, Any]) -> Volumes | None:
    data, today = form.cleaned_data, localtime(now).date()
    try:
        if source == "upload":
            return read_file(data["file"], today=today, columns=form.columns)
        if source == "paste":
            return read_text(data["table"], today=today, columns=form.columns)
        return read_typed(data["first_month"], form.counts, today=today)
    except VolumeFaults as faults:
        context["faults"] = faults.sentences
        return None


def _take(request: HttpRequest, rfq: Any, found: Volumes, form: Any, now: datetime) -> None:
    set_demand(rfq=rfq, volumes=found, basis=form.cleaned_data["basis"], by=request.user, now=now)


def _pack(rfq: Any, found: Volumes, basis: str) -> str:
    """What waits for a confirmation travels in the page, signed and for this RFQ only: nothing is stored."""
    return signing.dumps([basis, found.as_json()], salt=f"{PENDING_SALT}:{rfq.pk}", compress=True)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Take over what was listed as incomplete and is right nevertheless."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    try:
        basis, kept = signing.loads(
            request.POST.get("pending", ""), salt=f"{PENDING_SALT}:{rfq.pk}", max_age=PENDING_HOURS
        )
    except signing.BadSignature:
        attempt(request, _refuse_old)
        return redirect("rfqs:demand", code)
    act = lambda: set_demand(
        rfq=rfq,
        volumes=Volumes.from_json(kept),
        basis=basis,
        confirmed=request.POST.get("confirm") == "1",
        by=request.user,
        now=timezone.now(),
    )
    attempt(request, act, _("Saved."))
    return redirect("rfqs:demand", code)


def _refuse_old() -> None:
    raise Refused(_("This confirmation is too old. Upload the file again."))


@require_POST
def forecast(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer's own twelve months, or the average again."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = timezone.now()
    if "average" in request.POST:
        attempt(request, lambda: set_forecast(rfq=rfq, forecast=None, by=request.user, now=now), _("Saved."))
        return redirect("rfqs:demand", code)
    form = ForecastForm(request.POST)
    if form.is_valid():
        act = lambda: set_forecast(rfq=rfq, forecast=form.counts, by=request.user, now=now)
        if attempt(request, act, _("Saved."), form):
            return redirect("rfqs:demand", code)
    forms = {name: one(initial=_initial(rfq), prefix=name) for name, one in FORMS.items()}
    return _page(request, rfq, forms, {"forecast_form": form, "faulty": form}, now)


def _initial(rfq: Any) -> dict[str, Any]:
    line = queries.demand_line(rfq)
    if line is None or not line.history:
        return {"basis": "MEASURED"}
    months = {f"month_{n}": count for n, count in enumerate(line.history, start=1)}
    return {"first_month": line.history_from, "basis": line.basis, **months}


def _page(
    request: HttpRequest, rfq: Any, forms: dict[str, Any], context: dict[str, Any], now: datetime
) -> HttpResponse:
    line = queries.demand_line(rfq)
    months = {f"forecast_{n}": count for n, count in enumerate(line.forecast, start=1)} if line else {}
    shown = {
        "forms": forms,
        "line": line,
        "forecast_form": ForecastForm(initial=months),
        "view": queries.demand_view(rfq),
        "advice": queries.advice_view(rfq),
    }
    return rfq_page(request, rfq, "rfqs/demand.html", shown | context, now=now, tab="rfqs:demand")
