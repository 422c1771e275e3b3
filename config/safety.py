"""Refuses to run in production on values that would break a promise, and names every cause at once."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from sealing import KeyRing, KeyRingError, ReceiptKeyError, ReceiptKeys

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "*", ""}  # noqa: S104  (compared, not bound)
ENCRYPTED_DATABASE_MODES = {"require", "verify-ca", "verify-full"}
DURABLE = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply"}}
CLOCK_TOLERANCE = timedelta(seconds=5)


def unsafe_settings(settings: Any) -> list[str]:
    """Every cause, in a sentence each, why these settings must not serve real quotes."""
    causes = [
        *_unsafe_secrets(settings),
        *_unsafe_addresses(settings),
        *_unsafe_database_url(settings),
        *_unsafe_mail(settings),
    ]
    if not settings.SECOND_FACTOR_REQUIRED:
        causes.append("SECOND_FACTOR_REQUIRED is off: a stolen password would be enough to open quotes.")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_SSL_REDIRECT):
        causes.append("Plain http is served: cookies must be Secure and http redirected to https.")
    if settings.DEBUG:
        causes.append("SHORTLIST_DEBUG is on: error pages would show settings and rows.")
    return causes


def _unsafe_secrets(settings: Any) -> list[str]:
    causes = []
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 10:
        causes.append("SHORTLIST_SECRET_KEY is missing or shorter than 50 random characters.")
    try:
        KeyRing.parse(settings.SEALING_KEYS)
    except KeyRingError as error:
        causes.append(f"SEALING_KEYS cannot be used: {error}.")
    return [*causes, *_unsafe_receipt_keys(settings)]


def _unsafe_receipt_keys(settings: Any) -> list[str]:
    """One secret for two purposes would let a leak of the one forge the other."""
    try:
        keys = ReceiptKeys.parse(settings.RECEIPT_KEYS).all
    except ReceiptKeyError as error:
        return [f"RECEIPT_KEYS cannot be used: {error}."]
    secrets = [b64encode(key.private).decode() for key in keys if key.private]
    others = f"{settings.SEALING_KEYS},{settings.SECRET_KEY}"
    if any(secret in others for secret in secrets):
        return ["RECEIPT_KEYS repeats a secret that is used for something else: make keys of its own."]
    return []


def _unsafe_addresses(settings: Any) -> list[str]:
    causes = []
    hosts = set(settings.ALLOWED_HOSTS)
    if not hosts or hosts & LOCAL_HOSTS:
        causes.append("SHORTLIST_HOSTS must name the public host, and neither localhost nor *.")
    address = urlsplit(settings.SHORTLIST_BASE_URL)
    if address.scheme != "https" or (address.hostname or "") in LOCAL_HOSTS:
        causes.append("SHORTLIST_BASE_URL must be the public https:// address; links in mail begin with it.")
    return causes


def _unsafe_database_url(settings: Any) -> list[str]:
    if not settings.DATABASE_URL:
        return ["DATABASE_URL is missing: the embedded database is for trying out."]
    causes = []
    if not settings.DATABASE_OWNER_URL or settings.DATABASE_OWNER_URL == settings.DATABASE_URL:
        causes.append("DATABASE_OWNER_URL must name a role of its own: the web role may not own tables.")
    address = urlsplit(settings.DATABASE_URL)
    mode = settings.DATABASES["default"].get("OPTIONS", {}).get("sslmode", "")
    if (address.hostname or "") not in LOCAL_HOSTS and mode not in ENCRYPTED_DATABASE_MODES:
        causes.append("DATABASE_URL reaches another machine without encryption: add ?sslmode=verify-full.")
    return causes


def _unsafe_mail(settings: Any) -> list[str]:
    causes = []
    if not settings.EMAIL_URL:
        causes.append("EMAIL_URL is missing: invitations would be written to a directory.")
    elif not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        causes.append(
            "EMAIL_URL is plain smtp://: invitation links would travel readable; use smtps:// or smtp+tls://."
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        causes.append("SHORTLIST_FROM_EMAIL is missing: nobody accepts mail from localhost.")
    return causes


def unsafe_database() -> list[str]:
    """Every cause why the database, as this role reaches it, must not hold real quotes."""
    with connection.cursor() as cursor:
        causes = [
            *(f"The database runs with {name} = {value}." for name, value in _settings_off(cursor)),
            *_unsafe_role(cursor),
            *(
                f"The trigger {name} is missing or disabled: run migrate."
                for name in _missing_triggers(cursor)
            ),
        ]
        cursor.execute("SELECT clock_timestamp()")
        drift = abs(cursor.fetchone()[0] - timezone.now())
    if drift > CLOCK_TOLERANCE:
        causes.append(f"The clocks of database and application differ by {drift.total_seconds():.0f} s.")
    return causes


def _settings_off(cursor: Any) -> list[tuple[str, str]]:
    names = [*DURABLE, "default_transaction_isolation"]
    cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
    allowed = {**DURABLE, "default_transaction_isolation": {"read committed"}}
    return [(name, value) for name, value in cursor.fetchall() if value not in allowed[name]]


def _unsafe_role(cursor: Any) -> list[str]:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    causes = ["The web role is a superuser."] if cursor.fetchone()[0] else []
    cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
    owned = cursor.fetchone()[0]
    return [*causes, *([f"The web role owns {owned} tables."] if owned else [])]


def _missing_triggers(cursor: Any) -> list[str]:
    """Apps name the triggers they rely on in `required_triggers` of their AppConfig."""
    wanted = {name for app in apps.get_app_configs() for name in getattr(app, "required_triggers", ())}
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND tgname = ANY(%s)", [[*wanted]]
    )
    return sorted(wanted - {name for (name,) in cursor.fetchall()})


def refuse(causes: list[str]) -> None:
    """Raise with all causes, one per line."""
    if causes:
        raise ImproperlyConfigured(
            "Shortlist does not start in production:\n" + "\n".join(f"- {c}" for c in causes)
        )
