"""The limits that a submission sets its transaction, lifted where that transaction is a whole test's."""

from django.db import connection


def lift_limits() -> None:
    """Let this transaction last, and stand idle, as long as it likes.

    The gate allows a submission 30 s, idle 5 s, so that nobody holds up the others. A test that sends within its own
    transaction keeps these limits to its end, and on a busy machine it runs into them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, '0', true) FROM pg_settings "
            "WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')"
        )
