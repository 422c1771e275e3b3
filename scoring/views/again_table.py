"""The rows of a ranking under weights that somebody tries, as HTML made in Python.

They follow a slider, fifty quotes at every move, and a template looks up every word of every cell anew. The table
around them is in `scoring/firmness_again.html`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from ui.figures import in_places

Json = Mapping[str, Any]


def rows(again: Json) -> SafeString:
    """One row for each ranked quote: its place and the RFQ's where it moved, its total with the change, its pillars."""
    moved, figure = escape(pgettext("rank", "instead of %(rank)s")), in_places(2)
    made = []
    for row in again["rows"]:
        rank, own = row["rank"], row["own_rank"]
        lead = ' class="is-lead"' if rank == 1 else ""
        before = f'<span class="converted">{moved % {"rank": own}}</span>' if rank != own else ""
        change = (
            f'<span class="converted">{_signed(row["change"], figure)}</span>' if again["sentence"] else ""
        )
        pillars = "".join(f'<td class="num">{figure(value)}</td>' for value in row["pillars"])
        made.append(
            f'<tr{lead}><th scope="row">{escape(row["name"])}</th><td class="num">{rank}{before}</td>'
            f'<td class="num"><strong>{figure(row["total"])}</strong>{change}</td>{pillars}</tr>'
        )
    return mark_safe("".join(made))  # noqa: S308  (names and words are escaped, the rest are figures)


def _signed(change: Decimal, figure: Callable[[Decimal], str]) -> str:
    """As the filter of that name writes it; the totals have two decimals, and so has their difference."""
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + figure(abs(change))
