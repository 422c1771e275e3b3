"""The question set adapted: words may change, fields may be added, what a rule reads stays."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from accounts.roles import Role
from rfqs import catalogue
from rfqs.actions import question_sets as actions
from rfqs.actions.question_sets import told_faults
from rfqs.actions.rfq import create_rfq
from rfqs.catalogue.adapting import readers_of, texts_of, with_field, with_texts, without_field
from rfqs.models import QuestionSet
from tests import cast
from ui.errors import Refused
from ui.specs import FieldSpec

WORDS = {"en": "Parking", "zh-hans": "停车位", "zh-hant": "停車位"}


def test_every_text_can_be_reworded_and_every_field_that_a_rule_reads_stays() -> None:
    content = catalogue.question_set()
    for item in content["questions"]:
        number = item["n"]
        changed = with_texts(content, number, {text.path: WORDS for text in texts_of(content, number)})
        assert catalogue.check_question_set(changed) == []
        assert {tuple(text.words.items()) for text in texts_of(changed, number)} == {tuple(WORDS.items())}
        for field in item["fields"]:
            left = catalogue.check_question_set(without_field(content, number, field["code"]))
            assert bool(left) == bool(readers_of(field)), field["code"]
    assert content == catalogue.question_set(), "nothing was changed in place"


def test_the_faults_of_a_set_name_the_place_and_the_remedy() -> None:
    content = catalogue.question_set()
    questions = content["questions"]
    questions[0]["fields"][0]["type"] = "colour"
    questions[2]["rubric"]["5"] = {"en": "Good"}
    questions[3]["title"] = {}
    questions[4]["fields"].append({**questions[4]["fields"][0]})
    faults = catalogue.check_question_set(content)
    assert all(isinstance(part, Promise) for one in faults for part in (one.message, one.remedy))
    told = told_faults(faults)
    assert (
        "Question 1: A field has no code or no known type:" in told
        and "one of these types: bool, choice" in told
    )
    assert "Question 3, Rubric, score 5: A language is missing. Write it in English" in told
    assert "Question 4, Title: A language is missing." in told
    assert told.endswith("One more fault.")
    lost = catalogue.check_question_set(without_field(catalogue.question_set(), 3, "q3_backup_ratio"))
    assert told_faults(lost).startswith("Field q3_backup_ratio: This field is read by ")
    assert "Put it back as it was" in told_faults(lost)


def test_an_added_field_is_one_that_the_portal_can_ask() -> None:
    content = with_field(catalogue.question_set(), 5, code="parking", kind="int", label=WORDS, required=True)
    assert catalogue.check_question_set(content) == []
    spec = catalogue.question_specs(content, 5, asked="answers")[-1]
    assert isinstance(spec, FieldSpec) and (spec.code, spec.required) == ("q5_own_parking", "R")


@pytest.mark.django_db
def test_an_administrator_adapts_the_questions_and_a_begun_rfq_keeps_its_own() -> None:
    buyer = cast.buyer()
    before = create_rfq(template="blank", title="Before", by=buyer, now=timezone.now())
    admin = cast.person("admin@cloudthimble.example", "Admin", Role.ADMINISTRATOR)
    client = cast.sign_in_afresh(Client(), admin)
    with pytest.raises(PermissionDenied):
        actions.begin_question_set(by=buyer, now=timezone.now())
    assert client.post(reverse("rulebook:begin")).status_code == 302
    drafted = QuestionSet.objects.get(status="DRAFT")
    with pytest.raises(Refused, match="being written already"):
        actions.begin_question_set(by=admin, now=timezone.now())
    page = reverse("rulebook:question", args=[drafted.version, 5])
    form = client.get(page).context["form"]
    words = {name: field.initial for name, field in form.fields.items()} | {"title.en": "Training anew"}
    assert client.post(page, words | {"ask.zh-hans": " "}).status_code == 422
    assert client.post(page, words).status_code == 302
    added = {
        "code": "parking",
        "kind": "int",
        "label_en": "Parking",
        "label_hans": "停车位",
        "label_hant": "停車位",
    }
    where = reverse("rulebook:field_add", args=[drafted.version, 5])
    assert client.post(where, added | {"code": "Not a code"}).status_code == 422
    assert client.post(where, added).status_code == 302
    assert client.post(where, added).status_code == 422, "a code is given once"
    for code, words_of_refusal in (("q5_induction_days", "read by RF-502"), ("q5_nothing", "no such field")):
        with pytest.raises(Refused, match=words_of_refusal):
            actions.remove_field(drafted=drafted, number=5, code=code, by=admin, now=timezone.now())
    client.post(reverse("rulebook:field_remove", args=[drafted.version, 5]), {"code": "q5_years_in_field"})
    client.post(reverse("rulebook:adopt", args=[drafted.version]), {"note": ""})
    drafted.refresh_from_db()
    assert drafted.status == "DRAFT", "without a sentence it stays a draft"
    client.post(reverse("rulebook:adopt", args=[drafted.version]), {"note": "Parking asked"})
    drafted.refresh_from_db()
    before.refresh_from_db()
    assert (drafted.status, before.question_set.status) == ("ACTIVE", "RETIRED")
    after = create_rfq(template="blank", title="After", by=buyer, now=timezone.now())
    codes: list[Any] = [
        field["code"] for field in catalogue.question(after.question_set.content, 5)["fields"]
    ]
    assert "q5_own_parking" in codes and "q5_years_in_field" not in codes
    assert catalogue.question(before.question_set.content, 5)["title"]["en"] != "Training anew"
    with pytest.raises(Refused, match="is in use or was"):
        actions.reword_question(drafted=drafted, number=5, texts={}, by=admin, now=timezone.now())
    assert "Parking asked" in client.get(reverse("rulebook:sets")).content.decode()
