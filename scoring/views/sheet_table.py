"""The cells of a reviewer's sheet as HTML, made in Python: twenty quotes have 240 of them.

A template looks up every word of every cell anew; here what a row or a column shares is written once. The table
around the cells is in `admin/panel/sheet.html`.
"""

from uuid import UUID

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.queries.caps import question_of
from scoring.queries.sheet import Cell, Grid
from scoring.rubrics import Heading
from ui.figures import trimmed
from ui.links import EACH_ID, EACH_WORD, addresses

HIDDEN = '<span class="visually-hidden">'


def rows(sheet: UUID, grid: Grid) -> SafeString:
    """One row for each item: what it is, then the own score of every vendor, each a link to its form."""
    address = addresses("admin:score", sheet, EACH_ID, EACH_WORD)
    vendors = [
        (column, address(column.id, "{}").partition("{}"), escape(column.label)) for column in grid.columns
    ]
    counts = {count for column in grid.columns for count in column.flags.values()}
    scores = {value for column in grid.columns for value in column.values.values()}
    marks = {count: _flags(count) for count in counts}
    shown = {value: escape(trimmed(value, 1)) for value in scores}
    empty = f'<span aria-hidden="true">–</span>{HIDDEN}{escape(_("not scored"))}: '
    made = []
    for item in grid.items:
        code, title, number = item.code, escape(item.title), question_of(item.code)
        missing = "<td>" if item.optional else '<td class="is-empty">'
        made.append(f"<tr>{_heading(item)}")
        for column, (start, _code, end), name in vendors:
            value = column.values.get(code)
            cell, words = (missing, empty) if value is None else ("<td>", f"{shown[value]} {HIDDEN}")
            flags = marks[column.flags[number]] if number in column.flags else ""
            link = f'<a href="{start}{code}{end}">{words}{name}, {title}</span></a>'
            made.append(f"{cell}{link}{flags}</td>")
        made.append("</tr>")
    return mark_safe("".join(made))  # noqa: S308  (every word of it is escaped above)


def _heading(item: Heading) -> str:
    aside = format_html(' <span class="muted">({})</span>', _("optional")) if item.optional else ""
    return format_html('<th scope="row">{} {}{}</th>', item.code, item.title, aside)


def _flags(count: int) -> str:
    words = ngettext("%(n)s flag", "%(n)s flags", count) % {"n": count}
    return format_html(' <span class="muted">{}</span>', words)


def links(sheet: UUID, cells: list[Cell]) -> SafeString:
    """The cells as members of a list, each a link to its form; nothing for none."""
    if not cells:
        return SafeString("")
    address = addresses("admin:score", sheet, EACH_ID, EACH_WORD)
    members = (
        f'<li><a href="{address(column.id, item.code)}">{item.code} {escape(item.title)}, '
        f"{escape(column.label)}</a></li>"
        for item, column in cells
    )
    return mark_safe("".join(members))  # noqa: S308  (as above)
