"""What every page's frame needs beside its band: the start page, the server's clock for countdowns, its zone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from ui.frame import HOME, url_of


def zone_text() -> str:
    """The zone as a person reads it: "Asia/Shanghai, UTC+08:00"."""
    offset = timezone.localtime().strftime("%z")
    return f"{timezone.get_current_timezone_name()}, UTC{offset[:3]}:{offset[3:]}"


def frame(request: HttpRequest) -> dict:
    """Context processor: `home_url`, the server's clock and zone, `development`."""
    return {
        "home_url": url_of(HOME) or "/",
        "server_now": timezone.now().isoformat(),
        "server_zone": zone_text(),
        "development": not getattr(settings, "PRODUCTION", False),
    }
