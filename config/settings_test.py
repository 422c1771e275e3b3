"""Settings of the tests: the same, with fast hashing, mail and files in memory, and tasks run in place."""

import os

for _name in ("SHORTLIST_ENV", "SHORTLIST_DEBUG", "EMAIL_URL", "BROKER_URL", "PORT"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403  (only after the environment is clean)
from config.settings import DATABASES, VAR_DIR  # noqa: E402  (the same)

EMBEDDED_FOR_TESTS = True  # a server beside development's, for which nobody waits until the disk has written
# The test database is made by its owner; tests/conftest.py then connects as the web role.
DATABASES["default"]["SHORTLIST_ROLE"] = "owner"
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c synchronous_commit=off",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail-of-tests"  # never what a development start has mailed on this machine
AUDIT_ANCHORS_FILE = VAR_DIR / "audit-of-tests" / "anchors.txt"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_ALWAYS_EAGER = True
CLOCKS_COMPARED_EVERY = 0.0  # tests count statements, and some set the clock
CELERY_TASK_EAGER_PROPAGATES = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
TIME_ZONE = "Asia/Shanghai"
