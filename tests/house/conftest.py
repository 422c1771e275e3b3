"""The world of the house tests: built once; every test that asks for it gets a fresh copy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests import world as worlds
from tests.conftest import administer, copy, drop
from tests.house.walker import Walk, walk


@pytest.fixture(scope="session")
def _world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[worlds.World]:
    database = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), worlds.made(tmp_path_factory.mktemp("files")) as world:
        administer(*copy(database, f"{database}_world"))
        administer(*copy(f"{database}_template", database))
    yield world
    with django_db_blocker.unblock():
        administer(*drop(f"{database}_world"))


@pytest.fixture
def rebuild(_world: worlds.World, transactional_db: None) -> Callable[[], None]:
    """Puts the world back as it was built."""

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
def walked(world: worlds.World) -> Walk:
    """Every route as every person of the door table, by GET, once for all tests that look at the answers."""
    if not world.walks:
        world.walks.append(walk(world))
    return world.walks[0]
