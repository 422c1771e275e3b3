"""Statements whose text is made once: they answer as the ORM does, however often and from whatever thread."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.prepared import Prepared, insert_together
from notifications.models import OutboxMessage
from quotes import queries
from quotes.actions import late, submission
from quotes.models import FileKey
from rfqs.actions import locking
from rfqs.models import Invitation
from vendors.models import VendorContact

pytestmark = pytest.mark.django_db


def persons(person: Any) -> QuerySet[User]:
    return User.objects.filter(pk=person).annotate(upper=Upper("name"))


def contents(row: Any, above: tuple[Any, ...] = ()) -> dict[str, Any]:
    """Everything that was loaded: fields, annotations, and rows that came along; but not the way back."""
    found = {key: value for key, value in vars(row).items() if key != "_state"}
    along = {name: one for name, one in row._state.fields_cache.items() if one not in above}
    return found | {name: contents(one, (*above, row)) if one else None for name, one in along.items()}


def test_it_answers_for_the_ids_that_are_given(vendor_user: User, rival_user: User) -> None:
    prepared = Prepared(persons)
    for user in (vendor_user, rival_user, vendor_user):
        found = prepared(user.pk)
        assert [contents(one) for one in found] == [contents(one) for one in persons(user.pk)]
        assert prepared.first(user.pk) == user
    assert prepared(uuid.uuid4()) == [] and prepared.first(uuid.uuid4()) is None


def test_it_is_compiled_once_and_sends_one_statement_each_time(vendor_user: User) -> None:
    built: list[Any] = []

    def build(person: Any) -> QuerySet[User]:
        built.append(person)
        return persons(person)

    prepared = Prepared(build)
    prepared(vendor_user.pk)
    before = len(built)
    with CaptureQueriesContext(connection) as captured:
        prepared(vendor_user.pk)
    assert (len(built), len(captured)) == (before, 1)


@pytest.mark.django_db(transaction=True)
def test_the_server_keeps_its_plan(vendor_user: User) -> None:
    connection.close()  # a new connection, on which nothing is prepared yet
    prepared = Prepared(persons)
    for _time in range(4):
        prepared(vendor_user.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
        assert cursor.fetchall() == [(2,)]  # the third and the fourth time


def test_it_takes_ids_alone_and_all_of_them_must_reach_the_statement(vendor_user: User) -> None:
    with pytest.raises(TypeError, match="ids alone"):
        Prepared(persons)(str(vendor_user.pk))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(TypeError, match="1 arguments do not reach"):
        Prepared(lambda person, other: persons(person))(vendor_user.pk, vendor_user.pk)


@pytest.mark.django_db(transaction=True)
def test_every_thread_uses_its_own_connection(vendor_user: User) -> None:
    prepared, found = Prepared(persons), list[Any]()

    def work() -> None:
        found.append((prepared.first(vendor_user.pk), connection.connection.info.backend_pid))
        connection.close()

    prepared(vendor_user.pk)
    threads = [threading.Thread(target=work) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {user for user, _pid in found} == {vendor_user}
    assert connection.connection.info.backend_pid not in {pid for _user, pid in found}


def test_the_hot_readings_equal_the_orm(ready: Invitation, vendor_user: User) -> None:
    """Every prepared query of a submission, against the same queryset built anew."""
    contact = VendorContact.objects.get(user=vendor_user)
    hot = {
        "lock": (locking._own_row, (ready.pk, vendor_user.pk)),
        "desk": (queries._on_desk, (ready.pk,)),
        "revisions": (queries._told_or_newest, (ready.pk, uuid.uuid4())),
        "files": (queries._held, (ready.pk,)),
        "keys": (submission._sealing_keys, (ready.rfq_id,)),
        "contacts": (late._enrolled, (contact.vendor_id,)),
    }
    for name, (prepared, ids) in hot.items():
        expected = [contents(one) for one in prepared.queryset(*ids)]
        assert [contents(one) for one in prepared(*ids)] == expected, name
        assert expected or name in ("revisions", "files"), name


def test_nobody_but_the_own_vendors_people_comes_through_the_prepared_door(
    ready: Invitation, vendor_user: User, rival_user: User
) -> None:
    assert [one.pk for one in locking._own_row(ready.pk, vendor_user.pk)] == [ready.pk]
    assert locking._own_row(ready.pk, rival_user.pk) == []
    VendorContact.objects.filter(user=vendor_user).update(is_active=False)
    assert locking._own_row(ready.pk, vendor_user.pk) == []


def message(to: str) -> OutboxMessage:
    now = timezone.now()
    return OutboxMessage(kind="x", to=to, language="en", content=b"\0\1", created_at=now, not_before=now)


def test_rows_of_several_models_go_in_by_one_statement(ready: Invitation) -> None:
    """What is stored is what `save` would have stored; BinaryField, null, default and auto_now_add among it."""
    contact = VendorContact(vendor_id=ready.vendor_id, name="Xu", email="xu@example.org")
    mails = [message("a@example.org"), message("b@example.org")]
    with CaptureQueriesContext(connection) as captured:
        insert_together(mails, list[FileKey](), [contact])
    assert len(captured) == 1
    assert not contact._state.adding and contact._state.db == "default"
    for row in (contact, *mails):
        stored = type(row).objects.get(pk=row.pk)
        for field in row._meta.concrete_fields:
            was, now = getattr(row, field.attname), getattr(stored, field.attname)
            assert (bytes(now) if isinstance(now, memoryview) else now) == was, field.attname


def test_nothing_to_insert_sends_nothing() -> None:
    with CaptureQueriesContext(connection) as captured:
        insert_together([], list[FileKey]())
    assert len(captured) == 0
