"""The panel's scores of the demo: Q1 to Q10 and continuity per vendor and RFQ (the means of two reviewers)."""

from collections.abc import Mapping
from decimal import Decimal

ITEMS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "BCP")

RFQ_1 = {
    "Paper Crane Calls": (2, 1, 1, 1, 2, 2, 2, 1, 2, 2, 1),
    "Celadon Service": (5, 5, 4, 4, 4, 4, 4, 5, 4, 4, 4),
    "Popping Candy Support": (4, 4, 2, 3, 3, 3, 3, 3, 3, 4, 3),
    "Mooncake Box Growth": (3, 3, 3, 3, 4, 3, 3, 3, 3, 3, 2),
    "Oolong Surge": (4, 4, 1, 1, 2, 1, 3, 5, 2, 2, 3),
    "Lighthouse Whale": (4, 3, 5, 5, 4, 5, 5, 3, 5, 4, 5),
}
RFQ_2 = {
    "Paper Crane Calls": RFQ_1["Paper Crane Calls"],
    "Celadon Service": (5, 5, 4, 4, 4, 4, 4, 5, 4, 3, 4),
    "Popping Candy Support": (4, 4, 2, 3, 3, 3, 1, 3, 3, 3, 3),
    "Oolong Surge": RFQ_1["Oolong Surge"],
    "Lighthouse Whale": (4, 4, 5, 5, 4, 5, 5, 3, 5, 4, 5),
}

# The two reviewers differ by a point on these, and agree on the mean.
APART = ("Q4", "Q9")


def scores(panel: Mapping[str, tuple[int, ...]], vendor: str, reviewer: int) -> dict[str, Decimal]:
    """Return one reviewer's scores (0 the first, 1 the second) by item."""
    half = Decimal("0.5") if reviewer == 0 else Decimal("-0.5")
    found = {}
    for item, mean in zip(ITEMS, panel[vendor], strict=True):
        apart = half if item in APART and 1 <= mean <= 4 else Decimal(0)
        found[item] = Decimal(mean) + apart
    return found
