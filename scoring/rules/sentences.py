"""What a red flag or a gate says, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rfqs.catalogue.fees import FEES
from rfqs.catalogue.kpis import KPIS
from ui.figures import as_decimal, grouped, trimmed
from ui.text import labelled, listed, pick

FLAGS = {
    "RF-101": gettext_lazy("The agreed minimum bites in the weakest month."),
    "RF-102": gettext_lazy("The price rises with volume or with time."),
    "RF-103": gettext_lazy("The quote bills seats without saying what a seat covers."),
    "RF-104": gettext_lazy("The commission has no cap or no quality gate."),
    "RF-105": gettext_lazy("The fixed base is %(share)s of the headline; 40%% to 85%% keeps a balance."),
    "RF-106": gettext_lazy("The headline %(headline)s is under 80%% of the median %(median)s of all quotes."),
    "RF-107": gettext_lazy("The price cannot be computed: %(path)s %(fault)s."),
    "RF-201": gettext_lazy("%(fee)s is not disclosed."),
    "RF-202": gettext_lazy("The treatment of invoice tax is not disclosed."),
    "RF-203": gettext_lazy("The buyer pays fines for failed quality."),
    "RF-204": gettext_lazy("Additional services are charged without a price list."),
    "RF-205": gettext_lazy("Surge seats or overtime cost at least half as much again as the base."),
    "RF-206": gettext_lazy("The first year costs %(share)s more than the headline says, loading included."),
    "RF-301": gettext_lazy("A shared team is offered where a dedicated one was asked for."),
    "RF-302": gettext_lazy("Annual turnover is %(share)s: the whole team leaves within a year."),
    "RF-302a": gettext_lazy("Annual turnover is %(share)s."),
    "RF-303": gettext_lazy("There is no backup staff, or no limit on unstaffed time."),
    "RF-304": gettext_lazy("%(share)s of the agents work part-time."),
    "RF-305": gettext_lazy("The turnover is stated without a roster or record."),
    "RF-401": gettext_lazy("Only %(share)s of conversations are checked and nothing screens the rest."),
    "RF-402": gettext_lazy("No rule for: %(names)s."),
    "RF-403": gettext_lazy("There is no trend alert."),
    "RF-501": gettext_lazy("There is no training on our products."),
    "RF-502": gettext_lazy("The length of the induction is not stated."),
    "RF-503": gettext_lazy("Customer service is only %(share)s of the vendor's revenue."),
    "RF-601": gettext_lazy("No committed number for: %(kpis)s."),
    "RF-602": gettext_lazy("Nothing is paid when a KPI is missed."),
    "RF-603": gettext_lazy("Only the vendor measures the KPIs."),
    "RF-604": gettext_lazy("Compensation is capped at %(share)s of the monthly fee, below 5%%."),
    "RF-701": gettext_lazy("The confidentiality agreement is refused."),
    "RF-702": gettext_lazy("The buyer would not own its data."),
    "RF-703": gettext_lazy("There is no process to destroy data."),
    "RF-704": gettext_lazy("There is no insurance."),
    "RF-705": gettext_lazy("There is no audit log, or access is not granted by role."),
    "RF-706": gettext_lazy("Agents sign no confidentiality undertaking."),
    "RF-801": gettext_lazy("Leaving early costs more than one month's fee: %(penalty)s."),
    "RF-802": gettext_lazy("The yearly price rise is not capped within what the RFQ allows: %(rise)s."),
    "RF-803": gettext_lazy("The vendor may change prices alone or reserves interpretation."),
    "RF-804": gettext_lazy("The contract renews itself unless stopped %(days)s days ahead."),
    "RF-805": gettext_lazy("Liability is not equal on both sides."),
    "RF-806": gettext_lazy("A trial period is required, and none is offered."),
    "RF-807": gettext_lazy("There is no help at the exit."),
    "RF-901": gettext_lazy("Reports come less often than monthly."),
    "RF-902": gettext_lazy("There is no live monitoring: neither dashboard nor listening."),
    "RF-903": gettext_lazy("There are no escalation levels."),
    "RF-1001": gettext_lazy("No case resembles ours in at least two of trade, volume, channel and depth."),
    "RF-1002": gettext_lazy("Fewer than two references may be called."),
    "RF-1003": gettext_lazy("Both a visit and a demonstration are refused."),
}
# Findings beside the register.
FLAGS |= {
    "W-SEATS": gettext_lazy(
        "%(offered)s seats are offered; the promised service needs %(seats)s, %(missing)s more. The price was "
        "computed with the planning formula, which needs %(planned)s."
    ),
}
GATES = {
    "G-01": (gettext_lazy("Confidentiality agreement"), gettext_lazy("It is refused.")),
    "G-02": (gettext_lazy("Data ownership"), gettext_lazy("The buyer would not own its data.")),
    "G-03": (gettext_lazy("Data destruction"), gettext_lazy("There is no process, or it takes too long.")),
    "G-04": (gettext_lazy("Legal standing"), gettext_lazy("No qualification has been verified.")),
    "G-05": (gettext_lazy("Data under our own control"), gettext_lazy("%(why)s")),
    "G-06": (gettext_lazy("Coverage"), gettext_lazy("Not covered: %(names)s.")),
    "G-07": (
        gettext_lazy("Trial period"),
        gettext_lazy("%(months)s months are offered; %(low)s to %(high)s are required."),
    ),
    "G-08": (gettext_lazy("Mandatory answers"), gettext_lazy("Missing: %(fields)s.")),
    "G-09": (
        gettext_lazy("Budget"),
        gettext_lazy("The total cost %(tco)s is above the ceiling %(ceiling)s."),
    ),
    "G-10": (gettext_lazy("Continuity plan"), gettext_lazy("There is no document.")),
    "G-11": (gettext_lazy("Price can be determined"), gettext_lazy("%(flag)s is not resolved.")),
    "G-12": (
        gettext_lazy("Required KPIs"),
        gettext_lazy("Worse than the minimum or not committed: %(kpis)s."),
    ),
    "G-13": (
        gettext_lazy("Capacity"),
        gettext_lazy("%(available)s agents are available; the peak needs %(needed)s seats."),
    ),
}
WHY = {
    "MODE": gettext_lazy("The vendor brings all resources, so our data would leave our systems."),
    "SYSTEM": gettext_lazy("The system would not be ours."),
    "LOCATION": gettext_lazy("Data would not be kept with us."),
}
UNITS = {
    "MONTHS_OF_FEE": gettext_lazy("%(value)s months of fee"),
    "PERCENT": gettext_lazy("%(value)s of the yearly fee"),
}
_FEE_LABELS = {line["code"]: line["label"] for line in FEES}
_KPI_LABELS = {kpi["code"]: kpi["label"] for kpi in KPIS}


def flag_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of one red flag; under the name of the service line where it is about one of several."""
    if code == "RF-107" and params.get("month"):
        said = _("There is no price for contract month %(month)s.") % {"month": params["month"]}
        return labelled(params["line"], said) if params.get("line") else said
    if code == "RF-107" and params.get("line"):
        return _("There is no price for the service line %(line)s.") % {"line": params["line"]}
    said = _filled(FLAGS[code], params) if code in FLAGS else code
    return labelled(params["line"], said) if params.get("line") else said


def gate_name(code: str) -> str:
    return str(GATES[code][0]) if code in GATES else code


def gate_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why a gate is failed."""
    return _filled(GATES[code][1], params) if code in GATES else code


def _filled(sentence: Any, params: Mapping[str, Any]) -> str:
    shown = {key: _shown(key, value) for key, value in params.items()}
    shown.setdefault("penalty", _penalty(params))
    shown.setdefault("rise", shown.get("share") or _("not disclosed"))
    text = str(sentence)
    return text % _Filler(shown) if "%(" in text else text


class _Filler(dict[str, str]):
    """A parameter that an older finding lacks shows as a dash, not as an error."""

    def __missing__(self, key: str) -> str:
        return "–"


def _shown(key: str, value: Any) -> str:
    if isinstance(value, list):
        names = [pick(_KPI_LABELS.get(str(one))) or str(one) for one in value]
        return listed(names)
    if key == "fee":
        return f"{value} {pick(_FEE_LABELS.get(str(value)))}".strip()
    if key == "why":
        return str(WHY.get(str(value), value))
    number = as_decimal(value)
    if number is None:
        return str(value)
    if key == "share":
        return f"{trimmed(number * 100, 2)}%"
    return grouped(number, 2) if key in ("headline", "median", "tco", "ceiling") else trimmed(number, 2)


def _penalty(params: Mapping[str, Any]) -> str:
    number = as_decimal(params.get("value"))
    if number is None:
        return "–"
    unit = params.get("unit")
    if unit in UNITS:
        value = f"{trimmed(number * 100, 2)}%" if unit == "PERCENT" else trimmed(number, 2)
        return str(UNITS[str(unit)]) % {"value": value}
    return grouped(number, 2)
