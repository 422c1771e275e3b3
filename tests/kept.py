"""States that many tests begin from, built once in each process and kept in databases of their own.

A builder that is `kept` runs as it is written when a process calls it for the first time. Before the next test it
runs once more, in a copy of the empty database, and stays there. From then on a test that calls it without
arguments, before it wrote anything, goes on in that database: its one transaction moves there and is rolled back as
ever. With arguments, with rows of the test's own, and in tests with real transactions it builds as before.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")


class _State:
    """What one builder makes: its database once it is built, and what it returned."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self.database = ""
        self.returned: Any = None


_states: list[_State] = []
_wanted: list[_State] = []
_open: dict[
    str, Any
] = {}  # connections to databases of states, and to the test database while a test is away
_home: list[str] = []  # the name of the test database
_working: list[_State] = []  # a builder that calls another one builds all by itself


def kept(build: Callable[P, R]) -> Callable[P, R]:
    """Keep what this builder makes without arguments."""
    state = _State(build)

    @wraps(build)
    def begin(*args: P.args, **named: P.kwargs) -> R:
        if args or named or _working or not _untouched():
            return build(*args, **named)
        if state.database in _open:
            _move_to(state.database)
            returned: R = deepcopy(state.returned)
            return returned
        if state not in _wanted:
            _wanted.append(state)
        _working.append(state)
        try:
            return build(*args, **named)
        finally:
            _working.pop()

    return begin


def _untouched() -> bool:
    """Whether a test is in its one transaction, which is rolled back, and has written nothing yet."""
    blocks = connection.atomic_blocks
    if [connection.settings_dict["NAME"]] != _home or [block._from_testcase for block in blocks] != [True]:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return bool(cursor.fetchone()[0])


def _move_to(database: str) -> None:
    """Let the transaction that was begun go on in another database."""
    connection.connection.rollback()
    connection.connection.autocommit = True
    _open[connection.settings_dict["NAME"]] = connection.connection
    connection.connection = _open.pop(database)
    connection.connection.autocommit = False
    connection.settings_dict["NAME"] = database


# -- between tests -------------------------------------------------------------------------------------


def settle(database: str) -> None:
    """Name the test database."""
    _home.append(database)


def go_home() -> None:
    """Come back from the database of a state."""
    away = connection.settings_dict["NAME"]
    if _home and _home[0] in _open:
        if connection.connection is not None and not connection.connection.closed:
            _open[away] = connection.connection
        connection.connection = _open.pop(_home[0])
        connection.settings_dict["NAME"] = _home[0]


def build_wanted(make: Callable[[str], None]) -> None:
    """Build the states that were asked for. `make` makes a copy of the empty database, of this name."""
    while _wanted:
        state = _wanted.pop()
        if not state.database:
            _states.append(state)
            state.database = f"{_home[0]}_kept_{len(_states)}"
            make(state.database)
            state.returned = _connected(state.database, state)
        else:  # its connection was closed
            _connected(state.database)


def _connected(database: str, to_build: _State | None = None) -> Any:
    """Connect to a state's database, build it where that is to be done, and keep the connection."""
    found = None
    before, connection.connection = connection.connection, None
    connection.settings_dict["NAME"] = database
    try:
        connection.connect()
        if to_build:
            _working.append(to_build)
            outside = transaction.atomic()
            outside._from_testcase = True  # durable actions take it for the outside
            with translation.override("en"), outside:
                found = to_build.build()
                connection.run_on_commit = []  # nothing of this happens in a test's transaction either
        _open[database] = connection.connection
    finally:
        _working.clear()
        connection.connection = before
        connection.settings_dict["NAME"] = _home[0]
    return found


def forget(drop: Callable[[str], None]) -> None:
    """Drop the databases of all states, by name."""
    go_home()
    for left in _open.values():
        left.close()
    _open.clear()
    for state in _states:
        drop(state.database)
        state.database = ""
    _states.clear()
    _home.clear()
