"""The decision memo: what was needed, how it was decided and on which figures, as one paper in the reader's language.

Every figure comes from the stored run and the queries of the pages, so the memo says what they say.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.models import ScoreRun
from scoring.queries.memo import decision, firmness, judgement, money, process, ranking
from scoring.queries.memo.subject import Subject
from scoring.queries.ranking import board
from ui.papers import Block, Paper


def memo_of(rfq: RFQ, run: ScoreRun, now: datetime) -> Paper:
    """The memo on a stored run. For those who see its ranking; the caller has come through the door."""
    subject = Subject(rfq, run, publication_content(rfq), board(rfq, run), now)
    return Paper(
        name=f"{rfq.code}-memo",
        title=_("Decision memo: %(title)s") % {"title": rfq.label},
        foot=f"{rfq.code} {rfq.label}",
        made_at=now,
        blocks=tuple(_blocks(subject)),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    yield from decision.decided(subject)
    yield from process.need(subject)
    yield from process.course(subject)
    yield from process.vendors(subject)
    yield from process.gates(subject)
    yield from ranking.ranked(subject)
    yield from judgement.panel(subject)
    yield from money.costs(subject)
    yield from firmness.firm(subject)
    yield from judgement.dissent(subject)
    yield from decision.flags(subject)
    yield from decision.open_terms(subject)
    yield from decision.checks(subject)
    yield from process.trail(subject)
