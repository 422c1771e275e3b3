"""The business catalogue: what is asked of a buyer and of vendors, as plain data in three languages.

Publications freeze a copy of this data; nothing here reads the database or the clock.
"""

from rfqs.catalogue.questions import (
    FAMILY,
    answer_context,
    answer_values,
    check_question_set,
    question,
    question_set,
    question_specs,
)

__all__ = [
    "FAMILY",
    "answer_context",
    "answer_values",
    "check_question_set",
    "question",
    "question_set",
    "question_specs",
]
