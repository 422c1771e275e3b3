"""What is asked: the RFQ with its volumes, weights, publication and people; questions, answers and addenda."""

from rfqs.models.clarifying import Addendum, AddendumConfirmation, Clarification, VendorQuestion
from rfqs.models.rfq import (
    RFQ,
    Attachment,
    Conflict,
    Declaration,
    DemandLine,
    Duty,
    Invitation,
    InvitationToken,
    Part,
    Publication,
    QuestionSet,
    SealingKey,
    WeightSet,
)

__all__ = [
    "RFQ",
    "Addendum",
    "AddendumConfirmation",
    "Attachment",
    "Clarification",
    "Conflict",
    "Declaration",
    "DemandLine",
    "Duty",
    "Invitation",
    "InvitationToken",
    "Part",
    "Publication",
    "QuestionSet",
    "SealingKey",
    "VendorQuestion",
    "WeightSet",
]
