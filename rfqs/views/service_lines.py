"""Service lines of a draft: add one, change it, move it, take it out."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rfqs import access, needs, queries
from rfqs.actions.lines import add_line, change_line, move_line, remove_line
from rfqs.forms.lines import LineForm
from rfqs.lines import codes_of, label_of_line, was_line
from rfqs.policies import check_can_edit
from rfqs.views.page import attempt, posted, rfq_page
from ui.errors import Refused, reason_against

TAB = "rfqs:need"
PLACES = {"up": -1, "down": 1}


class LineGone(Refused):
    """The page is of a line that somebody has removed since."""


def of_lines(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view of one line: the page of a removed one leads to the need and says so; nothing is stored."""

    @wraps(view)
    def wrapped(request: HttpRequest, code: str, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, code, *args, **named)
        except LineGone as gone:
            attempt(request, partial(_raise, gone))
            return redirect(TAB, code)

    return wrapped


def _raise(refused: Refused) -> None:
    raise refused


def known_line(rfq: Any, line: str) -> str:
    """The code of a line of this RFQ. LineGone for one that it had, 404 for one that it never had."""
    if line in codes_of(rfq.need):
        return line
    if was_line(rfq.need, line):
        raise LineGone(_("This RFQ has no such service line any more."))
    raise Http404


def chosen_line(request: HttpRequest, rfq: Any) -> str:
    """The line that the form or the address is about, else the first; refuses like `known_line`.

    Every form says it, also where there is one line: another may be the first by the time it is sent.
    """
    meant = request.POST.get("line") or request.GET.get("line")
    return known_line(rfq, meant or codes_of(rfq.need)[0])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A further line; with the second one the first gets its name."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = timezone.now()
    alone = len(codes_of(rfq.need)) == 1
    form = LineForm(
        posted(request),
        asks_first=alone,
        asks_sales=bool(rfq.need.get("has_sales_target")),
        initial={"first_label": queries.first_name(rfq)},
    )
    if request.method == "POST" and form.is_valid():
        first = form.cleaned_data.get("first_label", "")
        act = lambda: add_line(rfq=rfq, values=form.values, first_label=first, by=request.user, now=now)
        if attempt(request, act, _("The line is there. Give its volumes next."), form):
            rfq.refresh_from_db(fields=["need"])
            return redirect(queries.volumes_url(rfq, codes_of(rfq.need)[-1]))
    return _page(request, rfq, {"form": form, "adding": True, "label": _("A further service line")}, now)


@require_http_methods(["GET", "POST"])
@of_lines
def line(request: HttpRequest, code: str, line: str) -> HttpResponse:
    """One line: name, channel, services, handling time and hours."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    known_line(rfq, line)
    form = LineForm(
        posted(request),
        asks_sales=bool(rfq.need.get("has_sales_target")),
        initial=needs.line_values(rfq.need, line),
    )
    if request.method == "POST":
        access.require_buyer(request.user)
        act = lambda: change_line(rfq=rfq, line=line, values=form.values, by=request.user, now=now)
        if form.is_valid() and attempt(request, act, _("Saved."), form):
            return redirect("rfqs:need", code)
    label = label_of_line(rfq.need, line)
    read = [one for one in queries.lines_read(queries.content_of(rfq)) if one["code"] == line]
    context = {"form": form, "line": line, "alone": not label, "label": label or _("Service line")}
    return _page(request, rfq, context | {"lines": read}, now)


@require_POST
def move(request: HttpRequest, code: str, line: str) -> HttpResponse:
    """Up or down in the order in which vendors read the lines."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    places = PLACES.get(request.POST.get("to", ""), 0)
    attempt(
        request, lambda: move_line(rfq=rfq, line=line, places=places, by=request.user, now=timezone.now())
    )
    return redirect("rfqs:need", code)


@require_http_methods(["GET", "POST"])
@of_lines
def remove(request: HttpRequest, code: str, line: str) -> HttpResponse:
    """What goes with the line, and the button that takes it out."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = timezone.now()
    if request.method == "POST":
        act = lambda: remove_line(rfq=rfq, line=line, by=request.user, now=now)
        attempt(request, act, _("The line is removed."))
        return redirect("rfqs:need", code)
    known_line(rfq, line)
    context = {
        "label": label_of_line(rfq.need, line),
        "volumes": queries.demand_line(rfq, line),
        "why_not": reason_against(check_can_edit, rfq),
    }
    return rfq_page(request, rfq, "rfqs/line_remove.html", context, now=now, tab=TAB)


def _page(request: HttpRequest, rfq: Any, context: dict[str, Any], now: Any) -> HttpResponse:
    return rfq_page(request, rfq, "rfqs/line.html", context, now=now, tab=TAB)
