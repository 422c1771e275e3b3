"""One running instance for the tests that come from outside."""

from collections.abc import Iterator

import pytest

from bench.stack import Stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """An instance with a database of its own, worker and clock left out. Nothing here touches the test database."""
    with Stack() as running:
        yield running
