"""Before the first look, who scores what, and pages that have been overtaken."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.access import events_visible_to
from audit.models import AuditEvent
from notifications.models import OutboxMessage
from quotes.access import quotes_visible_to
from quotes.models import Inquiry
from rfqs.models import RFQ, Declaration, Duty, Part
from scoring.access import readable_quotes
from scoring.actions import (
    approve_opening,
    ask_vendor,
    declare_impartial,
    name_reviewer,
    release_reviewer,
    revise_score,
    save_score,
    share_out,
    submit_sheet,
)
from scoring.models import EvidenceRecord, Score
from scoring.queries.cells import Cells, thin_cells
from tests import cast
from tests.scoring.build import CHEAP, DEAR, bidder, fill, quote_of, score_url, sheet_of, veiled_rfq
from ui.errors import Refused


def test_cells_are_some_items_of_some_quotes() -> None:
    everything, some = Cells(), Cells(frozenset({"Q3", "FIT"}), frozenset({"a"}))
    assert everything.covers("a", "Q3") and everything.covers("b", "Q1")
    assert [some.covers(*cell) for cell in (("a", "Q3"), ("a", "Q4"), ("b", "Q3"))] == [True, False, False]
    assert (some.items_of("FIRST"), some.needed_of("FIRST"), some.items_of("SECOND")) == (
        ["Q3", "FIT"],
        ["Q3"],
        [],
    )


@pytest.fixture
def rfq(db: None) -> RFQ:
    return veiled_rfq()


def share(
    rfq: RFQ, reviewer: Any, items: tuple[str, ...] = (), quotes: tuple[str, ...] = (), **by: Any
) -> None:
    ids = [str(quote_of(rfq, name).pk) for name in quotes]
    who = {"by": by.get("by", cast.buyer()), "now": timezone.now()}
    share_out(rfq=rfq, reviewer=reviewer, items=items, quotes=ids, **who)


def test_nothing_is_shown_or_scored_before_the_declaration(rfq: RFQ, client: Client) -> None:
    late = cast.person("late@plover.example", "Late", "REVIEWER")
    name_reviewer(rfq=rfq, reviewer=late, by=cast.buyer(), now=timezone.now())
    sheet = sheet_of(rfq, late)
    client.force_login(late)
    page = client.get(reverse("admin:sheet", args=[sheet.pk])).content.decode()
    assert "Before you look at the quotes" in page and CHEAP in page and "Staffing assurance" not in page
    assert client.get(score_url(sheet, CHEAP, "Q3")).status_code == 302
    assert not quotes_visible_to(late, rfq).exists()
    with pytest.raises(Refused, match="impartial"):
        save_score(sheet=sheet, quote=quote_of(rfq, CHEAP), item="Q3", value=3, by=late, now=timezone.now())
    client.post(reverse("admin:declare", args=[sheet.pk]))
    declare_impartial(sheet=sheet, by=late, now=timezone.now())
    assert Declaration.objects.filter(user=late).count() == 1
    assert AuditEvent.objects.filter(action="conflict.none", rfq_code=rfq.code).count() == 1
    assert client.get(score_url(sheet, CHEAP, "Q3")).status_code == 200


def test_a_share_is_all_a_reviewer_sees_and_the_guard_before_the_prices(rfq: RFQ, client: Client) -> None:
    mine, other = cast.reviewer(), cast.second_reviewer()
    share(rfq, mine, ("Q3", "Q1"), (CHEAP,))
    share(rfq, other, ("Q1", "Q2", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "BCP"))
    sheet = sheet_of(rfq, mine)
    client.force_login(mine)
    page = client.get(reverse("admin:sheet", args=[sheet.pk])).content.decode()
    assert "Staffing assurance" in page and "Q4" not in page and page.count("score-cell") <= 1
    assert client.get(score_url(sheet, CHEAP, "Q3")).status_code == 200
    for vendor, item in ((DEAR, "Q3"), (CHEAP, "Q4")):
        assert client.get(score_url(sheet, vendor, item)).status_code == 404
        assert client.post(f"{score_url(sheet, vendor, item)}ask/").status_code == 404
        with pytest.raises(Http404):
            save_score(
                sheet=sheet,
                quote=quote_of(rfq, vendor),
                item=item,
                value=3,
                reason="x",
                by=mine,
                now=timezone.now(),
            )
    client.post(score_url(sheet, CHEAP, "Q3"), {"value": "4.0", "reason": "roster"})
    with pytest.raises(Refused, match="Scores that were given stay"):
        share(rfq, mine, ("Q4",))
    with pytest.raises(Refused, match="Nothing would be left"):
        share(rfq, mine, ("Q1",))
    submit_sheet(sheet=sheet, by=mine, now=timezone.now())
    theirs = sheet_of(rfq, other)
    Score.objects.bulk_create(
        Score(
            sheet=theirs,
            quote=quote_of(rfq, vendor),
            item=item,
            value=3,
            reason="r",
            updated_at=timezone.now(),
        )
        for vendor in (CHEAP, DEAR)
        for item in ("Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "BCP")
    )
    with pytest.raises(Refused, match="handed this sheet in"):
        share(rfq, mine, ("Q3", "Q4"), (CHEAP,))
    assert thin_cells(rfq, "FIRST") == [(quote_of(rfq, DEAR).pk, "Q3")]
    submit_sheet(sheet=theirs, by=other, now=timezone.now())
    with pytest.raises(Refused, match="1 answer is assigned to fewer reviewers"):
        approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=timezone.now())
    with pytest.raises(Refused, match="chair and buyers"):
        share(rfq, other, (), by=mine)
    assert len(readable_quotes(mine, rfq)) == 1
    Duty.objects.create(rfq=rfq, user=mine, kind=Duty.Kind.CHAIR)
    assert len(readable_quotes(mine, rfq)) == 2, "who settles the scores of a quote reads it"


def test_what_is_overtaken_keeps_what_was_typed(rfq: RFQ, client: Client) -> None:
    """A sheet that was handed in in another window, prices that were opened, a reviewer who was released."""
    mine, other = cast.reviewer(), cast.second_reviewer()
    sheet = sheet_of(rfq, mine)
    client.force_login(mine)
    open_page = {"value": "4.5", "reason": "typed in the second window"}
    bare = client.post(score_url(sheet, CHEAP, "Q3"), {"value": "4.5"})
    assert bare.status_code == 422 and "Give the reason for this score" in bare.content.decode()
    assert (
        client.post(score_url(sheet, CHEAP, "Q3"), {"value": "4.5"}, headers={"X-Autosave": "1"}).status_code
        == 200
    )
    with pytest.raises(Refused, match="still missing"):
        submit_sheet(sheet=sheet, by=mine, now=timezone.now())
    fill(sheet)
    Score.objects.filter(sheet=sheet, item="Q4").update(reason="", updated_at=timezone.now())
    with pytest.raises(Refused, match="2 scores on this sheet have no reason"):
        submit_sheet(sheet=sheet, by=mine, now=timezone.now())
    fill(sheet)
    submit_sheet(sheet=sheet, by=mine, now=timezone.now())
    stale = client.post(score_url(sheet, CHEAP, "Q3"), open_page)
    assert stale.status_code == 409
    assert "handed in meanwhile" in stale.content.decode() and open_page["reason"] in stale.content.decode()
    stale = client.post(score_url(sheet, CHEAP, "Q3"), open_page, headers={"X-Autosave": "1"})
    assert stale.status_code == 409 and "Nothing was saved" in stale.json()["message"]
    assert Score.objects.get(sheet=sheet, item="Q3", quote=quote_of(rfq, CHEAP)).value == 3
    told = {"reason": "read it again", "by": mine, "now": timezone.now()}
    revise_score(sheet=sheet, quote=quote_of(rfq, CHEAP), item="Q3", value=Decimal(2), **told)
    other.roles = ["REVIEWER", "BUYER", "AUDITOR"]
    other.save(update_fields=["roles"])
    for reader, count in ((other, 0), (cast.auditor(), 1)):
        seen = events_visible_to(reader).filter(action="score.revised", rfq_code=rfq.code)
        assert seen.count() == count, "whoever still scores does not read others' scores in the trail"
    who = {"by": cast.buyer(), "now": timezone.now()}
    with pytest.raises(Refused, match="has handed in scores"):
        release_reviewer(rfq=rfq, reviewer=mine, reason="why", **who)
    release_reviewer(rfq=rfq, reviewer=other, reason="left the company", **who)
    client.force_login(other)
    gone = client.post(score_url(sheet_of(rfq, other), CHEAP, "Q3"), open_page)
    assert gone.status_code == 403
    assert (
        "You no longer review this RFQ" in gone.content.decode()
        and open_page["reason"] in gone.content.decode()
    )


def test_a_question_to_the_vendor_about_named_fields_within_its_time(rfq: RFQ, client: Client) -> None:
    """Asked on the score page, answered in the portal, read beside the answer; the quote stays as it was."""
    sheet, quote = sheet_of(rfq, cast.reviewer()), quote_of(rfq, DEAR)
    client.force_login(cast.reviewer())
    ask = reverse("admin:inquire", args=[sheet.pk, quote.pk, "Q3"])
    asked = {"fields_asked": ["q3_backup_ratio"], "text": "Is the bench paid by you?", "days": "2"}
    for wrong in (
        {**asked, "fields_asked": ["q4_full_coverage"]},
        {**asked, "text": " "},
        {**asked, "days": "9"},
    ):
        assert client.post(ask, wrong).status_code == 422
    act = {"sheet": sheet, "quote": quote, "item": "Q3", "by": cast.reviewer(), "now": timezone.now()}
    sound: dict[str, Any] = {"fields": ["q3_backup_ratio"], "text": "why", "days": 2}
    for wrong_act in ({"fields": ["q4_full_coverage"]}, {"fields": []}, {"text": " "}, {"days": 8}):
        with pytest.raises(Refused):
            ask_vendor(**act, **{**sound, **wrong_act})
    assert not Inquiry.objects.exists()
    assert client.post(ask, asked).status_code == 302
    again = client.post(ask, asked)
    assert again.status_code == 422 and "running already" in again.content.decode()
    inquiry, vendor = Inquiry.objects.get(), bidder(DEAR)
    assert OutboxMessage.objects.filter(kind="inquiry_asked", to=vendor.email).exists()
    fill(sheet)
    submit_sheet(sheet=sheet, by=cast.reviewer(), now=timezone.now())
    other = sheet_of(rfq, cast.second_reviewer())
    fill(other)
    submit_sheet(sheet=other, by=cast.second_reviewer(), now=timezone.now())
    with pytest.raises(Refused, match="1 question to a vendor is still running"):
        approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=timezone.now())
    invitation = quote.revision.invitation
    page = reverse("quotes:inquiry", args=[invitation.pk, inquiry.pk])
    client.force_login(bidder(CHEAP))
    assert client.get(page).status_code == 404
    client.force_login(vendor)
    shown = client.get(page).content.decode()
    assert (
        asked["text"] in shown and 'name="q3_backup_ratio"' in shown and 'name="q3_assignment"' not in shown
    )
    assert client.post(page, {"q3_assignment": "sneaked in"}).status_code == 409, (
        "nothing that was asked is explained"
    )
    before = quote.quality
    upload = SimpleUploadedFile("bench of Lighthouse Whale.txt", b"names")
    told = {"q3_backup_ratio": f"{DEAR} pays the bench.", "q3_assignment": "sneaked in", "file_1": upload}
    assert client.post(page, told).status_code == 302
    inquiry.refresh_from_db()
    quote.refresh_from_db()
    assert inquiry.answers == {"q3_backup_ratio": f"{DEAR} pays the bench."} and quote.quality == before
    late = client.post(page, {"q3_backup_ratio": "once more"})
    assert late.status_code == 409 and "The answer stands" in late.content.decode()
    client.force_login(cast.reviewer())
    beside = client.get(score_url(sheet, DEAR, "Q3")).content.decode()
    assert "pays the bench" in beside and DEAR not in beside
    file = reverse("scoring:file", args=["RFQ-7", inquiry.files[0]])
    answer = client.get(file)
    assert (answer.status_code, b"".join(answer)) == (200, b"names")
    assert "Lighthouse" not in answer["Content-Disposition"]
    approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=timezone.now())


def test_terms_of_continuity_are_clarified_like_an_answer(rfq: RFQ, client: Client) -> None:
    """The terms have no number among the questions; fit and willingness are impressions, and nobody answers them."""
    sheet, quote = sheet_of(rfq, cast.reviewer()), quote_of(rfq, DEAR)
    client.force_login(cast.reviewer())
    asked = {"fields_asked": ["ct_bcp"], "text": "Is the plan rehearsed?", "days": "2"}
    for item, fields in (("FIT", "ct_bcp"), ("BCP", "q3_backup_ratio"), ("Q3", "ct_bcp")):
        wrong = reverse("admin:inquire", args=[sheet.pk, quote.pk, item])
        assert client.post(wrong, asked | {"fields_asked": [fields]}).status_code == 422
    ask = reverse("admin:inquire", args=[sheet.pk, quote.pk, "BCP"])
    assert client.post(ask, asked).status_code == 302
    assert "running already" in client.post(ask, asked).content.decode()
    inquiry = Inquiry.objects.get()
    assert (inquiry.question, inquiry.fields) == (Inquiry.CONTINUITY, ["ct_bcp"])
    client.force_login(bidder(DEAR))
    portal = quote.revision.invitation.pk
    page = reverse("quotes:inquiry", args=[portal, inquiry.pk])
    shown = client.get(page).content.decode()
    assert "About the terms of continuity" in shown and 'name="ct_bcp"' in shown
    assert client.post(page, {"ct_bcp": "Twice a year."}).status_code == 302
    assert OutboxMessage.objects.filter(kind__startswith="inquiry_").count() == 3
    words = {
        "rfq": rfq,
        "name": "Bai",
        "vendor": quote.vendor,
        "inquiry": inquiry,
        "question": inquiry.question,
    }
    for kind in ("noted", "answered"):
        mail = render_to_string(f"mail/inquiry_{kind}.body.txt", words)
        assert "about the terms of continuity" in mail and "question 0" not in mail
    client.force_login(cast.reviewer())
    assert "Twice a year." in client.get(score_url(sheet, DEAR, "BCP")).content.decode()


def test_panel_and_evidence_pages(rfq: RFQ, client: Client) -> None:
    mine, other = cast.reviewer(), cast.second_reviewer()
    page, seen = (reverse(f"scoring:{name}", args=["RFQ-7"]) for name in ("panel", "evidence"))
    client.force_login(cast.buyer())
    single = reverse("scoring:panel_scores", args=["RFQ-7", "Q3"])
    address = reverse("scoring:panel_share", args=["RFQ-7", mine.pk])
    cheap, ticked = str(quote_of(rfq, CHEAP).pk), re.compile(r'value="Q3"[^>]* checked')
    assert address in client.get(page).content.decode()
    never = client.post(address, {"items": ["Q3", "Q99"], "quotes": [cheap]})
    again = never.content.decode()
    assert never.status_code == 422 and "Q99" in again and ticked.search(again)
    assert client.post(address, {"items": ["Q3"], "quotes": [cheap]}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Q3 Staffing assurance" in shown and "still" not in shown.partition("spread")[0]
    assert ticked.search(client.get(address).content.decode())
    assert "once every sheet is in" in shown and 'id="spread"' not in shown
    fill(sheet_of(rfq, other), "1")
    Score.objects.create(
        sheet=sheet_of(rfq, mine),
        quote=quote_of(rfq, CHEAP),
        item="Q3",
        value=4,
        reason="named in the roster",
        confidence="LOW",
        updated_at=timezone.now(),
    )
    submit_sheet(sheet=sheet_of(rfq, mine), by=mine, now=timezone.now())
    assert "named in the roster" not in client.get(single).content.decode(), "the other sheet is still out"
    submit_sheet(sheet=sheet_of(rfq, other), by=other, now=timezone.now())
    shown = client.get(page).content.decode()
    assert "far apart" in shown and ">2.5" in shown and single in shown
    shown = client.get(single).content.decode()
    assert "named in the roster" in shown and mine.name in shown and other.name in shown
    assert reverse("scoring:panel_scores", args=["RFQ-7", "Q4"]) in shown, "on to the next question"
    assert client.get(reverse("scoring:panel_scores", args=["RFQ-7", "Q11"])).status_code == 404
    client.force_login(other)
    for for_the_chair in (page, single):
        body = client.get(for_the_chair).content.decode()
        assert "named in the roster" not in body and ">2.5" not in body
    client.force_login(cast.buyer())
    record = {
        "quote": str(quote_of(rfq, CHEAP).pk),
        "kind": "VISIT",
        "happened_on": timezone.localdate().isoformat(),
        "who": "Lin",
        "notes": "Nine named agents.",
        "questions": ["3"],
        "finding": "CONFIRMED",
    }
    assert client.post(seen, {**record, "notes": ""}).status_code == 422
    assert client.post(seen, record).status_code == 302
    shown = client.get(seen).content.decode()
    assert "verified on site" in shown and "Nine named agents." in shown
    row = EvidenceRecord.objects.get()
    strike = reverse("scoring:evidence_strike", args=["RFQ-7", row.pk])
    for never in ("a\x00b", "x" * 2001):
        client.post(strike, {"reason": never})
        assert not EvidenceRecord.objects.exclude(struck_at=None).exists()
    client.post(strike, {"reason": "wrong vendor"})
    assert "wrong vendor" in client.get(seen).content.decode()
    client.force_login(mine)
    beside = client.get(score_url(sheet_of(rfq, mine), CHEAP, "Q3")).content.decode()
    assert "claimed" in beside or "documented" in beside
