"""Adapting the question set: other words, further fields. Content in, new content out; nothing is stored here.

The order of the ten questions and every field that a rule reads stay (`questions.check_question_set`).
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rfqs.catalogue.questions import RUBRIC_SCORES, question
from ui import specs
from ui.text import LANGUAGES, listed

Json = dict[str, Any]
Words = Mapping[str, str]
# Types an administrator may add: each is one input, which the portal, the workbook and the comparison can show.
ADDED_TYPES = ("text", "longtext", "bool", "int", "decimal", "percent", "money", "date", "file")
TEXTS = {
    "title": _("Title"),
    "ask": _("What is asked"),
    "why": _("Why it is asked"),
    "good": _("A good answer"),
    "bad": _("A bad answer"),
    "evidence": _("Evidence"),
}
MOST_FIELDS = 40
MOST_LETTERS = 2000
OWN = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True)
class Text:
    """One text of a question in all languages; `path` is "title", "rubric.3", "field.q3_skills.label", ..."""

    path: str
    label: str
    words: Words


def place_words(path: str) -> str:
    """Where in a question set a fault is, in words: "Question 3, Title", "Field q3_backup_ratio"."""
    head, _dot, rest = path.partition(".")
    if not re.fullmatch(r"q\d+", head):
        return str(_("The questions")) if path == "questions" else str(_("Field %(code)s")) % {"code": path}
    words = [str(_("Question %(number)s")) % {"number": head[1:]}]
    key, _dot, score = rest.partition(".")
    if key in TEXTS:
        words.append(str(TEXTS[key]))
    elif key == "rubric":
        words.append(str(_("Rubric, score %(score)s")) % {"score": score})
    return listed(words)


def texts_of(content: Mapping[str, Any], number: int) -> list[Text]:
    """Every text of one question that may be reworded, in the order of its page."""
    item = question(content, number)
    found = [Text(key, str(label), item[key]) for key, label in TEXTS.items()]
    found += [
        Text(f"rubric.{score}", str(_("Rubric, score %(score)s")) % {"score": score}, item["rubric"][score])
        for score in RUBRIC_SCORES
    ]
    return [*found, *_field_texts(item)]


def _field_texts(item: Mapping[str, Any]) -> Iterator[Text]:
    for field in item["fields"]:
        yield Text(
            f"field.{field['code']}.label", str(_("Field %(code)s")) % {"code": field["code"]}, field["label"]
        )
        if field.get("help"):
            label = str(_("Help of %(code)s")) % {"code": field["code"]}
            yield Text(f"field.{field['code']}.help", label, field["help"])


def with_texts(content: Mapping[str, Any], number: int, texts: Mapping[str, Words]) -> Json:
    """The content with these texts of one question reworded; paths that are not there are left alone."""
    changed = copy.deepcopy(dict(content))
    item = question(changed, number)
    fields = {field["code"]: field for field in item["fields"]}
    for path, words in texts.items():
        given = {code: str(words[code]).strip() for code in LANGUAGES}
        place, _dot, rest = path.partition(".")
        code, _second, key = rest.partition(".")
        if place in TEXTS:
            item[place] = given
        elif place == "rubric" and rest in RUBRIC_SCORES:
            item["rubric"][rest] = given
        elif place == "field" and code in fields and key in ("label", "help"):
            fields[code][key] = given
    return changed


def with_field(
    content: Mapping[str, Any], number: int, *, code: str, kind: str, label: Words, required: bool
) -> Json:
    """The content with one more field at the end of a question: answered on its page, read by people alone."""
    changed = copy.deepcopy(dict(content))
    words = {language: label[language].strip() for language in LANGUAGES}
    field: Json = {
        "code": f"q{number}_own_{code}",
        "type": kind,
        "label": words,
        "required": "R" if required else "O",
        "nd": "allowed",
        "na": True,
        "asked": "answers",
    }
    question(changed, number)["fields"].append(field)
    return changed


def without_field(content: Mapping[str, Any], number: int, code: str) -> Json:
    """The content without one field."""
    changed = copy.deepcopy(dict(content))
    item = question(changed, number)
    item["fields"] = [field for field in item["fields"] if field["code"] != code]
    return changed


def readers_of(field: Mapping[str, Any]) -> list[str]:
    """The rules that read a field or a part of it; one with readers stays."""
    found = specs.protected_codes(specs.load([field])).values()
    return sorted({reader for readers in found for reader in readers})
