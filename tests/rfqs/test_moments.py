"""A deadline nobody can have meant is refused where it is typed: it could be stored, and never be read again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rfqs.forms.clarifications import AddendumForm, QuestionsUntilForm
from rfqs.models import RFQ
from tests import cast
from tests.rfqs import build

pytestmark = pytest.mark.django_db
UNREADABLE = "9999-12-31T23:59:59-14:00"  # the year 10000 in UTC
TOO_FAR = ("9999-12-31T23:59", UNREADABLE, "9999-12-31T23:59:59+14:00", "2226-12-01T17:00")


@pytest.mark.parametrize("typed", TOO_FAR)
def test_a_published_deadline_does_not_move_beyond_reading(typed):
    rfq = build.published()
    client = Client()
    client.force_login(cast.buyer())
    path = reverse("rfqs:extend", args=[rfq.code])
    page = client.post(path, {"deadline_at": typed, "reason": "More time."})
    assert "more than five years ahead" in page.content.decode()
    assert RFQ.objects.get(pk=rfq.pk).deadline_at == rfq.deadline_at
    assert client.get(reverse("accounts:home")).status_code == 200


@pytest.mark.parametrize("typed", TOO_FAR)
def test_every_other_form_that_takes_a_moment_refuses_it_too(typed):
    addendum = AddendumForm({"deadline_at": typed})
    assert "more than five years ahead" in str(addendum.errors["deadline_at"])
    until = QuestionsUntilForm({"questions_until": typed})
    assert "more than five years ahead" in str(until.errors["questions_until"])


def test_what_people_mean_is_taken():
    moment = build.now() + timedelta(days=400)
    form = QuestionsUntilForm({"questions_until": moment.isoformat()})
    assert form.is_valid() and form.cleaned_data["questions_until"] == moment


@pytest.mark.parametrize("typed", ["9999-12", "9999-01", "0001-01", "1969-12"])
def test_a_month_from_which_volumes_cannot_run_on_is_refused(typed):
    draft = build.draft()
    client = Client()
    client.force_login(cast.buyer())
    path = reverse("rfqs:need", args=[draft.code])
    page = client.post(path, {"title": "Chat", "first_month": typed, "month_1": "100", "month_2": "100"})
    assert page.status_code in (200, 422)
    assert "Write the month as 2026-05." in page.content.decode()
