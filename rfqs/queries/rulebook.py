"""Versions of the question set as its pages show them."""

from typing import Any

from django.db.models import Count
from django.http import Http404

from rfqs.access import get_question_set, question_sets
from rfqs.catalogue import check_question_set, question, question_set
from rfqs.catalogue.adapting import readers_of, texts_of
from rfqs.models import RFQ, QuestionSet
from ui.text import pick

Json = dict[str, Any]


def versions(user: Any) -> list[Json]:
    """Every version with how many RFQs use it and how many fields differ from the shipped ones."""
    used = dict(RFQ.objects.values_list("question_set").annotate(count=Count("pk")))
    return [{"row": row, "used": used.get(row.pk, 0), **_difference(row)} for row in question_sets(user)]


def has_draft(rows: list[Json]) -> bool:
    return any(one["row"].status == QuestionSet.Status.DRAFT for one in rows)


def _difference(row: QuestionSet) -> Json:
    shipped = {item["n"]: item for item in question_set()["questions"]}
    added = removed = reworded = 0
    for item in row.content["questions"]:
        mine = {field["code"] for field in item["fields"]}
        theirs = {field["code"] for field in shipped[item["n"]]["fields"]}
        added, removed = added + len(mine - theirs), removed + len(theirs - mine)
        here, there = (
            {t.path: t.words for t in texts_of(c, item["n"])} for c in (row.content, question_set())
        )
        reworded += sum(here[path] != there[path] for path in here.keys() & there.keys())
    return {"added": added, "removed": removed, "reworded": reworded}


def version_page(user: Any, version: str) -> Json:
    """One version: its questions with their fields, and what keeps a draft from being used."""
    row = get_question_set(user, version)
    questions = [
        {
            "number": item["n"],
            "title": pick(item["title"]),
            "fields": (fields := [_field(field) for field in item["fields"]]),
            "read": sum(bool(field["readers"]) for field in fields),
        }
        for item in row.content["questions"]
    ]
    faults = check_question_set(row.content) if row.status == QuestionSet.Status.DRAFT else []
    return {
        "row": row,
        "questions": questions,
        "faults": faults,
        "writes": row.status == QuestionSet.Status.DRAFT,
    }


def question_page(user: Any, version: str, number: int) -> Json:
    """One question of a version: its texts in all languages, its fields and who reads them."""
    row = get_question_set(user, version)
    try:
        item = question(row.content, number)
    except KeyError:
        raise Http404 from None
    return {
        "row": row,
        "number": number,
        "title": pick(item["title"]),
        "texts": texts_of(row.content, number),
        "fields": [_field(field) for field in item["fields"]],
        "writes": row.status == QuestionSet.Status.DRAFT,
    }


def _field(field: Json) -> Json:
    return {
        "code": field["code"],
        "label": pick(field["label"]),
        "type": field["type"],
        "required": field.get("required", "O"),
        "readers": readers_of(field),
        "own": "_own_" in field["code"],
    }
