"""Our details: a vendor's people see and change their own, never another vendor's."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from notifications.models import OutboxMessage
from tests import cast, samples
from ui.errors import Refused
from vendors import actions
from vendors.models import QualificationDocument, ReferenceCase, VendorContact

pytestmark = pytest.mark.django_db
PERSON = {"name": "Ou Yang", "email": "Ou@celadon.example", "language": "zh-hant"}
BROWSER = {"accept": "text/html"}


def url(name, *args):
    return reverse(f"vendors:{name}", args=args)


def test_own_page_shows_no_notes_no_positions_and_no_rfqs(client):
    cast.vendor(notes="quiet word", positions=["BRAND"])
    client.force_login(cast.vendor_user())
    text = client.get(url("own")).content.decode()
    assert "Our details" in text and "Celadon Service" in text
    assert "quiet word" not in text and "Market position" not in text and "RFQs it was" not in text
    assert client.get(url("detail", cast.vendor().pk)).url == url("own")


def test_staff_have_no_details_of_their_own(client):
    client.force_login(cast.buyer())
    assert client.get(url("own")).status_code == 404


@pytest.mark.parametrize("name", ["detail", "edit", "contact_add", "paper_add", "reference_add"])
def test_a_rival_finds_nothing(client, name):
    client.force_login(cast.rival_user())
    assert client.get(url(name, cast.vendor().pk)).status_code == 404
    assert client.post(url(name, cast.vendor().pk), {}).status_code in (404, 405)


def test_a_row_of_a_rival_is_not_reached_through_ones_own_vendor(client):
    paper = QualificationDocument.objects.create(vendor=cast.rival(), kind="COPC")
    case = ReferenceCase.objects.create(vendor=cast.rival(), client="Secret client")
    person = cast.contact(cast.rival(), "x@whale.example", "X")
    client.force_login(cast.vendor_lead())
    own = cast.vendor().pk
    for name, row in (("paper_edit", paper), ("reference_edit", case), ("contact_edit", person)):
        assert client.get(url(name, own, row.pk)).status_code == 404
    assert client.get(url("paper_file", own, paper.pk)).status_code == 404


def test_the_action_refuses_another_vendors_people():
    with pytest.raises(PermissionDenied):
        actions.edit_vendor(vendor=cast.vendor(), city="X", by=cast.rival_user(), now=timezone.now())


def test_the_vendor_says_what_it_can_do_but_not_its_name(client):
    client.force_login(cast.vendor_user())
    data = {
        "city": "杭州",
        "channels": ["PHONE"],
        "name_en": "Best of all",
        "notes": "x",
        "positions": ["BRAND"],
    }
    assert client.post(url("edit", cast.vendor().pk), data).url == url("own")
    vendor = cast.vendor()
    assert (vendor.name, vendor.city, vendor.channels) == ("Celadon Service", "杭州", ["PHONE"])
    assert (vendor.notes, vendor.positions) == ("", [])


def test_the_lead_adds_a_colleague_and_the_others_are_told(client):
    cast.vendor_user()
    client.force_login(cast.vendor_lead())
    assert client.post(url("contact_add", cast.vendor().pk), PERSON).url == url("own")
    added = VendorContact.objects.get(email="ou@celadon.example")
    assert (added.vendor, added.user, added.is_active) == (cast.vendor(), None, True)
    assert list(OutboxMessage.objects.values_list("kind", "to")) == [
        ("contact_changed", "quotes@celadon.example")
    ]
    again = client.post(url("contact_add", cast.vendor().pk), PERSON)
    assert "already" in again.content.decode() and 'value="Ou Yang"' in again.content.decode()


def test_only_the_lead_manages_people_everybody_edits_their_own_entry(client):
    user, lead = cast.vendor_user(), cast.vendor_lead()
    client.force_login(user)
    vendor = cast.vendor().pk
    assert client.post(url("contact_add", vendor), PERSON).status_code == 403
    other = lead.vendor_contact
    assert client.post(url("contact_edit", vendor, other.pk), PERSON).status_code == 403
    assert client.post(url("contact_active", vendor, other.pk), {"active": "no"}).status_code == 403
    own = user.vendor_contact
    data = {"name": "Lan Xin II", "email": own.email, "language": "en", "phone": "1", "is_lead": "on"}
    assert client.post(url("contact_edit", vendor, own.pk), data).status_code == 302
    own.refresh_from_db()
    assert (own.name, own.phone, own.is_lead) == ("Lan Xin II", "1", False)
    assert User.objects.get(pk=user.pk).roles == ["VENDOR_USER"]


def test_the_lead_names_another_lead(client):
    user = cast.vendor_user()
    client.force_login(cast.vendor_lead())
    contact = user.vendor_contact
    data = {"name": contact.name, "email": contact.email, "language": "en", "is_lead": "on"}
    client.post(url("contact_edit", cast.vendor().pk, contact.pk), data)
    assert User.objects.get(pk=user.pk).roles == ["VENDOR_LEAD"]


def test_the_address_somebody_signs_in_with_stays(client):
    contact = cast.vendor_user().vendor_contact
    client.force_login(cast.buyer())
    page = client.post(
        url("contact_edit", cast.vendor().pk, contact.pk),
        {"name": "N", "email": "new@celadon.example", "language": "en"},
    )
    assert "signs in with the address" in page.content.decode()
    assert VendorContact.objects.get(pk=contact.pk).email == "quotes@celadon.example"


def test_switching_off_ends_the_sessions_of_that_person(client, django_user_model):
    user, lead = cast.vendor_user(), cast.vendor_lead()
    client.force_login(lead)
    client.post(url("contact_active", cast.vendor().pk, user.vendor_contact.pk), {"active": "no"})
    assert not User.objects.get(pk=user.pk).is_active
    client.force_login(user)
    assert client.get(url("own")).status_code == 302
    client.force_login(lead)
    own = lead.vendor_contact
    client.post(url("contact_active", cast.vendor().pk, own.pk), {"active": "no"}, headers=BROWSER)
    assert VendorContact.objects.get(pk=own.pk).is_active
    denied = AuditEvent.objects.get(outcome="DENIED")
    assert "cannot switch yourself off" in denied.detail["reason"]


def test_the_last_contact_stays():
    contact = cast.contact(cast.vendor(), "only@celadon.example", "Only")
    with pytest.raises(Refused, match="last contact"):
        actions.set_contact_active(contact=contact, active=False, by=cast.buyer(), now=timezone.now())


def pdf(name="iso.pdf", content=None):
    return SimpleUploadedFile(name, samples.pdf() if content is None else content)


def docx(**members):
    return SimpleUploadedFile("plan.docx", samples.office("docx", **members))


def test_a_paper_is_added_downloaded_replaced_and_removed(client):
    client.force_login(cast.vendor_user())
    vendor = cast.vendor().pk
    data = {"kind": "ISO_27001", "number": "N-1", "valid_until": "2026-01-31", "upload": pdf("../证书.pdf")}
    client.post(url("paper_add", vendor), data)
    paper = QualificationDocument.objects.get()
    assert paper.file_name == "证书.pdf" and "证书" not in paper.file.name
    assert "expired" in client.get(url("own")).content.decode()
    answer = client.get(url("paper_file", vendor, paper.pk))
    assert answer.content == samples.pdf()
    assert samples.pdf() not in paper.file.open("rb").read()
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer["Content-Security-Policy"]
    )
    client.post(url("paper_edit", vendor, paper.pk), {**data, "number": "N-2", "upload": docx()})
    paper.refresh_from_db()
    assert (paper.number, paper.file_name) == ("N-2", "plan.docx")
    client.post(url("paper_remove", vendor, paper.pk))
    assert not QualificationDocument.objects.exists()
    done = AuditEvent.objects.filter(action__startswith="qualification").order_by("id")
    assert [row.action.split(".")[1] for row in done] == ["added", "edited", "removed"]


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (pdf("virus.exe"), "pdf, png, jpg, docx"),
        (pdf("fake.pdf", b"MZ not a pdf"), "not what the name .pdf says"),
        (pdf("empty.pdf", b""), "empty"),
        (docx(**{"word/vbaProject.bin": "x"}), "macros"),
        (SimpleUploadedFile("bomb.docx", b"PK\x03\x04 damaged"), "damaged"),
    ],
)
def test_a_wrong_file_is_refused_and_the_rest_stays_typed(client, upload, words):
    client.force_login(cast.vendor_user())
    page = client.post(
        url("paper_add", cast.vendor().pk), {"kind": "COPC", "number": "N-77", "upload": upload}
    )
    text = page.content.decode()
    assert page.status_code == 200 and words in text and 'value="N-77"' in text
    assert not QualificationDocument.objects.exists()


def test_a_file_beyond_20_mib_is_refused(monkeypatch, client):
    monkeypatch.setattr("ui.uploads.words.MOST_BYTES", 5)
    client.force_login(cast.vendor_user())
    page = client.post(url("paper_add", cast.vendor().pk), {"kind": "COPC", "upload": pdf()})
    assert "larger than 20 MiB" in page.content.decode()


def test_a_reference_is_added_edited_and_removed(client):
    client.force_login(cast.vendor_user())
    vendor = cast.vendor().pk
    wrong = {"client": "Shop", "started_on": "2025-02-01", "ended_on": "2025-01-01"}
    page = client.post(url("reference_add", vendor), wrong)
    assert "before the beginning" in page.content.decode() and 'value="Shop"' in page.content.decode()
    client.post(url("reference_add", vendor), {"client": "Shop", "channel": "CHAT", "seats": "12"})
    case = ReferenceCase.objects.get()
    assert (case.client, case.channel, case.seats, case.vendor) == ("Shop", "CHAT", 12, cast.vendor())
    client.post(url("reference_edit", vendor, case.pk), {"client": "Shop 2"})
    assert ReferenceCase.objects.get().client == "Shop 2"
    client.post(url("reference_remove", vendor, case.pk))
    assert not ReferenceCase.objects.exists()


def test_reading_staff_see_but_do_not_change(client):
    client.force_login(cast.approver())
    vendor = cast.vendor()
    assert "Add a paper" not in client.get(url("detail", vendor.pk)).content.decode()
    assert client.post(url("paper_add", vendor.pk), {"kind": "COPC"}).status_code == 403
    assert client.post(url("reference_add", vendor.pk), {"client": "X"}).status_code == 403
    assert not QualificationDocument.objects.exists() and not ReferenceCase.objects.exists()


def test_a_wrong_verb_is_405(client):
    client.force_login(cast.buyer())
    vendor = cast.vendor().pk
    assert client.get(url("archive", vendor)).status_code == 405
    assert client.post(reverse("vendors:list")).status_code == 405
