"""What a workbook is made from: a stored run with its panel, or the opened prices alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from calc import ENGINE
from calc.documents import DocumentError, read_demand, read_quote
from calc.tco import price
from quotes import queries as quote_queries
from quotes.service_lines import service_names
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.access import readable_quotes
from scoring.engine import priced_part
from scoring.labels import CONFIDENCE_LABELS, PRESET_LABELS
from scoring.models import ScoreRun
from scoring.queries.memo.judgement import Given
from scoring.queries.memo.subject import Subject as MemoSubject
from scoring.queries.ranking import Board, board
from scoring.queries.sources import demand_class
from scoring.workbook import Origin, Panel, Review, Source, Subject
from ui.text import labelled, told_apart


def run_source(rfq: RFQ, run: ScoreRun, *, by: Any, now: datetime) -> Source:
    """The workbook of a stored run: its documents, scores, gates and weights, computed again."""
    shown = board(rfq, run)
    evaluated = shown.evaluated
    subjects = []
    for quote, outcome in zip(evaluated.inputs["quotes"], evaluated.outcomes, strict=True):
        read = read_quote(quote["document"]) if outcome.priced else None
        subjects.append(Subject(shown.names[quote["vendor"]], read, outcome.priced, outcome.faults))
    gates = {
        vendor: "\n".join(f"{gate['code']} {gate['title']}" for gate in failed)
        for vendor, failed in shown.gates.items()
    }
    weights = PRESET_LABELS.get(evaluated.weights.name, evaluated.weights.name)
    facts = [
        (_("Stored run"), str(run.number)),
        (_("Ranked at"), _moment(run.created_at)),
        (_("Ranked by"), run.created_by.name),
        (_("Engine of the stored run"), run.engine),
        (_("Weights"), str(weights)),
        (_("Demand"), demand_class(shown.evaluated)),
    ]
    origin = Origin([*_facts(rfq, by, now), *facts])
    panel = Panel(evaluated, gates, _reviews(rfq, run, shown, now))
    names = service_names(publication_content(rfq))
    return Source(read_demand(evaluated.inputs["demand"]), subjects, origin, panel, names)


def _reviews(rfq: RFQ, run: ScoreRun, shown: Board, now: datetime) -> list[Review]:
    """Every score as it stands, beside what the run counts."""
    given = Given(MemoSubject(rfq, run, publication_content(rfq), shown, now))
    settled = {(row.quote_id, row.item): row for row in given.settled}
    found = []
    for score in given.scores:
        vendor, item = given.named(score)
        chair, counts = (
            settled.get((score.quote_id, score.item)),
            given.counted.get((score.quote_id, score.item)),
        )
        found.append(
            Review(
                vendor=vendor,
                item=item,
                reviewer=score.sheet.reviewer.name,
                value=score.value,
                confidence=str(CONFIDENCE_LABELS.get(score.confidence, score.confidence)),
                reason=score.reason,
                counts=None if counts is None else str(counts),
                settled=chair.value if chair else None,
                chair=chair.settled_by.name if chair else "",
                why=chair.reason if chair else "",
            )
        )
    return found


def price_source(user: Any, rfq: RFQ, *, now: datetime) -> Source:
    """The workbook of the opened prices that this person may read, without scores and ranking."""
    content = publication_content(rfq)
    demand = read_demand(content["demand"])
    quotes = readable_quotes(user, rfq)
    subjects = []
    for quote, label in zip(quotes, told_apart(quote.vendor.label for quote in quotes), strict=True):
        try:
            read = read_quote(priced_part(quote_queries.whole_document(quote)))
            subjects.append(Subject(label, read, price(demand, read)))
        except DocumentError as error:
            subjects.append(Subject(label, faults=tuple(error.faults)))
    facts = [(_("Holds"), _("prices as opened; scores and ranking are not in this workbook"))]
    origin = Origin([*_facts(rfq, user, now), *facts])
    return Source(demand, subjects, origin, names=service_names(content))


def _facts(rfq: RFQ, by: Any, now: datetime) -> Sequence[tuple[str, str]]:
    return [
        ("RFQ", labelled(rfq.code, rfq.title)),
        (_("Made by"), str(by)),
        (_("Made at"), _moment(now)),
        (_("Engine"), ENGINE),
    ]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S %Z")
