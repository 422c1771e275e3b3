"""Production starts on safe values only, and each refusal names its cause."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import safety
from sealing import KeyRing, ReceiptKeys
from tests.house.deployment import production, run_manage, run_manage_often
from ui.errors import Refused

SHARED = KeyRing.generate()
BROKEN = {
    "debug": ({"SHORTLIST_DEBUG": "1"}, "SHORTLIST_DEBUG"),
    "no secret key": ({"SHORTLIST_SECRET_KEY": ""}, "SHORTLIST_SECRET_KEY"),
    "short secret key": ({"SHORTLIST_SECRET_KEY": "a" * 60}, "SHORTLIST_SECRET_KEY"),
    "no sealing key": ({"SEALING_KEYS": ""}, "SEALING_KEYS"),
    "no receipt key": ({"RECEIPT_KEYS": ""}, "RECEIPT_KEYS cannot be used"),
    "receipt key that no longer signs": (
        {"RECEIPT_KEYS": ReceiptKeys.generate() + ";retired=2026-01-01"},
        "RECEIPT_KEYS cannot be used",
    ),
    "one secret for two purposes": ({"RECEIPT_KEYS": SHARED, "SEALING_KEYS": SHARED}, "RECEIPT_KEYS repeats"),
    "local host": ({"SHORTLIST_HOSTS": "shortlist.example.com,localhost"}, "SHORTLIST_HOSTS"),
    "any host": ({"SHORTLIST_HOSTS": "*"}, "SHORTLIST_HOSTS"),
    "no host": ({"SHORTLIST_HOSTS": ""}, "SHORTLIST_HOSTS"),
    "plain address": ({"SHORTLIST_BASE_URL": "http://shortlist.example.com"}, "SHORTLIST_BASE_URL"),
    "embedded database": ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
    "owner serves": ({"DATABASE_OWNER_URL": ""}, "DATABASE_OWNER_URL"),
    "database in clear": ({"DATABASE_URL": "postgresql://web:x@db.example.com/s"}, "sslmode"),
    "mail to files": ({"EMAIL_URL": ""}, "EMAIL_URL is missing"),
    "mail in clear": ({"EMAIL_URL": "smtp://u:p@mail.example.com"}, "plain smtp://"),
    "no sender": ({"SHORTLIST_FROM_EMAIL": ""}, "SHORTLIST_FROM_EMAIL"),
}


NOTHING_SET = {"SHORTLIST_ENV": "production"}
UNKNOWN = [{"SHORTLIST_ENV": "staging"}, {"SHORTLIST_DEBUG": "maybe"}, {"PORT": "x"}]


@pytest.fixture(scope="module")
def ends():
    """How each start with something wrong ends, by what is wrong."""
    broken = {name: {**production(), **change} for name, (change, _cause) in BROKEN.items()}
    wrong = {**broken, "nothing": NOTHING_SET, **{str(one): one for one in UNKNOWN}, "sound": production()}
    return dict(zip(wrong, run_manage_often("check", environments=wrong.values()), strict=True))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_value_is_refused_by_name(name, ends):
    _change, cause = BROKEN[name]
    done = ends[name]
    assert done.returncode != 0
    causes = [line for line in done.stderr.splitlines() if line.startswith("- ")]
    assert len(causes) == 1, done.stderr
    assert cause in causes[0]


def test_safe_values_pass_the_deployment_check():
    done = run_manage("check", "--deploy", "--fail-level", "WARNING", environment=production())
    assert done.returncode == 0, done.stderr


def test_sound_values_start_among_the_broken_ones(ends):
    assert ends["sound"].returncode == 0, ends["sound"].stderr


def test_all_causes_are_told_at_once(ends):
    done = ends["nothing"]
    assert done.returncode != 0
    assert sum(line.startswith("- ") for line in done.stderr.splitlines()) >= 6


@pytest.mark.parametrize("environment", UNKNOWN)
def test_an_unknown_word_is_not_guessed(environment, ends):
    assert ends[str(environment)].returncode != 0


@pytest.fixture
def waived(settings, monkeypatch):
    """What the tests' own server waives for speed counts as safe; with another server nothing is waived."""
    if settings.EMBEDDED_DATABASE:
        waivable = {name: {"on", "off"} for name in ("fsync", "full_page_writes")}
        monkeypatch.setattr(safety, "DURABLE", {**safety.DURABLE, **waivable})


@pytest.mark.django_db
def test_the_database_as_the_web_role_reaches_it_is_safe(waived):
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # the tests' connection waives it for speed
    assert safety.unsafe_database() == []


@pytest.mark.django_db
def test_a_server_that_does_not_wait_for_its_disk_is_named(settings):
    if settings.EMBEDDED_DATABASE:
        causes = {f"The database runs with {name} = off." for name in ("fsync", "full_page_writes")}
        assert causes <= {*safety.unsafe_database()}


@pytest.mark.django_db
def test_a_weak_database_is_named(waived):
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET default_transaction_isolation = 'repeatable read'")
    assert sorted(safety.unsafe_database()) == [
        "The database runs with default_transaction_isolation = repeatable read.",
        "The database runs with synchronous_commit = off.",
    ]


@pytest.mark.django_db
def test_a_missing_trigger_is_named(monkeypatch):
    from django.apps import apps

    monkeypatch.setattr(
        apps.get_app_config("audit"), "required_triggers", ("no_such_trigger",), raising=False
    )
    assert any("no_such_trigger" in cause for cause in safety.unsafe_database())


def test_refusing_lists_every_cause():
    with pytest.raises(ImproperlyConfigured, match=r"- one\n- two"):
        safety.refuse(["one", "two"])
    safety.refuse([])


def good_settings(**changes):
    """Settings of a sound production, as values."""
    values = {
        "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz" * 2,
        "SEALING_KEYS": safety.KeyRing.generate(),
        "ALLOWED_HOSTS": ["shortlist.example.com"],
        "SHORTLIST_BASE_URL": "https://shortlist.example.com",
        "DATABASE_URL": "postgresql://web:x@db.example.com/s",
        "DATABASE_OWNER_URL": "postgresql://owner:x@db.example.com/s",
        "DATABASES": {"default": {"OPTIONS": {"sslmode": "verify-full"}}},
        "EMAIL_URL": "smtps://u:p@mail.example.com",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": True,
        "DEFAULT_FROM_EMAIL": "shortlist@example.com",
        "SECOND_FACTOR_REQUIRED": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
    }
    return SimpleNamespace(**{**settings_with_receipts(), **values, **changes})


def settings_with_receipts():
    """Values that other checks read, as the tests run with them."""
    from django.conf import settings

    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def test_sound_settings_have_no_cause():
    assert safety.unsafe_settings(good_settings()) == []


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"SECOND_FACTOR_REQUIRED": False}, "SECOND_FACTOR_REQUIRED"),
        ({"SESSION_COOKIE_SECURE": False}, "Plain http"),
        ({"CSRF_COOKIE_SECURE": False}, "Plain http"),
        ({"SECURE_SSL_REDIRECT": False}, "Plain http"),
        ({"DEBUG": True}, "SHORTLIST_DEBUG"),
        ({"SECRET_KEY": "short"}, "SHORTLIST_SECRET_KEY"),
    ],
)
def test_what_no_variable_sets_is_checked_too(change, cause):
    causes = safety.unsafe_settings(good_settings(**change))
    assert len(causes) == 1 and cause in causes[0]


class Told:
    """A cursor that tells what a database with other settings would."""

    def __init__(self, rows):
        self.rows = rows

    def execute(self, *_args):
        pass

    def fetchall(self):
        return self.rows

    def fetchone(self):
        return self.rows[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("synchronous_commit", "remote_write"),
        ("default_transaction_isolation", "serializable"),
    ],
)
def test_a_database_that_may_lose_an_answer_is_named(name, value):
    assert safety._settings_off(Told([(name, value)])) == [(name, value)]
    assert safety._settings_off(Told([("fsync", "on"), ("synchronous_commit", "on")])) == []


@pytest.mark.parametrize("rows", [[(True,)], [(7,)]])
def test_a_role_that_may_do_more_is_named(rows):
    assert safety._unsafe_role(Told(rows))


@pytest.mark.django_db
def test_the_migrating_role_must_not_serve():
    """The real thing: the same check, connected as the role that owns the tables."""
    from config.database import credentials

    owner = connection.copy()
    owner.settings_dict = {**connection.settings_dict, **credentials("owner")}
    try:
        with owner.cursor() as cursor:
            causes = safety._unsafe_role(cursor)
    finally:
        owner.close()
    assert any("owns" in cause for cause in causes)


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [-3600, -6, 6, 3600])
def test_a_clock_that_is_wrong_is_named(monkeypatch, seconds):
    real = safety.timezone.now
    monkeypatch.setattr(safety.timezone, "now", lambda: real() + timedelta(seconds=seconds))
    assert any("clocks" in cause for cause in safety.unsafe_database())


@pytest.mark.django_db
def test_a_disabled_trigger_counts_as_missing():
    from django.apps import apps

    wanted = {name for app in apps.get_app_configs() for name in getattr(app, "required_triggers", ())}
    assert len(wanted) >= 8
    with connection.cursor() as cursor:
        assert safety._missing_triggers(cursor) == []
    assert safety._missing_triggers(Told([])) == sorted(wanted)


@pytest.mark.django_db
def test_publishing_refuses_a_database_that_may_lose_a_quote(waived, monkeypatch):
    """Not only the start: settings change under a running application."""
    from django.utils import timezone

    from rfqs import guards
    from rfqs.actions.publishing import publish_rfq
    from tests import cast
    from tests.rfqs import build

    rfq, reviewer = build.ready(), cast.reviewer()
    monkeypatch.setattr(guards, "_checks", [])
    guards.register(safety.unsafe_database)
    guards.register(safety.unsafe_database)
    assert guards._checks == [safety.unsafe_database]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    with pytest.raises(Refused, match="synchronous_commit = off"):
        publish_rfq(rfq=rfq, reviewers=[reviewer], by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    assert rfq.status == "DRAFT"
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    publish_rfq(rfq=rfq, reviewers=[reviewer], by=cast.buyer(), now=timezone.now())
