"""Who lands where, what waits for a person, one's own profile and language."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import home
from accounts.models import Organisation, User
from notifications.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def providers(monkeypatch):
    """Only what a test registers."""
    monkeypatch.setattr(home, "_waiting", [])
    monkeypatch.setattr(home, "_running", [])


def test_everybody_lands_where_their_work_is(client):
    for user, target in (
        (cast.administrator(), reverse("accounts:staff")),
        (cast.reviewer(), reverse("admin:index")),
        (cast.auditor(), reverse("audit:list")),
    ):
        client.force_login(user)
        assert client.get("/").url == target
    client.force_login(cast.vendor_user())
    assert client.get("/").status_code == 302 and client.get("/").url != "/"
    client.logout()
    assert client.get("/").url.startswith(reverse("account_login"))


def test_what_is_due_first_stands_first_and_only_ones_own(client, providers):
    now = timezone.now()

    def waiting(user, at):
        if user != cast.buyer():
            return []
        return [
            home.Waiting("Without a day", "/a/"),
            home.Waiting("Later", "/b/", now + timedelta(days=2), "decide"),
            home.Waiting("Overdue", "/c/", now - timedelta(hours=1)),
        ]

    home.register(waiting)
    home.register(waiting)
    client.force_login(cast.buyer())
    page = client.get("/")
    assert [item.title for item in page.context["waiting"]] == ["Overdue", "Later", "Without a day"]
    text = page.content.decode()
    assert "overdue" in text and "needs your decision" in text and 'href="/b/"' in text
    client.force_login(cast.approver())
    assert "Nothing waits for you" in client.get("/").content.decode()


def test_running_lines_show_their_stage(client, providers):
    home.register_running(lambda user, now: [home.Running("RFQ-1", "Shop chat", "/rfqs/RFQ-1/", "Opening")])
    client.force_login(cast.buyer())
    text = client.get("/").content.decode()
    assert "RFQ-1" in text and "Shop chat" in text and "Opening" in text


def test_an_unknown_kind_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="none of"):
        home.Waiting("x", "/", kind="urgent")


def test_the_saved_language_counts_after_sign_in_and_a_switch_is_remembered(client):
    user = cast.person("hans@plover.example", "Hans", "BUYER", language="zh-hans")
    client.force_login(user)
    assert client.get(reverse("accounts:profile")).headers["Content-Language"] == "zh-hans"
    client.post(reverse("set_language"), {"language": "zh-hant", "next": "/me/"})
    assert User.objects.get(pk=user.pk).language == "zh-hant"
    assert client.get(reverse("accounts:profile")).headers["Content-Language"] == "zh-hant"


def test_a_switch_in_this_browser_wins_over_the_saved_language(client):
    client.force_login(cast.buyer())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert client.get(reverse("accounts:profile")).headers["Content-Language"] == "zh-hans"
    assert User.objects.get(pk=cast.buyer().pk).language == "en"


def test_the_profile_is_saved_and_bad_input_keeps_what_was_typed(client):
    client.force_login(cast.buyer())
    url = reverse("accounts:profile")
    page = client.post(url, {"name": "Typed name", "language": "xx"})
    assert b'value="Typed name"' in page.content and "language" in page.context["form"].errors
    answer = client.post(url, {"name": "Bai Lin II", "language": "zh-hant"})
    assert answer.status_code == 302 and answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == ""
    saved = User.objects.get(pk=cast.buyer().pk)
    assert (saved.name, saved.language, saved.roles) == ("Bai Lin II", "zh-hant", ["BUYER"])


def test_the_organisation_is_named_in_three_languages(client):
    cast.organisation()
    client.force_login(cast.administrator())
    url = reverse("accounts:organisation")
    empty = client.post(url, {"profile": "STRICT"})
    assert "name_en" in empty.context["form"].errors
    client.post(url, {"name_en": "Plover", "name_zh_hans": "珩鸟商贸", "profile": "STRICT"})
    row = Organisation.objects.get()
    assert (row.name, row.profile) == ("Plover", "STRICT")
    assert row.name_i18n == {"en": "Plover", "zh-hans": "珩鸟商贸"}


def test_a_forgotten_password_goes_through_the_outbox(client, mailoutbox):
    cast.buyer()
    client.post(reverse("account_reset_password"), {"email": cast.buyer().email})
    assert mailoutbox == []
    assert OutboxMessage.objects.get().to == cast.buyer().email
