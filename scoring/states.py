"""States of score sheets and of the evaluation, who moves them, and where they may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SheetStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    SUBMITTED = "SUBMITTED", _("Done")
    GIVEN_BACK = "GIVEN_BACK", pgettext_lazy("sheet", "Given back")


SHEET_TRANSITIONS: dict[str, tuple[str, ...]] = {
    SheetStatus.OPEN: (SheetStatus.SUBMITTED, SheetStatus.GIVEN_BACK),
    SheetStatus.SUBMITTED: (SheetStatus.GIVEN_BACK,),
    SheetStatus.GIVEN_BACK: (),  # its reviewer has declared a conflict of interest
}
SHEET_OWNERS: dict[str, str] = {
    SheetStatus.OPEN: "reviewer",
    SheetStatus.SUBMITTED: "nobody",
    SheetStatus.GIVEN_BACK: "nobody",
}


class EvaluationStatus(models.TextChoices):
    """From the stored ranking to the decision."""

    SHORTLIST = "SHORTLIST", _("Shortlist")
    AWARD_PROPOSED = "AWARD_PROPOSED", _("Award proposed")
    AWARDED = "AWARDED", _("Awarded")


class SimulationStatus(models.TextChoices):
    """A run over drawn demands, in the background or within the page."""

    QUEUED = "QUEUED", pgettext_lazy("simulation", "Waiting")
    RUNNING = "RUNNING", pgettext_lazy("simulation", "Running")
    DONE = "DONE", pgettext_lazy("simulation", "Done")
    CANCELLED = "CANCELLED", pgettext_lazy("simulation", "Cancelled")
    FAILED = "FAILED", pgettext_lazy("simulation", "Failed")


SIMULATION_TRANSITIONS: dict[str, tuple[str, ...]] = {
    SimulationStatus.QUEUED: (SimulationStatus.RUNNING, SimulationStatus.CANCELLED),
    SimulationStatus.RUNNING: (SimulationStatus.DONE, SimulationStatus.CANCELLED, SimulationStatus.FAILED),
    SimulationStatus.DONE: (),
    SimulationStatus.CANCELLED: (),
    SimulationStatus.FAILED: (),
}
SIMULATION_OWNERS: dict[str, str] = {
    SimulationStatus.QUEUED: "worker",
    SimulationStatus.RUNNING: "worker",
    SimulationStatus.DONE: "nobody",
    SimulationStatus.CANCELLED: "nobody",
    SimulationStatus.FAILED: "nobody",
}


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


class WaiverStatus(models.TextChoices):
    """An exception from a red flag or a gate: asked for by one, confirmed by another. Whether it has run out
    follows from its day."""

    PROPOSED = "PROPOSED", pgettext_lazy("waiver", "Waits for an approver")
    CONFIRMED = "CONFIRMED", pgettext_lazy("waiver", "Confirmed")
    REFUSED = "REFUSED", pgettext_lazy("waiver", "Refused")
    ENDED = "ENDED", pgettext_lazy("waiver", "Ended")


WAIVER_TRANSITIONS: dict[str, tuple[str, ...]] = {
    WaiverStatus.PROPOSED: (WaiverStatus.CONFIRMED, WaiverStatus.REFUSED, WaiverStatus.ENDED),
    WaiverStatus.CONFIRMED: (WaiverStatus.ENDED,),
    WaiverStatus.REFUSED: (),
    WaiverStatus.ENDED: (),
}
WAIVER_OWNERS: dict[str, str] = {
    WaiverStatus.PROPOSED: "approver",
    WaiverStatus.CONFIRMED: "nobody",
    WaiverStatus.REFUSED: "nobody",
    WaiverStatus.ENDED: "nobody",
}
