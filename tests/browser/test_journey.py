"""The whole way in a real browser, in Chinese, with JavaScript and without: need, quotes, panel, award, contract.

In the short form one vendor and one reviewer come with a browser, and the actions speak for their fellows: the
vendor by the seat where scripts run, the vendor by bands where they do not. Without scripts the vendor writes one
question and the prices, and sends; the actions write the rest, and score: judging and drafting a contract without
scripts have tests of their own. In the long form everybody comes, and does everything.
"""

import io
import json
import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from demo.quotes import case, write_as
from demo.vendors import BY_KEY
from notifications.delivery import deliver_due
from quotes.actions import submit_quote
from quotes.models import Quote
from rfqs.actions.enrolment import accept_token
from rfqs.models import RFQ, Invitation
from rfqs.queries import publication_content
from scoring.actions import declare_impartial, save_score, submit_sheet
from scoring.models import ScoreRun, Sheet
from scoring.policies import ITEMS
from tests import cast, deadlines
from tests.browser import steps
from tests.browser.offers import BY_BANDS, BY_SEAT, Offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORECAST = (20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000)
HISTORY = (18000, 21000, 39000, 17500, 18500, 22000)
OFFERS = {"青瓷服务": BY_SEAT, "灯塔鲸全程": BY_BANDS}
COMES = {True: "青瓷服务", False: "灯塔鲸全程"}  # with JavaScript or without -> who comes with a browser
EMAILS = {"青瓷服务": "bids@celadon.example", "灯塔鲸全程": "bids@whale.example"}
VENDOR_PASSWORD = "blue-kiln-glaze-77"
# What the drafted contract says on data, in Chinese: who owns it, notice of incidents, erasure, retention.
DATA_TERMS = {
    "q7_ownership": "企业",
    "q7_incident": "24 小时",
    "q7_destruction": "30 天",
    "ct_retention_days": "180 天",
}
# vendor -> item -> the two reviewers' scores
SCORES = {
    "青瓷服务": {"first": "4.0", "second": "3.5"},
    "灯塔鲸全程": {"first": "4.5", "second": "4.0"},
}


@pytest.mark.parametrize("everybody", [False, pytest.param(True, marks=pytest.mark.prove)])
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_from_a_need_to_a_contract(new_page: Callable[..., Any], javascript: bool, everybody: bool) -> None:
    people = make_people()
    pages = Pages(new_page, javascript)
    buyer = pages.of(people["buyer"])
    code = write_rfq(buyer)
    publish(buyer, code, people)
    content = publication_content(RFQ.objects.get(code=code))
    whole = everybody or javascript
    for vendor, link in links().items():
        if everybody or vendor == COMES[javascript]:
            quote(pages.new(), vendor, link, content, whole)
        else:
            quote_by_actions(vendor, link)
    pass_by(code)
    officer = pages.of(people["approver"])
    come = ("first", "second") if everybody else ("first",) if whole else ()
    reviewers = {name: pages.of(people[name]) for name in come}
    evaluate(buyer, officer, reviewers, code)
    winner = rank(buyer, code)
    award(buyer, officer, code, winner)
    if whole:
        contract(buyer, code, winner, content["need"])


class Pages:
    """A browser of one's own for everybody."""

    def __init__(self, new_page: Callable[..., Any], javascript: bool) -> None:
        self.new_page, self.javascript = new_page, javascript

    def new(self) -> Any:
        return self.new_page(language="zh-hans", javascript=self.javascript)

    def of(self, user: Any) -> Any:
        page = self.new()
        steps.sign_in(page, user.email, cast.PASSWORD)
        return page


def make_people() -> dict[str, Any]:
    cast.organisation()
    for name, email in EMAILS.items():
        cast.contact(cast.vendor(name), email, "报价人", lead=True, language="zh-hans")
    found = {
        "buyer": cast.buyer(),
        "approver": cast.approver(),
        "first": cast.reviewer(),
        "second": cast.second_reviewer(),
    }
    for user in found.values():
        user.language = "zh-hans"
        user.save()
    return found


# -- the need ----------------------------------------------------------------------------------------


def write_rfq(page: Any) -> str:
    """From the shop-chat template, with the volumes as a file; returns the code."""
    page.goto("/rfqs/")
    with page.expect_navigation():
        page.locator('a[href="/rfqs/new/"]').first.click()
    steps.submit(page, {"template": "shop-chat", "title": "天猫旗舰店在线客服"})
    code = page.url.rstrip("/").split("/")[-2]
    page.goto(f"/rfqs/{code}/demand/")
    steps.submit(page, {"upload-file": monthly_file(), "upload-basis": "MEASURED"})
    assert [
        int(text.replace(",", "")) for text in page.locator("#month-rows td:nth-child(2)").all_inner_texts()
    ] == list(HISTORY)
    steps.submit(page, {f"forecast_{n}": str(count) for n, count in enumerate(FORECAST, start=1)})
    return code


def monthly_file() -> dict[str, Any]:
    """The six whole months before this one, as a spreadsheet saves them."""
    first = timezone.localdate().replace(day=1)
    months: list[date] = []
    while len(months) < len(HISTORY):
        first = (first - timedelta(days=1)).replace(day=1)
        months.insert(0, first)
    rows = [f"{month:%Y-%m},{count}" for month, count in zip(months, HISTORY, strict=True)]
    text = "\ufeff" + "\r\n".join(["月份,接待量", *rows]) + "\r\n"
    return {"name": "接待量.csv", "mimeType": "text/csv", "buffer": text.encode()}


def publish(page: Any, code: str, people: dict[str, Any]) -> None:
    """The nine fields, then the people and the button."""
    page.goto(f"/rfqs/{code}/need/")
    vendors = [str(cast.vendor(name).pk) for name in OFFERS]
    deadline = (timezone.localtime() + timedelta(hours=1)).replace(second=0, microsecond=0)
    steps.submit(
        page,
        {
            "title": "天猫旗舰店在线客服",
            "deadline_at": f"{deadline:%Y-%m-%dT%H:%M}",
            "industry": "ECOMMERCE",
            "company_stage": "GROWTH",
            "service_types": ["IN_PRESALES", "IN_ORDER", "IN_AFTERSALES"],
            "aht_s": "300",
            "coverage": ["EXT", "WKD"],
            "data_class": "MASKED",
            "vendors": vendors,
        },
    )
    page.goto(f"/rfqs/{code}/publish/")
    reviewers = [str(people[key].pk) for key in ("first", "second")]
    owner = str(people["buyer"].pk)
    steps.submit(
        page, {"reviewers": reviewers, "contract_owner": owner, "reason": "旺季将至，两家均已沟通。"}
    )
    assert RFQ.objects.get(code=code).deadline_at == deadline


def links() -> dict[str, str]:
    """Deliver the mail as beat does, and read the personal link out of each vendor's."""
    deliver_due(now=timezone.now())
    sent = {message.to[0]: message.body for message in mail.outbox}
    return {vendor: steps.link_in(sent[email]) for vendor, email in EMAILS.items()}


# -- the quotes --------------------------------------------------------------------------------------


def quote(page: Any, vendor: str, link: str, content: dict[str, Any], whole: bool) -> None:
    """Enrol, answer everything, price, agree, attach, check, send; without `whole` the most of it is there."""
    offer = OFFERS[vendor]
    portal = steps.enrol(page, link, f"{vendor}报价人", VENDOR_PASSWORD)
    if not whole:
        write_by_actions(Invitation.objects.get(vendor__contacts__email=EMAILS[vendor]), vendor)
    paper = steps.attach(page, portal, "evidence.txt", f"{vendor}：佐证".encode(), question=None)
    files = dict.fromkeys(("roster", "licence", "bcp", "breakdown"), paper)
    steps.price(page, portal, offer.basics, offer.model, offer.line)  # question 1 asks by what is charged
    for number in range(1, 11) if whole else (6,):
        steps.answer(page, portal, number, offer.typed_answers(number, content, files))
    steps.charge(page, portal, offer.fees)
    if whole:
        steps.agree(page, portal, offer.typed_terms(content, files))
    send_quote(page, portal, offer)


def quote_by_actions(vendor: str, link: str) -> None:
    """The same without pages: enrol, write the whole draft, send."""
    now, token = timezone.now(), link.rstrip("/").rpartition("/")[2]
    user, invitation = accept_token(token=token, name=f"{vendor}报价人", password=VENDOR_PASSWORD, now=now)
    write_by_actions(invitation, vendor)
    submit_quote(invitation=invitation, by=user, now=timezone.now(), idempotency_key=uuid.uuid4())


def write_by_actions(invitation: Invitation, vendor: str) -> None:
    key, user = OFFERS[vendor].key, User.objects.get(email=EMAILS[vendor])
    write_as(invitation, user, BY_KEY[key], case("rfq-1")["quotes"][key])


def send_quote(page: Any, portal: str, offer: Offer) -> None:
    page.goto(f"{portal}check/")
    costs = [
        float(text.replace(",", "")) for text in page.locator("#three-months tfoot td").all_inner_texts()
    ]
    assert len(costs) == 3 and 0 < costs[0] <= costs[1] <= costs[2], costs
    assert not page.locator("#missing .error-list").count(), page.locator("#missing").inner_text()
    steps.press(page, "/send/")
    assert page.url.endswith("/sent/")
    assert page.locator("main time").count()


def pass_by(code: str) -> None:
    """The one thing no user does: the deadline comes at once. A real one would race the speed of the machine."""
    deadlines.close(RFQ.objects.get(code=code), timedelta())


# -- the evaluation ----------------------------------------------------------------------------------


def evaluate(buyer: Any, officer: Any, reviewers: dict[str, Any], code: str) -> None:
    """Quality opened and scored first, then the prices; in the short form two items are scored in the browser."""
    for part, stage in (("QUALITY", "FIRST"), ("COMMERCIAL", "SECOND")):
        open_part(buyer, officer, code, part)
        for mine in ("first", "second"):
            typed = ITEMS[stage] if len(reviewers) == 2 else ITEMS[stage][-2:] if mine in reviewers else ()
            sheet = score_by_actions(code, stage, mine, ITEMS[stage][: len(ITEMS[stage]) - len(typed)])
            if typed:
                scores = {name: dict.fromkeys(typed, own[mine]) for name, own in SCORES.items()}
                steps.score_sheet(reviewers[mine], code, ITEMS[stage], scores)
            else:
                submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())


def score_by_actions(code: str, stage: str, mine: str, items: Sequence[str]) -> Sheet:
    reviewer = cast.reviewer() if mine == "first" else cast.second_reviewer()
    sheet = Sheet.objects.get(rfq__code=code, stage=stage, reviewer=reviewer)
    if items and stage == "FIRST":
        declare_impartial(sheet=sheet, by=reviewer, now=timezone.now())
    for quoted in Quote.objects.filter(rfq__code=code):
        for item in items:
            save_score(
                sheet=sheet,
                quote=quoted,
                item=item,
                value=Decimal(SCORES[quoted.vendor.name][mine]),
                reason="依据回答与佐证",
                by=sheet.reviewer,
                now=timezone.now(),
            )
    return sheet


def open_part(buyer: Any, officer: Any, code: str, part: str) -> None:
    for page in (buyer, officer):
        page.goto(f"/rfqs/{code}/opening/")
        steps.send(page.locator("form").filter(has=page.locator(f'input[name="part"][value="{part}"]')))


def rank(page: Any, code: str) -> str:
    """Run the ranking and read it: the page, the command and the stored run say the same. Returns the leader."""
    page.goto(f"/rfqs/{code}/ranking/")
    steps.press(page, "/ranking/run/")
    names = page.locator("#ranking > tbody > tr > th").all_inner_texts()
    totals = page.locator("#ranking > tbody > tr:has(> th) > td:nth-of-type(2)").all_inner_texts()
    read = {first_line(name): first_line(total) for name, total in zip(names, totals, strict=True)}
    out = io.StringIO()
    call_command("ranking", code, "--json", stdout=out)
    told = {row["vendor"]: row["total"] for row in json.loads(out.getvalue())["rows"]}
    stored = {
        row["vendor"]: row["total"] for row in ScoreRun.objects.get(rfq__code=code).result["ranking"]["rows"]
    }
    assert read == told == stored and set(read) == set(OFFERS)
    return next(iter(read))


def first_line(text: str) -> str:
    return text.strip().split("\n")[0].split(" ")[0].strip()


# -- award and contract ------------------------------------------------------------------------------


def award(buyer: Any, officer: Any, code: str, winner: str) -> None:
    """The buyer proposes and may not approve; another person does."""
    buyer.goto(f"/rfqs/{code}/award/")
    quote_id = str(Quote.objects.get(rfq__code=code, vendor__name=winner).pk)
    steps.submit(
        buyer,
        {
            "quote": quote_id,
            "reason": "综合排名第一。",
            "reference_1": "林竹灯",
            "notes_1": "价格稳定，高峰有保障。",
            "reference_2": "何石",
            "notes_2": "响应达标。",
            "seen_kind": "VISIT",
            "seen_on": f"{timezone.localdate():%Y-%m-%d}",
            "verified": True,
        },
    )
    assert not buyer.locator('form[action$="/award/approve/"] button[type=submit]').count()
    officer.goto(f"/rfqs/{code}/award/")
    steps.press(officer, "/award/approve/")
    assert RFQ.objects.get(code=code).status == "AWARDED"


def contract(page: Any, code: str, winner: str, need: dict[str, Any]) -> None:
    """The draft holds service levels, trial and data terms as the winner offered them."""
    page.goto(f"/rfqs/{code}/award/")
    with page.expect_navigation():
        page.locator('a[href^="/contracts/draft/"]').click()
    steps.send(page.locator("main form"))
    assert winner in page.locator(".lead-line").inner_text()
    levels = page.locator("#term-q6_kpis").inner_text()
    assert all(row["target"] in levels for row in need["core_kpis"]), levels
    assert "3 个月" in page.locator("#term-q8_trial_months").inner_text()
    for name, words in DATA_TERMS.items():
        assert words in page.locator(f"#term-{name}").inner_text(), name
