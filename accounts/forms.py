"""Forms about people; they check, actions save."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from accounts.roles import STAFF_ROLES, Role
from ui.layouts import row, section

STAFF_CHOICES = [(role.value, role.label) for role in STAFF_ROLES]


class NamesForm(forms.Form):
    """A name in three languages, at least one of them; `names()` gives name and translations."""

    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    name_zh_hans = forms.CharField(label=_("Name in Simplified Chinese"), max_length=160, required=False)
    name_zh_hant = forms.CharField(label=_("Name in Traditional Chinese"), max_length=160, required=False)
    name_fields = (("en", "name_en"), ("zh-hans", "name_zh_hans"), ("zh-hant", "name_zh_hant"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(field) for _code, field in self.name_fields):
            self.add_error("name_en", ValidationError(_("Give the name in at least one language.")))
        return cleaned

    def names(self) -> dict[str, Any]:
        """{"name": the English one where there is one, "name_i18n": {code: name}}."""
        words = {code: self.cleaned_data[field] for code, field in self.name_fields}
        given = {code: text for code, text in words.items() if text}
        return {"name": next(iter(given.values())), "name_i18n": given}

    @classmethod
    def names_of(cls, thing: Any) -> dict[str, str]:
        """Initial values from a row with `name` and `name_i18n`."""
        words = thing.name_i18n or {"en": thing.name}
        return {field: words.get(code, "") for code, field in cls.name_fields}


class OrganisationForm(NamesForm):
    profile = forms.ChoiceField(
        label=_("Profile"),
        choices=Organisation.Profile.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Small team: any two people of the buyer open quotes and one reviewer beside the owner is "
            "enough. Strict: officers are named, nobody holds two duties, two reviewers or more."
        ),
    )
    layout = [
        section(_("Name"), row("name_en", "name_zh_hans", "name_zh_hant")),
        section(_("How selections are run"), "profile"),
    ]


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=STAFF_CHOICES, widget=forms.CheckboxSelectMultiple
    )


class InviteForm(RolesForm):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    layout = [section(_("Who"), row("name", "email"), "language"), section(_("What they may do"), "roles")]
    field_order = ["name", "email", "language", "roles"]


class ProfileForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class PasswordsForm(forms.Form):
    """A new password, typed twice; `person` lends name and address to the check against guessable ones."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("A sentence of a few words is easy to remember and hard to guess."),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", ValidationError(_("The two passwords differ.")))
        if password:
            try:
                validate_password(password, user=self.person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


ROLE_NAMES = {role.value: role.label for role in Role}


class PasskeyForm(AddWebAuthnForm):
    """A passkey signs in by itself unless its owner says otherwise: that is what the sign-in page offers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("To tell it from others later: the device or the key it is on.")
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Sign in with it alone, without a password"), True
        alone.help_text = _(
            "The device then asks for your finger, face or PIN. Without this it is a second factor beside the password."
        )
