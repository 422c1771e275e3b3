"""The red-flag register (domain 9.13): which rules run when, and what their points come to."""

from collections.abc import Iterable

from scoring.rules import flags_prices, flags_quality
from scoring.rules.findings import Case, Finding

# Code -> question and highest severity; what a page lists before anything has been found.
REGISTER = (
    *("RF-101", "RF-102", "RF-103", "RF-104", "RF-105", "RF-106", "RF-107"),
    *("RF-201", "RF-202", "RF-203", "RF-204", "RF-205", "RF-206"),
    *("RF-301", "RF-302", "RF-302a", "RF-303", "RF-304", "RF-305"),
    *("RF-401", "RF-402", "RF-403", "RF-501", "RF-502", "RF-503"),
    *("RF-601", "RF-602", "RF-603", "RF-604"),
    *("RF-701", "RF-702", "RF-703", "RF-704", "RF-705", "RF-706"),
    *("RF-801", "RF-802", "RF-803", "RF-804", "RF-805", "RF-806", "RF-807"),
    *("RF-901", "RF-902", "RF-903", "RF-1001", "RF-1002", "RF-1003"),
)
QUALITY, COMMERCIAL = "QUALITY", "COMMERCIAL"
_RULES = {QUALITY: flags_quality.RULES, COMMERCIAL: flags_prices.RULES}


def flags_of(case: Case, part: str) -> list[Finding]:
    """All findings of the rules that belong to one part, in the order of the register."""
    found = [finding for rule in _RULES[part] for finding in rule(case)]
    return sorted(found, key=lambda finding: REGISTER.index(finding.code))


def points_of(findings: Iterable[Finding]) -> int:
    """Red-flag load: the sum of the points; leaf R5 is what is left of 100."""
    return sum(finding.points for finding in findings)
