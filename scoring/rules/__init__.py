"""Gates and red flags as pure predicates over the need and a quote document (domain 9.13 and 10.3)."""

from scoring.rules.caps import suggested_cap
from scoring.rules.findings import Case, Finding, GateFinding, Severity
from scoring.rules.flags import flags_of
from scoring.rules.gates import gates_of

__all__ = ["Case", "Finding", "GateFinding", "Severity", "flags_of", "gates_of", "suggested_cap"]
