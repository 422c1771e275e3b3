"""How the portal speaks: faults in the reader's words at their field, grouped figures, no false conflicts."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from calc.documents import DocumentError, Fault, read_quote
from quotes.contradictions import contradictions
from quotes.display import fee_rows, rate_lines
from quotes.faults import mends
from quotes.models import QuoteFile
from quotes.views.reading import published_weights
from rfqs.models import Invitation
from tests.quotes.build import whole_quote
from tests.quotes.test_portal_pages import draft, signed_in, url

BARE: dict[str, Any] = {"schema": "shortlist/quote/1", "currency": "CNY", "fee_lines": []}


def faults_of(whole: dict[str, Any]) -> list[Fault]:
    with pytest.raises(DocumentError) as caught:
        read_quote(whole)
    return caught.value.faults


@pytest.fixture
def desk(invitation: Invitation, vendor_user: Any) -> Client:
    return signed_in(vendor_user)


# -- faults of the prices ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({}, ("prices", (), "id_tax_rate")),
        ({"tax": {"rate": "0.06"}}, ("prices", (), "id_tax_included")),
        ({"rate_lines": []}, ("prices", (), "lines")),
        (
            {"rate_lines": [{"model": "B01", "unit": "SEAT_MONTH", "unit_price": "1"}]},
            ("prices", (), "id_base_seats"),
        ),
        (
            {"rate_lines": [{"model": "B05", "unit": "MINUTE", "unit_price": "1"}]},
            ("line", (1,), "id_rounding"),
        ),
        (
            {"rate_lines": [{"model": "B02", "unit": "SEAT_MONTH", "unit_price": "1"}]},
            ("line", (1,), "id_commission_base"),
        ),
        (
            {"rate_lines": [{"model": "B06", "unit": "HOUR", "unit_price": "1"}]},
            ("line", (1,), "id_hour_basis"),
        ),
        (
            {"rate_lines": [{"model": "B03", "unit": "CONTACT", "tiers": [{"upper": 5, "price": "1"}]}]},
            ("line", (1,), "id_tier-0-upper"),
        ),
        ({"fee_lines": [{"code": "F05", "status": "CHARGED", "unit": "HEAD"}]}, ("fees", (), "id_F05-price")),
        (
            {"fee_lines": [{"code": "F11", "status": "CHARGED", "unit": "MINUTE", "price": "1"}]},
            ("fees", (), "id_F11-payer"),
        ),
    ],
)
def test_a_fault_leads_to_its_field_and_says_no_path(more: dict[str, Any], place: tuple[Any, ...]) -> None:
    whole = BARE | more
    found = mends(faults_of(whole), whole)
    assert place in [(one.page, one.args, one.anchor) for one in found]
    for one in found:
        assert "[" not in one.label + one.message and "_" not in one.label + one.message


def test_every_fault_of_a_spoilt_quote_is_said_without_a_path() -> None:
    whole = whole_quote() | {"tax": {"rate": "six"}, "base_seats": "many", "operations": {"aht_s": "x"}}
    whole["rate_lines"] = [{"model": "B01", "unit": "HOUR", "unit_price": "1e3"}, "line", {"model": "B99"}]
    whole["fee_lines"] = [{"code": "F99"}, {"code": "F01", "status": "maybe"}]
    for one in mends(faults_of(whole), whole):
        assert one.label and one.message and "[" not in one.label + one.message


@pytest.mark.django_db
def test_the_check_page_links_each_fault_to_its_field(desk: Client, invitation: Invitation) -> None:
    body = desk.get(url(invitation, "check")).content.decode()
    assert f"{url(invitation, 'prices')}#id_tax_rate" in body
    assert "JSON object" not in body and "rate_lines" not in body


@pytest.mark.django_db
def test_the_prices_page_says_what_keeps_the_months_from_being_shown(
    desk: Client, invitation: Invitation
) -> None:
    body = desk.get(url(invitation, "prices")).content.decode()
    assert "There is no price yet. Choose how you charge." in body and "JSON" not in body


# -- figures ------------------------------------------------------------------------------------------


def test_prices_are_echoed_grouped() -> None:
    line = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "14800.125", "min_charge": "20000"}
    text = rate_lines([line], {"base_seats": 1200, "currency": "CNY"})[0]["text"]
    assert "14,800.125 CNY" in text and "1,200 seats" in text and "20,000.00" in text


def test_bands_and_fees_are_echoed_grouped() -> None:
    tiers = [{"upper": 10000, "price": "4"}, {"upper": None, "price": "3.5"}]
    line = {"model": "B03", "tier_basis": "MONTHLY_VOLUME", "tier_method": "GRADUATED", "tiers": tiers}
    text = rate_lines([line], {"currency": "CNY"})[0]["text"]
    assert "10,000: 4.00 CNY" in text and "3.50 CNY" in text
    fee = {"code": "F08", "status": "CHARGED", "unit": "ONCE", "price": "24000"}
    assert "24,000.00 CNY" in next(row for row in fee_rows([fee], "CNY") if row["code"] == "F08")["text"]


def test_a_contradiction_quotes_its_amount_grouped() -> None:
    whole = {
        "rate_lines": [{"model": "B07", "unit": "CONTACT", "unit_price": "4", "min_charge": "20000"}],
        "fee_lines": [{"code": "F16", "status": "NOT_APPLICABLE"}],
    }
    assert "20,000.00" in contradictions(whole)[0].sentence


# -- weights ------------------------------------------------------------------------------------------


def test_weights_are_shown_where_they_are_published() -> None:
    pillars = {"cost": "40", "quality": "35", "risk": "25"}
    leaves = dict.fromkeys(("C1", "C2", "C3", "C4", "C5", "K1", "K2", "K3", "K4", "K5"), "5")
    leaves |= dict.fromkeys(("R1", "R2", "R3", "R4", "R5"), "5")
    content = {"weights": {"pillars": pillars, "leaves": leaves, "published": True}}
    with override("en"):
        found = published_weights(content)
    assert [(str(label), int(share)) for label, share in found["pillars"]] == [
        ("Cost", 40),
        ("Quality", 35),
        ("Risk", 25),
    ]
    assert sum(leaf["share"] for leaf in found["leaves"]) == 100
    content["weights"]["published"] = False
    assert published_weights(content) == {}


# -- evidence -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_attached_meanwhile_is_no_conflict_and_stays(desk: Client, invitation: Invitation) -> None:
    version = desk.get(url(invitation, "answers", 4)).context["version"]
    upload = {"file": SimpleUploadedFile("rota.txt", b"x", "text/plain"), "question": "4"}
    desk.post(url(invitation, "files"), upload)
    file = str(QuoteFile.objects.get().pk)
    answer = desk.post(url(invitation, "answers", 4), {"version": version, "text": "Every call is heard."})
    assert answer.status_code == 302
    assert draft(invitation)["answers"]["q4"] == {"text": "Every call is heard.", "files": [file]}


@pytest.mark.django_db
def test_a_text_changed_meanwhile_still_is_a_conflict(desk: Client, invitation: Invitation) -> None:
    version = desk.get(url(invitation, "answers", 4)).context["version"]
    desk.post(url(invitation, "answers", 4), {"version": version, "text": "First."})
    answer = desk.post(url(invitation, "answers", 4), {"version": version, "text": "Second."})
    assert answer.status_code == 409
    assert draft(invitation)["answers"]["q4"]["text"] == "First."


@pytest.mark.django_db
def test_a_file_named_in_a_field_is_listed_as_evidence_for_its_question(
    desk: Client, invitation: Invitation
) -> None:
    desk.post(url(invitation, "files"), {"file": SimpleUploadedFile("roster.txt", b"x", "text/plain")})
    file = str(QuoteFile.objects.get().pk)
    desk.post(url(invitation, "answers", 3), {"q3_turnover_evidence": file})
    assert desk.get(url(invitation, "files")).context["rows"][0]["questions"] == [3]
