"""C1: append-only tables, statement by statement, as the web role and as the owner of the tables.

The tables come from the declarations in `test_models`; the apps must name the same ones.
"""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from audit.frozen import append_only_tables, trigger_names
from config.safety import _missing_triggers
from tests.deadlines import as_owner
from tests.house.test_models import FROZEN

TABLES = sorted(apps.get_model(name)._meta.db_table for name in FROZEN)
ROWS = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "merge": "MERGE INTO {table} t USING {table} s ON t.{column} = s.{column} WHEN MATCHED THEN DELETE",
}
SCHEMA = {
    "disable trigger": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "drop trigger": "DROP TRIGGER {table}_append_only ON {table}",
    "drop": "DROP TABLE {table} CASCADE",
    "rename": "ALTER TABLE {table} RENAME TO elsewhere",
    "copy from a file": "COPY {table} FROM '/etc/passwd'",
    "replica": "SET session_replication_role = replica",
    "become the owner": "SET ROLE shortlist_owner",
}


def key_of(table: str) -> str:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return str(model._meta.pk.column)


def state_of(connected: psycopg.Connection, table: str) -> tuple[int, str]:
    """How many rows there are, and a hash over all of them."""
    sql = f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"  # noqa: S608  (names of our own)
    rows = connected.execute(sql).fetchone()
    assert rows is not None
    return rows[0], rows[1]


@pytest.fixture
def web(world: object) -> Iterator[psycopg.Connection]:
    """A connection of the web role beside Django's."""
    parameters = connection.get_connection_params()
    keywords = {
        key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if key in parameters
    }
    connection.close()
    with psycopg.connect(**keywords, autocommit=True) as connected:
        connected.execute("SET lock_timeout = '2s'")
        yield connected


@pytest.fixture
def owner(world: object) -> Iterator[psycopg.Connection]:
    connection.close()
    with as_owner() as connected:
        connected.commit()
        connected.autocommit = True
        connected.execute("SET lock_timeout = '2s'")
        yield connected


def refused(connected: psycopg.Connection, statement: str) -> str:
    """The SQLSTATE with which the statement was refused, or nothing when it was not."""
    try:
        connected.execute(statement)
    except psycopg.Error as error:
        return str(error.sqlstate)
    return ""


def test_the_apps_name_the_tables_that_are_declared() -> None:
    assert append_only_tables(apps.get_app_configs()) == TABLES
    named = {name for config in apps.get_app_configs() for name in getattr(config, "required_triggers", ())}
    assert set(trigger_names(*TABLES)) <= named


def test_the_web_role_changes_nothing(web: psycopg.Connection) -> None:
    """Rows and schema: every statement on every table is refused for lack of rights, before any trigger."""
    before = {table: state_of(web, table) for table in TABLES}
    assert all(count for count, _digest in before.values()) or {
        table for table, (count, _digest) in before.items() if not count
    } <= {"quotes_withdrawal", "quotes_lateattempt"}
    for table in TABLES:
        for name, statement in (ROWS | SCHEMA).items():
            found = refused(web, statement.format(table=table, column=key_of(table)))
            assert found == "42501", (table, name, found)
    assert {table: state_of(web, table) for table in TABLES} == before


def test_the_web_role_cannot_copy_over_a_row(web: psycopg.Connection) -> None:
    """COPY adds rows at most: one with the key of another is refused, and the other stays as it was."""
    for table in TABLES:
        before = state_of(web, table)
        if not before[0]:
            continue
        with web.cursor() as cursor, cursor.copy(f"COPY (SELECT * FROM {table} LIMIT 1) TO STDOUT") as out:  # noqa: S608  (names of our own)
            data = b"".join(bytes(block) for block in out)
        with (
            pytest.raises(psycopg.Error),
            web.cursor() as cursor,
            cursor.copy(f"COPY {table} FROM STDIN") as into,
        ):
            into.write(data)
        assert state_of(web, table) == before, table


def not_refused(connected: psycopg.Connection, table: str) -> list[str]:
    """What the owner can still do to the rows of an append-only table; nothing, where its triggers stand."""
    before, found = state_of(connected, table), []
    for name, statement in ROWS.items():
        if not before[0] and name != "truncate":
            continue  # a row trigger has nothing to refuse
        if refused(connected, statement.format(table=table, column=key_of(table))) != "P0APP":
            found.append(name)
    if state_of(connected, table) != before:
        found.append("changed")
    return found


def test_triggers_refuse_the_owner_too(owner: psycopg.Connection) -> None:
    assert {table: not_refused(owner, table) for table in TABLES} == {table: [] for table in TABLES}


def test_a_missing_trigger_is_found(owner: psycopg.Connection) -> None:
    """The red twin: the same check on tables that lack one of their two triggers."""
    owner.execute("DROP TRIGGER quotes_receipt_no_truncate ON quotes_receipt")
    assert "truncate" in not_refused(owner, "quotes_receipt")
    owner.execute("DROP TRIGGER scoring_openingminutes_append_only ON scoring_openingminutes")
    assert {"update", "delete", "changed"} <= set(not_refused(owner, "scoring_openingminutes"))


def test_the_start_notices_a_trigger_that_is_gone_or_switched_off(owner: psycopg.Connection) -> None:
    with owner.cursor() as cursor:
        assert _missing_triggers(cursor) == []
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_auditevent_no_truncate")
        cursor.execute("DROP TRIGGER scoring_openingminutes_append_only ON scoring_openingminutes")
        assert _missing_triggers(cursor) == [
            "audit_auditevent_no_truncate",
            "scoring_openingminutes_append_only",
        ]
