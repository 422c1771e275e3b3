"""The panel of one RFQ: who scores what, how far they are, and, once all are in, how far apart they are."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role, has_role
from rfqs.access import has_conflict
from rfqs.models import RFQ, Conflict, Declaration, Duty
from rfqs.queries import shared_content
from rfqs.states import RfqStatus
from scoring.access import is_chair, readable_quotes
from scoring.engine import panel_score
from scoring.labels import CONFIDENCE_LABELS
from scoring.models import Consensus, Score, Sheet
from scoring.policies import most_spread
from scoring.policies.judging import check_can_share_out
from scoring.queries.cells import EVERYTHING, Cells, cells_by_reviewer, thin_cells
from scoring.queries.inputs import PANEL_ITEMS, open_sheet_count
from scoring.rubrics import Item, item_of
from scoring.states import SheetStatus
from ui.errors import reason_against

Json = dict[str, Any]
RANKED = (RfqStatus.SCORED, RfqStatus.AWARDED, RfqStatus.NO_AWARD)
STAGE_OF = {RfqStatus.EVALUATION: Sheet.Stage.FIRST, RfqStatus.PRICES_OPENED: Sheet.Stage.SECOND}


def panel_page(user: Any, rfq: RFQ) -> Json:
    """Reviewers with their shares; the spread per cell for whoever may read it, or why not yet."""
    content = shared_content(rfq)
    quotes = readable_quotes(user, rfq)
    names = {str(quote.pk): quote.vendor.label for quote in quotes}
    stage = STAGE_OF.get(RfqStatus(rfq.status))
    closed = reason_against_scores(user, rfq)
    return {
        "may_share": not reason_against(check_can_share_out, rfq, user, is_chair(user, rfq))
        and not has_conflict(user, rfq),
        "reviewers": reviewer_lines(rfq, content, names),
        "thin": _thin(rfq, stage, content, names) if stage else [],
        "closed": closed,
        "table": spread_table(rfq, content, quotes) if not closed else None,
        "threshold": most_spread(content),
        "choices": {"items": item_choices(content), "quotes": list(names.items())},
    }


def item_choices(content: Json) -> list[tuple[str, str]]:
    """(code, title) of everything that is scored."""
    codes = [f"Q{number}" for number in range(1, 11)] + ["BCP", "FIT", "WILL"]
    return [(code, f"{code} {item_of(content, code).title}") for code in codes]


def reviewer_lines(rfq: RFQ, content: Json, names: dict[str, str]) -> list[Json]:
    """Every reviewer with their share, their declaration, and how far their sheets are; never a score."""
    people = User.objects.filter(duties__rfq=rfq, duties__kind=Duty.Kind.REVIEWER).order_by("name", "id")
    said = dict(Declaration.objects.filter(rfq=rfq).values_list("user", "declared_at"))
    partial = set(Conflict.objects.filter(rfq=rfq).values_list("user", flat=True))
    own, sheets = cells_by_reviewer(rfq), defaultdict(list)
    for sheet in Sheet.objects.filter(rfq=rfq):
        sheets[sheet.reviewer_id].append(sheet)
    return [
        {
            "person": person,
            "declared_at": said.get(person.pk),
            "has_conflict": person.pk in partial,
            "share": _share_words(own.get(person.pk, EVERYTHING), content, names),
            "cells": own.get(person.pk, EVERYTHING),
            "sheets": sheets[person.pk],
        }
        for person in people
    ]


def _share_words(cells: Cells, content: Json, names: dict[str, str]) -> Json:
    titles = dict(item_choices(content))
    return {
        "items": [titles[code] for code in titles if cells.items and code in cells.items],
        "quotes": [name for pk, name in names.items() if cells.quotes and pk in cells.quotes],
    }


def _thin(rfq: RFQ, stage: str, content: Json, names: dict[str, str]) -> list[Json]:
    return [
        {"item": item_of(content, item), "vendor": names.get(str(quote), "")}
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


def scores_of(rfq: RFQ) -> dict[tuple[Any, str], list[Score]]:
    """The scores that count, by quote and item, with who gave them."""
    found: dict[tuple[Any, str], list[Score]] = defaultdict(list)
    rows = Score.objects.filter(sheet__rfq=rfq, sheet__status=SheetStatus.SUBMITTED)
    for row in rows.select_related("sheet__reviewer").order_by("sheet__reviewer__name"):
        found[row.quote_id, row.item].append(row)
    return found


def spread_table(rfq: RFQ, content: Json, quotes: list[Any]) -> Json:
    """Items down, vendors across: the panel's score, how far apart the reviewers are, what was settled."""
    given, most = scores_of(rfq), most_spread(content)
    settled = {(row.quote_id, row.item): row for row in Consensus.objects.filter(quote__rfq=rfq)}
    items = [code for code in PANEL_ITEMS if any(item == code for _quote, item in given)]
    rows: list[Json] = [
        {
            "item": item_of(content, code),
            "cells": [
                spread_cell(quote, given[quote.pk, code], settled.get((quote.pk, code)), most)
                for quote in quotes
            ],
        }
        for code in sorted(items, key=_in_order)
    ]
    return {
        "quotes": quotes,
        "rows": rows,
        "single": [_single(row, cell) for row in rows for cell in row["cells"]],
    }


def _in_order(code: str) -> tuple[bool, int]:
    return (not code.startswith("Q"), int(code[1:]) if code.startswith("Q") else 0)


def spread_cell(quote: Any, scores: list[Score], settled: Consensus | None, most: Decimal) -> Json:
    """One cell: mean of the reviewers, lowest to highest, whether that is too far, and what stands."""
    values = [score.value for score in scores]
    spread = max(values) - min(values) if values else Decimal(0)
    far = spread > most
    stands = panel_score(values, settled.value if settled and far else None)
    return {
        "quote": quote,
        "scores": [(score, CONFIDENCE_LABELS.get(score.confidence, "–")) for score in scores],
        "spread": spread,
        "low": min(values, default=None),
        "high": max(values, default=None),
        "far": far,
        "settled": settled if far else None,
        "stands": _shown(stands),
    }


def _shown(score: Fraction | None) -> Decimal | None:
    return None if score is None else Decimal(score.numerator) / Decimal(score.denominator)


def _single(row: Json, cell: Json) -> Json:
    item: Item = row["item"]
    return {"item": item, **cell}
