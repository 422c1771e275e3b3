"""Read models of RFQs, for the pages here and for other apps."""

from rfqs.queries.advice import (
    recommendation_of,
)
from rfqs.queries.checks import (
    Check,
    publication_checks,
)
from rfqs.queries.content import (
    content_of,
    current_content,
    demand_document,
    demand_line,
    history_facts,
    need_of,
    publication_content,
    volatility_of,
    weights_of,
)
from rfqs.queries.lists import (
    STAGES,
    invitation_counts,
    invitation_rows,
    next_step,
    possible_people,
    rfq_rows,
    stage_of,
    stage_strip,
    vendor_choices,
)
from rfqs.queries.pages import (
    advice_view,
    attachments_of,
    demand_view,
    duties_of,
    invitation_view,
    leaf_rows,
    listed_and_offered,
    preview_of,
    question_rows,
    shares_of,
    vendors_to_add,
)

__all__ = [
    "STAGES",
    "Check",
    "advice_view",
    "attachments_of",
    "content_of",
    "current_content",
    "demand_document",
    "demand_line",
    "demand_view",
    "duties_of",
    "history_facts",
    "invitation_counts",
    "invitation_rows",
    "invitation_view",
    "leaf_rows",
    "listed_and_offered",
    "need_of",
    "next_step",
    "possible_people",
    "preview_of",
    "publication_checks",
    "publication_content",
    "question_rows",
    "recommendation_of",
    "rfq_rows",
    "shares_of",
    "stage_of",
    "stage_strip",
    "vendor_choices",
    "vendors_to_add",
    "volatility_of",
    "weights_of",
]
