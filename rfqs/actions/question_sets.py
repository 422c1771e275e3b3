"""The question set adapted by an administrator: a draft is written, checked and adopted; what is published keeps its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import audit.actions as audit
from rfqs.access import require_administrator
from rfqs.catalogue import check_question_set, question
from rfqs.catalogue.adapting import place_words, with_field, with_texts, without_field
from rfqs.models import QuestionSet
from rfqs.policies import (
    check_can_begin,
    check_can_write,
    check_field,
    check_is_removable,
    check_texts,
)
from ui.errors import Refused
from ui.specs import Fault
from ui.text import labelled, sentences

VERSION_LOCK = 7306
TOLD_AT_ONCE = 3  # faults of a set that cannot be adopted


@transaction.atomic(durable=True)
def begin_question_set(*, by: Any, now: datetime) -> QuestionSet:
    """Start a draft of the next version from the one in use. Refuses beside another draft."""
    require_administrator(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [VERSION_LOCK])
    sets = list(QuestionSet.objects.select_for_update())
    source = check_can_begin(sets)
    numbers = [int(row.version) for row in sets if row.version.isdigit()]
    version = str(max(numbers, default=0) + 1)
    made = QuestionSet.objects.create(
        version=version,
        content={**source.content, "version": version},
        status=QuestionSet.Status.DRAFT,
        created_at=now,
        created_by=by,
    )
    _record("questions.drafted", made, by, now)
    return made


@transaction.atomic(durable=True)
def reword_question(
    *, drafted: QuestionSet, number: int, texts: Mapping[str, Mapping[str, str]], by: Any, now: datetime
) -> QuestionSet:
    """Write the texts of one question, each in all languages. Refuses an empty language and texts without end."""
    locked = _lock(drafted, by)
    check_texts(texts)
    locked.content = with_texts(locked.content, number, texts)
    return _save(locked, "questions.reworded", by, now, question=number)


@transaction.atomic(durable=True)
def add_field(
    *,
    drafted: QuestionSet,
    number: int,
    code: str,
    kind: str,
    label: Mapping[str, str],
    required: bool,
    by: Any,
    now: datetime,
) -> QuestionSet:
    """Add a field that vendors answer and people read. Refuses a code that is taken, and a type of many parts."""
    locked = _lock(drafted, by)
    check_field(question(locked.content, number), number, code, kind, label)
    locked.content = with_field(locked.content, number, code=code, kind=kind, label=label, required=required)
    return _save(locked, "questions.field_added", by, now, question=number, field=f"q{number}_own_{code}")


@transaction.atomic(durable=True)
def remove_field(*, drafted: QuestionSet, number: int, code: str, by: Any, now: datetime) -> QuestionSet:
    """Take a field out. Refuses one that a rule reads, and the last of a question."""
    locked = _lock(drafted, by)
    check_is_removable(question(locked.content, number), code)
    locked.content = without_field(locked.content, number, code)
    return _save(locked, "questions.field_removed", by, now, question=number, field=code)


@transaction.atomic(durable=True)
def adopt_question_set(*, drafted: QuestionSet, note: str, by: Any, now: datetime) -> QuestionSet:
    """Use the draft for every RFQ that is begun from now on; the one before is retired.

    Drafts of RFQs and published ones keep the version they have. Refuses a set that a rule could not read.
    """
    locked = _lock(drafted, by)
    if not note.strip():
        raise Refused(_("Say in a sentence what has changed."))
    if faults := check_question_set(locked.content):
        raise Refused(told_faults(faults))
    for row in QuestionSet.objects.select_for_update().filter(status=QuestionSet.Status.ACTIVE):
        row.status = QuestionSet.Status.RETIRED
        row.save(update_fields=["status"])
    locked.status, locked.note = QuestionSet.Status.ACTIVE, note.strip()[:300]
    locked.save(update_fields=["status", "note"])
    _record("questions.adopted", locked, by, now, note=locked.note)
    return locked


@transaction.atomic(durable=True)
def discard_question_set(*, drafted: QuestionSet, by: Any, now: datetime) -> None:
    """Throw a draft away: no RFQ has ever used it."""
    locked = _lock(drafted, by)
    _record("questions.discarded", locked, by, now)
    locked.delete()


def told_faults(faults: list[Fault]) -> str:
    """The first faults, each with its place and what to do, and how many there are beside them."""
    shown = [
        labelled(place_words(one.path), sentences([one.message, one.remedy])) for one in faults[:TOLD_AT_ONCE]
    ]
    if more := len(faults) - len(shown):
        shown.append(ngettext("One more fault.", "%(count)d more faults.", more) % {"count": more})
    return sentences(shown)


def _lock(drafted: QuestionSet, by: Any) -> QuestionSet:
    require_administrator(by)
    found = QuestionSet.objects.select_for_update().filter(pk=drafted.pk).first()
    if found is None:
        raise Refused(_("This draft is not there any more."))
    check_can_write(found)
    return found


def _save(locked: QuestionSet, action: str, by: Any, now: datetime, **detail: Any) -> QuestionSet:
    locked.save(update_fields=["content"])
    _record(action, locked, by, now, **detail)
    return locked


def _record(action: str, row: QuestionSet, by: Any, now: datetime, **detail: Any) -> None:
    audit.record(action, by=by, now=now, obj=row, detail={"question_set": row.version, **detail})
