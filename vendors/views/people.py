"""A vendor's contacts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vendors import access, actions, policies
from vendors.forms import ContactForm
from vendors.views.parts import form_page, home_of


@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """Add a person."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    policies.require(policies.may_manage_contacts(request.user, row))
    form = ContactForm(request.POST or None, initial={"language": "zh-hans"})

    def save(cleaned: dict[str, Any]) -> Any:
        return actions.add_contact(vendor=row, **cleaned, by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Add a contact"))


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, vendor: UUID, contact: UUID) -> HttpResponse:
    """Change a person's entry."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    person = access.get_contact(request.user, row, contact)
    policies.require(policies.may_edit_contact(request.user, person))
    form = ContactForm(request.POST or None, initial=ContactForm.values_of(person))

    def save(cleaned: dict[str, Any]) -> Any:
        return actions.edit_contact(contact=person, **cleaned, by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Edit a contact"))


@require_POST
def contact_active(request: HttpRequest, vendor: UUID, contact: UUID) -> HttpResponse:
    """Switch a person off, or on again."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    person = access.get_contact(request.user, row, contact)
    active = request.POST.get("active") == "yes"
    actions.set_contact_active(contact=person, active=active, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(home_of(request, row))
