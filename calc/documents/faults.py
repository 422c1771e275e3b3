"""What is wrong with a document: every fault at once, each with its place and its remedy."""

from collections.abc import Sequence
from dataclasses import dataclass

# Price not computable for a service line (domain 9.13): the code of everything the engine cannot price.
NOT_COMPUTABLE = "RF-107"


@dataclass(frozen=True)
class Fault:
    """One fault: `path` names the field, `code` the red flag it amounts to, `line` and `month` the
    service line and the contract month it is about, if any."""

    path: str
    message: str
    remedy: str
    code: str = ""
    line: str = ""
    month: int = 0

    def __str__(self) -> str:
        code = f" [{self.code}]" if self.code else ""
        return f"{self.path}: {self.message}{code}; {self.remedy}"


class DocumentError(ValueError):
    """A document that is refused; `faults` holds all that was found, in document order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
