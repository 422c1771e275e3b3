"""What was needed, how the RFQ went, who answered, who was knocked out, and what the audit trail stands at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit.chain import head
from audit.models import AuditAnchor
from quotes.service_lines import service_names
from rfqs.lines import demand_of_line, forecast_of
from rfqs.models import RFQ, Conflict, Duty, Part
from rfqs.needs import shown_subjects
from rfqs.states import AddendumStatus, ClarificationStatus
from scoring.models import GateResult, OpeningMinutes
from scoring.queries.memo.subject import Subject, lines
from scoring.queries.sources import demand_class
from scoring.queries.waivers import gate_finding
from scoring.rules.sentences import gate_name, gate_sentence
from ui.figures import MISSING, grouped
from ui.papers import Block, Facts, Heading, Paragraph, even_widths, moment, table
from ui.spec_display import Shown, ShownField
from ui.text import labelled, listed, sentences

FEW = 2  # columns that a line holds
# What of the need decides; the rest stands in the RFQ.
NEED = (
    *("purpose", "service_lines", "scope", "coverage_windows", "languages", "core_kpis", "criticality"),
    *("budget_ceiling_tco", "hard_ceiling", "horizon_months", "contract_term_months", "start_date"),
    *("billing_models_allowed", "trial_min_months", "trial_max_months"),
)


def need(subject: Subject) -> Iterator[Block]:
    """The fields of the need that decide, and the volumes."""
    yield Heading(_("Need"))
    given = subject.content.get("need") or {}
    shown = {
        field.code: field
        for found in shown_subjects(given, for_vendor=False)
        for field in found["fields"]
        if field.code in NEED and (field.code != "hard_ceiling" or given.get("budget_ceiling_tco"))
    }
    fields = {
        code: (one.label, _in_lines(one.value)) for code, one in shown.items() if not _is_wide(one.value)
    }
    facts: list[tuple[object, object]] = [(_("RFQ"), f"{subject.rfq.code} {subject.rfq.label}")]
    facts += [fields[code] for code in NEED if code in fields]
    demand = subject.shown.evaluated.inputs["demand"]
    contacts = _("%(year)s in the first year, %(most)s in its highest month; %(class)s demand") % {
        **_volumes(forecast_of(demand)),
        "class": demand_class(subject.shown.evaluated),
    }
    facts.append((pgettext("volume", "Contacts"), contacts))
    for code, name in service_names(subject.content).items():
        words = _("%(year)s in the first year, %(most)s in its highest month")
        facts.append((name, words % _volumes(demand_of_line(demand, code)["forecast_profile"])))
    yield Facts(tuple(facts))
    yield from _lists(shown)
    if subject.rfq.need.get("history_basis") == "ESTIMATED":
        yield Paragraph(_("The volumes of this RFQ are estimated, not measured."))


def _volumes(profile: Sequence[int]) -> dict[str, str]:
    return {"year": grouped(Decimal(sum(profile)), 0), "most": grouped(Decimal(max(profile)), 0)}


def _in_lines(value: Shown) -> str:
    """A list with a row to a line, without what is empty; anything else as it is shown."""
    if not value.rows:
        return value.text
    return lines(" · ".join(cell for cell in row if cell != MISSING) for row in value.rows)


def _is_wide(value: Shown) -> bool:
    """A list whose rows say too much for one line: it gets a table."""
    return len(value.heads) > FEW


def _lists(shown: Mapping[str, ShownField]) -> Iterator[Block]:
    """The lists of the need as tables, without the columns in which nothing is said."""
    for one in (shown[code] for code in NEED if code in shown):
        if not _is_wide(one.value) or not one.value.rows:
            continue
        columns = [
            column
            for column in zip(one.value.heads, *one.value.rows, strict=True)
            if set(column[1:]) != {MISSING}
        ]
        heads, *rows = zip(*columns, strict=True)
        yield table(one.label, heads, rows, widths=even_widths(heads, rows))


def course(subject: Subject) -> Iterator[Block]:
    """Dates, people and the minutes of the openings."""
    rfq, run = subject.rfq, subject.run
    yield Heading(_("Process"))
    minutes = {row.part: row for row in OpeningMinutes.objects.filter(rfq=rfq)}
    facts = [(_("Published"), moment(rfq.published_at)), (_("Deadline"), moment(rfq.deadline_at))]
    facts += [
        (_("Opened: %(part)s") % {"part": Part(part).label}, _opened(row)) for part, row in minutes.items()
    ]
    facts.append((_("Ranked"), f"{moment(run.created_at)} · {run.created_by.name}"))
    first = next(iter(minutes.values()), None)
    if first is not None:
        facts += _counts(first.content)
    facts.append((_("Answers to all, addenda"), _told(rfq)))
    yield Facts((*facts, *_people(rfq)))


def _opened(row: OpeningMinutes) -> str:
    names = [officer["name"] for officer in row.content["officers"]]
    return f"{moment(row.opened_at)} · {listed(names)}"


def _counts(content: dict[str, Any]) -> list[tuple[str, str]]:
    words = _("%(invited)s invited, %(declined)s declined, %(late)s refused as late, %(withdrawn)s withdrawn")
    found = [
        (
            _("Vendors"),
            words % {key: content.get(key, 0) for key in ("invited", "declined", "late", "withdrawn")},
        )
    ]
    if left := content.get("left_sealed"):
        found.append((_("Left sealed: an addendum was not confirmed"), listed(left)))
    return found


def _told(rfq: RFQ) -> str:
    answers = rfq.clarifications.filter(status=ClarificationStatus.PUBLISHED).count()
    addenda = rfq.addenda.filter(status=AddendumStatus.ISSUED).count()
    return f"{answers} / {addenda}"


def _people(rfq: RFQ) -> list[tuple[object, object]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for duty in Duty.objects.filter(rfq=rfq).select_related("user").order_by("user__name"):
        holders[duty.kind].append(duty.user.name)
    found: list[tuple[object, object]] = [
        (label, listed(holders[kind])) for kind, label in Duty.Kind.choices if holders[kind]
    ]
    out = [conflict.user.name for conflict in Conflict.objects.filter(rfq=rfq).select_related("user")]
    return [*found, (_("Recused: conflict of interest"), listed(out))] if out else found


def vendors(subject: Subject) -> Iterator[Block]:
    """Who answered when, and what became of it."""
    yield Heading(_("Vendors"))
    ranked = {row.vendor: row for row in subject.shown.ranking.rows}
    rows = []
    for vendor in subject.ordered:
        quote, row = subject.quotes[vendor], ranked.get(vendor)
        place = _("place %(rank)s") % {"rank": row.rank} if row else _not_ranked(subject, vendor)
        rows.append((subject.shown.names[vendor], moment(quote.submitted_at), quote.revision.number, place))
    heads = (_("Vendor"), pgettext("when", "Received"), _("Version"), _("Outcome"))
    yield table("", heads, rows, widths=(50, 32, 16, 72), figures=(2,))


def _not_ranked(subject: Subject, vendor: str) -> str:
    codes = [gate["code"] for gate in subject.shown.gates[vendor]]
    return _("not ranked: %(gates)s") % {"gates": listed(codes) or "–"}


def gates(subject: Subject) -> Iterator[Block]:
    """Each gate once: who fails it and why, or that all pass."""
    yield Heading(_("Gates"))
    found: dict[str, list[GateResult]] = defaultdict(list)
    for gate in GateResult.objects.filter(quote__in=[quote.pk for quote in subject.quotes.values()]):
        found[gate.code].append(gate)
    rows = [(labelled(code, gate_name(code)), _outcome(subject, found[code])) for code in sorted(found)]
    yield table("", (_("Gate"), _("Outcome")), rows, widths=(52, 118))


def _outcome(subject: Subject, results: list[GateResult]) -> str:
    kinds = GateResult.Outcome
    failed = [_failed(subject, one) for one in results if one.outcome == kinds.FAIL]
    if failed:
        return sentences(failed)
    if all(one.outcome == kinds.NOT_APPLIED for one in results):
        return str(kinds.NOT_APPLIED.label)
    open_for = [subject.name_of[one.quote_id] for one in results if one.outcome == kinds.PENDING]
    if open_for:
        return _("to be verified before an award: %(vendors)s") % {"vendors": listed(open_for)}
    return _("every quote passes")


def _failed(subject: Subject, one: GateResult) -> str:
    sentence = labelled(subject.name_of[one.quote_id], gate_sentence(one.code, one.params))
    words = subject.waived.get(gate_finding(one))
    return f"{sentence} ({words})" if words else sentence


def trail(subject: Subject) -> Iterator[Block]:
    """The heads of the audit trail at the acts of this RFQ, and now: whoever holds this paper can compare them."""
    now = head()
    yield Heading(_("Audit trail"))
    kinds = dict(AuditAnchor.Kind.choices)
    rows = [
        (moment(anchor.at), kinds.get(anchor.kind, anchor.kind), anchor.position, anchor.hash)
        for anchor in AuditAnchor.objects.filter(rfq_code=subject.rfq.code).order_by("id")
    ]
    rows.append((moment(subject.now), _("this memo"), now.position, now.hash))
    heads = (_("Time"), _("Act"), pgettext("in the audit trail", "Position"), _("Head of the audit trail"))
    yield table("", heads, rows, widths=(27, 24, 15, 104), figures=(2,))
    run = subject.run
    yield Paragraph(
        _(
            "Ranked by stored run %(number)s with engine %(engine)s; its inputs are kept, and it can be computed again."
        )
        % {"number": run.number, "engine": run.engine},
        quiet=True,
    )
