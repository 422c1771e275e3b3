"""Adapting a question: its texts in three languages, and one more field."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rfqs.catalogue.adapting import ADDED_TYPES, MOST_LETTERS, Text
from ui.layouts import row, section
from ui.text import LANGUAGES

LANGUAGE_LABELS = {
    "en": _("English"),
    "zh-hans": _("Simplified Chinese"),
    "zh-hant": _("Traditional Chinese"),
}
TYPE_LABELS = {
    "text": _("One line of text"),
    "longtext": _("Text"),
    "bool": _("Yes or no"),
    "int": _("Whole number"),
    "decimal": _("Number"),
    "percent": _("Percentage"),
    "money": _("Amount of money"),
    "date": _("Day"),
    "file": _("File"),
}
SHORT = 60


class TextsForm(forms.Form):
    """Every text of one question, each language an input."""

    def __init__(self, *args: Any, texts: Iterable[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = list(texts)
        sections = []
        for text in self._texts:
            names = [self._add(text, language) for language in LANGUAGES]
            sections.append(section(text.label, row(*names)))
        self.layout = tuple(sections)

    def _add(self, text: Text, language: str) -> str:
        name, words = f"{text.path}.{language}", str(text.words.get(language, ""))
        rows = 1 if len(words) <= SHORT and text.path.endswith(("title", "label")) else 3
        self.fields[name] = forms.CharField(
            label=LANGUAGE_LABELS[language],
            initial=words,
            max_length=MOST_LETTERS,
            widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
        )
        return name

    def reworded(self) -> dict[str, Mapping[str, str]]:
        """The texts that differ from what they were, by path."""
        given = {
            text.path: {language: self.cleaned_data[f"{text.path}.{language}"] for language in LANGUAGES}
            for text in self._texts
        }
        before = {text.path: dict(text.words) for text in self._texts}
        return {path: words for path, words in given.items() if words != before[path]}


class FieldForm(forms.Form):
    """One more field: its code, what it takes, and its label in three languages."""

    code = forms.CharField(
        label=_("Code"),
        max_length=31,
        help_text=_("Small letters, digits and _; it never changes. For instance: parking_spaces"),
    )
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=[(c, TYPE_LABELS[c]) for c in ADDED_TYPES])
    label_en = forms.CharField(label=LANGUAGE_LABELS["en"], max_length=200)
    label_hans = forms.CharField(label=LANGUAGE_LABELS["zh-hans"], max_length=200)
    label_hant = forms.CharField(label=LANGUAGE_LABELS["zh-hant"], max_length=200)
    required = forms.BooleanField(label=_("Vendors must answer it"), required=False)

    layout = (
        section(
            _("One more field"),
            row("code", "kind"),
            row("label_en", "label_hans", "label_hant"),
            "required",
            note=_("Vendors answer it and people read it; no rule does."),
        ),
    )

    def added(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        labels = (data["label_en"], data["label_hans"], data["label_hant"])
        return {
            "code": data["code"],
            "kind": data["kind"],
            "label": dict(zip(LANGUAGES, labels, strict=True)),
            "required": data["required"],
        }
