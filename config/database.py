"""Who connects to the database, and what `migrate` makes beside the models' tables.

Two roles: the owner migrates, the web role reads and writes rows. `migrate` ends here: it makes the cache
table and the queue, and gives the web role its rights.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.frozen import append_only_tables
from config import environment
from config.postgres import OWNER_ROLE, WEB_ROLE, EmbeddedServer

QUEUE = "celery"
# The transport calls these at every start. They run with the owner's rights, so that the web role can call
# them without owning the queue's tables.
OWNER_FUNCTIONS = ("create", "create_non_partitioned", "enable_notify_insert")


@cache
def embedded_server() -> EmbeddedServer:
    """The one server object of this process; it holds the server up for as long as the process lives."""
    folder = os.environ.get("EMBEDDED_PG_DIR", "")
    server = EmbeddedServer(settings.BASE_DIR, Path(folder).resolve() if folder else None)
    if settings.EMBEDDED_FOR_TESTS:
        server = EmbeddedServer(settings.BASE_DIR, server.base / "tests", forgetful=True)
    return server


def credentials(role: str) -> dict[str, Any]:
    """Host, port, user and password of a role (owner or web); starts the embedded server where it is used."""
    if settings.DATABASE_URL:
        url = (role == "owner" and settings.DATABASE_OWNER_URL) or settings.DATABASE_URL
        target = environment.database(url)
        found = {key: target[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    else:
        server = embedded_server()
        server.ensure()
        parameters = server.parameters(OWNER_ROLE if role == "owner" else WEB_ROLE)
        found = {key.upper(): value for key, value in parameters.items()}
    return {"SHORTLIST_ROLE": role, **found}


def prepare(using: str) -> None:
    """Idempotent; runs after every migrate, as the owner."""
    call_command("createcachetable", database=using, verbosity=0)
    connection = connections[using]
    _install_queue(connection)
    web_role = _web_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != web_role:
            _grant(connection, web_role)


def _web_role() -> str:
    return str(environment.database(settings.DATABASE_URL)["USER"]) if settings.DATABASE_URL else WEB_ROLE


def _install_queue(connection: BaseDatabaseWrapper) -> None:
    from pgmq.install import get_embedded_install_sql

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute(get_embedded_install_sql())
        cursor.execute("SELECT pgmq.create(%s)", [QUEUE])
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace = 'pgmq'::regnamespace AND proname = ANY(%s)",
            [list(OWNER_FUNCTIONS)],
        )
        for (signature,) in cursor.fetchall():
            cursor.execute(
                f"ALTER FUNCTION {signature} SECURITY DEFINER SET search_path = pgmq, pg_catalog, pg_temp"
            )


def _grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Rows, never tables: the web role cannot alter, truncate or drop anything, nor disable a trigger.

    Append-only tables it reads and adds to. In one transaction, so that it never holds more for a moment.
    """
    quote = connection.ops.quote_name
    web, rows = quote(role), "SELECT, INSERT, UPDATE, DELETE"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for schema in ("public", "pgmq"):
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {web}")
            cursor.execute(f"GRANT {rows} ON ALL TABLES IN SCHEMA {schema} TO {web}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {web}")
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rows} ON TABLES TO {web}")
            cursor.execute(
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {web}"
            )
        existing = set(connection.introspection.table_names(cursor))
        for table in append_only_tables(apps.get_app_configs()):
            if table in existing:  # a migration may stop before the table is made
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {web}")
