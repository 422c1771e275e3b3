"""Append-only tables: one list for the triggers, the rights of the web role, the start-up check and the tests.

    class SomeConfig(AppConfig):
        append_only = ("some_table",)
        required_triggers = trigger_names(*append_only)

and a migration with `guard_sql`. `config.database` then takes UPDATE and DELETE from the web role, and
`config.safety` refuses to start without the triggers.
"""

from collections.abc import Iterable


def trigger_names(*tables: str) -> tuple[str, ...]:
    """The two triggers of each table: one against change and deletion of rows, one against TRUNCATE."""
    return tuple(name for table in tables for name in (f"{table}_append_only", f"{table}_no_truncate"))


def guard_sql(table: str) -> list[tuple[str, str]]:
    """(forwards, backwards) for both triggers of a new table; `refuse_change` is made by the first migrations."""
    name, refuse = f"{table}_append_only", "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    create = f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} {refuse}"
    return [(create, f"DROP TRIGGER {name} ON {table}"), truncate_sql(table)]


def renamed_sql(table: str) -> list[tuple[str, str]]:
    """The same for a table whose row trigger is called append_only: every trigger gets a name of its own."""
    return [
        (
            f"ALTER TRIGGER append_only ON {table} RENAME TO {table}_append_only",
            f"ALTER TRIGGER {table}_append_only ON {table} RENAME TO append_only",
        ),
        truncate_sql(table),
    ]


def truncate_sql(table: str) -> tuple[str, str]:
    """The statement trigger alone."""
    name, refuse = f"{table}_no_truncate", "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    create = f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} {refuse}"
    return (create, f"DROP TRIGGER {name} ON {table}")


def append_only_tables(configs: Iterable[object]) -> list[str]:
    """Every table that an AppConfig names in `append_only`, in order of name."""
    return sorted({table for config in configs for table in getattr(config, "append_only", ())})
