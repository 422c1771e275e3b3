"""The panel of one RFQ: who scores what, how far they are, and, once all are in, how far apart they are."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Prepared
from accounts.roles import Role, has_role
from rfqs.access import has_conflict
from rfqs.models import RFQ, Conflict, Declaration, Duty
from rfqs.queries import shared_content
from rfqs.states import RfqStatus
from scoring.access import is_chair
from scoring.engine import panel_score
from scoring.labels import CONFIDENCE_LABELS
from scoring.models import Consensus, Score, Sheet
from scoring.policies import most_spread
from scoring.policies.judging import check_can_share_out
from scoring.queries.cells import EVERYTHING, Cells, cells_by_reviewer, thin_cells
from scoring.queries.inputs import PANEL_ITEMS, open_sheet_count
from scoring.queries.sheet import Column, readable_columns
from scoring.rubrics import Heading, heading_of, in_order
from scoring.states import SheetStatus
from ui.errors import reason_against

Json = dict[str, Any]
RANKED = (RfqStatus.SCORED, RfqStatus.AWARDED, RfqStatus.NO_AWARD)
STAGE_OF = {RfqStatus.EVALUATION: Sheet.Stage.FIRST, RfqStatus.PRICES_OPENED: Sheet.Stage.SECOND}
SHARED_ITEMS = (*(f"Q{number}" for number in range(1, 11)), "BCP", "FIT", "WILL")


def panel_page(user: Any, rfq: RFQ) -> Json:
    """Reviewers with their shares; the spread per cell for whoever may read it, or why not yet."""
    content, columns = shared_content(rfq), readable_columns(user, rfq)
    names = {str(column.id): column.label for column in columns}
    stage = STAGE_OF.get(RfqStatus(rfq.status))
    closed = reason_against_scores(user, rfq)
    return {
        "may_share": not reason_against_sharing(user, rfq),
        "reviewers": reviewer_lines(rfq, content, names),
        "thin": _thin(rfq, stage, content, names) if stage else [],
        "closed": closed,
        "spread": spread_table(rfq, content, columns) if not closed else None,
        "threshold": most_spread(content),
    }


def share_page(user: Any, rfq: RFQ, person: User) -> Json:
    """What one reviewer scores, what there is to choose from, and why it does not change now, or nothing."""
    content = shared_content(rfq)
    return {
        "person": person,
        "closed": reason_against_sharing(user, rfq),
        "cells": cells_by_reviewer(rfq).get(person.pk, EVERYTHING),
        "choices": {
            "items": item_choices(content),
            "quotes": [(str(column.id), column.label) for column in readable_columns(user, rfq)],
        },
    }


def reason_against_sharing(user: Any, rfq: RFQ) -> str:
    if has_conflict(user, rfq):
        return _("You have declared a conflict of interest on this RFQ.")
    return reason_against(check_can_share_out, rfq, user, is_chair(user, rfq))


def item_choices(content: Json) -> list[tuple[str, str]]:
    """(code, title) of everything that is scored."""
    return [(code, f"{code} {heading_of(content, code).title}") for code in SHARED_ITEMS]


_reviewers = Prepared(
    lambda rfq: (
        Duty.objects.filter(rfq=rfq, kind=Duty.Kind.REVIEWER)
        .order_by("user__name", "user")
        .values_list("user", "user__name")
    )
)
_declared = Prepared(lambda rfq: Declaration.objects.filter(rfq=rfq).values_list("user", "declared_at"))
_partial = Prepared(lambda rfq: Conflict.objects.filter(rfq=rfq).values_list("user"))
_sheets = Prepared(lambda rfq: Sheet.objects.filter(rfq=rfq).values_list("reviewer", "stage", "status"))


def reviewer_lines(rfq: RFQ, content: Json, names: dict[str, str]) -> list[Json]:
    """Every reviewer with their share, their declaration, and how far their sheets are; never a score."""
    said = dict(_declared.values(rfq.pk))
    partial = {person for (person,) in _partial.values(rfq.pk)}
    own, sheets = cells_by_reviewer(rfq), defaultdict(list)
    for reviewer, stage, status in _sheets.values(rfq.pk):
        sheets[reviewer].append((Sheet.Stage(stage).label, SheetStatus(status).label))
    return [
        {
            "id": person,
            "name": name,
            "declared_at": said.get(person),
            "has_conflict": person in partial,
            "share": _share_words(own.get(person, EVERYTHING), content, names),
            "sheets": sheets[person],
        }
        for person, name in _reviewers.values(rfq.pk)
    ]


def _share_words(cells: Cells, content: Json, names: dict[str, str]) -> Json:
    titles = item_choices(content) if cells.items else []
    return {
        "items": [title for code, title in titles if code in cells.items],
        "quotes": [name for pk, name in names.items() if cells.quotes and pk in cells.quotes],
    }


def _thin(rfq: RFQ, stage: str, content: Json, names: dict[str, str]) -> list[Json]:
    return [
        {"item": heading_of(content, item), "vendor": names.get(str(quote), "")}
        for quote, item in thin_cells(rfq, stage)
    ]


def reason_against_scores(user: Any, rfq: RFQ) -> str:
    """Why this person does not read the panel's scores now, or nothing.

    The chair reads them once every sheet of the stage is in, their own among them; buyers, approvers and auditors
    once the ranking is stored.
    """
    if has_conflict(user, rfq):
        return _("You have declared a conflict of interest on this RFQ.")
    if rfq.status in RANKED and has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return ""
    if not is_chair(user, rfq):
        return _("How far the reviewers are apart is for the chair until the ranking is stored.")
    if rfq.status not in (*STAGE_OF, *RANKED):
        return _("The scores are shown here once the quotes are opened and scored.")
    if open_sheet_count(rfq, *Sheet.Stage.values):
        return _("The scores are shown here once every sheet is in.")
    return ""


def scores_of(rfq: RFQ, *items: str) -> dict[tuple[Any, str], list[Score]]:
    """The scores that count, of these items or of all, by quote and item, with who gave them."""
    found: dict[tuple[Any, str], list[Score]] = defaultdict(list)
    rows = Score.objects.filter(sheet__rfq=rfq, sheet__status=SheetStatus.SUBMITTED)
    if items:
        rows = rows.filter(item__in=items)
    for row in rows.select_related("sheet__reviewer").order_by("sheet__reviewer__name"):
        found[row.quote_id, row.item].append(row)
    return found


@dataclass(frozen=True)
class Spread:
    """One item of one quote: the lowest and the highest score, what stands, and whether the chair settled it."""

    low: Decimal
    high: Decimal
    stands: Decimal
    far: bool
    settled: bool


@dataclass(frozen=True)
class SpreadTable:
    """Items down, vendors across; a cell that nobody has scored is not among the cells."""

    columns: list[Column]
    items: list[Heading]
    cells: dict[tuple[UUID, str], Spread]


def spread_table(rfq: RFQ, content: Json, columns: list[Column]) -> SpreadTable:
    """The panel's score of every cell, how far apart the reviewers are, what was settled."""
    settled = {(quote, item): value for quote, item, value in _settled.values(rfq.pk)}
    most, scored, cells = most_spread(content), set(), {}
    for quote, item, values in _given.values(rfq.pk):
        scored.add(item)
        cells[quote, item] = spread_of(tuple(values), settled.get((quote, item)), most)
    items = [heading_of(content, code) for code in in_order(scored.intersection(PANEL_ITEMS))]
    return SpreadTable(columns, items, cells)


# The scores of one cell come together: three reviewers of twenty quotes have 660.
_given = Prepared(
    lambda rfq: (
        Score.objects.filter(sheet__rfq=rfq, sheet__status=SheetStatus.SUBMITTED)
        .values("quote", "item")
        .annotate(values=ArrayAgg("value", order_by="value"))
        .values_list("quote", "item", "values")
    )
)
_settled = Prepared(
    lambda rfq: Consensus.objects.filter(quote__rfq=rfq).values_list("quote", "item", "value")
)


@lru_cache(maxsize=2000)
def spread_of(values: tuple[Decimal, ...], settled: Decimal | None, most: Decimal) -> Spread:
    """Of at least one score, in order; a settlement counts only where they are further apart than `most`."""
    low, high = values[0], values[-1]
    far = high - low > most
    stands = panel_score(values, settled if far else None)
    return Spread(low, high, _shown(stands), far, far and settled is not None)


def _shown(score: Any) -> Decimal:
    return Decimal(score.numerator) / Decimal(score.denominator)


def scores_page(user: Any, rfq: RFQ, code: str) -> Json:
    """Who gave what for one item, and why, vendor by vendor; what the chair settled."""
    content, place = shared_content(rfq), SHARED_ITEMS.index(code)
    page: Json = {
        "item": heading_of(content, code),
        "closed": reason_against_scores(user, rfq),
        "before": heading_of(content, SHARED_ITEMS[place - 1]) if place else None,
        "after": heading_of(content, SHARED_ITEMS[place + 1]) if code != SHARED_ITEMS[-1] else None,
    }
    if page["closed"]:
        return page
    given = scores_of(rfq, code)
    settled = {row.quote_id: row for row in Consensus.objects.filter(quote__rfq=rfq, item=code)}
    most, rows = most_spread(content), []
    for column in readable_columns(user, rfq):
        scores = given[column.id, code]
        values = tuple(sorted(score.value for score in scores))
        is_far = bool(values) and spread_of(values, None, most).far
        rows.append(
            {
                "vendor": column.label,
                "scores": [(score, CONFIDENCE_LABELS.get(score.confidence, "–")) for score in scores],
                "settled": settled.get(column.id) if is_far else None,
            }
        )
    return page | {"scores": rows}
