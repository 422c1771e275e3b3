"""The panel's scores of every answer as HTML, made in Python like `scoring.views.sheet_table`, for the same reason.

Cells that say the same are written once.
"""

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scoring.queries.panel_board import Spread, SpreadTable
from ui.figures import MISSING, trimmed
from ui.links import EACH_WORD, addresses
from ui.templatetags.ui import status_badge


def rows(code: str, table: SpreadTable) -> SafeString:
    """One row for each item, linked to the single scores of it, with what the panel says of every vendor."""
    address = addresses("scoring:panel_scores", code, EACH_WORD)
    said = {spread: _cell(spread) for spread in set(table.cells.values())}
    nothing = f'<td class="num">{MISSING}</td>'
    made = []
    for item in table.items:
        link = f'<a href="{address(item.code)}">{item.code} {escape(item.title)}</a>'
        cells = (table.cells.get((column.id, item.code)) for column in table.columns)
        row = "".join(nothing if spread is None else said[spread] for spread in cells)
        made.append(f'<tr><th scope="row">{link}</th>{row}</tr>')
    return mark_safe("".join(made))  # noqa: S308  (every word of it is escaped above)


def _cell(spread: Spread) -> SafeString:
    low, high = trimmed(spread.low, 1), trimmed(spread.high, 1)
    between = format_html(' <span class="muted nowrap">({}–{})</span>', low, high) if low != high else ""
    badge: str | SafeString = ""
    if spread.settled:
        badge = _badge(_("settled"))
    elif spread.far:
        badge = _badge(_("far apart"), "decision")
    return format_html('<td class="num">{}{}{}</td>', trimmed(spread.stands, 2), between, badge)


def _badge(label: str, tone: str = "") -> SafeString:
    return format_html(" {}", render_to_string("ui/status.html", status_badge(label, tone)))
