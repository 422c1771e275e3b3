"""The list of vendors, one vendor's page, and its own details."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import is_staff_side, is_vendor_side
from ui.frame import url_of
from ui.pagination import keyset_page
from vendors import access, actions, codes, policies, queries
from vendors.forms import CapabilitiesForm, FilterForm, VendorForm
from vendors.views.parts import form_page, home_of


@require_safe
def vendor_list(request: HttpRequest) -> HttpResponse:
    """The registry: search, filters, papers that run out."""
    access.require_registry_reader(request.user)
    form, today = FilterForm(request.GET), timezone.localdate()
    rows = queries.matching(access.vendors_visible_to(request.user), today=today, **form.wanted())
    page = keyset_page(
        queries.listed(rows), cursor=request.GET.get("after", ""), fields=("name", "id"), falling=False
    )
    lines = [{"row": row, "services": codes.names("service_types", row.service_types)} for row in page]
    context = {
        "page": page,
        "lines": lines,
        "form": form,
        "today": today,
        "soon": today + policies.SOON,
        "filtered": bool(set(request.GET) - {"after"}),
        "may_edit": policies.may_edit_registry(request.user),
    }
    return render(request, "vendors/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Enter a vendor."""
    access.require_registry_reader(request.user)
    policies.require(policies.may_edit_registry(request.user))
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        vendor = actions.create_vendor(**form.values(), by=request.user, now=timezone.now())
        messages.success(request, _("Entered. Add a contact next, so that it can be invited."))
        return redirect("vendors:detail", vendor=vendor.pk)
    context = {"form": form, "title": _("New vendor"), "back": url_of("vendors:list")}
    return render(request, "vendors/form.html", context)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """A vendor's own people: our details."""
    vendor = access.vendor_for(request.user)
    return render(request, "vendors/detail.html", _details(request, vendor) | {"own": True})


@require_safe
def detail(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """One vendor with everything known about it."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    if is_vendor_side(request.user):
        return redirect("vendors:own")
    return render(request, "vendors/detail.html", _details(request, row))


def _details(request: HttpRequest, vendor: Any) -> dict[str, Any]:
    user, staff = request.user, is_staff_side(request.user)
    open_for_changes = policies.can_edit(vendor)
    contacts = [
        {"row": row, "may_edit": open_for_changes and policies.may_edit_contact(user, row)}
        for row in vendor.contacts.select_related("user", "vendor")
    ]
    references = [
        {
            "row": row,
            "industry": codes.name("industries", row.industry),
            "channel": codes.name("channels", row.channel),
        }
        for row in vendor.references.all()
    ]
    return {
        "vendor": vendor,
        "contacts": contacts,
        "papers": queries.papers_of(vendor, timezone.localdate()),
        "references": references,
        "services": codes.names("service_types", vendor.service_types),
        "channels": codes.names("channels", vendor.channels),
        "languages": codes.names("languages", vendor.languages),
        "positions": [label for code, label in type(vendor).Position.choices if code in vendor.positions],
        "invitations": queries.invitations_of(vendor) if staff else [],
        "staff": staff,
        "may_edit": open_for_changes and policies.may_edit_details(user, vendor),
        "may_manage": open_for_changes and policies.may_manage_contacts(user, vendor),
        "may_archive": policies.may_edit_registry(user),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """Change a vendor; its own people change what they can do."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    policies.require(policies.may_edit_details(request.user, row))
    kind = VendorForm if policies.may_edit_registry(request.user) else CapabilitiesForm
    form = kind(request.POST or None, initial=kind.values_of(row))

    def save(_cleaned: dict[str, Any]) -> Any:
        return actions.edit_vendor(vendor=row, **form.values(), by=request.user, now=timezone.now())

    return form_page(request, row, form, save, _("Edit the company"))


@require_POST
def archive(request: HttpRequest, vendor: UUID) -> HttpResponse:
    """Into the archive, or out of it."""
    row = access.get_vendor_or_refuse(request.user, vendor)
    policies.require(policies.may_edit_registry(request.user))
    act = actions.restore_vendor if request.POST.get("restore") else actions.archive_vendor
    act(vendor=row, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(home_of(request, row))
