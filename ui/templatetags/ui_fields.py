"""Inside pieces of the components: a form control with its class; the page's query with a change."""

from __future__ import annotations

from django import template

from ui.pagination import query_with

register = template.Library()


def _control_class(widget) -> str:
    if getattr(widget, "input_type", "") in ("checkbox", "radio"):
        return "form-check-input"
    return "form-select" if getattr(widget, "input_type", "") == "select" else "form-control"


@register.filter
def control(bound):
    """The field's widget with Bootstrap's class. Django itself ties help and errors to it."""
    classes = f"{bound.field.widget.attrs.get('class', '')} {_control_class(bound.field.widget)}".strip()
    return bound.as_widget(attrs={"class": classes})


@register.filter
def choice_control(choice):
    """One radio button or check box of a group."""
    choice.data["attrs"]["class"] = "form-check-input"
    return choice.tag()


@register.simple_tag(takes_context=True)
def query_string(context, **changes):
    return query_with(context["request"].GET, **changes)
