"""Publication checks P-01 to P-10: what is missing, what deserves a second thought, and where to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from calc.documents import DocumentError, Fault, read_demand
from rfqs import needs
from rfqs.lines import codes_of, hours_of, label_of_line, need_of_line
from rfqs.models import RFQ, DemandLine
from rfqs.policies import check_questions_until
from rfqs.price_words import FORMULA_LABELS, needs_ceiling
from rfqs.queries.advice import recommendation_of
from rfqs.queries.content import demand_document, demand_rows, need_of, weights_of
from ui.errors import reason_against
from ui.specs import Fault as NeedFault
from ui.text import labelled

BLOCK, REASON, WARN = "BLOCK", "REASON", "WARN"
WORKING_DAYS_AHEAD = 5
OLDEST_HISTORY = 3  # months between the last month of history and the publication


@dataclass(frozen=True)
class Check:
    """One finding. BLOCK stops the publication, REASON lets it pass with a reason given, WARN only says so."""

    code: str
    level: str
    sentence: object
    url: str


def publication_checks(rfq: RFQ, now: datetime) -> list[Check]:
    """Everything that is not as it should be; empty when the RFQ is ready to publish."""
    rows = demand_rows(rfq)
    need = need_of(rfq, rows)
    lines = [_line(need, code) for code in codes_of(need)]
    findings = [
        *_missing_fields(rfq, need),
        *(check for line in lines for check in _handling(rfq, line)),
        *_kpis(rfq, need),
        *(check for line in lines for check in _history(rfq, line, rows.get(line.code), now)),
        *(check for line in lines for check in _busy_hours(rfq, line)),
        *_control(rfq, need),
        *_advice(rfq, need),
        *_trial(rfq, need),
        *_deadline(rfq, need, now),
        *_vendors(rfq),
    ]
    if not any(check.level == BLOCK for check in findings):
        findings += _computable(rfq, lines)
    return findings


@dataclass(frozen=True)
class _Line:
    """A service line: its name ("" where it is the only one) and the need as if it alone were asked for."""

    code: str
    label: str
    need: dict
    has_own_hours: bool = False

    def says(self, sentence: object) -> object:
        """The sentence under the name of the line it is about."""
        return labelled(self.label, sentence) if self.label else sentence

    @property
    def query(self) -> str:
        return f"?line={self.code}" if self.label else ""


def _line(need: dict, code: str) -> _Line:
    own = bool(hours_of(need, code))
    return _Line(code, label_of_line(need, code), need_of_line(need, code), own)


def _url(rfq: RFQ, name: str, *more: str, anchor: str = "", query: str = "") -> str:
    return reverse(f"rfqs:{name}", args=[rfq.code, *more]) + query + (f"#{anchor}" if anchor else "")


def _subject_url(rfq: RFQ, code: str) -> str:
    """Where a field of the need is filled: on the page of the nine, or on its subject's page."""
    field = code.partition(".")[0].partition("[")[0]
    if field in needs.BASIC_FIELDS:
        return _url(rfq, "need", anchor=f"id_{needs.BASIC_FIELDS[field]}")
    subject = needs.subject_of(field)
    return _url(rfq, "subject", subject, anchor=f"id_{field}") if subject else _url(rfq, "need")


def _line_url(rfq: RFQ, line: _Line, field: str) -> str:
    """Where a line's field is filled: its own page where it has one, else as for the whole."""
    if not line.label:
        return _subject_url(rfq, field)
    if field in ("aht_s", "channel"):
        return _url(rfq, "line", line.code, anchor=f"id_{field}")
    return _url(rfq, "subject", needs.VOLUMES, anchor=f"id_{field}", query=line.query)


def _handling(rfq: RFQ, line: _Line) -> list[Check]:
    """What is missing of the volumes' own fields, and a line that no service is given on."""
    found = []
    for path in needs.handling_missing(line.need):
        sentence = format_lazy(_("{field} is missing."), field=needs.label_of(path))
        found.append(Check("P-01", BLOCK, line.says(sentence), _line_url(rfq, line, path)))
    for fault in _own_hours(line):
        mend = line.says(f"{fault.message} {fault.remedy}")
        found.append(Check("P-01", BLOCK, mend, _line_url(rfq, line, needs.HOURS)))
    if line.label and not line.need.get("service_lines"):
        url = _url(rfq, "line", line.code, anchor="id_service_types")
        found.append(Check("P-01", BLOCK, line.says(_("Choose at least one service.")), url))
    return found


def _own_hours(line: _Line) -> list[NeedFault]:
    """What is wrong with hours of the line's own; those of the RFQ are checked with the rest of the need."""
    if not line.has_own_hours:
        return []
    return [fault for fault in needs.faults(line.need) if fault.path.startswith(needs.HOURS)]


def _missing_fields(rfq: RFQ, need: dict) -> list[Check]:
    found = []
    if not rfq.title.strip():
        found.append(Check("P-01", BLOCK, _("The title is missing."), _url(rfq, "need", anchor="id_title")))
    for path in needs.missing(need):
        sentence = format_lazy(_("{field} is missing."), field=needs.label_of(path))
        found.append(Check("P-01", BLOCK, sentence, _subject_url(rfq, path)))
    for fault in needs.faults(need):
        mend = labelled(needs.label_of(fault.path), f"{fault.message} {fault.remedy}")
        code = "P-02" if fault.path.startswith("core_kpis") else "P-08" if "trial" in fault.path else "P-01"
        found.append(Check(code, BLOCK, mend, _subject_url(rfq, fault.path)))
    weights = weights_of(rfq)
    if weights is None:
        found.append(Check("P-01", BLOCK, _("The weights are missing."), _url(rfq, "weights")))
    elif needs_ceiling(weights.price_formula, need):
        sentence = format_lazy(
            _(
                "{field} is missing: the price formula “{formula}” counts against it. State it, or choose another one."
            ),
            field=needs.label_of("budget_ceiling_tco"),
            formula=FORMULA_LABELS[weights.price_formula],
        )
        found.append(Check("P-01", BLOCK, sentence, _subject_url(rfq, "budget_ceiling_tco")))
    return found


def _kpis(rfq: RFQ, need: dict) -> list[Check]:
    count = len(need.get("core_kpis") or [])
    if count:  # too few or too many is a fault of the field itself
        return []
    sentence = format_lazy(_("Choose three to five core KPIs; there are {count}."), count=count)
    return [Check("P-02", BLOCK, sentence, _subject_url(rfq, "core_kpis"))]


def _history(rfq: RFQ, line: _Line, row: DemandLine | None, now: datetime) -> list[Check]:
    url = _url(rfq, "demand", query=line.query)
    if row is None or len(row.history) != 6 or not any(row.history):
        return [Check("P-03", BLOCK, line.says(_("The volumes of six months are missing.")), url)]
    today = localtime(now).date()
    start = row.history_from or today
    last = start.year * 12 + start.month + 5
    found = []
    if today.year * 12 + today.month - last > OLDEST_HISTORY:
        level = _level(line.need, "old_history_reason")
        found.append(Check("P-03", level, line.says(_("The volumes end more than three months ago.")), url))
    if row.basis == DemandLine.Basis.ESTIMATED:
        sentence = _("The volumes are estimated; every score page will say so.")
        found.append(Check("P-03", WARN, line.says(sentence), url))
    return found


def _busy_hours(rfq: RFQ, line: _Line) -> list[Check]:
    volumes = line.need["volumes"]
    if volumes.get("peak_windows") or volumes.get("peak_windows_none"):
        return []
    sentence = _("Say when the busy hours are, or that there are none.")
    return [Check("P-04", BLOCK, line.says(sentence), _line_url(rfq, line, "peak_windows"))]


def _control(rfq: RFQ, need: dict) -> list[Check]:
    found = []
    if not need.get("data_items"):
        found.append(
            Check(
                "P-05",
                BLOCK,
                _("List the data vendors will handle and who controls it."),
                _subject_url(rfq, "data_items"),
            )
        )
    return found


def _advice(rfq: RFQ, need: dict) -> list[Check]:
    found = []
    advice = recommendation_of(rfq)
    allowed = set(need.get("billing_models_allowed") or [])
    if advice and allowed and "OPEN" not in allowed and not allowed & advice.models:
        sentence = _("None of the allowed billing models is one the rule table recommends.")
        found.append(Check("P-06", WARN, sentence, _subject_url(rfq, "billing_models_allowed")))
    if need.get("volatility") == "VOLATILE" and not need.get("elastic_budget"):
        sentence = _("The volumes swing widely: set money aside for promotions and sudden traffic.")
        found.append(Check("P-07", WARN, sentence, _subject_url(rfq, "elastic_budget")))
    if need.get("strategic_role") == "CORE_BUSINESS":
        sentence = _("Service is the core of the business: consider keeping it in-house.")
        found.append(Check("W-CORE", WARN, sentence, _subject_url(rfq, "strategic_role")))
    return found


def _trial(rfq: RFQ, need: dict) -> list[Check]:
    """Without a reason the need itself refuses it; with one it is only said."""
    low, high = need.get("trial_min_months") or 3, need.get("trial_max_months") or 6
    if not need.get("trial_required") or not need.get("trial_reason") or 3 <= low <= high <= 6:
        return []
    url = _subject_url(rfq, "trial_min_months")
    return [Check("P-08", WARN, _("The trial does not last three to six months."), url)]


def _deadline(rfq: RFQ, need: dict, now: datetime) -> list[Check]:
    url = _url(rfq, "need", anchor="id_deadline_at")
    if rfq.deadline_at is None:
        return [Check("P-09", BLOCK, _("The deadline is missing."), url)]
    if rfq.deadline_at <= now:
        return [Check("P-09", BLOCK, _("The deadline has passed."), url)]
    if until := reason_against(check_questions_until, rfq, rfq.questions_until, now):
        return [Check("P-09", BLOCK, until, _url(rfq, "clarifications"))]
    days = working_days(localtime(now).date(), localtime(rfq.deadline_at).date())
    if days < WORKING_DAYS_AHEAD:
        sentence = format_lazy(
            _("The deadline is only {days} working days ahead; five are advised."), days=days
        )
        return [Check("P-09", _level(need, "short_deadline_reason"), sentence, url)]
    return []


def _level(need: dict, reason: str) -> str:
    """A finding that is answered by a reason in the need only warns."""
    return WARN if need.get(reason) else REASON


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays after `start` up to `end`."""
    span = (start + timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in span if day.isoweekday() < 6)


def _vendors(rfq: RFQ) -> list[Check]:
    count = rfq.invitations.count()
    url = _url(rfq, "vendors")
    if count < 2:
        sentence = format_lazy(_("Invite at least two vendors; there are {count}."), count=count)
        return [Check("P-10", BLOCK, sentence, url)]
    if count < 3:
        return [Check("P-10", WARN, _("Three vendors or more are advised: ask and compare widely."), url)]
    return []


def _computable(rfq: RFQ, lines: Sequence[_Line]) -> list[Check]:
    """The engine must be able to read the demand, or no quote could be priced."""
    try:
        read_demand(demand_document(rfq))
    except DocumentError as error:
        return [_unreadable(rfq, lines, fault) for fault in error.faults]
    return []


def _unreadable(rfq: RFQ, lines: Sequence[_Line], fault: Fault) -> Check:
    said = f"{fault.message} ({fault.remedy})"
    number, inside, path = fault.path.removeprefix("lines[").partition("].")
    if fault.path.startswith("lines[") and inside:
        line = lines[int(number)]
        return Check(
            "P-01", BLOCK, line.says(labelled(path, said)), _line_url(rfq, line, path.partition("[")[0])
        )
    return Check("P-01", BLOCK, labelled(fault.path, said), _subject_url(rfq, fault.path))
