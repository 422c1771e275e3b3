"""The rows of a ranking under weights that somebody tries, as HTML made in Python.

They follow a slider, fifty quotes at every move, and a template looks up every word of every cell anew. The table
around them is in `scoring/firmness_again.html`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from ui.figures import grouped
from ui.templatetags.figures import signed

Json = Mapping[str, Any]


def rows(again: Json) -> SafeString:
    """One row for each ranked quote: its place and the RFQ's where it moved, its total with the change, its pillars."""
    moved = escape(pgettext("rank", "instead of %(rank)s"))
    change = _change if again["sentence"] else _nothing
    return mark_safe("".join(_rows(again["rows"], moved, change)))  # noqa: S308  (names are escaped, the rest are figures)


def _rows(given: Iterable[Json], moved: str, change: Any) -> Iterable[str]:
    for row in given:
        rank, own = row["rank"], row["own_rank"]
        lead = ' class="is-lead"' if rank == 1 else ""
        before = f'<span class="converted">{moved % {"rank": own}}</span>' if rank != own else ""
        pillars = "".join(f'<td class="num">{grouped(value, 2)}</td>' for value in row["pillars"])
        total = f"<strong>{grouped(row['total'], 2)}</strong>{change(row)}"
        yield (
            f'<tr{lead}><th scope="row">{escape(row["name"])}</th><td class="num">{rank}{before}</td>'
            f'<td class="num">{total}</td>{pillars}</tr>'
        )


def _change(row: Json) -> str:
    return f'<span class="converted">{signed(row["change"])}</span>'


def _nothing(_row: Json) -> str:
    return ""
