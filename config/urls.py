"""Every app's pages under its prefix. Sign-in is the default; open pages are marked in their own app."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from config.health import clock, healthz
from scoring.admin import panel

PREFIXES = [
    ("", "ui.urls"),
    ("", "accounts.urls"),
    ("vendors/", "vendors.urls"),
    ("rfqs/", "rfqs.urls"),
    ("invitation/", "rfqs.enrol_urls"),
    ("rule-book/", "rfqs.rulebook_urls"),
    ("", "quotes.urls"),
    ("", "scoring.urls"),
    ("contracts/", "contracts.urls"),
    ("audit/", "audit.urls"),
    ("", "notifications.urls"),
    ("demo/", "demo.urls"),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("clock", clock, name="clock"),
    path("accounts/", include("allauth.urls")),
    *[path(prefix, include(module)) for prefix, module in PREFIXES if find_spec(module)],
    path("admin/", panel.urls),
]
if not settings.PRODUCTION and find_spec("notifications.dev_urls"):
    urlpatterns.append(path("dev/", include("notifications.dev_urls")))
