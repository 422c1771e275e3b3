"""`manage.py setup`: once, by options or by questions."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db
GIVEN = {
    "organisation": "Plover Trading",
    "email": "First@Plover.example",
    "name": "Jin Hua",
    "password": "correct-horse-battery",
    "no_input": True,
}


def run(**changes):
    out = StringIO()
    call_command("setup", stdout=out, **{**GIVEN, **changes})
    return out.getvalue()


def test_it_makes_the_organisation_and_its_administrator():
    assert "first@plover.example signs in" in run(profile="STRICT")
    user = User.objects.get()
    assert (user.email, user.roles, user.language) == ("first@plover.example", ["ADMINISTRATOR"], "zh-hans")
    assert user.check_password("correct-horse-battery")
    assert Organisation.objects.get().profile == "STRICT"
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {
        "organisation.set_up",
        "account.created",
    }


def test_a_second_time_it_refuses_and_changes_nothing():
    run()
    with pytest.raises(CommandError, match="Set up already"):
        run(organisation="Other", email="other@plover.example")
    assert Organisation.objects.get().name == "Plover Trading" and User.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"organisation": " "}, "Organisation is missing"),
        ({"email": "nobody"}, "no e-mail address"),
        ({"password": "password"}, "too common"),
        ({"password": None}, "Password is missing"),
    ],
)
def test_bad_input_is_refused_in_words(changes, words, monkeypatch):
    monkeypatch.delenv("SHORTLIST_ADMIN_PASSWORD", raising=False)
    with pytest.raises(CommandError, match=words):
        run(**changes)
    assert not Organisation.objects.exists() and not User.objects.exists()


def test_it_asks_for_what_is_not_given(monkeypatch):
    answers = iter(["Plover Trading", "asked@plover.example", "Jin Hua"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda question: "correct-horse-battery")
    call_command("setup", stdout=StringIO())
    assert User.objects.get().email == "asked@plover.example"
