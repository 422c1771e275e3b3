"""Two reviewers and a chair evaluate an RFQ with the keyboard alone, from the sealed quotes to the proposed award.

In the short form two quotes of the tests are judged, and most cells are scored already; in the long form
it is the demo's RFQ-1, all six quotes from scratch, with JavaScript and without.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from demo import people, rfqs
from demo.build import receive
from demo.panel import RFQ_1, scores
from demo.quotes import case
from demo.vendors import PASSWORD as DEMO_PASSWORD
from quotes.actions.inquiries import answer_inquiry
from quotes.models import Inquiry, Quote
from rfqs.models import RFQ
from scoring.actions import submit_sheet
from scoring.models import Assignment, Consensus, Evaluation, Score, ScoreRun, Sheet
from scoring.policies import ITEMS
from tests import cast, deadlines
from tests.browser.keys import Keys
from tests.scoring.build import CHEAP, DEAR, close, document, publish, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REQUIRED = {stage: [item for item in items if item[0] in "QB"] for stage, items in ITEMS.items()}


@dataclass
class Panel:
    """The people, what they think, and what they do with keys; `marks` by reviewer, vendor and item."""

    rfq: RFQ
    chair: User
    reviewers: list[User]
    password: str
    marks: list[Mapping[str, Mapping[str, Decimal]]]
    typed: dict[str, list[str]]  # stage -> items that are scored in the browser
    apart: tuple[str, str]  # the vendor and item on which the reviewers are far apart


def test_a_panel_needs_no_mouse(new_page: Callable[..., Any]) -> None:
    """One reviewer's browser runs scripts, the other's does not."""
    judge(short_panel(), new_page, scripts=(True, True, False))


@pytest.mark.prove
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_panel_judges_the_demo_without_a_mouse(new_page: Callable[..., Any], javascript: bool) -> None:
    judge(demo_panel(), new_page, scripts=(javascript,) * 3)


# -- who and what ------------------------------------------------------------------------------------


def short_panel() -> Panel:
    rfq = publish(declared=False)
    send(rfq, CHEAP, document("4000"))
    send(rfq, DEAR, document("5000"))
    first = cast.reviewer()
    first.roles = [Role.REVIEWER, Role.APPROVER]  # in a small house the second officer scores too
    first.save()
    marks: list[Mapping[str, Mapping[str, Decimal]]] = []
    for apart in ("5", "2"):
        own = {name: dict.fromkeys([*ITEMS["FIRST"], *ITEMS["SECOND"]], Decimal(3)) for name in (CHEAP, DEAR)}
        own[DEAR]["Q4"] = Decimal(apart)
        marks.append(own)
    typed: dict[str, list[str]] = {"FIRST": ["Q4"], "SECOND": []}
    reviewers = [first, cast.second_reviewer()]
    return Panel(close(rfq), cast.buyer(), reviewers, cast.PASSWORD, marks, typed, (DEAR, "Q4"))


def demo_panel() -> Panel:
    """RFQ-1 after its deadline: six sealed quotes. All three read English."""
    found = people.make_people()
    found.staff["reviewer"].roles = [Role.REVIEWER, Role.APPROVER]
    found.staff["reviewer"].save()
    User.objects.update(language="en")
    rfq = rfqs.publish(found, rfqs.write_chat(found, timezone.now() + timedelta(hours=1)))
    documents = case("rfq-1")["quotes"]
    receive(found, [(rfq, vendor, documents[vendor]) for vendor in rfqs.BIDDERS_1])
    marks = [{name: dict(scores(RFQ_1, name, number)) for name in RFQ_1} for number in (0, 1)]
    apart = "Celadon Service", "Q6"
    for own, value in zip(marks, ("5", "3"), strict=True):
        own[apart[0]][apart[1]] = Decimal(value)
    reviewers = [found.staff[key] for key in ("reviewer", "second_reviewer")]
    return Panel(deadlines.close(rfq), found.staff["buyer"], reviewers, DEMO_PASSWORD, marks, REQUIRED, apart)


# -- the evaluation ----------------------------------------------------------------------------------


def judge(panel: Panel, new_page: Callable[..., Any], scripts: tuple[bool, bool, bool]) -> None:
    chair, first, second = (
        Keys(new_page(javascript=script), user.email, panel.password)
        for script, user in zip(scripts, (panel.chair, *panel.reviewers), strict=True)
    )
    code = panel.rfq.code
    open_part(chair, first, f"Open the quotes of {code}...", "Quality")
    share_out(chair, panel)
    for number, keys in enumerate((first, second)):
        score_sheet(keys, panel, number, "FIRST")
    settle(chair, panel)
    open_part(chair, first, f"Open the prices of {code}...", "Prices")
    for number, keys in enumerate((first, second)):
        if panel.typed["SECOND"]:
            score_sheet(keys, panel, number, "SECOND")
        else:
            sheet = Sheet.objects.get(rfq=panel.rfq, reviewer=panel.reviewers[number], stage="SECOND")
            fill_the_rest(sheet, panel, number)
            submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())
    rank(chair, panel)
    propose(chair, panel)


def section(keys: Keys, tab: str, page: str = "") -> None:
    """Go to a tab of the RFQ, and to a page beside it."""
    keys.skip("Skip to the content")
    keys.follow(tab, "link")
    if page:
        keys.skip("Skip to the content")
        keys.follow(page, "link")


def open_part(chair: Keys, officer: Keys, waiting: str, part: str) -> None:
    for keys, button in ((chair, "Approve the opening"), (officer, "Approve and open")):
        keys.follow("Shortlist", "link")
        keys.follow(waiting, "link")
        keys.skip("Skip past the sections")
        keys.follow(f"{button}: {part}", "button")


def share_out(chair: Keys, panel: Panel) -> None:
    """The second reviewer leaves the two impressions out."""
    section(chair, "Opening", "Panel")
    chair.skip("Skip past the sections")
    chair.follow(f"Share out {panel.reviewers[1].name}", "link")
    for item in (*(f"Q{number}" for number in range(1, 11)), "BCP"):
        chair.tick(f"{item} ...")
    chair.follow("Save the share", "button")
    assert len(Assignment.objects.get(reviewer=panel.reviewers[1]).items) == 11


def score_sheet(keys: Keys, panel: Panel, number: int, stage: str) -> None:
    """Find the sheet, say that one is impartial, score what is empty, hand it in."""
    keys.follow("Review panel", "link")
    keys.skip("Skip to main content")
    keys.follow(f"{panel.rfq.code} ...", "link")
    if stage == "FIRST":
        keys.follow("I have no conflict of interest...", "button")
    sheet = Sheet.objects.get(rfq=panel.rfq, reviewer=panel.reviewers[number], stage=stage)
    left = fill_the_rest(sheet, panel, number)
    keys.page.reload()  # some were scored in between
    keys.skip("Skip to main content")
    keys.follow("Go on scoring" if sheet.scores.exists() else "Begin scoring", "link")
    if stage == "FIRST" and number == 0:
        ask(keys, panel)
    for place in range(left, 0, -1):
        score_cell(keys, sheet, panel.marks[number], "Save and next" if place > 1 else "Save")
    keys.skip("Skip past the scores")
    keys.follow("Done: lock my scores", "button")
    sheet.refresh_from_db()
    assert sheet.status == "SUBMITTED"


def fill_the_rest(sheet: Sheet, panel: Panel, number: int) -> int:
    """Score what nobody types, as rows; how many cells are left."""
    now, mine, rows, left = timezone.now(), panel.marks[number], [], 0
    for quote in Quote.objects.filter(rfq=panel.rfq).select_related("vendor"):
        typed = panel.typed[sheet.stage]
        left += len(typed)
        rows += [
            Score(sheet=sheet, quote=quote, item=item, value=value, reason="as answered", updated_at=now)
            for item, value in mine[quote.vendor.name].items()
            if item in REQUIRED[sheet.stage] and item not in typed
        ]
    Score.objects.bulk_create(rows)
    return left


def scripts_run(keys: Keys) -> bool:
    return bool(keys.page.evaluate("document.documentElement.classList.contains('js')"))


def score_cell(keys: Keys, sheet: Sheet, marks: Mapping[str, Mapping[str, Decimal]], button: str) -> None:
    """Score, reason, how sure: with scripts the score is a digit, without them a choice among radio buttons."""
    quote, item = keys.page.url.rstrip("/").split("/")[-2:]
    value = marks[Quote.objects.get(pk=quote).vendor.name][item]
    if scripts_run(keys):
        keys.press(*KEYS[value])
    else:
        keys.skip("Skip to the score")
        keys.reach("0", "radio", within=1)
        keys.choose(f"{value:g}")
    keys.fill("Reason", f"{item}: {value:g}", within=2)
    keys.reach("Low", "radio", within=1)
    keys.choose("High")
    keys.follow(button, "button", within=2)
    score = Score.objects.get(sheet=sheet, quote=quote, item=item)
    assert (score.value, score.reason, score.confidence) == (value, f"{item}: {value:g}", "HIGH")


KEYS = {Decimal(number) / 2: (str(number // 2),) * (1 + number % 2) for number in range(11)}


def ask(keys: Keys, panel: Panel) -> None:
    """One reviewer asks, the vendor explains; the vendor is none of the three."""
    keys.skip("Skip to the score")
    keys.reach("Needs clarification: ask the vendor")
    keys.press("Space")
    keys.reach("...", "checkbox", within=1)
    keys.press("Space")
    keys.fill("What is unclear", "Who steps in at night?")
    keys.follow("Ask the vendor", "button")
    inquiry = Inquiry.objects.get(quote__rfq=panel.rfq)
    invitation = inquiry.quote.revision.invitation
    answer_inquiry(
        invitation=invitation,
        inquiry_id=inquiry.pk,
        answers={inquiry.fields[0]: "The shift lead does."},
        files=[],
        by=inquiry.quote.revision.submitted_by,
        now=timezone.now(),
    )


def settle(chair: Keys, panel: Panel) -> None:
    """The chair sees who is far apart, and settles it."""
    section(chair, "Opening", "Panel")
    assert "far apart" in chair.page.locator("#spread").inner_text()
    section(chair, "Opening")
    chair.skip("Skip past the sections")
    chair.reach("Settled score")
    chair.pick("4")
    chair.fill("Reason", "Talked over: between the two.", within=1)
    chair.follow("Settle the score", "button", within=1)
    settled = Consensus.objects.get(quote__rfq=panel.rfq)
    assert (settled.quote.vendor.name, settled.item) == panel.apart and settled.value == 4


def rank(chair: Keys, panel: Panel) -> None:
    """Run the ranking, read it, and try other weights."""
    section(chair, "Opening")  # until now the page did not offer a ranking
    section(chair, "Ranking")
    chair.skip("Skip past the sections")
    chair.follow("Run the ranking", "button")
    stored = ScoreRun.objects.get(rfq=panel.rfq).result["ranking"]["rows"]
    shown = chair.page.locator("#ranking > tbody > tr > th").all_inner_texts()
    assert [text.split("\n")[0] for text in shown][: len(stored)] == [row["vendor"] for row in stored]
    section(chair, "Ranking", "How firm is it")
    chair.skip("Skip past the sections")
    (weigh_by_slider if scripts_run(chair) else weigh_by_typing)(chair)
    assert chair.page.locator("#live .verdict").inner_text()
    chair.follow("To the ranking", "link")


def weigh_by_slider(chair: Keys) -> None:
    """What a move changes is swapped in; the focus stays where it was."""
    slider = chair.reach("Cost", "slider")
    with chair.page.expect_response(lambda answer: "/firmness/" in answer.url):
        chair.press("ArrowRight")
    chair.page.wait_for_selector("#live .verdict")
    chair.look()
    assert chair.focused() == slider


def weigh_by_typing(chair: Keys) -> None:
    for name, weight in (("Cost", "60"), ("Quality", "25"), ("Risk", "15")):
        chair.fill(name, weight, within=2)
    chair.follow("Rank with these weights", "button")


def propose(chair: Keys, panel: Panel) -> None:
    """The chair proposes the leader, with what was checked before."""
    section(chair, "Award")
    chair.skip("Skip past the sections")
    leader = ScoreRun.objects.get(rfq=panel.rfq).result["ranking"]["rows"][0]["vendor"]
    chair.reach("Quote")
    chair.pick(leader[:6])
    chair.fill("Why this quote", "First in the ranking.")
    for name, called in (("First reference called", "Lin"), ("Second reference called", "He")):
        chair.fill(name, called)
    for _ in range(2):
        chair.fill("What they said", "On time.")
    chair.reach("On")
    chair.page.keyboard.type(f"0101{timezone.localdate().year}")  # the same in every order of day and month
    chair.tick("I have verified the vendor's qualification.")
    chair.follow("Propose the award", "button")
    evaluation = Evaluation.objects.get(rfq=panel.rfq)
    assert (evaluation.status, evaluation.quote.vendor.name) == ("AWARD_PROPOSED", leader)
