"""The gallery of components, for whoever builds or reviews pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ui import gallery


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Open while developing; in production for staff only."""
    if settings.PRODUCTION and not getattr(request.user, "is_staff", False):
        raise Http404
    return render(request, "ui/components.html", gallery.context(request))
