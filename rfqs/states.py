"""States of an RFQ, who moves it, and where it may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
