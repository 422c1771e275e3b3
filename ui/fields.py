"""What a form's fields learn only when the form is made."""

from collections.abc import Iterable
from typing import Any

from django import forms


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set the choices, (value, label), of one field."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices")
    field.choices = list(choices)


def mark(field: forms.Field, word: str) -> None:
    """Mark a field for `templates/ui/field.html`: "expected" (not called optional) or "for_publication"."""
    setattr(field, word, True)
