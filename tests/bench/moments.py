"""Moving the deadline of a scratch instance: how long preparing takes depends on the machine."""

from bench.stack import Stack
from config.postgres import SUPERUSER

MOVE = """
ALTER TABLE rfqs_rfq DISABLE TRIGGER rfqs_rfq_deadline;
UPDATE rfqs_rfq SET deadline_at = clock_timestamp() + interval '{seconds} s' WHERE code = '{code}';
ALTER TABLE rfqs_rfq ENABLE TRIGGER rfqs_rfq_deadline
"""


def move_deadline(stack: Stack, code: str, seconds: float) -> float:
    """Let the RFQ end so many seconds from now, past its trigger; returns the deadline, in seconds since 1970."""
    stack.rows(MOVE.format(seconds=seconds, code=code), role=SUPERUSER)
    ((deadline,),) = stack.rows("SELECT deadline_at FROM rfqs_rfq WHERE code = %s", code)
    return float(deadline.timestamp())
