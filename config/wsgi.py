"""The WSGI entry point for gunicorn. In production a database that cannot keep the promises is refused."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import scipy.special  # noqa: F401  (calc imports it by its first use; here once, before the workers are forked)
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CHARSET = re.compile(r";\s*charset(\*?)\s*=\s*\"?([^;\"]*)\"?", re.IGNORECASE)
REFUSED_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def in_utf8(inner: Application) -> Application:
    """Let only UTF-8 in. Django would decode query and form with whatever codec a request names, hex and zlib too.

    It does so before any middleware, so that a codec which is none for text would end in a bare 500.
    """

    def application(request: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        declared = request.get("CONTENT_TYPE", "")
        for extended, name in CHARSET.findall(declared):
            if extended or name.strip().lower() not in ("utf-8", "utf8"):
                start_response("415 Unsupported Media Type", REFUSED_HEADERS)
                return [b"Only text in UTF-8 is taken here.\n"]
        request["CONTENT_TYPE"] = CHARSET.sub("", declared)
        return inner(request, start_response)

    return application


application = in_utf8(get_wsgi_application())

from django.conf import settings  # noqa: E402  (settings may be read only now)
from django.db import connections  # noqa: E402  (likewise)

from config import safety  # noqa: E402  (it reads them)

if settings.PRODUCTION:
    safety.refuse(safety.unsafe_database())
    connections.close_all()  # the workers are forked from here, and share none
