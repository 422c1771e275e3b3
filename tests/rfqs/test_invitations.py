"""Personal links: looking consumes nothing, one of two parallel accepts wins, the rest says how to go on."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from notifications.actions import unlock
from notifications.models import OutboxMessage
from rfqs.access import invitations_visible_to
from rfqs.actions.enrolment import MOST_LIVE, accept_token, look_up_token, renew_link
from rfqs.actions.invitations import (
    add_colleague,
    decline_invitation,
    invite_vendors,
    issue_link,
    take_back_decline,
)
from rfqs.models import Invitation, InvitationToken
from tests import cast
from tests.rfqs import build
from ui.errors import Refused

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"


def mailed(to: str, kind: str = "rfq_invitation") -> str:
    """The token in the newest mail of a kind to an address."""
    message = OutboxMessage.objects.filter(kind=kind, to=to).order_by("-created_at").first()
    line = next(line for line in unlock(message)[1].splitlines() if "/invitation/" in line)
    return line.rstrip("/").rsplit("/", 1)[1]


def invitation_of(vendor) -> Invitation:
    return Invitation.objects.get(vendor=vendor)


def test_get_consumes_nothing_and_post_enrols(client):
    build.published()
    token = mailed("crane@crane.example")
    url = reverse("enrol:invitation", args=[token])
    for _again in range(2):
        page = client.get(url)
        assert page.status_code == 200
        assert "c***@crane.example" in page.content.decode()
        assert "crane@crane.example" not in page.content.decode()
        assert page["Referrer-Policy"] == "strict-origin"
        assert "no-store" in page["Cache-Control"]
    done = client.post(url, {"name": "Crane Wu", "password": PASSWORD})
    invitation = invitation_of(cast.vendor("Paper Crane"))
    assert done.headers["Location"] == f"/portal/{invitation.pk}/"
    user = User.objects.get(email="crane@crane.example")
    assert (user.name, user.roles, user.check_password(PASSWORD)) == ("Crane Wu", ["VENDOR_LEAD"], True)
    assert invitation.status == "SEEN"
    assert invitation.contact.user == user
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_used_link_says_so_and_offers_a_new_one(client):
    build.published()
    token = mailed("crane@crane.example")
    accept_token(token=token, name="Crane", password=PASSWORD, now=build.now())
    page = client.get(reverse("enrol:invitation", args=[token]))
    assert page.status_code == 410
    assert "has been used" in page.content.decode()
    assert "Send me a new link" in page.content.decode()
    with pytest.raises(Refused):
        accept_token(token=token, name="Other", password=PASSWORD, now=build.now())


def test_a_weak_password_uses_nothing_up(client):
    build.published()
    token = mailed("crane@crane.example")
    page = client.post(reverse("enrol:invitation", args=[token]), {"name": "Crane Wu", "password": "12"})
    assert page.status_code == 200
    assert "Crane Wu" in page.content.decode()
    assert look_up_token(token, build.now()).state == "LIVE"
    assert not User.objects.filter(email="crane@crane.example").exists()


def test_links_end_with_the_deadline_and_after_thirty_days():
    build.published(days=90)
    token = mailed("crane@crane.example")
    assert look_up_token(token, build.now() + timedelta(days=29)).state == "LIVE"
    assert look_up_token(token, build.now() + timedelta(days=31)).state == "EXPIRED"
    assert look_up_token(token, build.now() + timedelta(days=91)).state == "CLOSED"
    assert look_up_token("unknown", build.now()) is None


def test_a_renewed_link_goes_to_the_same_contact_only(client):
    build.published(days=90)
    token = mailed("crane@crane.example")
    later = build.now() + timedelta(days=31)
    assert renew_link(token=token, now=later) is True
    assert renew_link(token=token, now=later) is False
    fresh = mailed("crane@crane.example", "rfq_link_again")
    assert look_up_token(fresh, later).state == "LIVE"
    assert client.post(reverse("enrol:renew", args=["unknown"])).status_code == 200


def test_whoever_finds_a_used_link_cannot_spoil_the_live_ones():
    build.published()
    used = mailed("crane@crane.example")
    accept_token(token=used, name="Crane", password=PASSWORD, now=build.now())
    sent, live = 0, []
    for minutes in range(0, 60, 3):
        if renew_link(token=used, now=build.now() + timedelta(minutes=minutes)):
            sent += 1
            live.append(mailed("crane@crane.example", "rfq_link_again"))
    hour = build.now() + timedelta(hours=1)
    assert [look_up_token(token, hour).state for token in live] == ["LIVE"] * sent
    assert sent == MOST_LIVE  # of twenty: the mailbox is not flooded either


def test_an_existing_user_signs_in_instead_of_setting_a_password(client):
    build.published()
    token = mailed("quotes@celadon.example")
    url = reverse("enrol:invitation", args=[token])
    assert "Sign in and open the RFQ" in client.get(url).content.decode()
    client.post(url, {"name": "Thief", "password": PASSWORD})
    assert look_up_token(token, build.now()).state == "LIVE"
    client.force_login(cast.rival_user())
    client.post(url)
    assert look_up_token(token, build.now()).state == "LIVE"
    client.force_login(cast.vendor_user())
    assert client.post(url).status_code == 302
    assert look_up_token(token, build.now()).state == "USED"


@pytest.mark.django_db(transaction=True)
def test_of_two_parallel_accepts_exactly_one_succeeds():
    build.published()
    token = mailed("crane@crane.example")
    start, results = threading.Barrier(2), []

    def accept(name: str) -> None:
        start.wait()
        try:
            results.append(accept_token(token=token, name=name, password=PASSWORD, now=build.now())[0].name)
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[name]) for name in ("One", "Two")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(results) in (["One", "refused"], ["Two", "refused"])
    assert User.objects.filter(email="crane@crane.example").count() == 1


def test_a_copied_link_is_shown_once_audited_and_ends_the_one_before(client):
    rfq = build.published()
    invitation = invitation_of(cast.vendor("Paper Crane"))
    first = issue_link(invitation=invitation, by=cast.buyer(), now=build.now())
    client.force_login(cast.buyer())
    page = client.post(reverse("rfqs:vendor_link", args=[rfq.code, invitation.pk]))
    assert "/invitation/" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert look_up_token(first.rstrip("/").rsplit("/", 1)[1], build.now()).state == "REVOKED"
    assert look_up_token(mailed("crane@crane.example"), build.now()).state == "LIVE"
    assert AuditEvent.objects.filter(action="invitation.link_copied").count() == 2
    kept = InvitationToken.objects.values_list("token_hash", flat=True)
    assert not any(digest in first for digest in kept)


def test_a_vendor_declines_with_a_reason_and_takes_it_back():
    build.published()
    invitation = invitation_of(cast.vendor())
    with pytest.raises(Refused, match="why"):
        decline_invitation(invitation=invitation, reason=" ", by=cast.vendor_user(), now=build.now())
    with pytest.raises(Http404):
        decline_invitation(invitation=invitation, reason="x", by=cast.rival_user(), now=build.now())
    declined = decline_invitation(
        invitation=invitation, reason="No capacity", by=cast.vendor_user(), now=build.now()
    )
    assert (declined.status, declined.decline_reason) == ("DECLINED", "No capacity")
    mail = OutboxMessage.objects.get(kind="rfq_declined")
    assert mail.to == cast.buyer().email
    assert "No capacity" in unlock(mail)[1]
    back = take_back_decline(invitation=invitation, by=cast.vendor_user(), now=build.now())
    assert (back.status, back.decline_reason, back.declined_at) == ("SEEN", "", None)


def test_only_a_lead_adds_colleagues_and_they_join_the_same_vendor():
    build.published()
    invitation = invitation_of(cast.vendor())
    people = {
        "invitation": invitation,
        "name": "Ou Yang",
        "email": "Ou@Celadon.example",
        "language": "en",
        "now": build.now(),
    }
    with pytest.raises(PermissionDenied):
        add_colleague(**people, by=cast.vendor_user())
    contact = add_colleague(**people, by=cast.vendor_lead())
    assert (contact.vendor, contact.email) == (cast.vendor(), "ou@celadon.example")
    user, joined = accept_token(
        token=mailed("ou@celadon.example", "rfq_colleague"), name="Ou", password=PASSWORD, now=build.now()
    )
    assert (joined, user.roles) == (invitation, ["VENDOR_USER"])
    assert list(invitations_visible_to(user)) == [invitation]


def test_a_vendor_added_after_publication_is_mailed_at_once():
    rfq = build.published()
    late = cast.vendor("Nine Bridges")
    cast.contact(late, "nine@bridges.example", "Nine")
    invite_vendors(rfq=rfq, vendors=[late], by=cast.buyer(), now=build.now())
    assert OutboxMessage.objects.filter(kind="rfq_invitation", to="nine@bridges.example").count() == 1


def test_a_cancelled_draft_is_never_seen_by_a_vendor():
    from rfqs.actions.rfq import cancel_rfq

    cancel_rfq(rfq=build.ready(), reason="No", by=cast.buyer(), now=build.now())
    assert not invitations_visible_to(cast.vendor_user()).exists()
