"""The pages of contracts: who may, what they show, what their forms do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.home import waiting_for
from contracts.actions import draft_from_award, edit_term
from contracts.models import Contract, ContractTerm
from contracts.policies import open_terms
from rfqs.models import RFQ
from tests import cast
from tests.contracts.build import award, awarded_rfq, scored_rfq
from tests.contracts.test_negotiation import settle_all

READERS = [cast.buyer, cast.second_buyer, cast.approver, cast.auditor]
INSIDERS = [cast.approver, cast.auditor]
OUTSIDERS = [cast.vendor_user, cast.rival_user]
PAGES = ["contracts:contract", "contracts:sign", "contracts:break_off"]


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: Any, name: str, *args: str, **query: str) -> Any:
    return client_of(user).get(reverse(name, args=args), query)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


# -- who may -----------------------------------------------------------------------------------------


def test_signing_in_comes_first(contract: Contract) -> None:
    answer = Client().get(reverse("contracts:contract", args=["C-1"]))
    assert answer.status_code == 302 and "/accounts/login/" in answer.url


@pytest.mark.parametrize("who", READERS)
def test_readers_read(contract: Contract, who: Any) -> None:
    for name, args in (("list", ()), ("contract", ("C-1",)), ("term", ("C-1", "q8_trial_months"))):
        assert page(who(), f"contracts:{name}", *args).status_code == 200


@pytest.mark.parametrize("who", [*OUTSIDERS, cast.reviewer, cast.administrator])
def test_a_contract_is_not_there_for_others(contract: Contract, who: Any) -> None:
    for name in PAGES:
        assert page(who(), name, "C-1").status_code == 404
    assert page(who(), "contracts:term", "C-1", "q8_trial_months").status_code == 404


@pytest.mark.parametrize(
    ("who", "code"), [*((who, 404) for who in OUTSIDERS), (cast.reviewer, 403), (cast.administrator, 403)]
)
def test_the_list_is_not_theirs(contract: Contract, who: Any, code: int) -> None:
    assert page(who(), "contracts:list").status_code == code


@pytest.mark.parametrize("who", INSIDERS)
def test_insiders_without_the_right_get_403(contract: Contract, rfq: RFQ, who: Any) -> None:
    client = client_of(who())
    for name in ("sign", "break_off"):
        assert client.get(reverse(f"contracts:{name}", args=["C-1"])).status_code == 403
    posted = client.post(reverse("contracts:term", args=["C-1", "ct_retention_days"]), {"status": "AGREED"})
    assert posted.status_code == 403
    assert client.post(reverse("contracts:draft", args=[rfq.code])).status_code == 403
    assert contract.terms.get(code="ct_retention_days").status == "OFFERED"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_draft_nothing(rfq: RFQ, who: Any) -> None:
    assert client_of(who()).post(reverse("contracts:draft", args=[rfq.code])).status_code == 404
    assert not Contract.objects.exists()


def test_what_is_not_there_is_404_and_a_wrong_verb_405(contract: Contract) -> None:
    buyer = cast.buyer()
    assert page(buyer, "contracts:contract", "C-99").status_code == 404
    assert page(buyer, "contracts:term", "C-1", "q8_nothing").status_code == 404
    assert client_of(buyer).post(reverse("contracts:contract", args=["C-1"])).status_code == 405
    assert client_of(buyer).post(reverse("contracts:list")).status_code == 405


# -- list and draft ----------------------------------------------------------------------------------


def test_an_empty_list_says_what_comes_first(db: None) -> None:
    assert "No contracts yet" in text_of(page(cast.buyer(), "contracts:list"))


def test_the_list_offers_to_draft_what_is_awarded(rfq: RFQ) -> None:
    listed = text_of(page(cast.buyer(), "contracts:list"))
    assert f'href="{reverse("contracts:draft", args=["RFQ-7"])}"' in listed
    answer = client_of(cast.buyer()).post(reverse("contracts:draft", args=["RFQ-7"]))
    assert answer.url == reverse("contracts:contract", args=["C-1"])
    assert Contract.objects.get().rfq == rfq


def test_before_the_award_the_button_says_why_not(db: None) -> None:
    scored_rfq()
    shown = text_of(page(cast.buyer(), "contracts:draft", "RFQ-7"))
    assert "once the award has been approved" in shown and "aria-disabled" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"q": "celadon"}, True),
        ({"q": "店铺"}, True),
        ({"q": "C-1 shop"}, True),
        ({"q": "whale"}, False),
        ({"status": "NEGOTIATION"}, True),
        ({"status": "SIGNED"}, False),
    ],
)
def test_the_list_is_searched_and_filtered(contract: Contract, query: dict[str, str], found: bool) -> None:
    shown = text_of(page(cast.buyer(), "contracts:list", **query))
    assert (reverse("contracts:contract", args=["C-1"]) in shown) is found
    assert ("No contract matches" in shown) is not found


def test_the_list_turns_pages(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_from_award(rfq=awarded_rfq("RFQ-8"), by=cast.buyer(), now=timezone.now())
    monkeypatch.setattr("contracts.views.PAGE_SIZE", 1)
    first = page(cast.buyer(), "contracts:list")
    assert [row.code for row in first.context["page"]] == ["C-2"]
    second = page(cast.buyer(), "contracts:list", after=first.context["page"].next_cursor)
    assert [row.code for row in second.context["page"]] == ["C-1"]


# -- one contract ------------------------------------------------------------------------------------


def test_the_contract_holds_service_levels_trial_and_data_terms(contract: Contract) -> None:
    shown = text_of(page(cast.buyer(), "contracts:contract", "C-1"))
    for group in ("Service levels and quality", "Trial period", "Data handling"):
        assert group in shown
    groups = {
        group.code: group for group in page(cast.buyer(), "contracts:contract", "C-1").context["groups"]
    }
    values = {term.code: term.value.text for group in groups.values() for term in group.terms}
    assert values["q8_trial_months"] == "3 months"
    assert values["ct_change_control"] == "Agreed in writing"
    assert (values["ct_multi_vendor_allowed"], values["ct_bcp"]) == ("not disclosed", "missing")
    assert "588,400.00" in shown and "1,928,441.56" in shown and "4,800" in shown


def test_missing_terms_stand_on_top_with_links(contract: Contract) -> None:
    answer = page(cast.buyer(), "contracts:contract", "C-1")
    missing = [term.code for term in answer.context["missing"]]
    assert missing == [term.code for term in open_terms(contract)]
    listed = answer.content.decode().partition('id="missing"')[2].partition("</ul>")[0]
    for code in missing:
        assert reverse("contracts:term", args=["C-1", code]) in listed


def test_deviations_remarks_and_flags_stand_beside_their_terms(contract: Contract) -> None:
    answer = page(cast.buyer(), "contracts:contract", "C-1")
    terms = {term.code: term for group in answer.context["groups"] for term in group.terms}
    retention = terms["ct_retention_days"]
    assert (retention.deviates, retention.proposed.text) == (True, "180 days")
    assert not terms["ct_scope_out"].deviates
    assert [flag.title for flag in terms["q7_insurance"].flags] == ["There is no insurance."]
    assert [flag.code for flag in answer.context["further_flags"]] == ["RF-206"]
    shown = text_of(answer)
    assert "deviates from the RFQ" in shown and "Our archive keeps thirty days." in shown
    edit_term(
        contract=contract,
        code="ct_multi_vendor_allowed",
        value=False,
        note="",
        clause_ref="",
        status="OFFERED",
        by=cast.buyer(),
        now=timezone.now(),
    )
    assert "Exclusive: no second vendor" in text_of(page(cast.buyer(), "contracts:contract", "C-1"))


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_values_read_in_the_readers_language(contract: Contract, language: str) -> None:
    reader = cast.buyer()
    reader.language = language
    reader.save()
    mark = {"zh-hans": "（简）", "zh-hant": "（繁）"}[language]
    assert f"Agreed in writing{mark}" in text_of(page(reader, "contracts:contract", "C-1"))


def test_readers_see_no_buttons(contract: Contract) -> None:
    shown = text_of(page(cast.auditor(), "contracts:contract", "C-1"))
    assert reverse("contracts:sign", args=["C-1"]) not in shown
    assert "Save the term" not in text_of(page(cast.auditor(), "contracts:term", "C-1", "ct_retention_days"))


# -- terms -------------------------------------------------------------------------------------------


def save(code: str, **data: str) -> Any:
    url = reverse("contracts:term", args=["C-1", code])
    return client_of(cast.buyer()).post(url, {"status": "AGREED", "clause_ref": "7.2", "note": "ok"} | data)


def test_a_term_is_edited_by_its_spec(contract: Contract) -> None:
    assert save("ct_retention_days", **{"term-ct_retention_days": "90"}).status_code == 302
    term = contract.terms.get(code="ct_retention_days")
    assert (term.value, term.status, term.clause_ref, term.note) == (90, "AGREED", "7.2", "ok")


def test_a_wrong_value_is_refused_at_its_field(contract: Contract) -> None:
    answer = save("ct_retention_days", **{"term-ct_retention_days": "ninety"})
    assert answer.status_code == 200
    assert 'href="#id_term-ct_retention_days"' in text_of(answer)
    assert contract.terms.get(code="ct_retention_days").value == 30


def test_an_empty_value_is_no_agreement(contract: Contract) -> None:
    assert "Give the value of the term" in text_of(save("ct_retention_days"))


def test_objects_and_shares_are_typed_as_on_the_questions(contract: Contract) -> None:
    typed = {"cap": "2", "index": "CPI", "earliest_month": "13"}
    assert (
        save("q8_price_rise", **{f"term-q8_price_rise.{k}": v for k, v in typed.items()}).status_code == 302
    )
    value = contract.terms.get(code="q8_price_rise").value
    assert value == {"cap": "0.02", "index": "CPI", "earliest_month": 13}


def test_words_nobody_rewrote_keep_their_languages(contract: Contract) -> None:
    save("ct_change_control", **{"term-ct_change_control": "Agreed in writing"})
    term = contract.terms.get(code="ct_change_control")
    assert term.value["zh-hans"] == "Agreed in writing（简）" and term.source == "QUOTE"
    save("ct_change_control", **{"term-ct_change_control": "By order form"})
    term.refresh_from_db()
    assert (term.value, term.source) == ("By order form", "NEGOTIATION")


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.prove)])
def test_every_term_has_a_form_that_opens(contract: Contract, step: int) -> None:
    """In the short form every third one."""
    client = client_of(cast.buyer())
    for term in ContractTerm.objects.filter(contract=contract).order_by("code")[::step]:
        answer = client.get(reverse("contracts:term", args=["C-1", term.code]))
        assert answer.status_code == 200 and len(answer.context["form"].spec_form.fields) > 0, term.code


# -- signing -----------------------------------------------------------------------------------------


def test_the_sign_page_says_what_is_missing_and_refuses(contract: Contract) -> None:
    shown = text_of(page(cast.buyer(), "contracts:sign", "C-1"))
    assert "required terms are still missing" in shown and "aria-disabled" in shown
    today = timezone.localdate().isoformat()
    url = reverse("contracts:sign", args=["C-1"])
    answer = client_of(cast.buyer()).post(url, {"signed_on": today, "confirmed": "on"})
    assert answer.status_code == 409
    contract.refresh_from_db()
    assert contract.status == "NEGOTIATION"


def test_signing_needs_the_confirmation(contract: Contract) -> None:
    settle_all(contract)
    client, url = client_of(cast.buyer()), reverse("contracts:sign", args=["C-1"])
    today = timezone.localdate().isoformat()
    assert client.post(url, {"signed_on": today}).status_code == 200
    contract.refresh_from_db()
    assert contract.status == "NEGOTIATION"
    assert client.post(url, {"signed_on": today, "confirmed": "on"}).status_code == 302
    contract.refresh_from_db()
    assert contract.status == "SIGNED"
    shown = text_of(page(cast.buyer(), "contracts:contract", "C-1"))
    assert "The terms are frozen" in shown and reverse("contracts:sign", args=["C-1"]) not in shown


def test_breaking_off_is_shown_with_its_reason(contract: Contract) -> None:
    url = reverse("contracts:break_off", args=["C-1"])
    assert client_of(cast.buyer()).post(url, {"reason": "No agreement on liability"}).status_code == 302
    assert "No agreement on liability" in text_of(page(cast.buyer(), "contracts:contract", "C-1"))


# -- home --------------------------------------------------------------------------------------------


def test_what_waits_at_home(rfq: RFQ) -> None:
    now = timezone.now()
    mine = [item.url for item in waiting_for(cast.buyer(), now)]
    assert reverse("contracts:draft", args=["RFQ-7"]) in mine
    assert reverse("contracts:draft", args=["RFQ-7"]) not in [
        item.url for item in waiting_for(cast.approver(), now)
    ]
    contract = draft_from_award(rfq=rfq, by=cast.buyer(), now=now)
    titles = {item.url: item.title for item in waiting_for(cast.buyer(), now)}
    url = reverse("contracts:contract", args=["C-1"])
    assert f"{len(open_terms(contract))} missing terms" in titles[url]
    settle_all(contract)
    assert "Mark the contract as signed" in next(
        i.title for i in waiting_for(cast.buyer(), now) if i.url == url
    )
    assert url not in [item.url for item in waiting_for(cast.second_buyer(), now)]


@pytest.mark.django_db
def test_a_contract_reads_without_proposed_terms() -> None:
    now, buyer = timezone.now(), cast.buyer()
    draft_from_award(rfq=award(scored_rfq(terms=[])), by=buyer, now=now)
    assert page(buyer, "contracts:contract", "C-1").status_code == 200
