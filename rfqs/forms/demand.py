"""Volumes typed, pasted or uploaded, and the forecast."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from rfqs.forms.fields import CountField, MonthField
from rfqs.volumes import HISTORY_MONTHS, MAX_BYTES, MAX_ROWS
from ui.amounts import AmountField

BASES = [("MEASURED", _("Measured")), ("ESTIMATED", _("Estimated"))]


class TypedForm(forms.Form):
    """Six months in a row."""

    first_month = MonthField(label=_("First month"))
    basis = forms.ChoiceField(label=_("The figures are"), choices=BASES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, HISTORY_MONTHS + 1):
            self.fields[f"month_{n}"] = CountField(label=_("Month %(n)s") % {"n": n})

    @property
    def counts(self) -> list[int]:
        return [self.cleaned_data[f"month_{n}"] for n in range(1, HISTORY_MONTHS + 1)]


class ColumnField(AmountField):
    """The number of a column of a table, counted from 1; optional."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(places=0, least="1", most="500", required=False, widget=widget, **options)

    def stored(self, text: str, number: Decimal) -> int:
        return int(number)


class TableForm(forms.Form):
    """Which columns of a table count, where the guess is wrong."""

    time_column = ColumnField(
        label=_("Number of the time column"),
        help_text=_("Only if the wrong column is read; the first column is 1."),
    )
    count_column = ColumnField(label=_("Number of the contacts column"))

    @property
    def columns(self) -> tuple[int | None, int | None]:
        return self.cleaned_data["time_column"], self.cleaned_data["count_column"]


class PasteForm(TableForm):
    """A table pasted from a spreadsheet or report."""

    table = forms.CharField(
        label=_("Table"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=4_000_000,
        strip=False,
        help_text=_(
            "A column with the time (2026-05, 2026-05-31 or 2026-05-31 09:30) and one with the contacts."
        ),
    )
    basis = forms.ChoiceField(label=_("The figures are"), choices=BASES)
    field_order = ("table", "basis")


class UploadForm(TableForm):
    """A CSV or spreadsheet file."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls"}),
        help_text=_("CSV (UTF-8 or GBK) or .xlsx, by month, by day or by interval; 300,000 rows at most."),
    )
    basis = forms.ChoiceField(label=_("The figures are"), choices=BASES)
    field_order = ("file", "basis")

    def clean_file(self) -> bytes:
        file: UploadedFile = self.cleaned_data["file"]
        rows = 0
        for chunk in file.chunks():
            rows += chunk.count(b"\n")
            if rows > MAX_ROWS:
                raise forms.ValidationError(
                    _(
                        "The table has more than 300,000 rows. Add the counts up by day or by month and upload that."
                    )
                )
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 16 MB."))
        file.seek(0)
        return file.read()


class ForecastForm(forms.Form):
    """Twelve months of the contract's first year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, 13):
            self.fields[f"forecast_{n}"] = CountField(label=_("Month %(n)s") % {"n": n})

    @property
    def counts(self) -> list[int]:
        return [self.cleaned_data[f"forecast_{n}"] for n in range(1, 13)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            self.add_error("forecast_1", _("At least one month must have contacts."))
        return data
