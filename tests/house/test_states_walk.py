"""D1: who may do what in every state of an RFQ, and that nobody else changes a row by trying.

The short form lets, for every third URL in the draft and the open state and for every twelfth one in each of the rest,
one ask who may and another who may not, in turn; the long form lets every person ask everything in every state.
"""

from collections.abc import Iterator

import pytest

from config.doors import ROLE_COLUMNS, STATES
from config.posts import POSTS, READ_ONLY, Post
from tests.house.forms import Data, forms
from tests.house.stages import about_one_rfq, arguments, expected, through
from tests.house.walker import Answer, Route, ask, routes, undone, written_by

REFUSED = (302, 303, 403, 404, 405, 409, 410, 422)
DENIED = (403, 404, 405)
# What a refusal leaves besides its row in the trail: who is late is told, and that it was tried is kept.
RECORDED = {"quotes:send": {"quotes_lateattempt", "notifications_outboxmessage"}}
NO_RFQ = Post((), ())


def people(allowed: tuple[str, ...], turn: int, every: bool, first: bool = False) -> list[str]:
    """Who asks: everybody; or each time another one who may (the first, where forms are collected), and one who may not."""
    others = [role for role in ROLE_COLUMNS if role not in allowed]
    if every:
        return [*allowed, *others]
    asking = [group[turn % len(group)] for group in (allowed, others) if group]
    return [*allowed[:1], *asking[1:]] if first else asking


def concerned(stage: str, method: str) -> list[Route]:
    return [route for route in routes() if about_one_rfq(route.arguments, stage, method)]


def chosen(stage: str, number: int, method: str, every: bool) -> list[tuple[int, Route]]:
    """The routes of a state with a number each by which people take turns."""
    found = list(enumerate(concerned(stage, method), start=number))
    step = 1 if every else 3 if stage in ("draft", "open") else 12
    return found[number % step :: step]


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_every_cell_of_the_table_in_every_state(world, every: bool) -> None:
    wrong: list[str] = []
    seen: dict[str, Data] = {}
    asked = {"GET": 0, "POST": 0}
    stages = []
    for number, stage in enumerate(through(world)):
        stages.append(stage)
        for turn, route in chosen(stage, number, "GET", every):
            for answer, path in gets(world, route, stage, turn, every):
                asked["GET"] += 1
                if answer.status != expected(route.name, answer.role, stage):
                    wrong.append(f"{stage}: GET {answer.name} is {answer.status}")
                if answer.status == 200 and answer.is_page:
                    seen.update(forms(path, answer.body))
        for turn, route in chosen(stage, number, "POST", every):
            faults = posts(world, route, stage, turn, every, seen)
            for fault in faults:
                asked["POST"] += 1
                wrong += [f"{stage}: POST {fault}"] if fault else []
    assert wrong == [], "\n".join(wrong)
    assert sorted(stages) == sorted(STATES)
    assert min(asked.values()) > (800 if every else 100), asked


def gets(world, route: Route, stage: str, turn: int, every: bool) -> Iterator[tuple[Answer, str]]:
    readers = tuple(role for role in ROLE_COLUMNS if expected(route.name, role, stage) == 200)
    path = route.path(arguments(world, route.name, stage))
    for role in people(readers, turn, every, first=stage in ("draft", "open")):
        yield ask(world, route.name, role, path), path


def posts(world, route: Route, stage: str, turn: int, every: bool, seen: dict[str, Data]) -> Iterator[str]:
    """One sentence for each POST; an empty one where all was as the table says."""
    may = POSTS.get(route.name, NO_RFQ)
    path = route.path(arguments(world, route.name, stage))
    for role in people(may.people, turn, every):
        with undone():
            answer, written = written_by(ask, world, route.name, role, path, seen.get(route.name, {}), "post")
        column = "spare" if stage == "draft" and role == "reviewer" else role
        if column in may.people and stage in may.states:
            yield f"{answer.name} is {answer.status}" if answer.status in DENIED else ""
        elif written - RECORDED.get(route.name, set()):
            yield f"{answer.name} is {answer.status} and touches {sorted(written)}"
        else:
            fine = answer.status in REFUSED or (role in may.people and answer.status == 200)
            yield "" if fine else f"{answer.name} is {answer.status}"


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_every_url_that_takes_a_post_says_from_whom(world, every: bool) -> None:
    """A view that takes a POST and has no entry in POSTS fails, and an entry whose view takes none.

    The method is looked at before the person: who may not is refused by 405 too where nobody may, and is asked first,
    as a refusal costs least. In the short form one person asks where no entry is, in turn.
    """
    takes, four = set(), ("buyer", "vendor", "administrator", "reviewer")
    for turn, route in enumerate(routes()):
        if route.name not in POSTS and route.name.startswith(READ_ONLY):
            continue
        may = POSTS.get(route.name, NO_RFQ).people
        people = sorted(four, key=lambda role, may=may: role in may)
        if not every and not may:
            people = people[turn % len(people) :][:1]
        with undone():
            path = route.path(world.arguments(route.name))
            if any(ask(world, route.name, role, path, {}, "post").status != 405 for role in people):
                takes.add(route.name)
    assert sorted(takes - POSTS.keys()) == [], "say in POSTS of config/posts.py who may"
    assert sorted(POSTS.keys() - takes) == [], "these take no POST"
