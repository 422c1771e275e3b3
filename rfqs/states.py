"""States of an RFQ, who moves it, and where it may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RfqStatus(models.TextChoices):
    """Stored states. "Ready to publish" and "closed" are derived, from the checks and from the clock."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Open for quotes")
    QUALITY_OPENED = "QUALITY_OPENED", _("Quality opened")
    EVALUATION = "EVALUATION", _("Quality scoring")
    PRICES_OPENED = "PRICES_OPENED", _("Prices opened")
    SCORED = "SCORED", _("Scored")
    AWARDED = "AWARDED", _("Awarded")
    NO_AWARD = "NO_AWARD", _("Closed without award")
    CANCELLED = "CANCELLED", _("Cancelled")


class EndCode(models.TextChoices):
    """Why an RFQ ended without an award: the code is counted, the words beside it are read."""

    NO_ELIGIBLE = "NO_ELIGIBLE", _("No quote passes the gates")
    FEW_QUOTES = "FEW_QUOTES", _("Too few quotes for a comparison")
    OVER_BUDGET = "OVER_BUDGET", _("Every quote is above the budget")
    NEED_CHANGED = "NEED_CHANGED", _("The need has changed or is gone")
    PROCEDURE = "PROCEDURE", _("A fault in the procedure")
    OTHER = "OTHER", _("Another reason")


TRANSITIONS: dict[str, tuple[str, ...]] = {
    RfqStatus.DRAFT: (RfqStatus.PUBLISHED, RfqStatus.CANCELLED),
    RfqStatus.PUBLISHED: (RfqStatus.QUALITY_OPENED, RfqStatus.CANCELLED),
    RfqStatus.QUALITY_OPENED: (RfqStatus.EVALUATION, RfqStatus.CANCELLED),
    RfqStatus.EVALUATION: (RfqStatus.PRICES_OPENED, RfqStatus.CANCELLED),
    RfqStatus.PRICES_OPENED: (RfqStatus.SCORED, RfqStatus.CANCELLED),
    RfqStatus.SCORED: (RfqStatus.AWARDED, RfqStatus.NO_AWARD, RfqStatus.CANCELLED),
    RfqStatus.AWARDED: (RfqStatus.SCORED,),  # a negotiation that was broken off
    RfqStatus.NO_AWARD: (),
    RfqStatus.CANCELLED: (),
}

OWNERS: dict[str, str] = {
    RfqStatus.DRAFT: "buyer",
    RfqStatus.PUBLISHED: "vendors",
    RfqStatus.QUALITY_OPENED: "opening officers",
    RfqStatus.EVALUATION: "reviewers",
    RfqStatus.PRICES_OPENED: "reviewers",
    RfqStatus.SCORED: "buyer and approver",
    RfqStatus.AWARDED: "contract owner",
    RfqStatus.NO_AWARD: "nobody",
    RfqStatus.CANCELLED: "nobody",
}

QUALITY_IS_OPEN = (
    RfqStatus.QUALITY_OPENED,
    RfqStatus.EVALUATION,
    RfqStatus.PRICES_OPENED,
    RfqStatus.SCORED,
    RfqStatus.AWARDED,
    RfqStatus.NO_AWARD,
)
PRICES_ARE_OPEN = (RfqStatus.PRICES_OPENED, RfqStatus.SCORED, RfqStatus.AWARDED, RfqStatus.NO_AWARD)


class InvitationStatus(models.TextChoices):
    """What staff may know of a vendor before the opening; no more."""

    INVITED = "INVITED", _("Invited")
    SEEN = "SEEN", _("Seen")
    DECLINED = "DECLINED", _("Declined")
    SUBMITTED = "SUBMITTED", _("Quote submitted")


INVITATION_TRANSITIONS: dict[str, tuple[str, ...]] = {
    InvitationStatus.INVITED: (InvitationStatus.SEEN, InvitationStatus.DECLINED),
    InvitationStatus.SEEN: (InvitationStatus.DECLINED, InvitationStatus.SUBMITTED),
    InvitationStatus.DECLINED: (InvitationStatus.SEEN,),
    InvitationStatus.SUBMITTED: (InvitationStatus.SUBMITTED, InvitationStatus.SEEN),  # replaced, withdrawn
}

INVITATION_OWNERS: dict[str, str] = {
    InvitationStatus.INVITED: "vendor",
    InvitationStatus.SEEN: "vendor",
    InvitationStatus.DECLINED: "vendor",
    InvitationStatus.SUBMITTED: "vendor",
}


class QuestionStatus(models.TextChoices):
    """A vendor's question: answered to all at once, or refused to the one that asked."""

    OPEN = "OPEN", pgettext_lazy("question of a vendor", "Open")
    ANSWERED = "ANSWERED", pgettext_lazy("question of a vendor", "Answered")
    REFUSED = "REFUSED", pgettext_lazy("question of a vendor", "Not answered")


QUESTION_TRANSITIONS: dict[str, tuple[str, ...]] = {
    QuestionStatus.OPEN: (QuestionStatus.ANSWERED, QuestionStatus.REFUSED),
    QuestionStatus.ANSWERED: (),
    QuestionStatus.REFUSED: (),
}

QUESTION_OWNERS: dict[str, str] = {
    QuestionStatus.OPEN: "buyer",
    QuestionStatus.ANSWERED: "nobody",
    QuestionStatus.REFUSED: "nobody",
}


class ClarificationStatus(models.TextChoices):
    """An answer is written, then told to all; after that it stands."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Answered to all")


CLARIFICATION_TRANSITIONS: dict[str, tuple[str, ...]] = {
    ClarificationStatus.DRAFT: (ClarificationStatus.PUBLISHED,),
    ClarificationStatus.PUBLISHED: (),
}

CLARIFICATION_OWNERS: dict[str, str] = {
    ClarificationStatus.DRAFT: "buyer",
    ClarificationStatus.PUBLISHED: "nobody",
}


class AddendumStatus(models.TextChoices):
    """An addendum is written, then issued to all; after that it stands."""

    DRAFT = "DRAFT", _("Draft")
    ISSUED = "ISSUED", pgettext_lazy("addendum", "Issued")


ADDENDUM_TRANSITIONS: dict[str, tuple[str, ...]] = {
    AddendumStatus.DRAFT: (AddendumStatus.ISSUED,),
    AddendumStatus.ISSUED: (),
}

ADDENDUM_OWNERS: dict[str, str] = {
    AddendumStatus.DRAFT: "buyer",
    AddendumStatus.ISSUED: "vendors",
}
