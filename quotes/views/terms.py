"""The RFQ's proposed contract terms."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from quotes.display import term_rows
from quotes.forms import TermsForms
from quotes.terms import proposed_terms
from quotes.views.desk import Desk, is_autosave, open_desk, show, write

PATH = "contract_terms"


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    data = request.POST if request.method == "POST" else None
    offers = desk.whole.get(PATH) or {}
    form = TermsForms(data, terms=proposed_terms(desk.content), offers=offers)
    if data is None or (form.adding_row and not is_autosave(request)):
        return _page(desk, form)
    if not form.is_valid() and not is_autosave(request):
        return _page(desk, form, status=422)
    accept_rest = "accept_rest" in data
    changes = {PATH: form.contract_terms(accept_rest=accept_rest)}
    return write(desk, changes, desk.url("terms" if accept_rest else "files"))


def _page(desk: Desk, form: TermsForms, status: int = 200) -> HttpResponse:
    offers = desk.whole.get(PATH) or {}
    context = {
        "forms": form,
        "version": desk.request.POST.get("version") or desk.version([PATH]),
        "rows": term_rows(desk.content, offers) if desk.refusal else [],
    }
    return show(desk, "portal/terms.html", "terms", status=status, **context)
