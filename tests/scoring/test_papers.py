"""The decision memo and the result letters: the figures of the pages, and in a letter nothing of anybody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.stepup import is_protected
from audit.models import AuditEvent
from config.doors import DOORS
from notifications.models import OutboxMessage
from quotes.actions.reading import READ
from rfqs.models import Conflict, Part
from rfqs.queries import publication_content
from scoring.actions import (
    approve_award,
    propose_award,
    release_debriefs,
    run_scores,
    settle_spread,
    submit_sheet,
)
from scoring.models import DebriefLetter, RedFlag, Score, Sheet
from scoring.queries import debrief
from tests import cast
from tests.pdf_text import text_of
from tests.scoring.build import (
    CHEAP,
    DEAR,
    DILIGENCE,
    THIRD,
    close,
    document,
    fill,
    open_part,
    publish,
    quote_of,
    score_stage,
    send,
)
from tests.scoring.test_exports import book
from tests.scoring.test_pages import page, signed_in
from tests.ui.test_papers import packed, word_text
from ui.errors import Refused
from ui.pdf import paper_document

pytestmark = pytest.mark.django_db

SETTLED = "两位评审分别看到不同的质检报告，评审组核对原件后取中。" * 30
ABOVE = "The flag is about the old site; {DDEAUTO} the new one was seen."
FIGURES = re.compile(r"\d[\d,]*\.\d\d")
PRICES = {CHEAP: "4137", DEAR: "5239", THIRD: "4811"}


def unhurried() -> None:
    """Quotes are sent and opened within a test's transaction, with the limits of such an act; the rest takes longer."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL transaction_timeout = 0")


def judged(look: Callable[[], None]) -> Any:
    """Three quotes; the reviewers are far apart on one answer of the cheap one, and above a cap on another.

    `look` is called while the prices are sealed.
    """
    rfq = publish()
    for name, price in PRICES.items():
        send(rfq, name, document(price))
        unhurried()
    rfq = open_part(close(rfq), Part.QUALITY)
    unhurried()
    look()
    cheap, now = quote_of(rfq, CHEAP), timezone.now()
    RedFlag.objects.create(
        quote=cheap, code="RF-603", severity="MAJOR", points=15, question=6, part="QUALITY", raised_at=now
    )
    first, second = Sheet.objects.filter(rfq=rfq, stage=Sheet.Stage.FIRST).order_by("reviewer__name")
    fill(first, "3", Q6="4", Q8="2")
    fill(second, "3")
    Score.objects.filter(quote=cheap, item="Q4", sheet=first).update(value=1, reason="Saw no report")
    Score.objects.filter(quote=cheap, item="Q6").update(reason=ABOVE)
    for sheet in (first, second):
        submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())
    settle_spread(
        rfq=rfq, quote=cheap, item="Q4", value=2, reason=SETTLED, by=cast.buyer(), now=timezone.now()
    )
    rfq = open_part(rfq, Part.COMMERCIAL)
    unhurried()
    score_stage(rfq, Sheet.Stage.SECOND)
    run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    return rfq


def awarded(rfq: Any, winner: str) -> Any:
    quote, now = quote_of(rfq, winner), timezone.now()
    propose_award(rfq=rfq, quote=quote, reason="best value", diligence=DILIGENCE, by=cast.buyer(), now=now)
    approve_award(rfq=rfq, by=cast.approver(), now=timezone.now())
    rfq.refresh_from_db()
    return rfq


def desk(name: str) -> Any:
    return signed_in(cast.person(f"{name.split()[0].lower()}@bids.example", name))


def of(name: str, rfq: Any, vendor: str) -> str:
    return reverse(f"scoring:{name}", args=[rfq.invitations.get(vendor__name=vendor).pk])


def test_the_papers_of_one_selection(monkeypatch: pytest.MonkeyPatch) -> None:
    """One world for all of them: making it takes longer than looking at it."""
    rfq = judged(history_before_the_prices)
    the_memo_says_what_the_pages_say_in_three_forms()
    the_history_shows_what_the_rfq_itself_shows(rfq)
    a_letter_is_read_by_its_vendor_alone_and_holds_nothing_of_another(rfq)
    a_letter_names_the_winner_and_its_price_only_where_the_rfq_says_so(rfq, monkeypatch)


def the_memo_says_what_the_pages_say_in_three_forms() -> None:
    buyer = signed_in(cast.buyer())
    ranking = buyer.get(page("ranking")).content.decode()
    table = ranking[ranking.index('id="ranking') : ranking.index('id="presets')]
    figures = set(FIGURES.findall(table))
    assert len(figures) > 30
    shown = buyer.get(page("memo")).content.decode()
    files = {form: buyer.post(page("memo_export"), {"form": form}) for form in ("pdf", "docx")}
    assert [row.detail["form"] for row in AuditEvent.objects.filter(action="export.made")] == ["pdf", "docx"]
    assert AuditEvent.objects.filter(action=READ, actor_id=str(cast.buyer().pk)).count() == 6
    assert is_protected("scoring:memo_export")
    for text in (shown, text_of(files["pdf"].content), word_text(files["docx"].content)):
        assert [figure for figure in figures if figure not in text] == []
        said = packed(text)
        assert said.count("评审组核对原件后取中") == 30
        for words in ("Sawnoreport", "oldsite;{DDEAUTO}thenewonewasseen."):
            assert words in said
    assert "Scores above what the red flags suggest" in shown and "Suggested at most" in shown
    assert files["docx"]["Content-Disposition"].startswith('attachment; filename="RFQ-7-memo.docx"')
    assert files["docx"]["Content-Type"].endswith("wordprocessingml.document")
    sheets = book(buyer.post(page("ranking_export"), {"form": "xlsx"}))
    rows = [
        row for row in sheets["Scores of the reviewers"] if row[0] == CHEAP and str(row[1]).startswith("Q4")
    ]
    assert [(row[2], row[3], row[6], row[7], row[9]) for row in rows] == [
        ("Deng Rui", 1.0, 2.0, 2.0, SETTLED),
        ("Feng Yi", 3.0, 2.0, 2.0, SETTLED),
    ]
    for name, status in (("reviewer", 403), ("vendor_user", 404), ("administrator", 404)):
        assert signed_in(getattr(cast, name)()).post(page("memo_export")).status_code == status


def a_letter_is_read_by_its_vendor_alone_and_holds_nothing_of_another(rfq: Any) -> None:
    with pytest.raises(Refused, match="after the award"):
        release_debriefs(rfq=rfq, by=cast.buyer(), now=timezone.now())
    rfq = awarded(rfq, CHEAP)
    assert desk(DEAR).get(of("result_pdf", rfq, DEAR)).status_code == 404
    assert (
        "appears here when the buyer releases it" in desk(DEAR).get(of("result", rfq, DEAR)).content.decode()
    )
    with pytest.raises(Refused, match="Only buyers"):
        release_debriefs(rfq=rfq, by=cast.approver(), now=timezone.now())
    signed_in(cast.buyer()).post(page("debriefs_release"))
    with pytest.raises(Refused, match="have been released"):
        release_debriefs(rfq=rfq, by=cast.buyer(), now=timezone.now())
    assert AuditEvent.objects.filter(action="debrief.released").count() == 1
    told = OutboxMessage.objects.filter(kind="debrief_released").values_list("to", flat=True)
    assert sorted(told) == ["celadon@bids.example", "lighthouse@bids.example"]
    assert set(DebriefLetter.objects.values_list("quote__vendor__name", flat=True)) == {DEAR, THIRD}

    letter = desk(DEAR).get(of("result", rfq, DEAR)).content.decode()
    pdf = packed(text_of(desk(DEAR).get(of("result_pdf", rfq, DEAR)).content))
    assert "Thankyouforyourquote.Anotherquotewaschosenthistime." in pdf and "Relativestrengths" in pdf
    assert "YourquotescoredhigheronQAmechanism(+1.00)." in pdf
    assert "costs the buyer less than yours" in letter
    _nothing_of_others(rfq, letter, pdf)
    for name in (CHEAP, THIRD):
        assert desk(name).get(of("result", rfq, DEAR)).status_code == 404
        assert desk(name).get(of("result_pdf", rfq, DEAR)).status_code == 404
    assert "Your quote was chosen" in desk(CHEAP).get(of("result", rfq, CHEAP)).content.decode()
    preview = reverse("scoring:debrief", args=[rfq.code, quote_of(rfq, DEAR).pk])
    assert "Relative strengths" in signed_in(cast.buyer()).get(preview).content.decode()
    assert signed_in(cast.reviewer()).get(preview).status_code == DOORS["scoring:debrief"]["reviewer"] == 403


def _nothing_of_others(rfq: Any, *letters: str) -> None:
    """No name, no price, no total, no place, no reviewer and no reason; no figure but scores from 0 to 5."""
    board = signed_in(cast.buyer()).get(page("ranking")).content.decode()
    table = board[board.index('id="ranking') : board.index('id="presets')]
    theirs = {figure for figure in FIGURES.findall(table) if float(figure.replace(",", "")) > 5}
    names = (CHEAP, THIRD, "Deng Rui", "Feng Yi", "Saw no report", "核对原件", ABOVE[:12], *PRICES.values())
    for letter in letters:
        body = letter[letter.find("<article") :]
        assert [name for name in names if packed(name) in packed(body)] == []
        assert [figure for figure in theirs if figure in body] == []


def a_letter_names_the_winner_and_its_price_only_where_the_rfq_says_so(
    rfq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    published, dear = publication_content(rfq), quote_of(rfq, DEAR)
    allowed = {**published["need"], "debrief_names_winner": True, "debrief_shows_price": True}
    monkeypatch.setattr(debrief, "publication_content", lambda _rfq: {**published, "need": allowed})
    [content] = [one for quote, one in debrief.letters_to_write(rfq, rfq.evaluation) if quote == dear]
    now = timezone.now()
    text = packed(
        text_of(
            paper_document(debrief.letter_paper(rfq, dear, content, awarded_at=now, made_at=now)).content()
        )
    )
    assert packed(f"The award goes to {CHEAP}.") in text and packed(THIRD) not in text
    assert f"{float(content['cost']['first_year']['chosen']):,.2f}" in text


def history_before_the_prices() -> None:
    shown = signed_in(cast.auditor()).get(history_of(CHEAP)).content.decode()
    assert "Its prices are sealed." in shown and "Dedicated or shared" in shown
    assert "4,137" not in shown and "Headline" not in shown
    assert AuditEvent.objects.filter(action=READ, actor_id=str(cast.auditor().pk)).count() == 1
    assert "Nothing to look back on yet" in signed_in(cast.buyer()).get(history_of("Idle")).content.decode()


def the_history_shows_what_the_rfq_itself_shows(rfq: Any) -> None:
    shown = signed_in(cast.buyer()).get(history_of(CHEAP)).content.decode()
    assert "Headline a month" in shown and "of 3" in shown and "Q4: QA mechanism" in shown
    Conflict.objects.create(rfq=rfq, user=cast.second_buyer(), reason="cousin", declared_at=timezone.now())
    assert (
        "Nothing to look back on yet"
        in signed_in(cast.second_buyer()).get(history_of(CHEAP)).content.decode()
    )
    for name, status in (("reviewer", 403), ("administrator", 403), ("vendor_user", 404)):
        assert signed_in(getattr(cast, name)()).get(history_of(CHEAP)).status_code == status


def history_of(name: str) -> str:
    return reverse("scoring:vendor_memory", args=[cast.vendor(name).pk])
