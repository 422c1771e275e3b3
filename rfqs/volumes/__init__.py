"""Contact volumes as people have them: typed months, a pasted table, or a file of months, days or intervals.

Everything here is plain data in, plain data out. A table with faults gives `VolumeFaults` with every fault
found (row and column), and nothing of it is taken over.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from rfqs.volumes.columns import Wanted, layout_of, readings
from rfqs.volumes.faults import Fault, VolumeFaults
from rfqs.volumes.series import HISTORY_MONTHS, Volumes, add_months, build
from rfqs.volumes.tables import MAX_BYTES, MAX_ROWS, Row, rows_of_file, rows_of_text

__all__ = [
    "HISTORY_MONTHS",
    "MAX_BYTES",
    "MAX_ROWS",
    "Fault",
    "VolumeFaults",
    "Volumes",
    "read_file",
    "read_text",
    "read_typed",
]


def read_file(data: bytes, *, today: date, columns: Wanted = (None, None)) -> Volumes:
    """Read an uploaded file; `today` decides which month is not over yet. Raises `VolumeFaults`.

    `columns` are the numbers of the time's and the contacts' column where a person gives them, from 1.
    """
    return _read(rows_of_file(data), columns, today, "upload")


def read_text(text: str, *, today: date, columns: Wanted = (None, None)) -> Volumes:
    """Read a pasted table. Raises `VolumeFaults`."""
    return _read(rows_of_text(text), columns, today, "paste")


def _read(rows: list[Row], columns: Wanted, today: date, source: str) -> Volumes:
    layout = layout_of(rows, columns)
    found = build(readings(rows, layout), today=today, source=source)
    time, contacts = layout.names
    found.columns = {"time": time, "contacts": contacts, "guessed": layout.guessed, "rows": len(rows)}
    return found


def read_typed(first_month: date, counts: Sequence[int], *, today: date) -> Volumes:
    """Take six typed months from `first_month` on. Raises `VolumeFaults`."""
    if len(counts) != HISTORY_MONTHS:
        raise VolumeFaults([Fault(_("Give six months."))])
    if not any(counts):
        raise VolumeFaults([Fault(_("At least one month must have contacts."))])
    last = add_months(first_month, HISTORY_MONTHS - 1)
    if (last.year, last.month) >= (today.year, today.month):
        raise VolumeFaults(
            [Fault(_("The six months must be over: the last one may be last month at the latest."))]
        )
    months = [(add_months(first_month, i), count) for i, count in enumerate(counts)]
    return Volumes(source="typed", grain="MONTH", months=months)
