"""Make the buying organisation and its first administrator."""

import getpass
import os
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from accounts.access import organisation
from accounts.actions import set_up
from accounts.models import Organisation
from ui.errors import Refused


class Command(BaseCommand):
    help = (
        "Makes the buying organisation and its first administrator; asks for what is not given. "
        "The password may come from SHORTLIST_ADMIN_PASSWORD. Refuses a second time and changes nothing then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", help="name of the buying organisation")
        parser.add_argument("--email", help="address the first administrator signs in with")
        parser.add_argument("--name", help="name of the first administrator")
        parser.add_argument(
            "--password", help="better left out: it is asked for, or read from the environment"
        )
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default="zh-hans"
        )
        parser.add_argument("--profile", choices=Organisation.Profile.values, default="SMALL_TEAM")
        parser.add_argument("--no-input", action="store_true", help="fail instead of asking")

    def handle(self, *args: Any, **options: Any) -> None:
        if organisation() is not None:
            raise CommandError("Set up already; nothing was changed. Administrators invite everybody else.")
        self.may_ask = not options["no_input"]
        given: dict[str, Any] = {
            "name": self._text(options["organisation"], "Organisation"),
            "email": self._address(options["email"]),
            "person": self._text(options["name"], "Administrator's name"),
        }
        password = self._password(options["password"])
        try:
            user = set_up(
                **given,
                password=password,
                language=options["language"],
                profile=options["profile"],
                now=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{given['name']} is set up. {user.email} signs in at {settings.SHORTLIST_BASE_URL}/"
        )

    def _text(self, value: str | None, question: str) -> str:
        if value is None and self.may_ask:
            value = input(f"{question}: ")
        text = (value or "").strip()
        if not text:
            raise CommandError(f"{question} is missing.")
        return text

    def _address(self, value: str | None) -> str:
        address = self._text(value, "Administrator's e-mail")
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no e-mail address.") from error
        return address

    def _password(self, value: str | None) -> str:
        value = value or os.environ.get("SHORTLIST_ADMIN_PASSWORD")
        if not value and self.may_ask:
            value = getpass.getpass("Password: ")
            if value != getpass.getpass("Password again: "):
                raise CommandError("The two passwords differ.")
        if not value:
            raise CommandError("Password is missing.")
        try:
            validate_password(value)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return value
