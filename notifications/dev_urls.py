"""Included in development only (config/urls.py)."""

from django.urls import path

from notifications import dev_views

app_name = "dev"
urlpatterns = [path("mail/", dev_views.mail, name="mail")]
