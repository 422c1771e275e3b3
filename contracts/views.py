"""Contracts: the list, one contract, a term, and the steps from draft to signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.middleware import name_rfq
from contracts import access, actions, policies, queries
from contracts.annex import annex_of
from contracts.forms import BreakOffForm, FilterForm, TermForm, sign_form
from ui.errors import reason_against
from ui.pagination import keyset_page

FORM_METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 50


@require_safe
def contract_list(request: HttpRequest) -> HttpResponse:
    """Contracts the person may read, newest first, and awarded RFQs that wait for theirs."""
    access.require_reader(request.user)
    form = FilterForm(request.GET)
    rows = queries.contract_list(request.user, **form.wanted())
    page = keyset_page(rows, cursor=request.GET.get("after", ""), fields=("created_at", "id"), size=PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "filtered": any(form.wanted().values()),
        "to_draft": queries.rfqs_to_draft(request.user)[:20],
    }
    return render(request, "contracts/list.html", context)


@require_http_methods(FORM_METHODS)
def draft(request: HttpRequest, rfq_code: str) -> HttpResponse:
    """Ask before drafting; POST writes the draft from the award."""
    rfq = access.get_rfq_to_draft(request.user, rfq_code)
    name_rfq(request, rfq.code)
    if request.method == "POST":
        chosen = request.POST.get("quote", "")
        contract = actions.draft_from_award(rfq=rfq, quote_id=chosen, by=request.user, now=timezone.now())
        messages.success(request, _("The contract is drafted from the winning quote."))
        return redirect("contracts:contract", contract.code)
    reason = reason_against(policies.check_can_draft, rfq)
    return render(
        request, "contracts/draft.html", {"rfq": rfq, "reason": reason, "winners": queries.winners_of(rfq)}
    )


@require_safe
def contract(request: HttpRequest, code: str) -> HttpResponse:
    """One contract: what is missing, terms by group, flags, prices."""
    row = access.get_contract(request.user, code)
    writes = access.writes(request.user, row)
    context = _head(row) | {
        "further_flags": queries.further_flags(row),
        "annex": annex_of(row.prices, queries.service_lines_of(row)),
        "may_write": writes,
        "may_edit": writes and policies.can_edit(row),
        "may_break_off": writes and policies.can_break_off(row),
    }
    return render(request, "contracts/contract.html", context)


def _head(row: Any) -> dict[str, Any]:
    groups = queries.groups_of(row)
    terms = [term for group in groups for term in group.terms]
    return {
        "contract": row,
        "lines": queries.lines_covered(row),
        "of_lines": row.prices.get("of_lines", False),
        "tone": queries.CONTRACT_TONES[row.status],
        "groups": groups,
        "missing": [term for term in terms if term.is_open],
        "rejected": [term for term in terms if term.status == "REJECTED"],
        "why_not_sign": reason_against(policies.check_can_sign, row),
    }


@require_http_methods(FORM_METHODS)
def term(request: HttpRequest, code: str, term: str) -> HttpResponse:
    """One term: read by all who read the contract, written by its writers while in negotiation."""
    row = access.get_contract(request.user, code)
    name_rfq(request, row.rfq.code)
    found = access.get_term(request.user, row, term)
    if request.method == "POST":
        access.require_writer(request.user, row)
    spec, files = queries.term_spec(row, found), queries.file_choices(row)
    form = TermForm(request.POST or None, spec=spec, term=found, files=files)
    if request.method == "POST" and form.is_valid():
        outcome = form.outcome.cleaned_data
        now = timezone.now()
        actions.edit_term(contract=row, code=term, value=form.value, **outcome, by=request.user, now=now)
        messages.success(request, _("Saved."))
        return redirect("contracts:contract", code)
    may_edit = access.writes(request.user, row) and policies.can_edit(row)
    context = {"contract": row, "term": queries.term_view(row, found), "form": form, "may_edit": may_edit}
    return render(request, "contracts/term.html", context)


@require_http_methods(FORM_METHODS)
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """What is still missing; without anything missing, the day of signature and a confirmation."""
    row = access.get_contract_as_writer(request.user, code)
    name_rfq(request, row.rfq.code)
    now = timezone.now()
    form = sign_form(request.POST or None, timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["signed_on"]
        actions.mark_signed(contract=row, signed_on=day, by=request.user, now=now)
        messages.success(request, _("The contract is marked as signed; its terms stand."))
        return redirect("contracts:contract", code)
    return render(request, "contracts/sign.html", _head(row) | {"form": form})


@require_http_methods(FORM_METHODS)
def break_off(request: HttpRequest, code: str) -> HttpResponse:
    """End a negotiation with its reason."""
    row = access.get_contract_as_writer(request.user, code)
    name_rfq(request, row.rfq.code)
    form = BreakOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.break_off(contract=row, reason=reason, by=request.user, now=timezone.now())
        messages.success(
            request,
            _("The negotiation is broken off. Propose the next vendor on the page “Award” of the RFQ."),
        )
        return redirect("contracts:contract", code)
    reason = reason_against(policies.check_can_break_off, row)
    return render(request, "contracts/break_off.html", {"contract": row, "form": form, "reason": reason})
