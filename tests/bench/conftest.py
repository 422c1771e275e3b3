"""One running instance for the tests that come from outside."""

from collections.abc import Iterator

import pytest

from bench.stack import Stack


@pytest.fixture(scope="session")
def _instance() -> Iterator[Stack]:
    """It keeps its write-ahead log and has a temporary directory of its own, for the search of what lies on its disks."""
    running = Stack({"EMBEDDED_PG_OPTIONS": "-c wal_keep_size=8GB"})
    temporary = running.folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o777)  # PostgreSQL runs as another account where this one is root
    running.environment["TMPDIR"] = str(temporary)
    with running:
        yield running


@pytest.fixture(scope="module")
def stack(_instance: Stack) -> Stack:
    """An instance with a database of its own, worker and clock left out. Nothing here touches the test database."""
    if not _instance.processes:  # the module before this one ended with it stopped
        _instance.serve()
    return _instance
