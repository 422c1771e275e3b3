"""Rules of the need beyond single fields (domain 3.1 to 3.7). The publication checks build on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rfqs.catalogue.codes import DATA_SENSITIVE_INDUSTRIES, PROVISION_ITEMS
from rfqs.catalogue.kpis import KPIS
from rfqs.catalogue.need import BESIDE, need_specs, service_type
from rfqs.hours import APART
from ui import specs
from ui.specs import Fault
from ui.text import pick_lazy

CORE_KPIS = (3, 5)
TRIAL_MONTHS = (3, 6)


@dataclass(frozen=True)
class NeedWarning:
    """Advice that does not keep the RFQ from being published."""

    code: str
    path: str
    message: object
    remedy: object = ""


def need_faults(need: Mapping) -> list[Fault]:
    """Everything that is wrong with what is stated; what is not stated yet is `specs.missing`."""
    own = {code: value for code, value in need.items() if code not in BESIDE}
    cleaned, faults = specs.clean(need_specs(), own, context=need)
    wrong = {fault.path.partition("[")[0].partition(".")[0] for fault in faults}
    sound = {code: value for code, value in cleaned.items() if code not in wrong}
    for check in (_kpis, _matrix, _windows, _services, _data, _nda, _trial):
        faults.extend(check(sound))
    return faults


def need_missing(need: Mapping) -> list[str]:
    """Paths of required fields of the need that are empty."""
    return specs.missing(need_specs(), need, context=need)


def need_warnings(need: Mapping) -> list[NeedWarning]:
    """W-CORE and other advice."""
    return list(_warnings(need))


def primary_business_type(need: Mapping) -> str:
    """The kind of business with the largest share; the first on a tie, "" when none is stated."""
    rows = [row for row in need.get("business_type", ()) if row.get("share")]
    return max(rows, key=lambda row: Decimal(row["share"]))["type"] if rows else ""


def _kpis(need: Mapping) -> Iterator[Fault]:
    rows = need.get("core_kpis", [])
    low, high = CORE_KPIS
    if rows and not low <= len(rows) <= high:
        yield Fault("core_kpis", _("There are too few or too many core KPIs."), _("Choose three to five."))
    for index, row in enumerate(rows):
        path = f"core_kpis[{index}]"
        catalogue = next((kpi for kpi in KPIS if kpi["code"] == row.get("kpi")), None)
        direction = row.get("direction")
        if catalogue and direction and catalogue["direction"] not in ("CTX", direction):
            message = _("This KPI points the other way.")
            yield Fault(f"{path}.direction", message, _("Correct the direction."))
        elif {"target", "minimum", "direction"} <= set(row):
            target, minimum = Decimal(row["target"]), Decimal(row["minimum"])
            if (minimum > target) if direction == "H" else (minimum < target):
                message = _("The minimum is better than the target.")
                yield Fault(f"{path}.minimum", message, _("Swap or correct the two."))


def _matrix(need: Mapping) -> Iterator[Fault]:
    if need.get("resource_mode_requested") != "HYBRID":
        return
    given = need.get("provision_matrix", {})
    for item in PROVISION_ITEMS:
        if item["code"] not in given:
            message = format_lazy(_("Nobody provides: {item}."), item=pick_lazy(item["label"]))
            yield Fault(f"provision_matrix.{item['code']}", message, _("Say who provides it."))


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _windows(need: Mapping) -> Iterator[Fault]:
    """Start before end, none overlapping on a day; round the clock alone and whole."""
    rows = need.get("coverage_windows", [])
    taken: dict[str, list[tuple[int, int]]] = {}
    for index, row in enumerate(rows):
        path = f"coverage_windows[{index}]"
        if row.get("kind") == "H24" and len(rows) > 1:
            message = _("Round the clock excludes other windows.")
            yield Fault(path, message, _("Keep one of the two."))
        if not {"start", "end"} <= set(row):
            continue
        start, end = _minutes(row["start"]), _minutes(row["end"])
        if start >= end:
            message = _("The window ends before it starts.")
            yield Fault(
                f"{path}.end", message, _("Split a window over midnight into two; midnight is 24:00.")
            )
            continue
        if row.get("kind") == "H24" and ((start, end) != (0, 1440) or len(row.get("weekdays", [])) != 7):
            message = _("Round the clock is every day from 00:00 to 24:00.")
            yield Fault(path, message, _("Correct the days and hours or choose another window."))
        # Public holidays and other time zones are days and clocks of their own.
        own = row.get("kind") if row.get("kind") in APART else ""
        days = [f"{own}{day}" for day in row.get("weekdays", [])]
        for day in days:
            if any(start < other_end and other_start < end for other_start, other_end in taken.get(day, [])):
                message = _("This window overlaps with another.")
                yield Fault(path, message, _("Change the days or the hours."))
                break
        for day in days:
            taken.setdefault(day, []).append((start, end))


def _services(need: Mapping) -> Iterator[Fault]:
    for index, row in enumerate(need.get("service_lines", [])):
        if "type" in row and row.get("channel") not in (None, *service_type(row["type"])["channels"]):
            message = _("This service is not given over this channel.")
            yield Fault(f"service_lines[{index}].channel", message, _("Choose another channel or service."))


def _data(need: Mapping) -> Iterator[Fault]:
    controlled = any(item.get("control") == "BUYER_CONTROLLED" for item in need.get("data_items", []))
    owner = need.get("system_owner_required")
    if controlled and owner and owner != "BUYER":
        message = _("Data under our control needs a system of our own.")
        yield Fault("system_owner_required", message, _("Choose the buyer as owner."))


def _nda(need: Mapping) -> Iterator[Fault]:
    if need.get("nda_required") is False:
        message = _("The confidentiality agreement cannot be switched off.")
        yield Fault("nda_required", message, _("Set it to yes."))


def _trial(need: Mapping) -> Iterator[Fault]:
    if need.get("trial_required") is not True:
        return
    low, high = need.get("trial_min_months"), need.get("trial_max_months")
    if low is None or high is None:
        return
    if low > high:
        message = _("The shortest trial is longer than the longest.")
        yield Fault("trial_min_months", message, _("Correct the two."))
    elif (low < TRIAL_MONTHS[0] or high > TRIAL_MONTHS[1]) and not need.get("trial_reason"):
        message = _("A trial outside 3 to 6 months needs a reason.")
        yield Fault("trial_reason", message, _("Give the reason."))


def _warnings(need: Mapping) -> Iterator[NeedWarning]:
    if need.get("strategic_role") == "CORE_BUSINESS":
        yield NeedWarning(
            "W-CORE",
            "strategic_role",
            _("Customer service is your core business: do not outsource it."),
            _("Consider building it in-house."),
        )
    if need.get("industry") in DATA_SENSITIVE_INDUSTRIES and not need.get("data_sensitive"):
        yield NeedWarning(
            "W-SENSITIVE",
            "data_sensitive",
            _("This trade is usually sensitive about data."),
            _("Set it to yes unless you are sure."),
        )
    if need.get("criticality") == "CRITICAL":
        yield NeedWarning(
            "W-BCP",
            "criticality",
            _("Quotes without a continuity plan will be knocked out."),
        )
    if need.get("hard_ceiling") and not need.get("budget_ceiling_tco"):
        yield NeedWarning(
            "W-CEILING",
            "budget_ceiling_tco",
            _("The ceiling knocks nobody out while no amount is stated."),
            _("State the ceiling or switch it off."),
        )
