"""A vendor's papers and reference cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ui.uploads.serving import hand_out
from vendors import access, actions, policies
from vendors.forms import QualificationForm, ReferenceForm
from vendors.views.parts import form_page, home_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def _changeable(request: HttpRequest, vendor: UUID) -> Any:
    row = access.get_vendor_or_refuse(request.user, vendor)
    policies.require(policies.may_edit_details(request.user, row))
    return row


@require_http_methods(FORM_METHODS)
def paper_add(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """Add a licence, certificate or other paper."""
    row = _changeable(request, vendor)
    form = QualificationForm(request.POST or None, request.FILES or None)

    def save(cleaned: dict[str, Any]) -> Any:
        return actions.add_qualification(vendor=row, **cleaned, by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Add a paper"))


@require_http_methods(FORM_METHODS)
def paper_edit(request: HttpRequest, vendor: UUID, paper: UUID) -> HttpResponse:
    """Change a paper, or replace its file."""
    row = _changeable(request, vendor)
    document = access.get_qualification(request.user, row, paper)
    form = QualificationForm(
        request.POST or None, request.FILES or None, initial=QualificationForm.values_of(document)
    )

    def save(cleaned: dict[str, Any]) -> Any:
        return actions.edit_qualification(document=document, **cleaned, by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Edit a paper"))


@require_POST
def paper_remove(request: HttpRequest, vendor: UUID, paper: UUID) -> HttpResponse:
    """Remove a paper and its file."""
    row = _changeable(request, vendor)
    document = access.get_qualification(request.user, row, paper)
    actions.remove_qualification(document=document, by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(home_of(request, row))


@require_safe
def paper_file(request: HttpRequest, vendor: UUID, paper: UUID) -> HttpResponse:
    """Download the file of a paper; never shown inside a page."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    document = access.get_qualification(request.user, row, paper)
    if not document.file:
        raise Http404
    return hand_out(actions.read_paper(document), document.file_name)


@require_http_methods(FORM_METHODS)
def reference_add(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """Add a reference case."""
    row = _changeable(request, vendor)
    form = ReferenceForm(request.POST or None)

    def save(cleaned: dict[str, Any]) -> Any:
        return actions.add_reference(vendor=row, **cleaned, by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Add a reference case"))


@require_http_methods(FORM_METHODS)
def reference_edit(request: HttpRequest, vendor: UUID, reference: UUID) -> HttpResponse:
    """Change a reference case."""
    row = _changeable(request, vendor)
    case = access.get_reference(request.user, row, reference)
    form = ReferenceForm(request.POST or None, initial=ReferenceForm.values_of(case))

    def save(cleaned: dict[str, Any]) -> Any:
        return actions.edit_reference(reference=case, **cleaned, by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Edit a reference case"))


@require_POST
def reference_remove(request: HttpRequest, vendor: UUID, reference: UUID) -> HttpResponse:
    """Remove a reference case."""
    row = _changeable(request, vendor)
    case = access.get_reference(request.user, row, reference)
    actions.remove_reference(reference=case, by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(home_of(request, row))
