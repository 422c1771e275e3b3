"""What the forms around a vendor share: one page with a form, saved by one call, back to the vendor."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import is_vendor_side
from audit.middleware import record_refusal
from ui.errors import Refused


def home_of(request: HttpRequest, vendor: Any) -> str:
    """The vendor's page as this person knows it."""
    if is_vendor_side(request.user):
        return reverse("vendors:own")
    return reverse("vendors:detail", args=[vendor.pk])


def form_page(
    request: HttpRequest,
    vendor: Any,
    form: Any,
    save: Callable[[dict[str, Any]], Any],
    title: str,
    **more: Any,
) -> HttpResponse:
    """Show the form, or save it and go back; a refusal stands above what was typed."""
    back = home_of(request, vendor)
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Refused as refusal:
            record_refusal(request, str(refusal))
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"vendor": vendor, "form": form, "title": title, "back": back, **more}
    return render(request, "vendors/form.html", context)
