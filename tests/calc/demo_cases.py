"""The demo cases and what must come out of them (domain 12)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from calc.documents import read_demand, read_quote
from calc.tco import Priced, price

V1, V2, V3 = "Paper Crane Calls", "Celadon Service", "Popping Candy Support"
V4, V5, V6 = "Mooncake Box Growth", "Oolong Surge", "Lighthouse Whale"

DATA = Path(__file__).parents[2] / "demo" / "data"


def case(rfq: str) -> dict[str, Any]:
    """The case document of an RFQ, freshly read, so that a test may change it."""
    document: dict[str, Any] = json.loads((DATA / f"{rfq.lower()}.json").read_text(encoding="utf-8"))
    return document


@cache
def priced(rfq: str) -> dict[str, Priced]:
    """Every quote of a demo RFQ, priced."""
    document = case(rfq)
    demand = read_demand(document["demand"])
    return {name: price(demand, read_quote(quote)) for name, quote in document["quotes"].items()}


# headline, year 1, uplift, loaded uplift, disclosure, TCO 12, 36, 60, per contact, elasticity, exit cost
FIGURES = {
    "RFQ-1": {
        "Paper Crane Calls": (
            *("36000.00", "645964.00", "0.4953", "0.5953", "0.80", "755164.00", "2488827.79", "4842065.85"),
            *("2.6436", "0.8710", "128000.00"),
        ),
        "Celadon Service": (
            *("43200.00", "588400.00", "0.1350", "0.1350", "1.00", "608240.00", "1928441.56", "3471919.60"),
            *("2.0484", "0.5440", "0.00"),
        ),
        "Popping Candy Support": (
            *("43167.20", "521272.30", "0.0063", "0.0063", "1.00", "549872.30", "1818644.22", "3406214.23"),
            *("1.9317", "0.8473", "46000.00"),
        ),
        "Mooncake Box Growth": (
            *("46260.22", "655932.00", "0.1816", "0.2066", "0.95", "697410.12", "2203931.17", "3971423.97"),
            *("2.3410", "0.7766", "32600.00"),
        ),
        "Oolong Surge": (
            *("51959.05", "696316.55", "0.1168", "0.1168", "1.00", "731516.55", "2353324.16", "4235418.65"),
            *("2.4997", "1.0000", "0.00"),
        ),
        "Lighthouse Whale": (
            *("45000.00", "702200.00", "0.3004", "0.3004", "1.00", "716280.00", "2198937.74", "3879819.26"),
            *("2.3357", "0.4716", "90000.00"),
        ),
    },
    "RFQ-2": {
        "Paper Crane Calls": (
            *("68000.00", "1370314.41", "0.6793", "0.7793", "0.80", "1537114.41", "4957278.42", "9044584.96"),
            *("4.4995", "0.2116", "224000.00"),
        ),
        "Celadon Service": (
            *("85000.00", "1030000.00", "0.0098", "0.0098", "1.00", "1311879.20", "4076679.68", "7070937.50"),
            *("3.7002", "0.0000", "0.00"),
        ),
        "Popping Candy Support": (
            *("85000.00", "1028000.00", "0.0078", "0.0078", "1.00", "1078200.00", "3402134.28", "6065063.75"),
            *("3.0880", "1.0593", "85000.00"),
        ),
        "Oolong Surge": (
            *(
                "102600.00",
                "1339112.63",
                "0.0876",
                "0.0876",
                "1.00",
                "1383912.63",
                "4219830.62",
                "7167216.22",
            ),
            *("3.8301", "0.9995", "0.00"),
        ),
        "Lighthouse Whale": (
            *("98000.00", "1229520.00", "0.0455", "0.0455", "1.00", "1485040.12", "4505705.92", "7705082.06"),
            *("4.0896", "0.0000", "196000.00"),
        ),
    },
}

# Vendor and total in order, under each preset.
TOTALS = {
    "RFQ-1": {
        "default": [(V2, "85.41"), (V6, "83.11"), (V3, "73.32"), (V4, "66.00"), (V5, "56.80"), (V1, "39.29")],
        "cost-led": [
            (V2, "86.96"),
            (V3, "80.40"),
            (V6, "78.83"),
            (V4, "68.31"),
            (V5, "65.64"),
            (V1, "44.00"),
        ],
        "quality-led": [
            *((V6, "86.60"), (V2, "84.00"), (V3, "67.85"), (V4, "64.49"), (V5, "48.73"), (V1, "35.86")),
        ],
        "risk-led": [
            (V2, "85.32"),
            (V6, "85.10"),
            (V3, "68.67"),
            (V4, "63.33"),
            (V5, "56.39"),
            (V1, "35.29"),
        ],
    },
    "RFQ-2": {
        "default": [(V6, "90.71"), (V2, "88.73"), (V5, "61.40"), (V1, "41.69")],
        "cost-led": [(V2, "92.69"), (V6, "89.92"), (V5, "72.55"), (V1, "47.61")],
        "quality-led": [(V6, "91.52"), (V2, "85.43"), (V5, "51.61"), (V1, "37.36")],
        "risk-led": [(V6, "90.38"), (V2, "87.21"), (V5, "59.27"), (V1, "36.79")],
    },
}

# Cost, quality, risk.
PILLARS = {
    "RFQ-1": {
        V2: ("89.40", "80.00", "86.60"),
        V6: ("71.01", "94.29", "86.80"),
        V3: ("94.17", "57.71", "61.80"),
        V4: ("73.51", "63.43", "57.60"),
        V5: ("79.50", "25.71", "64.00"),
        V1: ("53.72", "30.86", "28.00"),
    },
    "RFQ-2": {
        V6: ("88.90", "94.29", "88.60"),
        V2: ("99.71", "77.71", "86.60"),
        V5: ("91.01", "25.71", "64.00"),
        V1: ("59.73", "30.86", "28.00"),
    },
}
