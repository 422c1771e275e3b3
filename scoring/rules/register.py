"""The red-flag register in words (domain 9.13): what each rule looks at, how heavy it is, when it is evaluated."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from scoring.rules.findings import CRITICAL, MAJOR, MINOR, POINTS


@dataclass(frozen=True)
class Rule:
    """`severity` is the usual one; `also` says in words when it is another. `priced`: needs the prices."""

    code: str
    severity: str
    words: Any
    priced: bool = False
    also: Any = ""

    @property
    def question(self) -> int:
        return int(self.code.removeprefix("RF-").rstrip("a")[:-2])

    @property
    def points(self) -> int:
        return POINTS[self.severity]


def _priced(code: str, severity: str, words: Any, also: Any = "") -> Rule:
    return Rule(code, severity, words, True, also)


RULES = (
    _priced(
        "RF-101",
        MAJOR,
        _("The minimum charge or the minimum seats cost more than the lowest forecast month needs."),
        _("minor where unused volume is carried forward"),
    ),
    _priced("RF-102", MAJOR, _("A band costs more at more volume, or a price step-up is announced.")),
    _priced("RF-103", MINOR, _("Seats are billed without a definition of a seat.")),
    _priced("RF-104", MAJOR, _("A commission without a cap or without a quality gate.")),
    _priced("RF-105", MINOR, _("With a commission: the base is under 40% or over 85% of the headline.")),
    _priced("RF-106", MAJOR, _("The headline is under 80% of the median headline of all quotes.")),
    _priced("RF-107", CRITICAL, _("The price of a service line cannot be computed.")),
    _priced("RF-201", MINOR, _("A fee line is not disclosed; three count at most.")),
    _priced("RF-202", MAJOR, _("The treatment of invoice tax (F07) is not disclosed.")),
    _priced("RF-203", MAJOR, _("Fines for failed quality (F15) are charged to the buyer.")),
    _priced("RF-204", MAJOR, _("Additional services (F17) without a price list.")),
    _priced(
        "RF-205",
        MINOR,
        _(
            "A surge seat costs 1.5 times a base seat or more, or an overtime hour more than 1.5 times a base hour."
        ),
    ),
    _priced(
        "RF-206",
        MAJOR,
        _("The first year costs 20% or more above the headline, loading for what is not disclosed included."),
        _("critical from 50%"),
    ),
    Rule("RF-301", MAJOR, _("A shared team is offered where a dedicated one is asked for.")),
    Rule("RF-302", MAJOR, _("Annual turnover of 100% or more.")),
    Rule("RF-302a", MINOR, _("Annual turnover from 50% to below 100%.")),
    Rule("RF-303", MAJOR, _("No backup staff, or no limit on unstaffed time.")),
    Rule("RF-304", MINOR, _("More than 30% of the agents work part-time.")),
    Rule("RF-305", MINOR, _("Turnover stated without a roster or record.")),
    Rule(
        "RF-401",
        MAJOR,
        _("5% of conversations or fewer are checked by people, and nothing screens the rest."),
    ),
    Rule("RF-402", MAJOR, _("A sensitive scenario of the RFQ has no rule.")),
    Rule("RF-403", MINOR, _("No trend alert.")),
    Rule("RF-501", MAJOR, _("No hours of training on the buyer's products.")),
    Rule("RF-502", MINOR, _("The days of induction are missing.")),
    Rule("RF-503", MINOR, _("Customer service is under 50% of the vendor's revenue.")),
    Rule("RF-601", CRITICAL, _("A core KPI has no committed number.")),
    Rule("RF-602", MAJOR, _("No compensation for a missed KPI.")),
    Rule("RF-603", MINOR, _("Only the vendor measures the KPIs.")),
    Rule("RF-604", MINOR, _("Compensation is offered, but capped under 5% of the monthly fee.")),
    Rule("RF-701", CRITICAL, _("The confidentiality agreement is refused (gate G-01).")),
    Rule("RF-702", CRITICAL, _("The buyer would not own the data (gate G-02).")),
    Rule("RF-703", CRITICAL, _("No process to destroy data (gate G-03).")),
    Rule("RF-704", MINOR, _("No insurance.")),
    Rule("RF-705", MAJOR, _("No audit log, or access that is not granted by role.")),
    Rule("RF-706", MINOR, _("Agents sign no confidentiality undertaking.")),
    _priced(
        "RF-801",
        MAJOR,
        _(
            "Leaving early costs more than a month's fee: more than one month, the headline, or a twelfth of a year."
        ),
    ),
    _priced("RF-802", MAJOR, _("The yearly price rise has no cap, or one above what the RFQ allows.")),
    Rule("RF-803", CRITICAL, _("The vendor may change prices alone, or reserves the final interpretation.")),
    Rule("RF-804", MINOR, _("The contract renews itself unless stopped more than 60 days ahead.")),
    Rule("RF-805", MAJOR, _("Liability is not equal on both sides.")),
    Rule("RF-806", MAJOR, _("No trial period though one is required.")),
    Rule("RF-807", MAJOR, _("No help at the exit.")),
    Rule("RF-901", MINOR, _("Reports come less often than monthly.")),
    Rule("RF-902", MAJOR, _("No live monitoring: neither dashboard nor listening.")),
    Rule("RF-903", MINOR, _("No escalation levels.")),
    Rule("RF-1001", MAJOR, _("No case resembles the buyer's in two of trade, volume, channel and depth.")),
    Rule("RF-1002", MINOR, _("Fewer than two references may be called.")),
    Rule("RF-1003", MAJOR, _("Both a visit and a demonstration are refused (award gate A-02).")),
)
AWARD_GATES = (
    ("A-01", _("Two references have been called.")),
    ("A-02", _("The site was visited or a demonstration was seen.")),
    ("A-03", _("The vendor's qualification is verified.")),
    ("A-04", _("No critical red flag stands that is not waived.")),
    ("A-05", _("Two persons: one proposes, another approves.")),
)
GATES_IN_WORDS = {
    "G-01": _("Fails when the confidentiality agreement is refused."),
    "G-02": _("Fails when anybody but the buyer owns the data."),
    "G-03": _("Fails without a process to destroy data, or with a longer deadline than the RFQ allows."),
    "G-04": _("Decided before the award: a qualification has been verified."),
    "G-05": _("Fails when data that the buyer keeps under its own control would leave its systems."),
    "G-06": _("Fails when a channel, service type, language or window of the RFQ is not covered."),
    "G-07": _("Fails when a trial is required and its length is not within the limits of the RFQ."),
    "G-08": _("Fails when an answer without which nothing can be judged is missing."),
    "G-09": _("Fails when the total cost is above a ceiling that the RFQ calls hard."),
    "G-10": _("Fails without a continuity document where the service is critical."),
    "G-11": _("Fails when the price cannot be computed or may be changed by the vendor alone."),
    "G-12": _("Fails when a required KPI is not committed, or worse than its minimum."),
    "G-13": _("Where switched on: fails when fewer people are available than the peak needs seats."),
}
