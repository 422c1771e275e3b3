"""The upload of a filled workbook. What is in it is read by `quotes.workbook`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.uploads.words import CheckedFileField

MOST_BYTES = 4 * 1024 * 1024  # a template filled to its last cell has a tenth of it


class _WorkbookField(CheckedFileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is not None and getattr(data, "size", 0) > MOST_BYTES:
            raise ValidationError(
                _("The workbook is larger than 4 MiB. Take pictures and sheets of your own out of it.")
            )
        return super().clean(data, initial)


class WorkbookForm(forms.Form):
    file = _WorkbookField(
        kinds=("xlsx",),
        label=_("Filled workbook"),
        help_text=_(
            "The .xlsx file you downloaded here, filled in. Nothing is replaced before you have seen what changes."
        ),
    )
