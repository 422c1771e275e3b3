"""A vendor's explanation: one text per field that was asked about, and up to three files."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.uploads.words import CheckedFileField

FILES = ("file_1", "file_2", "file_3")


class InquiryForm(forms.Form):
    """`asked` are the labels of the named fields by code; there is no input for anything else."""

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = dict(asked)
        for code, label in asked.items():
            self.fields[code] = forms.CharField(
                label=label, required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
            )
        for name in FILES:
            self.fields[name] = CheckedFileField(label=_("File"), required=False)

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in self._asked}

    @property
    def attached(self) -> list[Any]:
        return [self.cleaned_data[name] for name in FILES if self.cleaned_data.get(name)]
