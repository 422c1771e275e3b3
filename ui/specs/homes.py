"""Facts with one home: an answer whose value is kept elsewhere in the quote document.

`gather` reads them for a page, `scatter` takes them apart again. A state ("not disclosed") is no
fact: it stays among the answers, and the home is then empty.
"""

import copy
from collections.abc import Iterable, Mapping

from ui.specs.conditions import lookup
from ui.specs.model import FieldSpec
from ui.specs.values import is_empty, is_state


def gather(specs: Iterable[FieldSpec], answers: Mapping, document: Mapping) -> dict:
    """The answers together with the values whose home is a plain path of the document."""
    values = dict(answers)
    for spec in specs:
        if spec.home and spec.asked == "answers" and not is_state(values.get(spec.code)):
            values.pop(spec.code, None)
            found = lookup(spec.home, document)
            if found is not None:
                values[spec.code] = found
    return values


def scatter(specs: Iterable[FieldSpec], values: Mapping, document: Mapping) -> tuple[dict, dict]:
    """(answers without the facts that live elsewhere, document with those facts in their homes)."""
    answers, changed = dict(values), copy.deepcopy(dict(document))
    for spec in specs:
        if not spec.home or spec.asked != "answers":
            continue
        value = answers.get(spec.code)
        if not is_state(value):
            answers.pop(spec.code, None)
        _put(changed, spec.home, None if is_state(value) or is_empty(value) else value)
    return answers, changed


def _put(document: dict, path: str, value: object) -> None:
    *parents, last = path.split(".")
    place = document
    for key in parents:
        place = place.setdefault(key, {})
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
