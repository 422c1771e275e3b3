"""Forms about vendors; they check, actions save."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import NamesForm
from ui.amounts import CountField
from ui.layouts import row, section
from ui.uploads import PAPERS
from ui.uploads.words import CheckedFileField
from vendors import codes
from vendors.models import QualificationDocument, Vendor, VendorContact

ANY = [("", _("all"))]


def _codes(kind: str, label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: codes.choices(kind),
    )


def _code(kind: str, label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=lambda: [("", "–"), *codes.choices(kind)])


def _text(label: Any, length: int, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CapabilitiesForm(forms.Form):
    """What a vendor says about itself."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    city = _text(_("City"), 80)
    seats_total = CountField(label=_("Seats in all"), required=False, most="1000000")
    founded_year = CountField(label=_("Founded in"), required=False, least="1800", most="2100")
    service_types = _codes("service_types", _("Service types"))
    channels = _codes("channels", _("Channels"))
    languages = _codes("languages", _("Languages"))
    layout = [
        section(_("Company"), row("website", "city"), row("seats_total", "founded_year")),
        section(_("What it can do"), "service_types", "channels", "languages"),
    ]

    def values(self) -> dict[str, Any]:
        """Keyword arguments of `edit_vendor`."""
        return dict(self.cleaned_data)

    @classmethod
    def values_of(cls, vendor: Vendor) -> dict[str, Any]:
        """Initial values from a row."""
        return {field: getattr(vendor, field) for field in cls.base_fields if hasattr(vendor, field)}


class VendorForm(CapabilitiesForm, NamesForm):
    """What a buyer writes about a vendor: its names and market position too."""

    legal_name = _text(_("Registered name"), 200)
    registration_no = _text(_("Registration number"), 60)
    positions = forms.MultipleChoiceField(
        label=_("Market position"),
        required=False,
        choices=Vendor.Position.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the buyer's people only; the vendor never reads this."),
    )
    layout = [
        section(_("Name"), row("name_en", "name_zh_hans", "name_zh_hant")),
        section(
            _("Company"),
            row("legal_name", "registration_no"),
            row("website", "city"),
            row("seats_total", "founded_year"),
        ),
        section(_("What it can do"), "positions", "service_types", "channels", "languages"),
        section(_("Notes"), "notes"),
    ]

    def values(self) -> dict[str, Any]:
        names = {field for _code, field in self.name_fields}
        return {key: value for key, value in self.cleaned_data.items() if key not in names} | self.names()

    @classmethod
    def values_of(cls, vendor: Vendor) -> dict[str, Any]:
        return super().values_of(vendor) | cls.names_of(vendor)


class ContactForm(forms.Form):
    name = _text(pgettext_lazy("person", "Name"), 120, required=True)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    phone = _text(_("Telephone"), 40)
    position = _text(_("Position"), 80)
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)
    is_lead = forms.BooleanField(
        label=_("Lead contact"), required=False, help_text=_("May add colleagues and switch them off.")
    )
    layout = [section("", row("name", "email"), row("phone", "position"), "language", "is_lead")]
    fields_of_contact = ("name", "email", "phone", "position", "language", "is_lead")

    @classmethod
    def values_of(cls, contact: VendorContact) -> dict[str, Any]:
        """Initial values from a row."""
        return {field: getattr(contact, field) for field in cls.fields_of_contact}


class QualificationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=QualificationDocument.Kind.choices)
    number = _text(_("Number"), 80)
    issuer = _text(_("Issued by"), 120)
    valid_until = _day(_("Valid until"))
    note = _text(_("Note"), 300)
    upload = CheckedFileField(
        kinds=PAPERS,
        label=_("File"),
        required=False,
        help_text=_("pdf, png, jpg or docx, 20 MiB at most. A new file replaces the one that is there."),
    )
    layout = [section("", row("kind", "number"), row("issuer", "valid_until"), "note", "upload")]

    @classmethod
    def values_of(cls, document: QualificationDocument) -> dict[str, Any]:
        """Initial values from a row."""
        return {
            field: getattr(document, field) for field in ("kind", "number", "issuer", "valid_until", "note")
        }


class ReferenceForm(forms.Form):
    client = _text(_("Client"), 160, required=True)
    industry = _code("industries", _("Industry"))
    channel = _code("channels", _("Channel"))
    depth = _code("depths", _("Service depth"))
    billing_model = _code("billing_models", _("Billing model"))
    monthly_volume = CountField(label=_("Contacts per month"), required=False, most="100000000")
    seats = CountField(label=_("Seats"), required=False, most="100000")
    started_on = _day(pgettext_lazy("date", "From"))
    ended_on = _day(pgettext_lazy("date", "To"))
    kpi_before = _text(_("Key figures before"), 200)
    kpi_after = _text(_("Key figures after"), 200)
    may_contact = forms.BooleanField(label=_("The buyer may contact this client"), required=False)
    layout = [
        section(
            "",
            row("client", "industry"),
            row("channel", "depth", "billing_model"),
            row("monthly_volume", "seats"),
            row("started_on", "ended_on"),
            row("kpi_before", "kpi_after"),
            "may_contact",
        )
    ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        started, ended = cleaned.get("started_on"), cleaned.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", ValidationError(_("The end lies before the beginning.")))
        return cleaned

    @classmethod
    def values_of(cls, reference: Any) -> dict[str, Any]:
        """Initial values from a row."""
        return {field: getattr(reference, field) for field in cls.base_fields}


class FilterForm(forms.Form):
    """Search and filters of the registry."""

    words = forms.CharField(label=_("Search"), required=False, max_length=100)
    position = forms.ChoiceField(
        label=_("Market position"), required=False, choices=[*ANY, *Vendor.Position.choices]
    )
    service_type = forms.ChoiceField(
        label=_("Service type"), required=False, choices=lambda: [*ANY, *codes.choices("service_types")]
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=lambda: [*ANY, *codes.choices("channels")]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=lambda: [*ANY, *codes.choices("languages")]
    )
    papers = forms.ChoiceField(
        label=_("Papers"),
        required=False,
        choices=[
            *ANY,
            ("expired", _("one has expired")),
            ("soon", _("one expires within 60 days")),
            ("none", _("none")),
        ],
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[*Vendor.Status.choices, ("ALL", _("all"))]
    )

    def wanted(self) -> dict[str, str]:
        """Keyword arguments of `vendors.queries.matching`; without a choice only active vendors."""
        values = {key: value for key, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        status = values.pop("status", "") or Vendor.Status.ACTIVE.value
        return values if status == "ALL" else values | {"status": status}
