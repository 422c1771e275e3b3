"""All questions across vendors in one table, what differs, and what a quote says twice and not the same."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rfqs.models import RFQ
from scoring.queries.pages import answers_pages, question_numbers

Json = dict[str, Any]
ALL = 0  # in the place of a question's number: every question


def marked(texts: Sequence[str]) -> list[bool]:
    """Which of these differ from what most say; all of them where no answer is the most frequent one."""
    counts = Counter(texts).most_common(2)
    if len(counts) < 2:
        return [False] * len(texts)
    alone = counts[0][1] > counts[1][1]
    return [not alone or text != counts[0][0] for text in texts]


def with_marks(page: Json) -> Json:
    """The page of a question, each cell with whether it differs from what most vendors say."""
    rows = [_marked_row(row) for row in page["rows"]]
    return {**page, "rows": rows, "differing": sum(row["differs"] for row in rows)}


def _marked_row(row: Json) -> Json:
    marks = marked([value.text if value is not None else "" for value in row["cells"]])
    return {**row, "pairs": list(zip(row["cells"], marks, strict=True)), "differs": any(marks)}


def all_answers(user: Any, rfq: RFQ, *, differing_only: bool) -> Json:
    """Every question one below the other, every vendor across; only what differs where that is asked for."""
    pages = [with_marks(page) for page in answers_pages(user, rfq, question_numbers(user, rfq))]
    groups = [
        {
            "number": page["number"],
            "title": page["question"].title,
            "rows": [row for row in page["rows"] if row["differs"] or not differing_only],
            "flags": [column["flags"] for column in page["columns"]],
        }
        for page in pages
    ]
    first = pages[0] if pages else {"columns": [], "questions": []}
    return {
        "columns": first["columns"],
        "questions": first["questions"],
        "groups": [group for group in groups if group["rows"]],
        "number": ALL,
        "differing": sum(page["differing"] for page in pages),
        "all_rows": sum(len(page["rows"]) for page in pages),
        "differing_only": differing_only,
    }
