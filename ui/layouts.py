"""How a form is laid out, with crispy-forms: a class names `layout = [section(...), ...]`, `{% form_fields form %}` draws it.

Sections and rows are crispy layout objects; every field is drawn by the one component `ui/field.html`, so that label,
unit, help and errors look alike everywhere.
"""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.core.exceptions import ImproperlyConfigured
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string

FIELD_TEMPLATE = "ui/crispy_field.html"


class _Group(LayoutObject):
    """Layout objects around other ones; plain names become fields in our own look."""

    template = ""

    def __init__(self, *items: Any) -> None:
        self.fields = [
            Field(item, template=FIELD_TEMPLATE) if isinstance(item, str) else item for item in items
        ]

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, {"group": self, "inner": inner})


class Row(_Group):
    """Fields side by side where there is room."""

    template = "ui/form_row.html"


class Section(_Group):
    """A titled group: field names and rows in order, with an optional sentence under the title."""

    template = "ui/form_section.html"

    def __init__(self, title: object, *items: Any, note: object = "") -> None:
        super().__init__(*items)
        self.title, self.note = title, note


def row(*names: str) -> Row:
    return Row(*names)


def section(title: object, *items: str | Row, note: object = "") -> Section:
    return Section(title, *items, note=note)


def helper_for(form: BaseForm) -> FormHelper:
    """A crispy helper for the fields of a form; the page brings the form tag, the token and the buttons.

    A layout names each visible field exactly once; a form without one is a single untitled section.
    """
    visible = [bound.name for bound in form.visible_fields()]
    parts = getattr(form, "layout", None)
    if parts is None:
        parts = [section("", *visible)]
    named = [name for part in parts for name in _names(part)]
    if sorted(named) != sorted(visible):
        differing = sorted(set(named) ^ set(visible)) or "a field named twice"
        raise ImproperlyConfigured(f"{type(form).__name__}.layout does not fit its fields: {differing}")
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = Layout(*parts)
    return helper


def _names(item: Any) -> list[str]:
    if isinstance(item, str):
        return [item]
    return [name for inner in item.fields for name in _names(inner)]
