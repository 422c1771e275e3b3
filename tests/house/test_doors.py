"""Who gets what at every URL: the table of config/doors.py against the running application."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.doors import CLOSED, DOORS, METHODS, ROLE_COLUMNS
from tests.house.walker import ask, contents, routes, stale_exemptions
from tests.world import RIVAL, VENDOR

# What a GET may write, each with the reason.
WRITTEN_BY_READING = {
    "django_session": "whoever comes back is told a message once; a session is its own place",
    "rfqs_invitation": "a vendor that reads is seen; the buyer waits for that",
    "audit_auditevent": "being seen is recorded, and who reads a quote for the first time",
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


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_no_url_has_another_method(world, every):
    """D1: PUT, DELETE, PATCH, OPTIONS, TRACE are 405 everywhere; HEAD answers as GET does, without a body."""
    wrong, asked = [], 0
    for turn, route in enumerate(routes()):
        path = route.path(world.arguments(route.name))
        for number, method in enumerate(("put", "delete", "patch", "options", "trace")):
            for role in ROLE_COLUMNS if every else [ROLE_COLUMNS[(turn + number) % len(ROLE_COLUMNS)]]:
                status = world.client(role).generic(method.upper(), path).status_code
                asked += 1
                wrong += [f"{method} {route.name} as {role}: {status}"] if status != 405 else []
        for role in ROLE_COLUMNS if every else [ROLE_COLUMNS[turn % len(ROLE_COLUMNS)]]:
            cache.clear()  # the counts of tries: all these people come from one address
            answer = ask(world, route.name, role, path, method="head")
            asked += 1
            fine = answer.status in (405, DOORS[route.name][role]) and not answer.body
            wrong += [] if fine else [f"head {answer.name}: {answer.status}"]
    assert wrong == []
    assert asked > 700


def test_a_view_without_a_row_is_caught_twice(world, settings):
    """D1: the walk misses its row, and the running application says that it is not there."""
    settings.ROOT_URLCONF = "tests.house.planted"
    assert {route.name for route in routes()} - DOORS.keys() == {"planted", "planted_open"}
    for name in ("planted", "planted_open"):
        for role in ("anonymous", "buyer", "administrator", "vendor"):
            for method in METHODS:
                response = world.client(role).generic(method, reverse(name))
                assert response.status_code == 404
                assert b"planted" not in response.content.replace(reverse(name).encode(), b"")


def test_pages_of_libraries_that_nobody_needs_are_shut(world):
    for name in CLOSED:
        path = reverse(name, args=["MQ:x"] if name == "account_confirm_email" else [])
        for role in ("anonymous", "buyer", "vendor"):
            for method in ("get", "post"):
                assert getattr(world.client(role), method)(path).status_code == 404, f"{name} as {role}"


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
            name: answer.status_code
            for name, answer in answers.items()
            if answer.status_code not in (403, 405)  # the latter where nobody can POST at all
        } == {}
    assert {name for name, rows in contents().items() if rows != before[name]} <= {"django_session"}


@pytest.mark.parametrize("role", ["anonymous", "rival", "vendor", "auditor"])
def test_outsiders_and_auditors_change_nothing_by_posting(world, role):
    own = {
        "vendor": ("quotes:", "vendors:"),
        "rival": ("vendors:own",),
        "auditor": ("audit:export", "scoring:reproduce"),  # reads all, and may compute again
        "anonymous": (),
    }[role]
    always = (
        "accounts:profile",
        "accounts:sign_out_others",
        "accounts:join",
        "enrol:",
        "account_",
        "mfa_",
        *own,
    )
    names = [name for name in DOORS if not name.startswith(always)]
    before = contents()
    refused = {answer.route: answer.status for answer in posts(world, role, names, world.sealed.code)}
    expected = (302, 405) if role == "anonymous" else (403, 404, 405)
    assert {
        name: status for name, status in refused.items() if status not in expected and name not in SAFE
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
