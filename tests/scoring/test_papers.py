"""The decision memo and the result letters: the figures of the pages, and in a letter nothing of anybody else."""

import re
from typing import Any

import pytest
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
)
from scoring.models import Consensus, DebriefLetter, RedFlag, Score, ScoreRun, Sheet
from scoring.queries import debrief
from tests import cast
from tests.patience import lift_limits
from tests.pdf_text import text_of
from tests.scoring.build import CHEAP, DEAR, DILIGENCE, closed_rfq, open_part, quote_of, scored_rfq
from tests.scoring.test_exports import book
from tests.scoring.test_pages import page, signed_in
from tests.ui.test_papers import packed, word_text
from ui.errors import Refused
from ui.pdf import paper_document

pytestmark = pytest.mark.django_db

SETTLED = "两位评审分别看到不同的质检报告，评审组核对原件后取中。" * 30
ABOVE = "The flag is about the old site; {DDEAUTO} the new one was seen."
FIGURES = re.compile(r"\d[\d,]*\.\d\d")


def judged() -> Any:
    """Two quotes; the reviewers are far apart on one answer of the cheap one, and above a cap on another."""
    rfq, _run = scored_rfq()
    cheap, dear, now = quote_of(rfq, CHEAP), quote_of(rfq, DEAR), timezone.now()
    RedFlag.objects.create(
        quote=cheap, code="RF-603", severity="MAJOR", points=15, question=6, part="QUALITY", raised_at=now
    )
    first = Sheet.objects.get(rfq=rfq, stage=Sheet.Stage.FIRST, reviewer=cast.reviewer())
    Score.objects.filter(quote=cheap, item="Q6").update(value=4, reason=ABOVE)
    Score.objects.filter(quote=cheap, item="Q4", sheet=first).update(value=1, reason="Saw no report")
    Score.objects.filter(quote=dear, item="Q8").update(value=2)
    Consensus.objects.create(
        quote=cheap, item="Q4", value=2, reason=SETTLED, settled_at=now, settled_by=cast.buyer()
    )
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
    rfq = judged()
    lift_limits()
    the_memo_says_what_the_pages_say_in_three_forms()
    the_history_shows_what_the_rfq_itself_shows(rfq)
    a_letter_is_read_by_its_vendor_alone_and_holds_nothing_of_another(rfq)
    a_letter_names_the_winner_and_its_price_only_where_the_rfq_says_so(rfq, monkeypatch)


def in_table(html: str, name: str) -> set[str]:
    """The figures with two decimals of a table of a page."""
    at = html.index(f'id="{name}"')
    found = set(FIGURES.findall(html[at : html.index("</table>", at)]))
    assert found
    return found


def the_memo_says_what_the_pages_say_in_three_forms() -> None:
    buyer = signed_in(cast.buyer())
    ranking = buyer.get(page("ranking")).content.decode()
    table = ranking[ranking.index('id="ranking') : ranking.index('id="why')]
    figures = set(FIGURES.findall(re.sub(r"<details.*?</details>", "", table, flags=re.DOTALL)))
    assert len(figures) > 10
    figures |= in_table(ranking, "presets")
    figures |= in_table(buyer.get(page("firmness")).content.decode(), "cost-flips")
    shown = buyer.get(page("memo")).content.decode()
    files = {form: buyer.post(page("memo_export"), {"form": form}) for form in ("pdf", "docx")}
    assert {row.detail["form"] for row in AuditEvent.objects.filter(action="export.made")} == {"pdf", "docx"}
    assert AuditEvent.objects.filter(action=READ, actor_id=str(cast.buyer().pk)).count() == 4
    assert is_protected("scoring:memo_export")
    for text in (shown, text_of(files["pdf"].content), word_text(files["docx"].content)):
        assert [figure for figure in figures if figure not in text] == []
        said = packed(text)
        assert said.count("评审组核对原件后取中") == 30
        for words in ("Sawnoreport", "oldsite;{DDEAUTO}thenewonewasseen."):
            assert words in said
    said = " ".join(re.sub(r"<[^>]*>", " ", shown).split())
    for row in ScoreRun.objects.order_by("-number")[0].result["ranking"]["rows"]:
        assert f"{row['rank']} {row['vendor']} {row['total']}" in said
    assert "cost 40%, quality 35%, risk 25%" in said
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
    assert sorted(told) == ["lighthouse@bids.example"]
    assert set(DebriefLetter.objects.values_list("quote__vendor__name", flat=True)) == {DEAR}

    letter = desk(DEAR).get(of("result", rfq, DEAR)).content.decode()
    pdf = packed(text_of(desk(DEAR).get(of("result_pdf", rfq, DEAR)).content))
    assert "Thankyouforyourquote.Anotherquotewaschosenthistime." in pdf and "Relativestrengths" in pdf
    assert "YourquotescoredhigheronQAmechanism(+1.00)." in pdf
    assert "costs the buyer less than yours" in letter
    _nothing_of_others(rfq, letter, pdf)
    for name in (CHEAP,):
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
    names = (CHEAP, "Deng Rui", "Feng Yi", "Saw no report", "核对原件", ABOVE[:12], "4,000.00", "4000")
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
    assert packed(f"The award goes to {CHEAP}.") in text
    assert f"{float(content['cost']['first_year']['chosen']):,.2f}" in text


def test_a_history_begins_with_the_opening_and_holds_prices_once_they_are_open() -> None:
    rfq = closed_rfq()
    assert "Nothing to look back on yet" in signed_in(cast.auditor()).get(history_of(CHEAP)).content.decode()
    open_part(rfq, Part.QUALITY)
    shown = signed_in(cast.auditor()).get(history_of(CHEAP)).content.decode()
    assert "Its prices are sealed." in shown and "Dedicated or shared" in shown
    assert "4,000" not in shown and "Headline" not in shown
    assert AuditEvent.objects.filter(action=READ, actor_id=str(cast.auditor().pk)).count() == 1


def the_history_shows_what_the_rfq_itself_shows(rfq: Any) -> None:
    shown = signed_in(cast.buyer()).get(history_of(CHEAP)).content.decode()
    assert "Headline a month" in shown and "of 2" in shown and "Q4: QA mechanism" in shown
    Conflict.objects.create(rfq=rfq, user=cast.second_buyer(), reason="cousin", declared_at=timezone.now())
    assert (
        "Nothing to look back on yet"
        in signed_in(cast.second_buyer()).get(history_of(CHEAP)).content.decode()
    )
    for name, status in (("reviewer", 403), ("administrator", 403), ("vendor_user", 404)):
        assert signed_in(getattr(cast, name)()).get(history_of(CHEAP)).status_code == status


def history_of(name: str) -> str:
    return reverse("scoring:vendor_memory", args=[cast.vendor(name).pk])
