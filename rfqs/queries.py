"""Read models of RFQs that other apps build on."""

from typing import Any

from rfqs.models import RFQ


def publication_content(rfq: RFQ) -> dict[str, Any]:
    """Return what was published, frozen: need, demand, questions, terms, weights. Raises for a draft."""
    publication = rfq.publications.first()
    if publication is None:
        raise ValueError(f"{rfq.code} is not published")
    content: dict[str, Any] = publication.content
    return content
