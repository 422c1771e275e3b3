"""Settings that a promise rests on, and the health page."""

import time

import pytest
from django.conf import settings
from django.core.cache import cache

from config import environment
from config.health import HEARTBEAT_KEY, note_heartbeat


def test_values_that_count():
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
    assert settings.DEBUG is False
    assert "accounts.middleware.SignInFirst" in settings.MIDDLEWARE
    assert [code for code, _ in settings.LANGUAGES] == ["en", "zh-hans", "zh-hant"]
    assert settings.CELERY_TASK_ACKS_LATE
    from config.celery import VISIBILITY_TIMEOUT

    assert settings.CELERY_TASK_TIME_LIMIT < VISIBILITY_TIMEOUT, "a running task would be delivered twice"


def test_a_connection_that_only_sends_does_not_listen():
    """Beat never reads: its notices would fill the socket, and DROP DATABASE would wait for that server process."""
    from config.celery import app

    assert app.connection_for_write().transport_options["use_notify"] is False
    assert app.connection_for_read().transport_options["use_notify"] is True


@pytest.mark.django_db
def test_pages_forbid_inline_code_and_foreign_sources(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["object-src"] == "'none'"


@pytest.mark.django_db
def test_health_tells_a_late_worker_from_a_live_one(client):
    assert client.get("/healthz").json() == {"database": "ok", "worker": "late", "clocks": "ok"}
    note_heartbeat()
    assert client.get("/healthz").json() == {"database": "ok", "worker": "ok", "clocks": "ok"}
    cache.set(HEARTBEAT_KEY, time.time() - 61, timeout=None)
    assert client.get("/healthz").json()["worker"] == "late"
    assert client.post("/healthz").status_code == 405


def test_a_secret_is_made_once_and_private(tmp_path, monkeypatch):
    path = tmp_path / "new" / "key"
    made = iter(["first", "second"])
    monkeypatch.delenv("SOME_KEY", raising=False)
    values = [environment.secret("SOME_KEY", path, lambda: next(made), production=False) for _ in range(2)]
    assert values == ["first", "first"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["key"]
    assert environment.secret("SOME_KEY", path, lambda: "x", production=True) == ""
    monkeypatch.setenv("SOME_KEY", "given")
    assert environment.secret("SOME_KEY", path, lambda: "x", production=True) == "given"


def test_service_addresses_are_read():
    found = environment.database("postgresql://us%40er:p%2Fw@db:5433/name?sslmode=require")
    assert found == {
        "NAME": "name",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
    mail = environment.mail("smtp+tls://u:p@mail")
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (587, True, False)
    for wrong in ("mysql://x/y", "mailto:a@b"):
        with pytest.raises(environment.ImproperlyConfigured):
            environment.database(wrong) if wrong.startswith("mysql") else environment.mail(wrong)
