"""Who gets what at every URL: the table of config/doors.py against the running application."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from config.doors import DOORS, OPEN
from tests.house.walker import ask, contents, routes, stale_exemptions
from tests.world import RIVAL, VENDOR

# What a GET may write, each with the reason.
WRITTEN_BY_READING = {
    "django_session": "whoever comes back is told a message once; a session is its own place",
    "rfqs_invitation": "a vendor that reads is seen; the buyer waits for that",
    "audit_auditevent": "being seen is recorded",
}
# Answered to anybody who is signed in or not, and written to by nobody.
SAFE = ("accounts:home", "dev:mail", "ui_components", "admin:login", "admin:logout", "quotes:portal")


def test_every_url_has_a_row_and_every_row_a_url():
    names = {route.name for route in routes()}
    assert sorted(names - DOORS.keys()) == [], "fill the row of these in config/doors.py"
    assert sorted(DOORS.keys() - names) == [], "these rows have no URL any more"
    assert stale_exemptions() == []


def test_every_door_answers_as_its_row_says(walked):
    found: dict[str, dict[str, int]] = {}
    for answer in walked.answers:
        found.setdefault(answer.route, {})[answer.role] = answer.status
    wrong = {name: answers for name, answers in found.items() if DOORS.get(name) != answers}
    assert wrong == {}


def test_reading_changes_nothing(walked):
    changed = [name for name, before in walked.before.items() if walked.after[name] != before]
    assert [name for name in changed if name not in WRITTEN_BY_READING] == []


def test_the_comparison_sees_a_changed_row(world):
    before = contents()
    world.draft.title = "Another"
    world.draft.save(update_fields=["title"])
    after = contents()
    assert [name for name in before if after[name] != before[name]] == ["rfqs_rfq"]


def posts(world, role: str, names: list[str], code: str):
    """The answers to an empty POST at each of these routes."""
    for route in routes():
        if route.name in names:
            values = world.arguments(route.name) | (
                {"code": code} if route.name[:4] in ("rfqs", "scor") else {}
            )
            yield ask(world, route.name, role, route.path(values), {}, "post")


def test_a_post_without_a_token_is_refused(world):
    before = contents()
    for role in ("buyer", "vendor"):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = world.client(role).cookies
        answers = {route.name: strict.post(route.path(world.arguments(route.name))) for route in routes()}
        assert {
            name: answer.status_code for name, answer in answers.items() if answer.status_code != 403
        } == {}
    assert contents() == before


@pytest.mark.parametrize("role", ["anonymous", "rival", "vendor", "auditor"])
def test_outsiders_and_auditors_change_nothing_by_posting(world, role):
    own = {
        "vendor": ("quotes:", "vendors:"),
        "rival": ("vendors:own",),
        "auditor": ("audit:export", "scoring:reproduce"),  # reads all, and may compute again
        "anonymous": (),
    }[role]
    always = ("accounts:profile", "accounts:join", "enrol:", *own)
    names = [name for name in DOORS if not name.startswith(always)]
    before = contents()
    refused = {answer.route: answer.status for answer in posts(world, role, names, world.sealed.code)}
    expected = (302,) if role == "anonymous" else (403, 404, 405)
    assert {
        name: status
        for name, status in refused.items()
        if status not in expected and name not in SAFE and not (status == 405 and DOORS[name] == OPEN)
    } == {}
    changed = {name for name, rows in contents().items() if rows != before[name]}
    assert changed <= {"audit_auditevent", "django_session", "audit_auditevent_id_seq"}


@pytest.mark.parametrize("role", ["vendor", "rival"])
def test_a_rivals_thing_looks_like_one_that_is_not_there(world, role):
    """Same status, same headers, same body, whatever of the other vendor is named."""
    other = RIVAL if role == "vendor" else VENDOR
    mine = world.invitation(VENDOR if role == "vendor" else RIVAL)
    theirs = world.invitation(other)
    vendors = world.cast.vendors[other]
    foreign = {
        "invitation_id": theirs.pk,
        "file_id": theirs.files.first().pk,
        "vendor": vendors.pk,
        "contact": vendors.contacts.first().pk,
        "paper": vendors.qualifications.first().pk,
        "reference": vendors.references.first().pk,
        "attachment_id": world.draft.attachments.first().pk,
    }
    own = {"invitation_id": mine.pk, "vendor": world.cast.vendors[VENDOR if role == "vendor" else RIVAL].pk}
    tried = 0
    for route in routes():
        if not route.name.startswith(("quotes:", "vendors:")):
            continue
        values = world.arguments(route.name) | own
        for name in set(route.arguments) & foreign.keys():
            tried += 1
            unknown = uuid.uuid4()
            for method in ("get", "post"):
                real = ask(world, route.name, role, route.path(values | {name: foreign[name]}), None, method)
                none = ask(world, route.name, role, route.path(values | {name: unknown}), None, method)
                assert real.status in (404, 405), f"{route.name} by {name}"
                assert real.status == none.status
                assert masked(real.body, foreign[name]) == masked(none.body, unknown)
                assert real.headers.keys() == none.headers.keys()
    assert tried > 30


def masked(body: bytes, identity: object) -> bytes:
    """Without the clock, the token of the forms, and the id that was asked for."""
    varying = rb"[A-Za-z0-9]{64}|\d{4}-\d\d-\d\dT[0-9:.+]+|\d\d:\d\d:\d\d|\b\d{10,}\b"
    return re.sub(varying, b"", body.replace(str(identity).encode(), b"ID"))


def test_a_reviewer_without_a_duty_finds_no_rfq(world):
    world.sealed.duties.filter(user=world.user("reviewer")).delete()
    for route in routes():
        if "code" in route.arguments and route.name.startswith(("rfqs:", "scoring:")):
            path = route.path(world.arguments(route.name) | {"code": world.sealed.code})
            assert world.client("reviewer").get(path).status_code in (404, 405), route.name


def test_a_reviewer_finds_no_sheet_of_another(world):
    for name in ("admin:sheet", "admin:score"):
        route = next(route for route in routes() if route.name == name)
        path = route.path(world.arguments(name))
        assert world.client("reviewer").get(path).status_code == 200
        assert world.client("second_reviewer").get(path).status_code == 404


def test_a_role_that_is_taken_away_acts_at_the_next_request(world):
    path = reverse("rfqs:detail", args=[world.sealed.code])
    buyer = world.user("buyer")
    assert world.client("buyer").get(path).status_code == 200
    type(buyer).objects.filter(pk=buyer.pk).update(roles=["ADMINISTRATOR"])
    assert world.client("buyer").get(path).status_code == 404
    type(buyer).objects.filter(pk=buyer.pk).update(roles=["BUYER"], is_active=False)
    assert world.client("buyer").get(path).status_code == 302
