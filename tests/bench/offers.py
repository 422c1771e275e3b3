"""What the client types into a quote's forms, made from the demo's answers.

The client imports nothing of the application, so its values are a file. A test holds the file to this, and
writes it anew when WRITE_OFFERS=1 is set.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "bench" / "data" / "offers.json"
PAPER = "{paper}"  # stands for the id of the file that the client attaches
PAPERS = dict.fromkeys(("roster", "licence", "bcp", "breakdown"), PAPER)


def offers(content: dict[str, Any]) -> dict[str, Any]:
    """One entry per offer of the journey: everything typed, page by page, for a shop-chat RFQ."""
    from tests.browser.offers import BY_BANDS, BY_SEAT

    return {
        offer.key: {
            "basics": offer.basics,
            "model": offer.model,
            "line": offer.line,
            "answers": {str(number): offer.typed_answers(number, content, PAPERS) for number in range(1, 11)},
            "fees": offer.fees,
            "terms": offer.typed_terms(content, PAPERS),
        }
        for offer in (BY_SEAT, BY_BANDS)
    }


def as_text(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
