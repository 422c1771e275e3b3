"""URLs with views that somebody forgot to write into the table of doors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as real


def planted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("planted")


urlpatterns = [
    *real,
    path("planted/", planted, name="planted"),
    path("planted-open/", login_not_required(planted), name="planted_open"),
]
