"""What the panel scored: the scores that count, what was settled, overridden or revised, and who disagreed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from calc import scorecard
from rfqs.states import RfqStatus
from scoring.models import Consensus, RedFlag, Score, ScoreRevision
from scoring.queries.caps import caps_of
from scoring.queries.inputs import PANEL_ITEMS
from scoring.queries.memo.subject import Subject, by_columns
from scoring.queries.ranking import waivers_have_moved
from scoring.rubrics import in_order, item_of
from scoring.states import SheetStatus
from ui.figures import trimmed
from ui.papers import Block, Heading, Paragraph, moment, table
from ui.templatetags.figures import points
from ui.text import clauses, labelled

FAR = Fraction(1)  # a score this far from the one that counts is dissent


@dataclass(frozen=True)
class Given:
    """Everything that was scored on the quotes of a run, read once."""

    subject: Subject

    @cached_property
    def scores(self) -> list[Score]:
        """Scores of sheets that are done, in order of vendor and item."""
        rows = Score.objects.filter(
            sheet__rfq=self.subject.rfq, sheet__status=SheetStatus.SUBMITTED, item__in=PANEL_ITEMS
        ).select_related("sheet__reviewer")
        return sorted(rows, key=lambda row: (*self.place(row), row.sheet.reviewer.name, str(row.pk)))

    @cached_property
    def settled(self) -> list[Consensus]:
        rows = Consensus.objects.filter(quote__rfq=self.subject.rfq).select_related("settled_by")
        return sorted(rows, key=self.place)

    @cached_property
    def counted(self) -> dict[tuple[Any, str], Fraction]:
        """What the run counts, by quote and item."""
        return {
            (self.subject.quotes[quote["vendor"]].pk, item): Fraction(value)
            for quote in self.subject.shown.evaluated.inputs["quotes"]
            for item, value in quote["scores"].items()
        }

    @cached_property
    def places(self) -> dict[Any, int]:
        return {self.subject.quotes[vendor].pk: number for number, vendor in enumerate(self.subject.ordered)}

    def place(self, row: Any) -> tuple[int, int]:
        return self.places[row.quote_id], PANEL_ITEMS.index(row.item)

    def named(self, row: Any) -> tuple[str, str]:
        """Vendor and item of a score, in the reader's words."""
        return self.subject.name_of[row.quote_id], self.titles[row.item]

    @cached_property
    def titles(self) -> dict[str, str]:
        content = self.subject.content
        return {code: labelled(code, item_of(content, code).title) for code in PANEL_ITEMS}


def shown(value: Decimal | Fraction) -> str:
    """A score with at most two decimals."""
    return trimmed(scorecard.shown(Fraction(value)), 2)


def panel(subject: Subject) -> Iterator[Block]:
    """The scores that count, then what is behind them where it is not simply the mean."""
    given = Given(subject)
    yield Heading(_("Panel scores"))
    yield Paragraph(_("From 0 to 5: what was settled, else the mean of the reviewers."), quiet=True)
    for group in by_columns(subject.detailed):
        heads = (_("Question"), *(subject.shown.names[vendor] for vendor in group))
        rows = [
            (given.titles[item], *(_counted(given, vendor, item) for vendor in group))
            for item in in_order(PANEL_ITEMS)
        ]
        yield table("", heads, rows, widths=(54, *(19 for _one in group)), figures=range(1, 1 + len(group)))
    yield from _stale(given)
    yield from _settled(given)
    yield from _above_cap(given)
    yield from _revised(given)


def _counted(given: Given, vendor: str, item: str) -> str:
    value = given.counted.get((given.subject.quotes[vendor].pk, item))
    return "–" if value is None else points(scorecard.shown(value))


def _stale(given: Given) -> Iterator[Block]:
    """What was changed after the ranking was run no longer fits what the run counts."""
    run, now = given.subject.run, given.subject.now
    if given.subject.rfq.status == RfqStatus.SCORED and waivers_have_moved(run, now):
        yield Paragraph(
            _(
                "A waiver was confirmed, was ended or has run out since this ranking was stored. Run the ranking anew."
            )
        )
    late = max((score.updated_at for score in given.scores), default=None)
    if late and late > run.created_at:
        words = _("Scores were changed after this ranking was run, the last at %(at)s. Run the ranking anew.")
        yield Paragraph(words % {"at": moment(late)})


def _settled(given: Given) -> Iterator[Block]:
    single: dict[tuple[Any, str], list[str]] = defaultdict(list)
    for score in given.scores:
        single[score.quote_id, score.item].append(labelled(score.sheet.reviewer.name, shown(score.value)))
    rows = [
        (
            *given.named(row),
            clauses(single[row.quote_id, row.item]),
            shown(row.value),
            labelled(row.settled_by.name, row.reason),
        )
        for row in given.settled
    ]
    if rows:
        heads = (
            _("Vendor"),
            _("Question"),
            _("Single scores"),
            _("Settled"),
            _("By the chair, with the reason"),
        )
        title = _("Settled by the chair where reviewers were far apart")
        yield table(title, heads, rows, widths=(26, 32, 36, 14, 62), figures=(3,))


def _above_cap(given: Given) -> Iterator[Block]:
    flags: dict[Any, list[RedFlag]] = defaultdict(list)
    quotes = {quote.pk: quote for quote in given.subject.quotes.values()}
    for flag in RedFlag.objects.filter(quote__in=quotes):
        flags[flag.quote_id].append(flag)
    caps = {pk: caps_of(given.subject.content, quote, flags[pk]) for pk, quote in quotes.items()}
    rows = []
    for score in given.scores:
        cap = caps[score.quote_id].get(score.item)
        if cap is not None and score.value > cap:
            by = score.sheet.reviewer.name
            rows.append((*given.named(score), shown(cap), shown(score.value), labelled(by, score.reason)))
    if rows:
        heads = (
            _("Vendor"),
            _("Question"),
            _("Suggested at most"),
            _("Score"),
            _("By the reviewer, with the reason"),
        )
        title = _("Scores above what the red flags suggest")
        yield table(title, heads, rows, widths=(28, 36, 20, 14, 72), figures=(2, 3))


def _revised(given: Given) -> Iterator[Block]:
    found = ScoreRevision.objects.filter(
        quote__rfq=given.subject.rfq, after_submission=True, sheet__isnull=False, item__in=PANEL_ITEMS
    )
    rows = [
        (*given.named(row), moment(row.at), shown(row.value), labelled(row.by.name, row.reason))
        for row in found.select_related("by")
    ]
    if rows:
        heads = (_("Vendor"), _("Question"), _("Time"), _("Score"), _("By the reviewer, with the reason"))
        title = _("Scores revised after the sheet was handed in")
        yield table(title, heads, rows, widths=(28, 36, 26, 14, 66), figures=(3,))


def dissent(subject: Subject) -> Iterator[Block]:
    """Every score that is a point or more from the one that counts, with its reason."""
    given = Given(subject)
    rows = []
    for score in given.scores:
        counted = given.counted.get((score.quote_id, score.item))
        if counted is not None and abs(Fraction(score.value) - counted) >= FAR:
            name = score.sheet.reviewer.name
            rows.append((*given.named(score), name, shown(score.value), shown(counted), score.reason or "–"))
    yield Heading(_("Dissent"))
    if not rows:
        yield Paragraph(_("No reviewer is a point or more from the score that counts."))
        return
    yield Paragraph(_("Scores a point or more from the one that counts."), quiet=True)
    heads = (_("Vendor"), _("Question"), _("Reviewer"), _("Score"), _("Counts"), _("Reason"))
    yield table("", heads, rows, widths=(28, 34, 24, 13, 14, 57), figures=(3, 4))
