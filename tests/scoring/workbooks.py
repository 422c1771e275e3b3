"""Sources of workbooks: the demo's RFQs with the panel's scores, and any quotes."""

from typing import Any

from calc.documents import read_demand, read_quote
from demo import panel
from scoring import engine
from scoring.workbook import Origin, Panel, Source, Subject
from tests.calc.demo_cases import V1, V2, V3, V4, V5, V6, case

POINTS = {
    "RFQ-1": {V1: 120, V2: 5, V3: 25, V4: 40, V5: 60, V6: 30},
    "RFQ-2": {V1: 120, V2: 5, V3: 25, V5: 60, V6: 15},
}
SCORES = {"RFQ-1": panel.RFQ_1, "RFQ-2": panel.RFQ_2}
VOLATILITY = {"RFQ-1": "VOLATILE", "RFQ-2": "STABLE"}
FAILED = {"RFQ-1": {}, "RFQ-2": {V3: ["G-05"]}}
ORIGIN = Origin([("RFQ", "RFQ-1 =1+1"), ("Made by", "Wen Lin"), ("Engine", "1")])


def inputs(rfq: str) -> dict[str, Any]:
    """What a stored run of the demo's RFQ would hold."""
    document = case(rfq)
    return {
        "demand": document["demand"],
        "volatility": VOLATILITY[rfq],
        "quotes": [
            {
                "quote": str(number),
                "vendor": name,
                "submitted_at": f"2026-10-{number:02d}T08:00:00+00:00",
                "document": engine.priced_part(quote),
                "scores": dict(zip(panel.ITEMS, map(str, SCORES[rfq][name]), strict=True)),
                "fit": None,
                "flags": [],
                "flag_points": POINTS[rfq][name],
                "gates_failed": FAILED[rfq].get(name, []),
            }
            for number, (name, quote) in enumerate(document["quotes"].items(), start=1)
        ],
    }


def source(given: dict[str, Any], weights: dict[str, Any] | None = None) -> Source:
    """The source of a workbook from what a run stores."""
    evaluated = engine.evaluate(given, weights or {})
    subjects = [
        Subject(one["vendor"], read_quote(one["document"]), outcome.priced, outcome.faults)
        if outcome.priced
        else Subject(one["vendor"], None, None, outcome.faults)
        for one, outcome in zip(given["quotes"], evaluated.outcomes, strict=True)
    ]
    gates = {one["vendor"]: " ".join(one["gates_failed"]) for one in given["quotes"]}
    return Source(read_demand(given["demand"]), subjects, ORIGIN, Panel(evaluated, gates))
