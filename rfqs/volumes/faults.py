"""What is wrong with a table, fault by fault."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

MOST_SHOWN = 50


@dataclass(frozen=True)
class Fault:
    """One fault: what is wrong, and where a person finds it (row counted as in the file, from 1)."""

    message: object
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        if self.row is None:
            return str(self.message)
        if not self.column:
            return gettext("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
        place = {"row": self.row, "column": self.column, "message": self.message}
        return gettext("Row %(row)s, column %(column)s: %(message)s") % place


class VolumeFaults(Exception):
    """The table cannot be taken; `faults` says why, the first fifty one by one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault.message) for fault in faults[:3]))
        self.faults = list(faults)

    @property
    def sentences(self) -> list[str]:
        shown = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if more := len(self.faults) - len(shown):
            shown.append(gettext("and %(more)s more of the same kinds") % {"more": more})
        return shown
