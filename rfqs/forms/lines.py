"""A service line: its name, channel, services and hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rfqs import needs
from ui.amounts import CountField
from ui.fields import mark, offer
from ui.layouts import row, section


class LineForm(forms.Form):
    """A service line as the buyer tells it apart from the others.

    `asks_first` asks for the name of the line that was alone until now; `asks_sales` whether sales are made on this one.
    """

    first_label = forms.CharField(
        label=_("Name of the line there is so far"),
        max_length=60,
        help_text=_("Vendors price each line by itself and tell them apart by name."),
    )
    label = forms.CharField(label=_("Name of the line"), max_length=60)
    channel = forms.ChoiceField(label=_("Channel"))
    service_types = forms.MultipleChoiceField(
        label=_("Services"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service.")},
    )
    aht_s = CountField(
        label=_("Handling time of a contact, in seconds"), least="10", most="7200", required=False
    )
    coverage = forms.MultipleChoiceField(
        label=_("Service hours of this line"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose nothing where the hours of the RFQ hold for this line too."),
    )
    sells = forms.BooleanField(label=_("Sales are made on this line"), required=False)

    def __init__(self, *args: Any, asks_first: bool = False, asks_sales: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = needs.basic_choices()
        for name in ("channel", "service_types", "coverage"):
            offer(self, name, offered[name])
        mark(self.fields["aht_s"], "for_publication")
        if not asks_first:
            del self.fields["first_label"]
        if not asks_sales:
            del self.fields["sells"]
        first = [section(_("The line there is so far"), "first_label")] if asks_first else []
        more = ["sells"] if asks_sales else []
        title = _("The new line") if asks_first else _("Service line")
        self.layout = [
            *first,
            section(title, row("label", "channel"), "service_types", "aht_s", "coverage", *more),
        ]

    def clean_coverage(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["coverage"]
        if "H24" in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Round the clock stands alone."))
        return chosen

    @property
    def values(self) -> dict[str, Any]:
        """What `needs.changed_line` takes; who sells stays as it was where it was not asked."""
        data = self.cleaned_data
        aht = data["aht_s"]
        return data | {
            "label": " ".join(data["label"].split()),
            "aht_s": str(aht) if aht else None,
            "sells": data.get("sells", self.initial.get("sells", False)),
        }
