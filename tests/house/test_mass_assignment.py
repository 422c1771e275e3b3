"""D3: a form takes the fields it shows and no others, whatever else of a model is sent along."""

from copy import deepcopy
from typing import Any

from django.apps import apps
from django.db import models

from config.posts import POSTS, READ_ONLY
from config.reference import APPS
from tests.house.forms import Data, forms
from tests.house.rows import changes, rows_of
from tests.house.stages import arguments, expected
from tests.house.walker import TRACES, Route, ask, routes, undone, written_by
from tests.world import RIVAL, World

PLANTED = "planted-7f3"
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


def forms_of(world: World) -> dict[tuple[str, str], Data]:
    """{(URL name, role): data} of every form that a page shows to somebody; read once for all copies of the world."""
    if not world.forms:
        world.forms.append(_read_forms(world))
    return deepcopy(world.forms[0])


def _read_forms(world: World) -> dict[tuple[str, str], Data]:
    found: dict[tuple[str, str], Data] = {}
    for route in routes():
        for stage in ("draft", "open"):
            if stage == "draft" and "code" not in route.arguments:
                continue
            for role in WHO:
                if expected(route.name, role, stage) == 200:
                    path = route.path(arguments(world, route.name, stage))
                    answer = ask(world, route.name, role, path)
                    if answer.status == 200 and answer.is_page:
                        found |= {(name, role): data for name, data in forms(path, answer.body).items()}
    return found


def effect(world: World, route: Route, role: str, data: Data) -> tuple[int, dict[tuple[str, str, str], Any]]:
    """Status of the answer, and what it changed, by table and column, with the keys of new rows left out."""
    path = route.path(arguments(world, route.name, stage_of(route)))
    with undone():
        answer, tables = written_by(ask, world, route.name, role, path, data, "post")
        after = rows_of(tables - TRACES)
    before = rows_of(tables - TRACES)
    return answer.status, changes(before, after)


def by_column(
    found: dict[tuple[str, str, str], Any], known: set[str]
) -> dict[tuple[str, str, str], list[str]]:
    counted: dict[tuple[str, str, str], list[str]] = {}
    for (table, key, column), value in found.items():
        place = (table, key if key in known else "new", column)
        counted.setdefault(place, []).append(str(value))
    return {place: sorted(values) for place, values in counted.items()}


def test_no_form_takes_a_field_it_does_not_show(world: World) -> None:
    extra = planted(world)
    assert len(extra) > 150
    shown = forms_of(world)
    tried, wrong = 0, []
    for route in routes():
        if route.name not in POSTS or route.name.startswith(READ_ONLY):
            continue
        for role in WHO:
            data = shown.get((route.name, role))
            if data is None:
                continue
            tried += 1
            wrong += compare(world, route, role, data, extra)
    assert wrong == []
    assert tried > 40, tried


def compare(world: World, route: Route, role: str, data: Data, extra: Data) -> list[str]:
    more = {name: value for name, value in extra.items() if name not in data and name not in CONTROLS}
    (_status, plain), (_status, again) = effect(world, route, role, data), effect(world, route, role, data)
    status, planted_one = effect(world, route, role, data | more)
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
    faults = compare(world, route, "buyer", {"language": ["en"]}, {"name": [PLANTED]})
    assert any(PLANTED in fault for fault in faults)
