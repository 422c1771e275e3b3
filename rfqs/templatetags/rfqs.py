"""Words that data carries in three languages."""

from django import template

from ui.text import pick

register = template.Library()
register.filter("words", pick)
