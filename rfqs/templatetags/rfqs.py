"""Words that data carries in three languages."""

from django import template

from rfqs.needs import basic_choices
from ui.text import pick

register = template.Library()
register.filter("words", pick)


@register.filter
def channel_name(code: str) -> str:
    """A channel in the reader's language."""
    return dict(basic_choices()["channel"]).get(code, code)
