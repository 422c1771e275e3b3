"""States of score sheets and of the evaluation, who moves them, and where they may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    SUBMITTED = "SUBMITTED", _("Done")


SHEET_TRANSITIONS: dict[str, tuple[str, ...]] = {
    SheetStatus.OPEN: (SheetStatus.SUBMITTED,),
    SheetStatus.SUBMITTED: (),
}
SHEET_OWNERS: dict[str, str] = {SheetStatus.OPEN: "reviewer", SheetStatus.SUBMITTED: "nobody"}


class EvaluationStatus(models.TextChoices):
    """From the stored ranking to the decision."""

    SHORTLIST = "SHORTLIST", _("Shortlist")
    AWARD_PROPOSED = "AWARD_PROPOSED", _("Award proposed")
    AWARDED = "AWARDED", _("Awarded")


EVALUATION_TRANSITIONS: dict[str, tuple[str, ...]] = {
    EvaluationStatus.SHORTLIST: (EvaluationStatus.AWARD_PROPOSED,),
    EvaluationStatus.AWARD_PROPOSED: (EvaluationStatus.SHORTLIST, EvaluationStatus.AWARDED),
    EvaluationStatus.AWARDED: (EvaluationStatus.SHORTLIST,),  # a negotiation that was broken off
}
EVALUATION_OWNERS: dict[str, str] = {
    EvaluationStatus.SHORTLIST: "buyer",
    EvaluationStatus.AWARD_PROPOSED: "approver",
    EvaluationStatus.AWARDED: "contract owner",
}
