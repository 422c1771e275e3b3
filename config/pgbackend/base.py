from typing import Any

from django.db.backends.postgresql import base, operations

from config.database import credentials

# A statement of a prepared cursor is kept by the server, planned, from its third use on a connection on.
USES_BEFORE_PREPARING = 2

ServerBindingCursor: Any = base.ServerBindingCursor


class DatabaseOperations(operations.DatabaseOperations):
    """Knows the statements of prepared cursors, for the log of queries: psycopg does not keep their text."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        if isinstance(cursor, ServerBindingCursor):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """SHORTLIST_ROLE in the database's settings says whether this connection is the owner's or the web's."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict.update(credentials(self.settings_dict["SHORTLIST_ROLE"]))
        return {**super().get_connection_params(), "prepare_threshold": USES_BEFORE_PREPARING}

    def prepared_cursor(self) -> Any:
        """A cursor for statements of constant text (`accounts.prepared`), which the server plans once.

        Django's ordinary cursors write the values into the text, and their statements are planned each time.
        """
        django: Any = self  # as its own `cursor` does, with another class of cursor
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return django._prepare_cursor(ServerBindingCursor(self.connection))
