"""Names of pillars, leaves, presets and cost groups."""

from django.utils.translation import gettext_lazy as _

PILLAR_LABELS = {"cost": _("cost"), "quality": _("quality"), "risk": _("risk")}
LEAF_LABELS = {
    "C1": _("Total cost"),
    "C2": _("Predictability"),
    "C3": _("Disclosure of extra fees"),
    "C4": _("Clarity of charging"),
    "C5": _("Cost follows volume"),
    "K1": _("Staffing"),
    "K2": _("Quality inspection"),
    "K3": _("Training and focus"),
    "K4": _("KPIs and compensation"),
    "K5": _("Cases"),
    "R1": _("Data security"),
    "R2": _("Contract flexibility"),
    "R3": _("Oversight"),
    "R4": _("Continuity"),
    "R5": _("Red-flag load"),
}
CONFIDENCE_LABELS = {"LOW": _("Low"), "MIDDLE": _("Middle"), "HIGH": _("High")}
PRESET_LABELS = {
    "default": _("Balanced"),
    "cost-led": _("Cost-led"),
    "quality-led": _("Quality-led"),
    "risk-led": _("Risk-led"),
    "own": _("Own weights"),
}
# What decides between equal totals (domain 10.4).
TIE_LABELS = {
    "T-1": _("the higher risk score"),
    "T-2": _("the lower total cost"),
    "T-3": _("the better impression of fit and willingness"),
    "T-4": _("the earlier submission"),
}
# What a total cost is made of: label, the vendor's lines, drawn hatched.
STARTUP, BASE, TAX, EXIT = ("K-04", "K-05", "K-08"), ("K-01", "K-16", "K-27", "K-28"), ("K-19",), ("K-40",)
GROUPS = {
    "startup": _("Start-up"),
    "base": _("Base"),
    "extras": _("Extras"),
    "tax": _("Tax"),
    "own": _("Own time and calls"),
    "undisclosed": _("Undisclosed (loading)"),
    "exit": _("Exit"),
}
