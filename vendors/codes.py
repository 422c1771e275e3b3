"""Codes of what a vendor can do, with their names. The catalogue stands above this app and hands itself in.

codes.use(service_types=[{"code": "IN_HOTLINE", "label": {"en": ..., "zh-hans": ..., "zh-hant": ...}}], ...)
"""

from collections.abc import Iterable
from typing import Any

from ui.text import pick

KINDS = ("service_types", "channels", "languages", "industries", "depths", "billing_models")
_lists: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}


def use(**lists: Iterable[dict[str, Any]]) -> None:
    """Called once, when the catalogue's app starts."""
    for kind, items in lists.items():
        if kind not in _lists:
            raise ValueError(f"{kind!r} is none of {KINDS}")
        _lists[kind] = list(items)


def choices(kind: str) -> list[tuple[str, str]]:
    """(code, name in the active language) of one list."""
    return [(item["code"], pick(item["label"])) for item in _lists[kind]]


def name(kind: str, code: str) -> str:
    """The name of one code; an unknown one shows itself."""
    return dict(choices(kind)).get(code, code)


def names(kind: str, codes: Iterable[str]) -> list[str]:
    """The names of several codes, in the list's order; unknown ones at the end."""
    wanted = list(codes)
    known = [label for code, label in choices(kind) if code in wanted]
    listed = dict(choices(kind))
    return known + [code for code in wanted if code not in listed]
