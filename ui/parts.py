"""How components hold their callers to what they declare."""

from __future__ import annotations

from collections.abc import Iterable

from django.template import TemplateSyntaxError


def one_of(what: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        names = ", ".join(name or "(none)" for name in allowed)
        raise TemplateSyntaxError(f"{what} is {value!r}; it can be {names}")
    return value


def check_items(
    what: str, items: Iterable[dict], *, required: tuple[str, ...], optional: tuple[str, ...]
) -> list[dict]:
    """The items as a list, after refusing keys the component does not know and items lacking one it needs."""
    checked = []
    for item in items:
        unknown = set(item) - set(required) - set(optional)
        missing = set(required) - set(item)
        if unknown or missing:
            raise TemplateSyntaxError(f"{what}: unknown {sorted(unknown)}, missing {sorted(missing)}")
        checked.append(dict(item))
    return checked
