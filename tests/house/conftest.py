"""The world of the house tests: built once; every test that asks for it gets a fresh one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

from tests import world as worlds
from tests.conftest import administer, copy, drop, restore_what_is_left
from tests.house.walker import Walk, undone, walk


@pytest.fixture(scope="session")
def _world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[worlds.World]:
    database = connection.settings_dict["NAME"]
    restore_what_is_left()
    with django_db_blocker.unblock(), worlds.made(tmp_path_factory.mktemp("files")) as world:
        administer(*copy(database, f"{database}_world"))
        administer(*copy(f"{database}_template", database))
    yield world
    with django_db_blocker.unblock():
        administer(*drop(f"{database}_world"))


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before


@pytest.fixture
def visited(_world: worlds.World, django_db_blocker: Any) -> Iterator[worlds.World]:
    """The world for a short visit: all that the test does is one transaction, which is rolled back. It costs less
    than a copy of the database. No other connection sees it, and after a submission it may last half a minute."""
    name = f"{connection.settings_dict['NAME']}_world"
    with django_db_blocker.unblock(), _connected_to(name), undone(), worlds.inside(_world) as mine:
        yield mine


@pytest.fixture
def rebuild(_world: worlds.World, transactional_db: None) -> Callable[[], None]:
    """Puts the copy of the world back as it was built, with the numbers that are given out next."""

    def now() -> None:
        database = connection.settings_dict["NAME"]
        administer(*copy(f"{database}_world", database))

    return now


@pytest.fixture
def world(_world: worlds.World, rebuild: Callable[[], None]) -> Iterator[worlds.World]:
    rebuild()
    with worlds.inside(_world) as mine:
        yield mine


@pytest.fixture
def walked(_world: worlds.World, request: pytest.FixtureRequest) -> Walk:
    """Every route as every person of the door table, by GET, once for all tests that look at the answers."""
    if not _world.walks:
        _world.walks.append(walk(request.getfixturevalue("world")))
    return _world.walks[0]
