"""What rules look at and what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from decimal import Decimal
from typing import Any

from calc.documents import Fault
from calc.tco import Priced
from quotes.service_lines import seats_of_line
from rfqs.lines import demand_of_line, need_of_line

MINOR, MAJOR, CRITICAL = "MINOR", "MAJOR", "CRITICAL"
NOTE = "NOTE"  # a finding beside the register: shown, without points
POINTS = {NOTE: 0, MINOR: 5, MAJOR: 15, CRITICAL: 25}
PASS, FAIL, PENDING, NOT_APPLIED = "PASS", "FAIL", "PENDING", "NOT_APPLIED"
Severity = str


@dataclass(frozen=True)
class Case:
    """One quote as rules see it.

    `quote` is the merged document, or its quality half while prices are sealed. `terms` are the RFQ's
    proposed contract terms by code. `priced` is None before the prices are open and where they cannot be
    computed; then `faults` say why. `headlines` are those of all quotes of the RFQ, this one included. `lines` are
    what the buyer calls the service lines, by code, where there are several.
    """

    need: Mapping[str, Any]
    quote: Mapping[str, Any]
    terms: Mapping[str, Any] = default(default_factory=dict)
    demand: Mapping[str, Any] = default(default_factory=dict)
    priced: Priced | None = None
    faults: Sequence[Fault] = ()
    headlines: Sequence[Decimal] = ()
    prices_open: bool = True
    lines: Mapping[str, str] = default(default_factory=dict)

    def alone(self, code: str) -> "Case":
        """The quote as if one service line alone were asked for: its need and demand, the seats and prices for it.

        What is for the contract as a whole is no price of any line, and a handling time is stated for none
        (docs/engine.md). Where the RFQ has one line, the case as it is. KeyError for a line that it does not have.
        """
        if not self.lines:
            return self
        quote = {
            **self.quote,
            "base_seats": seats_of_line(self.quote, code),
            "rate_lines": [one for one in self.quote.get("rate_lines") or [] if one.get("line") == code],
            "operations": {**(self.quote.get("operations") or {}), "aht_s": None},
        }
        need, demand = need_of_line(self.need, code), demand_of_line(self.demand, code)
        return replace(self, need=need, demand=demand, quote=quote, lines={})

    def each_alone(self) -> list[tuple[str, "Case"]]:
        """(name, case) of each service line; of one line the case as it is, under ""."""
        return [(name, self.alone(code)) for code, name in self.lines.items()] or [("", self)]


@dataclass(frozen=True)
class Finding:
    """One red flag: `question` and `field` say where it points, `params` fill its sentence."""

    code: str
    severity: Severity
    question: int
    field: str
    params: dict[str, Any] = default(default_factory=dict)

    @property
    def points(self) -> int:
        return POINTS[self.severity]


@dataclass(frozen=True)
class GateFinding:
    """The outcome of one gate."""

    code: str
    outcome: str
    field: str = ""
    params: dict[str, Any] = default(default_factory=dict)
