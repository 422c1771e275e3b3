"""The vendor's pages: who sees what, what is saved, what is refused at its field."""

import io
import re
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quotes.actions import read_draft
from quotes.documents import COMMERCIAL, QUALITY, merged
from quotes.models import Revision
from quotes.urls import urlpatterns
from rfqs.models import RFQ, Invitation
from rfqs.states import InvitationStatus
from tests import cast, deadlines
from tests.quotes.build import invite, publish

pytestmark = pytest.mark.django_db
PAGES = ("read", "clarifications", "prices", "fees", "terms", "files", "check")
POST_ONLY = (
    "ask",
    "colleague",
    "confirm_addendum",
    "decline",
    "remove_file",
    "remove_line",
    "send",
    "take_back",
)


class Writer(Client):
    """Sends forms as a browser does: with the version that their page carries."""

    def post(self, path: str, data: Any = None, **extra: Any) -> Any:
        page = None if "version" in (data or {}) else self.get(path)
        if page is not None and page.status_code == 200:
            shown = re.search(r'name="version" value="([^"]+)"', page.content.decode())
            data = {**(data or {}), **({"version": shown[1]} if shown else {})}
        return super().post(path, data, **extra)


def signed_in(user: Any, client: Client | None = None) -> Client:
    client = client or Writer()
    client.force_login(user)
    return client


def url(invitation: Invitation, name: str, *args: Any) -> str:
    return reverse(f"quotes:{name}", args=(invitation.pk, *args))


def words_of(answer: Any) -> str:
    """The text of a page; of a workbook, that of its parts."""
    if "spreadsheetml" not in answer["Content-Type"]:
        return str(answer.content.decode())
    with zipfile.ZipFile(io.BytesIO(answer.content)) as held:
        return "".join(held.read(name).decode() for name in held.namelist())


def draft(invitation: Invitation) -> dict[str, Any]:
    parts = read_draft(invitation)
    return merged(parts[QUALITY], parts[COMMERCIAL])


@pytest.fixture
def desk(invitation: Invitation, vendor_user: Any) -> Client:
    return signed_in(vendor_user)


def every_url(invitation: Invitation) -> dict[str, str]:
    """The address of every page of one invitation, with made-up parts where more are needed."""
    samples = {
        "number": 1,
        "position": 1,
        "model": "B01",
        "file_id": uuid.uuid4(),
        "attachment_id": uuid.uuid4(),
        "addendum_id": uuid.uuid4(),
    }
    found = {}
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        if "invitation_id" in names or "model" in names:
            kwargs = {name: samples.get(name, invitation.pk) for name in names}
            found[pattern.name] = reverse(f"quotes:{pattern.name}", kwargs=kwargs)
    return found


# -- the same questions of every page ----------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(desk: Client, invitation: Invitation, name: str) -> None:
    assert desk.get(url(invitation, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_filled_in(ready: Invitation, vendor_user: Any, name: str) -> None:
    assert signed_in(vendor_user).get(url(ready, name)).status_code == 200


@pytest.mark.parametrize("number", range(1, 11))
def test_every_question_has_its_page(desk: Client, invitation: Invitation, number: int) -> None:
    assert desk.get(url(invitation, "answers", number)).status_code == 200


def test_a_rival_finds_nothing(ready: Invitation, rival_invitation: Invitation) -> None:
    """The table of doors (tests/house/test_doors.py) asks the same of everybody else."""
    client = signed_in(cast.rival_user())
    for name, address in every_url(ready).items():
        answer = client.post(address) if name in POST_ONLY else client.get(address)
        assert answer.status_code == 404, name
        assert client.post(address).status_code in (404, 405), name


def test_nobody_signed_in_is_sent_to_sign_in(ready: Invitation) -> None:
    for address in every_url(ready).values():
        answer = Client().get(address)
        assert answer.status_code == 302 and "login" in answer["Location"]


@pytest.mark.parametrize("name", POST_ONLY)
def test_what_changes_something_is_not_a_get(desk: Client, invitation: Invitation, name: str) -> None:
    assert desk.get(every_url(invitation)[name]).status_code == 405


def test_a_vendor_never_learns_who_else_was_invited(
    ready: Invitation, rival_invitation: Invitation, vendor_user: Any
) -> None:
    client = signed_in(vendor_user)
    for address in [reverse("quotes:portal"), *every_url(ready).values()]:
        text = words_of(client.get(address))
        assert "Lighthouse" not in text and str(rival_invitation.pk) not in text


# -- the list ----------------------------------------------------------------------------------------


def test_the_list_shows_only_ones_own(desk: Client, invitation: Invitation, rival_user: Any) -> None:
    other = publish("RFQ-8")
    invite(other, rival_user)
    page = desk.get(reverse("quotes:portal")).content.decode()
    assert "RFQ-7" in page and "RFQ-8" not in page and "Asia/Shanghai" in page


def test_the_list_has_the_same_queries_with_one_and_three_rows(
    desk: Client, invitation: Invitation, vendor_user: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("quotes:portal")
    with CaptureQueriesContext(connection) as one:
        desk.get(address)
    for code in ("RFQ-8", "RFQ-9"):
        invite(publish(code), vendor_user)
    with django_assert_num_queries(len(one)):
        desk.get(address)


def test_reading_marks_an_invitation_as_seen(rfq: RFQ, vendor_user: Any) -> None:
    invitation = invite(rfq, vendor_user, InvitationStatus.INVITED)
    signed_in(vendor_user).get(url(invitation, "read"))
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.SEEN


def test_declining_needs_a_reason_and_can_be_taken_back(desk: Client, invitation: Invitation) -> None:
    assert desk.post(url(invitation, "decline"), {"reason": " "}).status_code == 422
    assert desk.post(url(invitation, "decline"), {"reason": "No capacity"}).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.status, invitation.decline_reason) == (InvitationStatus.DECLINED, "No capacity")
    page = desk.get(url(invitation, "prices")).content.decode()
    assert "You have declined" in page
    desk.post(url(invitation, "take_back"))
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.SEEN


def test_only_the_lead_adds_a_colleague(invitation: Invitation, vendor_user: Any) -> None:
    data = {"colleague-name": "Ou Ya", "colleague-email": "ou@celadon.example", "colleague-language": "en"}
    assert signed_in(vendor_user).post(url(invitation, "colleague"), data).status_code == 403
    assert signed_in(cast.vendor_lead()).post(url(invitation, "colleague"), data).status_code == 302
    assert invitation.vendor.contacts.filter(email="ou@celadon.example").exists()


# -- answers -----------------------------------------------------------------------------------------


def test_an_answer_is_saved_and_the_next_question_opens(desk: Client, invitation: Invitation) -> None:
    data = {
        "q3_assignment": "SHARED",
        "q3_stores_per_agent": "3",
        "q3_turnover_annual": "35",
        "q3_part_time_share__state": "NOT_DISCLOSED",
        "text": "A calm team.",
    }
    answer = desk.post(url(invitation, "answers", 3), data)
    assert answer["Location"] == url(invitation, "answers", 4)
    whole = draft(invitation)
    assert whole["answers"]["q3"]["q3_assignment"] == "SHARED"
    assert whole["answers"]["q3"]["q3_part_time_share"] == {"state": "NOT_DISCLOSED"}
    assert whole["answers"]["q3"]["text"] == "A calm team."
    assert whole["operations"] == {"turnover_annual": "0.35"}
    assert "q3_turnover_annual" not in whole["answers"]["q3"]
    page = desk.get(url(invitation, "answers", 3)).content.decode()
    assert 'value="35"' in page and "A calm team." in page


def test_a_refused_answer_stays_typed_and_nothing_is_saved(desk: Client, invitation: Invitation) -> None:
    data = {"q3_turnover_annual": "１２", "text": "Typed long ago."}
    answer = desk.post(url(invitation, "answers", 3), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "１２" in page and "Typed long ago." in page and "digits 0 to 9" in page
    assert draft(invitation)["answers"] == {}


def test_autosave_keeps_what_is_sound_and_says_how_much_is_not(desk: Client, invitation: Invitation) -> None:
    address, auto = url(invitation, "answers", 3), {"HTTP_X_AUTOSAVE": "1"}
    version = desk.get(address).context["version"]
    first = desk.post(address, {"version": version, "q3_turnover_annual": "35", "text": "one"}, **auto)
    assert first.status_code == 200
    second = desk.post(
        address, {"version": first.json()["version"], "q3_turnover_annual": "1e3", "text": "two"}, **auto
    )
    assert second.status_code == 200 and "1 entry" in second.json()["at"]
    whole = draft(invitation)
    assert (whole["answers"]["q3"]["text"], whole["operations"]["turnover_annual"]) == ("two", "0.35")


def test_two_windows_get_both_texts_to_choose_from(desk: Client, invitation: Invitation) -> None:
    address = url(invitation, "answers", 4)
    version = desk.get(address).context["version"]
    desk.post(address, {"version": version, "text": "from the first window"})
    answer = desk.post(address, {"version": version, "text": "from the second window"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "from the first window" in page and "from the second window" in page
    assert draft(invitation)["answers"]["q4"]["text"] == "from the first window"
    again = {"version": answer.context["version"], **dict(answer.context["typed"])}
    assert desk.post(address, again).status_code == 302
    assert draft(invitation)["answers"]["q4"]["text"] == "from the second window"


def test_a_conflict_stops_autosave(desk: Client, invitation: Invitation) -> None:
    address = url(invitation, "answers", 4)
    version = desk.get(address).context["version"]
    desk.post(address, {"version": version, "text": "one"})
    answer = desk.post(address, {"version": version, "text": "two"}, HTTP_X_AUTOSAVE="1")
    assert answer.status_code == 409 and "another window" in answer.json()["message"]


def test_a_fact_entered_elsewhere_is_shown_with_its_link(ready: Invitation, vendor_user: Any) -> None:
    page = signed_in(vendor_user).get(url(ready, "answers", 1)).content.decode()
    assert url(ready, "prices") in page and "4,800" in page


# -- after the deadline ------------------------------------------------------------------------------


def test_after_the_deadline_pages_are_read_only(ready: Invitation, vendor_user: Any) -> None:
    deadlines.close(ready.rfq, timedelta(minutes=1))
    client = signed_in(vendor_user)
    for name in PAGES:
        page = client.get(url(ready, name))
        assert page.status_code == 200 and "The deadline was" in page.content.decode(), name
    client.post(url(ready, "answers", 4), {"text": "too late"})
    assert "too late" not in str(draft(ready))
    auto = client.post(url(ready, "answers", 4), {"text": "too late"}, HTTP_X_AUTOSAVE="1")
    assert auto.status_code == 409 and "deadline" in auto.json()["message"]


# -- checking and sending ----------------------------------------------------------------------------


def test_the_check_names_what_is_missing_and_sending_is_refused(desk: Client, invitation: Invitation) -> None:
    page = desk.get(url(invitation, "check"))
    assert page.context["gaps"] and "Mend what is missing first" in page.content.decode()
    assert desk.post(url(invitation, "send"), {"key": str(uuid.uuid4())}).status_code == 422
    assert not Revision.objects.exists()


def test_a_whole_quote_is_sent_once_and_can_be_read_downloaded_and_replaced(
    ready: Invitation, vendor_user: Any
) -> None:
    client = signed_in(vendor_user)
    page = client.get(url(ready, "check"))
    assert page.context["gaps"] == [] and page.context["months"].known
    data = {"key": str(page.context["key"])}
    assert client.post(url(ready, "send"), data)["Location"] == url(ready, "sent")
    client.post(url(ready, "send"), data)
    assert Revision.objects.count() == 1
    sent = client.get(url(ready, "sent"))
    assert "revision 1" in sent.content.decode() and "Asia/Shanghai" in sent.content.decode()
    own = client.get(url(ready, "revision_json", 1))
    assert own.json() == draft(ready) and own["Content-Disposition"].startswith("attachment")
    assert client.get(url(ready, "revision_print", 1)).status_code == 200
    assert client.get(url(ready, "revision_json", 2)).status_code == 404
    client.post(url(ready, "prices"), {"tax_rate": "3", "tax_included": "false", "base_seats": "10"})
    assert "The draft has changed since" in client.get(url(ready, "sent")).content.decode()
    client.post(url(ready, "send"), {"key": str(uuid.uuid4())})
    assert client.get(url(ready, "revision_json", 2)).json()["tax"]["rate"] == "0.03"
    assert client.get(url(ready, "revision_json", 1)).json()["tax"]["rate"] != "0.03"


def test_sending_without_a_key_is_asked_again(ready: Invitation, vendor_user: Any) -> None:
    answer = signed_in(vendor_user).post(url(ready, "send"), {"key": "x"})
    assert answer["Location"] == url(ready, "check") and not Revision.objects.exists()


# -- as it is really published -----------------------------------------------------------------------


def test_an_rfq_published_by_its_own_action_can_be_read_and_answered() -> None:
    from tests.rfqs.build import published

    rfq = published()
    user = cast.vendor_lead()
    invitation = Invitation.objects.filter(rfq=rfq, vendor=user.vendor_contact.vendor).first() or invite(
        rfq, user
    )
    client = signed_in(user)
    for name in PAGES:
        assert client.get(url(invitation, name)).status_code == 200, name
    page = client.get(url(invitation, "read"))
    assert page.context["sections"] and page.context["chart"]["series"][0]["values"]
    labels = [field.label for section in page.context["sections"] for field in section["fields"]]
    assert not [label for label in labels if "Budget" in label or "margin" in label]
    client.post(url(invitation, "terms"), {"accept_rest": "1"})
    offers = draft(invitation)["contract_terms"]
    assert offers and {offer["status"] for offer in offers.values()} == {"ACCEPTED"}
