"""Staff: who sees the pages, personal links that work once, roles, the last administrator."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import StaffInvitation, User
from accounts.roles import Role
from audit.models import AuditEvent
from notifications.actions import unlock
from notifications.models import OutboxMessage
from tests import cast
from ui.errors import Refused

pytestmark = pytest.mark.django_db
NEW = {"email": "Lu@Plover.example", "name": "Lu Xin", "language": "en"}


def invited(client, **changes):
    client.force_login(cast.administrator())
    data = {**NEW, "roles": ["BUYER"], **changes}
    return client.post(reverse("accounts:staff_invite"), data)


def mailed_link():
    subject, body = unlock(OutboxMessage.objects.latest("created_at"))
    return re.search(r"/join/\S+", body).group(), subject, body


@pytest.mark.parametrize("name", ["accounts:staff", "accounts:staff_invite", "accounts:organisation"])
def test_outsiders_get_404_insiders_403_administrators_the_page(client, name):
    cast.organisation()
    url = reverse(name)
    assert client.get(url).status_code == 302
    for user, status in ((cast.vendor_lead(), 404), (cast.buyer(), 403), (cast.administrator(), 200)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_an_auditor_reads_the_staff_but_changes_nothing(client):
    client.force_login(cast.auditor())
    page = client.get(reverse("accounts:staff_member", args=[cast.buyer().pk]))
    assert page.status_code == 200 and b"Save the roles" not in page.content
    url = reverse("accounts:staff_member", args=[cast.buyer().pk])
    assert client.post(url, {"roles": ["AUDITOR"]}).status_code == 403
    assert User.objects.get(pk=cast.buyer().pk).roles == ["BUYER"]
    assert AuditEvent.objects.get(outcome="DENIED").action == "accounts:staff_member"


def test_people_of_vendors_are_no_staff(client):
    client.force_login(cast.administrator())
    url = reverse("accounts:staff_member", args=[cast.vendor_user().pk])
    assert client.get(url).status_code == 404


def test_a_personal_link_is_mailed_works_once_and_looking_consumes_nothing(client):
    cast.organisation()
    assert invited(client).status_code == 302
    client.logout()
    link, subject, body = mailed_link()
    assert "Plover Trading" in subject and "Asia/Shanghai" in body
    for _look in range(2):
        page = client.get(link)
        assert page.status_code == 200 and page["Referrer-Policy"] == "strict-origin"
    answer = {"name": "Lu Xin", "password": "five plain words here", "again": "five plain words here"}
    assert client.post(link, answer).url == "/"
    joined = User.objects.get(email="lu@plover.example")
    assert joined.roles == ["BUYER"] and joined.check_password("five plain words here")
    assert client.get("/").context["user"] == joined
    client.logout()
    again = client.post(link, answer)
    assert again.status_code == 410 and "used already" in again.content.decode()
    assert User.objects.filter(email="lu@plover.example").count() == 1


def test_a_weak_or_differing_password_keeps_the_link_and_the_typed_name(client):
    invited(client)
    client.logout()
    link = mailed_link()[0]
    page = client.post(link, {"name": "Typed", "password": "password", "again": "other"})
    assert page.status_code == 200 and b'value="Typed"' in page.content
    assert set(page.context["form"].errors) == {"password", "again"}
    assert StaffInvitation.objects.get().used_at is None


def test_a_new_link_replaces_the_old_one_and_a_withdrawn_one_is_gone(client):
    invited(client)
    old, row = mailed_link()[0], StaffInvitation.objects.get()
    client.post(reverse("accounts:staff_reissue", args=[row.pk]))
    new = mailed_link()[0]
    client.post(reverse("accounts:staff_revoke", args=[row.pk]))
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 410


def test_an_expired_link_says_how_to_get_a_new_one(client):
    invited(client)
    StaffInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.logout()
    page = client.get(mailed_link()[0])
    assert page.status_code == 410 and "Ask your administrator to send a new one" in page.content.decode()


def test_bad_input_keeps_what_was_typed(client):
    page = invited(client, email="no address", roles=[])
    assert page.status_code == 200 and b'value="no address"' in page.content
    assert set(page.context["form"].errors) == {"email", "roles"}
    assert b"checked" not in page.content
    taken = invited(client, email=cast.buyer().email)
    assert "already signs in" in taken.context["form"].errors["email"][0]
    assert "VENDOR_LEAD" not in page.content.decode()


def test_the_last_administrator_stays():
    admin, now = cast.administrator(), timezone.now()
    with pytest.raises(Refused, match="last administrator"):
        actions.change_roles(person=admin, roles=["BUYER"], by=admin, now=now)
    with pytest.raises(Refused, match="last administrator"):
        actions.set_staff_active(person=admin, active=False, by=admin, now=now)
    second = cast.person("second.admin@plover.example", "Second", Role.ADMINISTRATOR)
    assert actions.change_roles(person=admin, roles=["BUYER"], by=second, now=now).roles == ["BUYER"]
    row = AuditEvent.objects.get(action="staff.roles_changed")
    assert row.detail == {"before": ["ADMINISTRATOR"], "after": ["BUYER"]}


def test_an_inactive_administrator_does_not_count():
    admin, now = cast.administrator(), timezone.now()
    second = cast.person("second.admin@plover.example", "Second", Role.ADMINISTRATOR)
    actions.set_staff_active(person=second, active=False, by=admin, now=now)
    with pytest.raises(Refused, match="last administrator"):
        actions.change_roles(person=admin, roles=["BUYER"], by=admin, now=now)


def test_actions_ask_for_the_right_themselves():
    now = timezone.now()
    for role in ("VENDOR_LEAD", "NOBODY"):
        with pytest.raises(Refused):
            actions.change_roles(person=cast.buyer(), roles=[role], by=cast.administrator(), now=now)
    with pytest.raises(PermissionDenied):
        actions.change_roles(person=cast.buyer(), roles=["AUDITOR"], by=cast.buyer(), now=now)


def test_switching_off_ends_an_open_session(client, settings):
    client.force_login(cast.buyer())
    assert client.get(reverse("accounts:profile")).status_code == 200
    actions.set_staff_active(person=cast.buyer(), active=False, by=cast.administrator(), now=timezone.now())
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_last_administrator_reads_why_on_the_page(client):
    admin = cast.administrator()
    client.force_login(admin)
    url = reverse("accounts:staff_member", args=[admin.pk])
    page = client.post(
        url,
        {"roles": ["BUYER"]},
        headers={"accept": "text/html", "referer": f"http://testserver{url}"},
        follow=True,
    )
    assert page.redirect_chain == [(url, 303)] and "last administrator" in page.content.decode()
    assert AuditEvent.objects.get(outcome="DENIED").detail["reason"].startswith("This is the last")


def test_a_role_change_needs_a_second_factor_where_that_is_demanded(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(cast.administrator())
    answer = client.post(reverse("accounts:staff_member", args=[cast.buyer().pk]), {"roles": ["AUDITOR"]})
    assert answer.url == reverse("mfa_index")
    assert User.objects.get(pk=cast.buyer().pk).roles == ["BUYER"]


def test_the_staff_list_costs_the_same_for_one_and_for_many(client, django_assert_num_queries):
    client.force_login(cast.administrator())
    client.get(reverse("accounts:staff"))
    with django_assert_num_queries(4):
        client.get(reverse("accounts:staff"))
    for n in range(3):
        cast.person(f"p{n}@plover.example", f"P{n}", Role.BUYER)
    with django_assert_num_queries(4):
        client.get(reverse("accounts:staff"))
