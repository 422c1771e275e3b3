"""Names behind letters: reviewers of a veiled RFQ read of no vendor by its name, whoever wrote it down."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from quotes.contradictions import Contradiction
from quotes.models import Inquiry
from rfqs.models import RFQ
from scoring.actions import name_reviewer
from scoring.models import EvidenceRecord, Waiver
from scoring.queries.veil import masked, pattern_of
from tests import cast
from tests.scoring.build import CHEAP, DEAR, quote_of, score_url, sheet_of, veiled_rfq


def test_names_are_replaced_as_words_of_their_own() -> None:
    pattern = pattern_of(["Lighthouse Whale", "Lighthouse", "灯塔鲸", "AB", "whale.example"])
    said = {"text": "lighthouse whale and Lighthouses; 我们灯塔鲸承诺", "list": ["ask@whale.example", 3]}
    assert masked(said, pattern, "Vendor B") == {
        "text": "Vendor B and Lighthouses; 我们Vendor B承诺",
        "list": ["ask@Vendor B", 3],
    }


def test_names_are_found_however_they_are_set() -> None:
    pattern = pattern_of(["Lighthouse Whale Ltd.", "Ｌｉｇｈｔｈｏｕｓｅ Ｗｈａｌｅ", "灯塔鲸", "..."])
    for name in (
        *(
            "LIGHTHOUSE  WHALE",
            "Lighthouse\u00a0Whale",
            "Ｌｉｇｈｔｈｏｕｓｅ　Ｗｈａｌｅ",
            "LighthouseWhale",
        ),
        *("lighthouse-whale", "Light\u200bhouse Whale", "\u202bLighthouse\nWhale", "灯\u2060塔鲸"),
    ):
        assert masked(f"So {name}, {name} Ltd.", pattern, "X").strip("\u202b") in (
            *("So X, X Ltd.", "So \u202bX, \u202bX Ltd.", "So X, X.", "So \u202bX, \u202bX."),
        ), name
    assert masked("A lighthouse, whales ... and 灯塔", pattern, "X") == "A lighthouse, whales ... and 灯塔"


@pytest.fixture
def rfq(db: None) -> RFQ:
    return veiled_rfq()


def test_reviewers_read_of_vendor_a_and_auditors_of_names(rfq: RFQ, client: Client) -> None:
    sheet = sheet_of(rfq, cast.reviewer())
    client.force_login(cast.reviewer())
    pages = [
        reverse("admin:sheet", args=[sheet.pk]),
        score_url(sheet, DEAR, "Q3"),
        reverse("scoring:answers", args=["RFQ-7"]),
    ]
    pages.append(reverse("scoring:opening", args=["RFQ-7"]))
    for address in pages:
        body = client.get(address).content.decode()
        assert "Vendor A" in body or "Vendor B" in body, address
        assert DEAR not in body and CHEAP not in body, address
    assert client.get(reverse("scoring:minutes", args=["RFQ-7"])).status_code == 403
    read = AuditEvent.objects.filter(action="quote.read").values_list("detail__vendor", flat=True)
    assert set(read) <= {CHEAP, DEAR} and read
    client.force_login(cast.auditor())
    assert DEAR in client.get(pages[2]).content.decode()


def test_what_people_write_about_a_veiled_quote_names_nobody(
    rfq: RFQ, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waivers, questions and evidence of others than the reviewer; who has not declared reads none of them."""
    quote, buyer, now = quote_of(rfq, DEAR), cast.buyer(), timezone.now()
    Waiver.objects.create(
        quote=quote,
        code="RF-403",
        reason=f"{DEAR} asked for it",
        expires_on=now.date(),
        proposed_at=now,
        proposed_by=buyer,
    )
    Inquiry.objects.create(
        quote=quote,
        question=3,
        fields=["q3_backup_ratio"],
        text=f"Is this true, {DEAR}?",
        asked_at=now,
        asked_by=buyer,
        due_at=now,
        answers={"q3_backup_ratio": f"{DEAR} says yes."},
        answered_at=now,
        answered_by=buyer,
    )
    EvidenceRecord.objects.create(
        quote=quote,
        kind="VISIT",
        happened_on=now.date(),
        who=f"The boss of {DEAR}",
        notes=f"At {DEAR}",
        questions=[3],
        finding="CONFIRMED",
        recorded_at=now,
        recorded_by=buyer,
        struck_at=now,
        struck_by=buyer,
        struck_reason=f"It was not {DEAR}",
    )
    found = [Contradiction("X-99", "Twice", (), 3, ("q3_backup_ratio",))]
    monkeypatch.setattr("scoring.queries.contradictions.contradictions_of", lambda *_given: found)
    told = {"waivers": "asked for it", "evidence": "It was not", "contradictions": "says yes"}
    client.force_login(cast.reviewer())
    addresses = {reverse(f"scoring:{name}", args=["RFQ-7"]): text for name, text in told.items()}
    sheet = sheet_of(rfq, cast.reviewer())
    for address, text in {**addresses, score_url(sheet, DEAR, "Q3"): "Is this true"}.items():
        body = client.get(address).content.decode()
        assert text in body and DEAR not in body, address
    late = cast.person("late@plover.example", "Late", "REVIEWER")
    name_reviewer(rfq=rfq, reviewer=late, by=buyer, now=now)
    client.force_login(late)
    for address, text in addresses.items():
        body = client.get(address).content.decode()
        assert text not in body and DEAR not in body, address
