"""Production starts on safe values only, and each refusal names its cause."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import safety
from sealing import KeyRing, ReceiptKeys
from tests.house.deployment import production, run_manage

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


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_value_is_refused_by_name(name):
    change, cause = BROKEN[name]
    done = run_manage("check", environment={**production(), **change})
    assert done.returncode != 0
    causes = [line for line in done.stderr.splitlines() if line.startswith("- ")]
    assert len(causes) == 1, done.stderr
    assert cause in causes[0]


def test_safe_values_pass_the_deployment_check():
    done = run_manage("check", "--deploy", "--fail-level", "WARNING", environment=production())
    assert done.returncode == 0, done.stderr


def test_all_causes_are_told_at_once():
    done = run_manage("check", environment={"SHORTLIST_ENV": "production"})
    assert done.returncode != 0
    assert sum(line.startswith("- ") for line in done.stderr.splitlines()) >= 6


@pytest.mark.parametrize(
    "environment", [{"SHORTLIST_ENV": "staging"}, {"SHORTLIST_DEBUG": "maybe"}, {"PORT": "x"}]
)
def test_an_unknown_word_is_not_guessed(environment):
    assert run_manage("check", environment=environment).returncode != 0


@pytest.mark.django_db
def test_the_database_as_the_web_role_reaches_it_is_safe(settings):
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # the tests' connection waives it for speed
    assert safety.unsafe_database() == []


@pytest.mark.django_db
def test_a_weak_database_is_named():
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
