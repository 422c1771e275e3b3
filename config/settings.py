"""Settings: one file for every deployment, read from the environment (see docs/operations.md)."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from config import environment
from sealing import KeyRing, ReceiptKeys

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SHORTLIST_VAR_DIR", BASE_DIR / ".var"))

SHORTLIST_ENV = os.environ.get("SHORTLIST_ENV", "development")
if SHORTLIST_ENV not in {"development", "production"}:
    raise ImproperlyConfigured(f"SHORTLIST_ENV is {SHORTLIST_ENV!r}: write development or production")
PRODUCTION = SHORTLIST_ENV == "production"
DEBUG = environment.flag("SHORTLIST_DEBUG")
PORT = environment.number("PORT", 8000)
SHORTLIST_BASE_URL = os.environ.get("SHORTLIST_BASE_URL", "" if PRODUCTION else f"http://localhost:{PORT}")
SHORTLIST_BASE_URL = SHORTLIST_BASE_URL.rstrip("/")
ALLOWED_HOSTS = environment.words("SHORTLIST_HOSTS") or (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [SHORTLIST_BASE_URL] if SHORTLIST_BASE_URL else []

# -- secrets -----------------------------------------------------------------------------------------
SECRET_KEY = environment.secret(
    "SHORTLIST_SECRET_KEY", VAR_DIR / "secret_key", get_random_secret_key, production=PRODUCTION
)
# NAME:BASE64[,NAME:BASE64...]: the first key locks, all unlock. Read with sealing.KeyRing.parse.
SEALING_KEYS = environment.secret(
    "SEALING_KEYS", VAR_DIR / "sealing_keys", KeyRing.generate, production=PRODUCTION
)
# The first key signs receipts, all verify them. Read with sealing.ReceiptKeys.parse.
RECEIPT_KEYS = environment.secret(
    "RECEIPT_KEYS",
    VAR_DIR / "receipt_keys",
    lambda: ReceiptKeys.generate(since=datetime.now(UTC).date()),
    production=PRODUCTION,
)

# -- applications ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "demo",
    "contracts",
    "scoring",
    "quotes",
    "rfqs",
    "vendors",
    "notifications",
    "accounts",
    "audit",
    "ui",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's list of passkeys
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "audit.clocks.watched",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ui.uploads.handling.Uploads",  # before anything asks for request.POST
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.origin.noted",
    "ui.once.reading",
    "config.middleware.Doors",
    "accounts.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.known_browser",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ui.middleware.htmx_answers",
    "ui.middleware.private_answers",
    "accounts.middleware.own_language",
    "accounts.middleware.StepUp",
    "audit.middleware.Refusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "ui.context.frame",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# -- database ----------------------------------------------------------------------------------------
# Two roles: the owner migrates; the web role reads and writes rows and owns nothing.
DATABASE_ROLE = os.environ.get("SHORTLIST_DATABASE_ROLE", "web")
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
EMBEDDED_DATABASE = not DATABASE_URL
EMBEDDED_FOR_TESTS = False
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "NAME": "shortlist",
        **(
            environment.database(DATABASE_URL) if DATABASE_URL else {}
        ),  # the backend adds who connects, and where
        "ENGINE": "config.pgbackend",
        "SHORTLIST_ROLE": DATABASE_ROLE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # actions are durable: each opens and commits its own transaction
    }
}
# Rate limits and used one-time codes are kept here: a small cache would let a flood push them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# -- sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12 if PRODUCTION else 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # without password1 the sign-in form has no password either
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that enrols it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {
    "login": os.environ.get("SHORTLIST_LOGIN_LIMIT", "30/m/ip"),
    "login_failed": os.environ.get("SHORTLIST_LOGIN_FAILED_LIMIT", "10/m/ip,5/5m/key"),
    "request_login_code": os.environ.get("SHORTLIST_LOGIN_CODE_LIMIT", "20/m/ip,3/m/key"),
}
MFA_ADAPTER = "accounts.mfa.MfaAdapter"
MFA_FORMS = {"add_webauthn": "accounts.forms.PasskeyForm"}
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shortlist"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # passkeys on http://localhost while trying it out
TRUSTED_PROXIES = environment.number("SHORTLIST_TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Second factor for opening, award, role change and export: demanded in production, a warning elsewhere.
SECOND_FACTOR_REQUIRED = PRODUCTION

# -- sessions and transport --------------------------------------------------------------------------
# (without use, in any case): after these a session ends. The cookie lives as long as the longest.
SESSION_LIMITS = {
    "staff": (
        timedelta(minutes=environment.number("SHORTLIST_STAFF_IDLE_MINUTES", 30)),
        timedelta(hours=environment.number("SHORTLIST_STAFF_SESSION_HOURS", 12)),
    ),
    "vendor": (
        timedelta(minutes=environment.number("SHORTLIST_VENDOR_IDLE_MINUTES", 60)),
        timedelta(hours=environment.number("SHORTLIST_VENDOR_SESSION_HOURS", 24)),
    ),
}
SESSION_COOKIE_AGE = max(int(absolute.total_seconds()) for _idle, absolute in SESSION_LIMITS.values())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
KNOWN_BROWSER_COOKIE = "__Host-known" if PRODUCTION else "known"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe comes from inside, without TLS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a list question has many rows and columns

# -- language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("SHORTLIST_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# -- files -------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("SHORTLIST_FILES_DIR", VAR_DIR / "files"))
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
if PRODUCTION:  # compressing takes ten seconds, which somebody trying it out need not wait for
    _static_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
elif DEBUG:
    _static_storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
else:
    _static_storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "ui.uploads.storage.WholeFiles"},
    "staticfiles": {"BACKEND": _static_storage},
}
# Heads of the audit trail's hash chain, kept outside the database; see docs/operations.md.
AUDIT_ANCHORS_FILE = Path(os.environ.get("SHORTLIST_ANCHORS_FILE", VAR_DIR / "audit" / "anchors.txt"))
# Uploads stay in memory: what a vendor sends, a price list or a filled workbook, is never on disk unsealed.
FILE_UPLOAD_HANDLERS = [
    "ui.uploads.handling.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024  # more than a whole body; see ui.uploads.handling.MOST_BODY
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# A clamd that scans uploads: host:port or unix:/path; without one nothing is scanned.
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")
CLAMD_SECONDS = 15.0

# -- mail --------------------------------------------------------------------------------------------
EMAIL_URL = os.environ.get("EMAIL_URL", "")
EMAIL_USE_TLS = EMAIL_USE_SSL = False
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("SHORTLIST_FROM_EMAIL") or "shortlist@localhost"
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if EMAIL_URL:
    globals().update(environment.mail(EMAIL_URL))

# -- background work ---------------------------------------------------------------------------------
BROKER_URL = os.environ.get("BROKER_URL", "")
CELERY_BROKER_URL = (
    BROKER_URL or "pgmq://localhost"
)  # config/celery.py adds the connection once the database is known
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300  # below the queue's visibility timeout, or a running task would come twice
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(BROKER_URL)  # its queue names are too long for pgmq
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "config.beat.Scheduler"
CLOCKS_COMPARED_EVERY = 20.0  # seconds, in every process of web and worker
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "config.celery.heartbeat", "schedule": 10.0},
    "link-audit": {"task": "audit.tasks.link", "schedule": 1.0, "options": {"expires": 5}},
    "verify-audit": {"task": "audit.tasks.hourly", "schedule": 3600.0},
    "anchor-closed": {"task": "rfqs.tasks.anchor_closed", "schedule": 10.0, "options": {"expires": 30}},
    "remind-price-holds": {
        "task": "contracts.tasks.remind_of_price_holds",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "simulate-waiting": {
        "task": "scoring.tasks.simulate_waiting",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "deliver-due": {"task": "notifications.tasks.deliver_due", "schedule": 10.0 if PRODUCTION else 2.0},
}

# -- log ---------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
