"""The rows of the tables about how firm a ranking is, as HTML made in Python.

The first follow a slider, fifty quotes at every move; the others have fifty rows each, too. A template looks up every
word of every cell anew. The tables around them are in `scoring/firmness_again.html`, `_methods.html` and `_odds.html`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from ui.figures import in_places
from ui.templatetags.ui import bar

Json = Mapping[str, Any]
Figure = Callable[[Decimal], str]
NUM = '<td class="num">'
SHARE = "SHARE"  # stands in the bar that is drawn once for what differs from row to row


def again_rows(again: Json) -> SafeString:
    """One row for each ranked quote: its place and the RFQ's where it moved, its total with the change, its pillars."""
    moved, figure = escape(pgettext("rank", "instead of %(rank)s")), in_places(2)
    made = []
    for row in again["rows"]:
        rank, own = row["rank"], row["own_rank"]
        before = f'<span class="converted">{moved % {"rank": own}}</span>' if rank != own else ""
        change = (
            f'<span class="converted">{_signed(row["change"], figure)}</span>' if again["sentence"] else ""
        )
        pillars = "".join(f'<td class="num">{figure(value)}</td>' for value in row["pillars"])
        made.append(
            f'<tr{_lead(rank == 1)}><th scope="row">{escape(row["name"])}</th><td class="num">{rank}{before}</td>'
            f'<td class="num"><strong>{figure(row["total"])}</strong>{change}</td>{pillars}</tr>'
        )
    return mark_safe("".join(made))  # noqa: S308  (names and words are escaped, the rest are figures)


def _signed(change: Decimal, figure: Figure) -> str:
    """As the filter of that name writes it; the totals have two decimals, and so has their difference."""
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + figure(abs(change))


def method_rows(methods: Json) -> SafeString:
    """One row for each quote: total and place by the rule of the RFQ, then by every method, a place that differs bold."""
    figures = {digits: in_places(digits) for digits in (2, 4)}
    made = []
    for row in methods["rows"]:
        cells = "".join(
            f"{NUM}{figures[cell['digits']](cell['value'])}</td>{NUM}{_bold(cell['place'], cell['moved'])}</td>"
            for cell in row["cells"]
        )
        total = f"{NUM}{figures[2](row['total'])}</td>{NUM}{row['rank']}</td>"
        made.append(
            f'<tr{_lead(row["rank"] == 1)}><th scope="row">{escape(row["name"])}</th>{total}{cells}</tr>'
        )
    return mark_safe("".join(made))  # noqa: S308  (as above)


def chance_rows(odds: Json) -> SafeString:
    """One row for each quote: how often it takes each place, and the first of these as a bar."""
    figure, empty = in_places(2), render_to_string("ui/bar.html", bar(0) | {"share": SHARE})
    made = []
    for row in odds["rows"]:
        cells = "".join(f"{NUM}{figure(chance)}</td>" for chance in row["chances"])
        first = empty.replace(SHARE, bar(row["chances"][0])["share"])
        name = escape(row["name"])
        made.append(f'<tr{_lead(row["lead"])}><th scope="row">{name}</th>{cells}<td>{first}</td></tr>')
    return mark_safe("".join(made))  # noqa: S308  (as above)


def _lead(leads: bool) -> str:
    return ' class="is-lead"' if leads else ""


def _bold(place: int, moved: bool) -> str:
    return f"<strong>{place}</strong>" if moved else str(place)
