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
from rfqs.lines import label_of_line
from rfqs.views.page import attempt, rfq_page
from rfqs.views.service_lines import chosen_line, of_lines
from rfqs.volumes import VolumeFaults, Volumes, read_file, read_text, read_typed
from ui.errors import Refused

FORMS = {"typed": TypedForm, "paste": PasteForm, "upload": UploadForm}
PENDING_SALT = "rfqs.volumes"
PENDING_HOURS = 24 * 3600


@require_http_methods(["GET", "POST"])
@of_lines
def volumes(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the volumes; POST reads one of the three sources."""
    rfq = access.get_rfq(request.user, code)
    now, line = timezone.now(), chosen_line(request, rfq)
    forms = {name: form(initial=_initial(rfq, line), prefix=name) for name, form in FORMS.items()}
    context: dict[str, Any] = {}
    if request.method == "POST":
        access.require_buyer(request.user)
        source = request.POST.get("source", "")
        source = source if source in FORMS else "typed"
        form = forms[source] = FORMS[source](request.POST, request.FILES, prefix=source)
        found = _read(form, source, now, context) if form.is_valid() else None
        if found is not None and (found.needs_confirmation or found.was_guessed):
            context |= {
                "pending": found,
                "pending_token": _pack(rfq, line, found, form.cleaned_data["basis"]),
            }
        elif found is not None and attempt(
            request, lambda: _take(request, rfq, line, found, form, now), _("Saved."), form
        ):
            return redirect(queries.volumes_url(rfq, line))
        context |= {"opened": source, "faulty": form}
    return _page(request, rfq, line, forms, context, now)


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


def _take(request: HttpRequest, rfq: Any, line: str, found: Volumes, form: Any, now: datetime) -> None:
    basis = form.cleaned_data["basis"]
    set_demand(rfq=rfq, volumes=found, basis=basis, line=line, by=request.user, now=now)


def _salt(rfq: Any, line: str) -> str:
    return f"{PENDING_SALT}:{rfq.pk}:{line}"


def _pack(rfq: Any, line: str, found: Volumes, basis: str) -> str:
    """What waits for a confirmation travels in the page, signed and for this line only: nothing is stored."""
    return signing.dumps([basis, found.as_json()], salt=_salt(rfq, line), compress=True)


@require_POST
@of_lines
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Take over what was listed as incomplete and is right nevertheless."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    line = chosen_line(request, rfq)
    try:
        basis, kept = signing.loads(
            request.POST.get("pending", ""), salt=_salt(rfq, line), max_age=PENDING_HOURS
        )
    except signing.BadSignature:
        attempt(request, _refuse_old)
        return redirect(queries.volumes_url(rfq, line))
    act = lambda: set_demand(
        rfq=rfq,
        volumes=Volumes.from_json(kept),
        basis=basis,
        confirmed=request.POST.get("confirm") == "1",
        line=line,
        by=request.user,
        now=timezone.now(),
    )
    attempt(request, act, _("Saved."))
    return redirect(queries.volumes_url(rfq, line))


def _refuse_old() -> None:
    raise Refused(_("This confirmation is too old. Upload the file again."))


@require_POST
@of_lines
def forecast(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer's own twelve months, or the average again."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now, line = timezone.now(), chosen_line(request, rfq)
    if "average" in request.POST:
        back = lambda: set_forecast(rfq=rfq, forecast=None, line=line, by=request.user, now=now)
        attempt(request, back, _("Saved."))
        return redirect(queries.volumes_url(rfq, line))
    form = ForecastForm(request.POST)
    if form.is_valid():
        act = lambda: set_forecast(rfq=rfq, forecast=form.counts, line=line, by=request.user, now=now)
        if attempt(request, act, _("Saved."), form):
            return redirect(queries.volumes_url(rfq, line))
    forms = {name: one(initial=_initial(rfq, line), prefix=name) for name, one in FORMS.items()}
    return _page(request, rfq, line, forms, {"forecast_form": form, "faulty": form}, now)


def _initial(rfq: Any, line: str) -> dict[str, Any]:
    row = queries.demand_line(rfq, line)
    if row is None or not row.history:
        return {"basis": "MEASURED"}
    months = {f"month_{n}": count for n, count in enumerate(row.history, start=1)}
    return {"first_month": row.history_from, "basis": row.basis, **months}


def _page(
    request: HttpRequest, rfq: Any, line: str, forms: dict[str, Any], context: dict[str, Any], now: datetime
) -> HttpResponse:
    row = queries.demand_line(rfq, line)
    months = {f"forecast_{n}": count for n, count in enumerate(row.forecast, start=1)} if row else {}
    label = label_of_line(rfq.need, line)
    shown = {
        "forms": forms,
        "line": row,
        "line_label": label,
        "line_query": f"?line={line}",
        "line_tabs": queries.line_tabs(rfq, "rfqs:demand", line),
        "forecast_form": ForecastForm(initial=months),
        "view": queries.demand_view(rfq, line),
        "advice": queries.advice_view(rfq, line),
    }
    return rfq_page(request, rfq, "rfqs/demand.html", shown | context, now=now, tab="rfqs:demand")
