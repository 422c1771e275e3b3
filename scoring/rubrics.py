"""What the items of a sheet are called and what their scores mean, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rfqs import catalogue
from ui.text import pick

CONTINUITY = {
    "0": gettext_lazy("None."),
    "1": gettext_lazy("A statement."),
    "2": gettext_lazy("A text without a backup site."),
    "3": gettext_lazy("A backup site or a plan for emergency staff."),
    "4": gettext_lazy("Both, with a stated recovery time."),
    "5": gettext_lazy("Both, tested in the last 12 months and committed in the contract."),
}
IMPRESSIONS = {
    "0": gettext_lazy("None at all."),
    "3": gettext_lazy("As one expects."),
    "5": gettext_lazy("Exceptional."),
}
OTHERS = {
    "BCP": (gettext_lazy("Continuity"), CONTINUITY),
    "FIT": (gettext_lazy("Cultural fit"), IMPRESSIONS),
    "WILL": (gettext_lazy("Willingness to develop"), IMPRESSIONS),
}


@dataclass(frozen=True)
class Heading:
    """What one row of a sheet is called, and whether it may stay empty."""

    code: str
    title: str
    optional: bool


@dataclass(frozen=True)
class Item(Heading):
    """One row of a sheet as it is scored: what is asked, and the rubric as (score, words)."""

    ask: str
    rubric: list[tuple[str, str]]


def in_order(items: Iterable[str]) -> tuple[str, ...]:
    """Questions by their number, what is no question after them."""
    return tuple(sorted(items, key=lambda item: (not item.startswith("Q"), len(item), item)))


def heading_of(content: Mapping[str, Any], code: str) -> Heading:
    """The item's title in the reader's language, for lists of many."""
    if code in OTHERS:
        return Heading(code, str(OTHERS[code][0]), code != "BCP")
    return Heading(code, pick(catalogue.question(content["questions"], int(code[1:]))["title"]), False)


def item_of(content: Mapping[str, Any], code: str) -> Item:
    """The item in the reader's language, its rubric as it was published."""
    heading = heading_of(content, code)
    own = (heading.code, heading.title, heading.optional)
    if code in OTHERS:
        ask = "" if code == "BCP" else _("Optional: it decides only between quotes that are equal otherwise.")
        return Item(*own, ask, [(score, str(text)) for score, text in OTHERS[code][1].items()])
    question = catalogue.question(content["questions"], int(code[1:]))
    words = [(score, pick(text)) for score, text in sorted(question["rubric"].items())]
    return Item(*own, pick(question["ask"]), words)
