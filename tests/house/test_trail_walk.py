"""C5: who changes something leaves a row of the audit trail.

The short form sends each form once, as the first of those who are shown it with the same fields; the long form as all.
"""

from collections.abc import Iterator

import pytest

from audit.models import AuditEvent
from config.posts import POSTS, READ_ONLY
from tests.house.forms import Data
from tests.house.stages import arguments
from tests.house.test_mass_assignment import distinct, forms_of, stage_of
from tests.house.walker import Route, ask, routes, undone, written_by
from tests.world import World

# Written without being an act of somebody on something; each with the reason.
NO_ACT = {
    "account_emailaddress": "the sign-in's own note of an address",
    "notifications_outboxmessage": "a mail by itself: a code or a link that was asked for",
    "quotes_draft": "typing is saved every few seconds; what counts is the submission",
}


def acts(world: World, every: bool) -> Iterator[tuple[Route, str, str, Data]]:
    """(route, role, path, what its form shows) of every form that somebody is shown."""
    shown = forms_of(world)
    for route in routes():
        if route.name in POSTS and not route.name.startswith(READ_ONLY):
            path = route.path(arguments(world, route.name, stage_of(route)))
            for role, data in distinct(shown, route, every):
                yield route, role, path, data


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_every_change_leaves_a_row(world: World, every: bool) -> None:
    changed, silent = 0, []
    for route, role, path, data in acts(world, every):
        with undone():
            known = AuditEvent.objects.count()
            _answer, tables = written_by(ask, world, route.name, role, path, data, "post")
            rows = AuditEvent.objects.count() - known
        tables -= NO_ACT.keys()
        changed += bool(tables)
        if tables and not rows:
            silent.append(f"{route.name} as {role}: {sorted(tables)}")
    assert silent == []
    assert changed > 20, changed


def test_whoever_is_refused_leaves_a_row(world: World) -> None:
    """A POST that ends in 403, 404 or 409 stands in the trail as DENIED, the thing of somebody else included."""
    persons = ("rival", "vendor", "auditor", "reviewer", "buyer")
    refused, silent = 0, []
    for number, route in enumerate(route for route in routes() if route.name in POSTS):
        for role in {persons[number % len(persons)], "rival"}:
            path = route.path(arguments(world, route.name, stage_of(route)))
            with undone():
                known = AuditEvent.objects.filter(outcome=AuditEvent.Outcome.DENIED).count()
                answer = ask(world, route.name, role, path, {}, "post")
                rows = AuditEvent.objects.filter(outcome=AuditEvent.Outcome.DENIED).count() - known
            if answer.status in (403, 404, 409):
                refused += 1
                silent += [] if rows else [f"{answer.name}: {answer.status}"]
    assert silent == []
    assert refused > 60, refused
