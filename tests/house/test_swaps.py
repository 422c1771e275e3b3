"""D2: the id of another vendor's thing, put into a path, a query, a form or a body of JSON, changes and shows nothing."""

import json
import uuid
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from config.doors import DOORS
from config.posts import POSTS
from config.reference import APPS
from quotes.actions import read_draft
from quotes.models import Revision
from tests.house.forms import Data
from tests.house.rows import changes, rows_of
from tests.house.stages import arguments
from tests.house.test_mass_assignment import forms_of, stage_of
from tests.house.test_two_worlds import VARYING
from tests.house.walker import TRACES, Route, ask, routes, undone, written_by
from tests.world import RIVAL, VENDOR, World

SEEN = TRACES | {"rfqs_invitation"}


def belongings(world: World, vendor: str) -> dict[str, list[str]]:
    """{model: ids} of every row that leads to this vendor by foreign keys."""
    own: dict[str, set[str]] = {"vendors.Vendor": {str(world.cast.vendors[vendor].pk)}}
    everything = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    for _depth in range(4):
        for model in everything:
            if model._meta.label in ("rfqs.RFQ", "audit.AuditEvent", "audit.AuditLink", "contracts.Contract"):
                continue
            for field in model._meta.concrete_fields:
                if not isinstance(field, models.ForeignKey):
                    continue
                parents = own.get(field.related_model._meta.label, set())
                if parents and field.related_model._meta.label not in ("accounts.User", "rfqs.RFQ"):
                    found = model._default_manager.filter(**{f"{field.name}__in": parents})
                    own.setdefault(model._meta.label, set()).update(
                        str(pk) for pk in found.values_list("pk", flat=True)
                    )
    own["accounts.User"] = {str(world.cast.vendor_users[vendor].pk)}
    return {label: sorted(ids) for label, ids in own.items() if ids}


def identities(found: dict[str, list[str]]) -> set[str]:
    """Ids that name a thing wherever they stand; numbers do not."""
    return {one for ids in found.values() for one in ids if len(one) == 36}


def is_id(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


def swapped_paths(world: World, route: Route, foreign: list[str]) -> Iterator[str]:
    """The route's path with one of its ids replaced by each of the other's ids in turn."""
    values = arguments(world, route.name, "open")
    for name in route.arguments:
        if is_id(str(values[name])) and name != "key":  # a key is no id of a thing: see below
            for one in foreign:
                yield route.path(values | {name: one})


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_swapping_an_id_in_a_path_never_works(world: World, every: bool) -> None:
    """Another kind of foreign id for each route, in turn; the long form takes all kinds."""
    mine, theirs = identities(belongings(world, VENDOR)), belongings(world, RIVAL)
    foreign = [ids[0] for ids in theirs.values() if len(ids[0]) == 36 and ids[0] not in mine]
    tried = 0
    for turn, route in enumerate(routes()):
        if not route.name.startswith(("quotes:", "vendors:", "scoring:", "rfqs:", "contracts:", "accounts:")):
            continue
        chosen = foreign if every else [foreign[turn % len(foreign)]]
        for path in swapped_paths(world, route, chosen):
            for method in ("get", "post"):
                with undone():
                    answer, tables = written_by(ask, world, route.name, "vendor", path, None, method)
                tried += 1
                assert answer.status in (404, 405), f"{method} {path} is {answer.status}"
                assert not tables - SEEN, f"{method} {path} touches {tables}"
    assert tried > (1000 if every else 100), tried


def test_the_key_of_anothers_submission_is_an_unknown_one(visited: World) -> None:
    route = next(route for route in routes() if route.name == "quotes:status")
    values = arguments(visited, route.name, "open")
    theirs = Revision.objects.filter(invitation=visited.invitation(RIVAL)).first().idempotency_key
    answers = []
    for key in (theirs, uuid.uuid4()):
        answer = ask(visited, route.name, "vendor", route.path(values | {"key": key}))
        answers.append((answer.status, VARYING.sub(b"", answer.body.replace(str(key).encode(), b""))))
    assert answers[0] == answers[1]


def test_swapping_an_id_in_a_query_shows_nothing(visited: World) -> None:
    """Names of arguments, and of filters that other frameworks know, added to every page that the vendor has."""
    theirs = belongings(visited, RIVAL)
    foreign = sorted(identities(theirs) - identities(belongings(visited, VENDOR)))
    names = (
        "id",
        "vendor",
        "invitation",
        "invitation_id",
        "file",
        "file_id",
        "contact",
        "user",
        "quote",
        "next",
        "after",
    )
    query = {name: foreign[turn % len(foreign)] for turn, name in enumerate(names)}
    for route in routes():
        if DOORS[route.name]["anonymous"] == 200:  # nobody's secrets; the gallery shows names of the demo
            continue
        path = route.path(arguments(visited, route.name, "open"))
        answer = ask(visited, route.name, "vendor", path, query)
        body = answer.body
        for one in query.values():  # what was asked for may be said again, nothing else
            body = body.replace(one.encode(), b"")
        assert not [one for one in foreign if one.encode() in body], route.name
        assert RIVAL.encode() not in body, route.name


def swapped_forms(data: Data, foreign: list[str], every: bool) -> Iterator[Data]:
    """The form with each id in it replaced, and with one of the other's ids under names that mean an owner.

    Every id in the form meets all kinds of the other's ids; without `every` each meets three, in turn.
    """
    for turn, (name, values) in enumerate(data.items()):
        if any(is_id(value) for value in values):
            for one in foreign if every else (foreign * 2)[turn % len(foreign) :][:3]:
                yield data | {name: [one]}
    yield data | {
        name: [foreign[0]]
        for name in ("vendor", "vendor_id", "invitation", "invitation_id", "contact", "user")
    }


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_swapping_an_id_in_a_form_changes_nothing_of_the_other(world: World, every: bool) -> None:
    theirs = belongings(world, RIVAL)
    own = identities(belongings(world, VENDOR))
    foreign = [ids[0] for ids in theirs.values() if len(ids[0]) == 36 and ids[0] not in own]
    marks = identities(theirs) - own
    shown, tried = forms_of(world), 0
    for route in routes():
        data = shown.get((route.name, "vendor"))
        if data is None or route.name not in POSTS or route.name.startswith(("account", "mfa_")):
            continue
        path = route.path(arguments(world, route.name, stage_of(route)))
        for body in swapped_forms(data, foreign, every):
            for kind in ("form", "json"):
                tried += 1
                with undone():
                    sent = (
                        json.dumps({key: value[0] for key, value in body.items() if value})
                        if kind == "json"
                        else body
                    )
                    more = {"content_type": "application/json"} if kind == "json" else {}
                    answer, tables = written_by(ask, world, route.name, "vendor", path, sent, "post", **more)
                    after = rows_of(tables - SEEN)
                    draft = json.dumps(read_draft(world.invitation(VENDOR)), default=str) if tables else ""
                before = rows_of(tables - SEEN)
                assert answer.status < 500, f"{path} is {answer.status}"
                assert not [one for one in marks if one in draft], f"{path} took {body}"
                for (table, key, column), value in changes(before, after).items():
                    if column in ("idempotency_key", "key"):  # any number the browser made up
                        continue
                    assert key not in marks, f"{path} changed {table}.{column} of the other"
                    assert not [one for one in marks if one in str(value)], (
                        f"{path} put the other into {table}.{column}"
                    )
    assert tried > 40, tried


def test_the_search_for_belongings_finds_what_there_is(visited: World) -> None:
    found = belongings(visited, RIVAL)
    assert {"vendors.VendorContact", "rfqs.Invitation", "quotes.QuoteFile", "quotes.Revision"} <= found.keys()
    assert len(identities(found)) > 20
