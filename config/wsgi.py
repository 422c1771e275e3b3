"""The WSGI entry point for gunicorn. In production a database that cannot keep the promises is refused."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (settings may be read only now)
from django.db import connections  # noqa: E402

from config import safety  # noqa: E402  (it reads them)

if settings.PRODUCTION:
    safety.refuse(safety.unsafe_database())
    connections.close_all()  # the workers are forked from here, and share none
