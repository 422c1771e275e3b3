"""D3: a form takes the fields it shows and no others, whatever else of a model is sent along.

The short form sends each form once, as the first of those who are shown it with the same fields; the long form as all.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from config.posts import POSTS, READ_ONLY
from config.reference import APPS
from tests.house.forms import Data, forms
from tests.house.rows import Rows, changes, rows_of
from tests.house.stages import arguments, expected
from tests.house.walker import TRACES, Route, ask, routes, undone, written_by
from tests.world import RIVAL, World

PLANTED = "planted-7f3"
Forms = dict[tuple[str, str], Data]  # (URL name, role) -> what its form would send
Changes = dict[tuple[str, str, str], Any]  # (table, key, column) -> value
WHO = ("buyer", "vendor", "administrator", "reviewer", "approver")
# What a form accepts beside what it showed, each with the reason.
CONTROLS = {"next", "action", "version", "confirm", "key"}


def planted(world: World) -> Data:
    """Every field of every model with a value that would show, or do harm."""
    rival = str(world.cast.vendors[RIVAL].pk)
    found: Data = {}
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                value = PLANTED
                if isinstance(field, models.ForeignKey | models.UUIDField):
                    value = rival
                elif isinstance(field, models.DateTimeField | models.DateField):
                    value = "2031-01-01"
                elif isinstance(field, models.IntegerField | models.DecimalField):
                    value = "7"
                elif isinstance(field, models.BooleanField):
                    value = "true"
                elif field.choices:
                    value = str(list(field.flatchoices)[-1][0])
                found[field.name] = found[field.attname] = [value]
    return found


def stage_of(route: Route) -> str:
    """In which state its forms are shown: a draft for what is written there, the open RFQ for the rest."""
    entry = POSTS[route.name]
    return "draft" if entry.states == ("draft",) else "open"


def forms_of(world: World) -> Forms:
    """{(URL name, role): data} of every form that a page shows to somebody; read once for all copies of the world."""
    if not world.forms:
        world.forms.append(_read_forms(world))
    return deepcopy(world.forms[0])


def _read_forms(world: World) -> Forms:
    found: Forms = {}
    walked = {(answer.route, answer.role): answer for walk in world.walks for answer in walk.answers}
    for route in routes():
        for stage in ("draft", "open"):
            if stage == "draft" and "code" not in route.arguments:
                continue
            path = route.path(arguments(world, route.name, stage))
            seen = walked if path == route.path(world.arguments(route.name)) else {}
            for role in WHO:
                if expected(route.name, role, stage) == 200:
                    answer = seen.get((route.name, role)) or ask(world, route.name, role, path)
                    if answer.status == 200 and answer.is_page:
                        found |= {(name, role): data for name, data in forms(path, answer.body).items()}
    return found


class Effects:
    """What a POST would change in a world that nobody changes meanwhile: each table is read once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows: dict[str, Rows] = {}

    def of(self, route: Route, role: str, path: str, data: Data) -> tuple[int, Changes]:
        """Status of the answer, and what it changed, by table, key and column."""
        with undone():
            answer, tables = written_by(ask, self.world, route.name, role, path, data, "post")
            after = rows_of(tables - TRACES)
        before: Rows = {}
        for table in tables - TRACES:
            if table not in self.rows:
                self.rows[table] = rows_of([table])
            before |= self.rows[table]
        return answer.status, changes(before, after)


def by_column(found: Changes, known: set[str]) -> dict[tuple[str, str, str], list[str]]:
    """By table, key and column, with the keys of new rows left out."""
    counted: dict[tuple[str, str, str], list[str]] = {}
    for (table, key, column), value in found.items():
        place = (table, key if key in known else "new", column)
        counted.setdefault(place, []).append(str(value))
    return {place: sorted(values) for place, values in counted.items()}


def distinct(shown: Forms, route: Route, every: bool) -> Iterator[tuple[str, Data]]:
    """Who is shown the route's form, and what it would send; of those with the same fields the first only."""
    known = set()
    for role in WHO:
        data = shown.get((route.name, role))
        if data is not None and (every or frozenset(data) not in known):
            known.add(frozenset(data))
            yield role, data


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_no_form_takes_a_field_it_does_not_show(world: World, every: bool) -> None:
    extra = planted(world)
    assert len(extra) > 150
    shown, effects = forms_of(world), Effects(world)
    tried, wrong = 0, []
    for route in routes():
        if route.name not in POSTS or route.name.startswith(READ_ONLY):
            continue
        for role, data in distinct(shown, route, every):
            tried += 1
            wrong += compare(effects, route, role, data, extra)
    assert wrong == []
    assert tried > 40, tried


def compare(effects: Effects, route: Route, role: str, data: Data, extra: Data) -> list[str]:
    more = {name: value for name, value in extra.items() if name not in data and name not in CONTROLS}
    path = route.path(arguments(effects.world, route.name, stage_of(route)))
    _status, plain = effects.of(route, role, path, data)
    status, planted_one = effects.of(route, role, path, data | more)
    again = plain  # a form that changes nothing has nothing that differs each time
    if plain or planted_one:
        _status, again = effects.of(route, role, path, data)
    known = {key for (_table, key, _column) in plain.keys() & again.keys()}
    once, twice, then = (by_column(one, known) for one in (plain, again, planted_one))
    faults = [] if status < 500 else [f"{route.name} as {role} is {status}"]
    for place in sorted(then):
        noisy = once.get(place) != twice.get(place)  # keys, times, ciphertexts
        if (not noisy and then[place] != once.get(place)) or any(PLANTED in value for value in then[place]):
            faults.append(f"{route.name} as {role} sets {place}: {then[place]} instead of {once.get(place)}")
    return faults


def test_the_comparison_sees_a_field_that_was_set(world: World) -> None:
    """The profile's form shows the name: left out of what it shows, a name that is sent all the same is found."""
    route = next(route for route in routes() if route.name == "accounts:profile")
    faults = compare(Effects(world), route, "buyer", {"language": ["en"]}, {"name": [PLANTED]})
    assert any(PLANTED in fault for fault in faults)
