"""Tables for spreadsheets: the ranking as its page shows it, the answers side by side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calc.money import round_places
from calc.tco import Priced
from rfqs.models import RFQ
from scoring.models import ScoreRun
from scoring.queries.pages import answers_pages, question_numbers
from scoring.queries.ranking import board, ranking_page
from ui.text import told_apart

Table = tuple[Sequence[Any], Sequence[Sequence[Any]]]


def ranking_table(rfq: RFQ, run: ScoreRun) -> Table:
    """Head and rows of the stored run: ranked quotes in order, then those a gate holds back, without a rank."""
    page = ranking_page(board(rfq, run))
    labels = [str(label) for label, _weight in page["weights"]["pillars"]]
    head = [
        _("Rank"),
        _("Vendor"),
        f"{pgettext('score', 'Total')} ({_('of 100')})",
        *(f"{label} ({weight}%)" for label, weight in page["weights"]["pillars"]),
        _("Total cost (%(currency)s, %(months)s months)")
        % {"currency": page["currency"], "months": page["horizon"]},
        _("First year (%(currency)s)") % {"currency": page["currency"]},
        _("Loaded uplift"),
        _("Red flags"),
        _("Gates"),
        _("Decided by"),
    ]
    rows = [_ranked(row) for row in page["rows"]]
    rows += [_held_back(row, len(labels)) for row in page["excluded"]]
    return head, rows


def _ranked(row: dict[str, Any]) -> list[Any]:
    scores = [pillar["score"] for pillar in row["pillars"]]
    return [
        *(row["rank"], row["name"], row["total"], *scores, *_costs(row["priced"])),
        *(_codes(row["flags"]), _("passes"), row["decided_by"] or ""),
    ]


def _held_back(row: dict[str, Any], pillars: int) -> list[Any]:
    reasons = "\n".join(f"{gate['code']} {gate['title']}" for gate in row["gates"])
    return ["", row["name"], "", *[""] * pillars, *_costs(row["priced"]), _codes(row["flags"]), reasons, ""]


def _costs(priced: Priced | None) -> list[Any]:
    if priced is None:
        return ["", "", ""]
    return [priced.horizon_tco, priced.year1_payable, round_places(priced.loaded_uplift, 4)]


def _codes(flags: list[dict[str, Any]]) -> str:
    return " ".join(flag["code"] for flag in flags)


def answers_sheets(user: Any, rfq: RFQ) -> dict[str, Table]:
    """Two sheets of what this person may read: every field down and every vendor across, and the terms."""
    pages = answers_pages(user, rfq, question_numbers(user, rfq))
    vendors = told_apart(column["quote"].vendor.label for column in pages[0]["columns"]) if pages else []
    rows = [row for page in pages for row in _question(page)]
    terms = [[row["label"], *row["cells"]] for page in pages for row in page["terms"]]
    return {
        _("Answers"): ([_("Question"), _("Field"), *vendors], rows),
        _("Contract terms"): ([pgettext("clause", "Term"), *vendors], terms),
    }


def _question(page: dict[str, Any]) -> list[list[Any]]:
    title, columns = f"{page['number']}. {page['question'].title}", page["columns"]
    rows = [[title, row["label"], *(_words(value) for value in row["cells"])] for row in page["rows"]]
    rows.append([title, _("In their own words"), *(column["text"] for column in columns)])
    rows.append(
        [title, _("Files"), *("\n".join(file.name for file in column["files"]) for column in columns)]
    )
    rows.append([title, _("Red flags"), *(_codes(column["flags"]) for column in columns)])
    return rows


def _words(value: Any) -> str:
    return "" if value is None else str(value.text)


def about(rfq: RFQ, *, by: Any, now: datetime, run: ScoreRun | None = None) -> Table:
    """A sheet that says who made the file, when, and from what."""
    rows: list[Sequence[Any]] = [
        ["RFQ", f"{rfq.code} {rfq.title}"],
        [_("Made by"), str(by)],
        [_("Made at"), timezone.localtime(now).strftime("%Y-%m-%d %H:%M:%S %Z")],
    ]
    if run is not None:
        at = timezone.localtime(run.created_at).strftime("%Y-%m-%d %H:%M:%S %Z")
        rows += [[_("Stored run"), run.number], [_("Ranked at"), at], [_("Engine"), run.engine]]
    return [_("About this file"), ""], rows
