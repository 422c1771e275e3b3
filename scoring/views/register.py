"""The rules by which quotes are judged, for everybody on the buyer's side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.roles import is_staff_side
from scoring.queries.register import register_page


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The whole red-flag register, the gates and the award gates."""
    if not is_staff_side(request.user):
        raise Http404
    return render(request, "scoring/register.html", register_page())
