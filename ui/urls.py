"""Pages about the look itself: the language switch, and the gallery of components."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from ui import views

urlpatterns = [
    path("i18n/language/", login_not_required(set_language), name="set_language"),
    path("ui/components/", views.components, name="ui_components"),
]
