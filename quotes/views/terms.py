"""The RFQ's proposed contract terms."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from quotes.display import term_rows
from quotes.forms import TermsForms
from quotes.terms import proposed_terms
from quotes.views.desk import Desk, is_autosave, open_desk, show, write

PATH = "contract_terms"
PAGES: dict[str, tuple[Any, ...]] = {
    "fee_lines": ("fees",),
    "answers.q1": ("answers", 1),
    "rate_lines": ("prices",),
}


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    data = request.POST if request.method == "POST" else None
    form = TermsForms(
        data,
        terms=proposed_terms(desk.content),
        offers=desk.whole.get(PATH) or {},
        need=desk.content.get("need"),
        files=desk.file_choices,
    )
    if data is None or (form.adding_row and not is_autosave(request)):
        return _page(desk, form)
    sound = form.is_valid()
    if not sound and not is_autosave(request):
        return _page(desk, form, status=422)
    accept_rest = "accept_rest" in data
    changes = {PATH: form.contract_terms(accept_rest=accept_rest)}
    return write(desk, changes, desk.url("terms" if accept_rest else "files"), faults=len(form.messages))


def _page(desk: Desk, form: TermsForms, status: int = 200) -> HttpResponse:
    context = {
        "forms": form,
        "elsewhere": _elsewhere(desk),
        "version": desk.request.POST.get("version") or desk.version([PATH]),
        "rows": term_rows(desk.content, desk.whole.get(PATH) or {}) if desk.refusal else [],
    }
    return show(desk, "portal/terms.html", "terms", status=status, **context)


def _elsewhere(desk: Desk) -> list[dict[str, Any]]:
    """Terms with a price: the amount stands where prices are, never here."""
    found = []
    for term in proposed_terms(desk.content):
        page = next((to for start, to in PAGES.items() if term.home.startswith(start)), None)
        if term.home and page:
            found.append({"label": term.label, "url": desk.url(*page)})
    return found
