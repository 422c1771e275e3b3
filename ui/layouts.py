"""How a form is laid out: a class names `layout = [section(...), ...]`, `{% form_fields form %}` draws it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Row:
    """Fields side by side where there is room."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A titled group: field names and rows in order, with an optional sentence under the title."""

    title: object
    items: tuple[str | Row, ...]
    note: object = ""


def row(*names: str) -> Row:
    return Row(names)


def section(title: object, *items: str | Row, note: object = "") -> Section:
    return Section(title, items, note)


def sections_of(form) -> list[dict]:
    """[{title, note, rows: [[bound field, ...], ...]}]; a layout names each visible field exactly once."""
    layout = getattr(form, "layout", None)
    if layout is None:
        return [{"title": "", "note": "", "rows": [[bound] for bound in form.visible_fields()]}]
    named = [name for part in layout for item in part.items for name in _names(item)]
    visible = [bound.name for bound in form.visible_fields()]
    if sorted(named) != sorted(visible):
        differing = sorted(set(named) ^ set(visible)) or "a field named twice"
        raise ImproperlyConfigured(f"{type(form).__name__}.layout does not fit its fields: {differing}")
    return [
        {
            "title": part.title,
            "note": part.note,
            "rows": [[form[name] for name in _names(item)] for item in part.items],
        }
        for part in layout
    ]


def _names(item: str | Row) -> tuple[str, ...]:
    return item.names if isinstance(item, Row) else (item,)
