"""The test database, made as owner and used as the web role, and the browser."""

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.template import RequestContext, Template
from django.test import TransactionTestCase
from django.test import utils as django_test
from django.test.signals import template_rendered
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import blocking_manager_key

from tests import kept, migrated, rewriting, schedule

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync interface runs an event loop of its own

# The shell is Chromium without a screen: it needs half the processor time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[Any]) -> None:
    schedule.order(items)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the garbage collector need not walk them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


_migrated = pytest.StashKey[str]()  # in the controller: the database that the processes copy


def pytest_sessionstart(session: Any) -> None:
    if session.config.pluginmanager.hasplugin("dsession"):
        session.config.stash[_migrated] = migrated.start()
    rewriting.share(session.config)


def pytest_configure_node(node: Any) -> None:
    node.workerinput["migrated"] = node.config.stash[_migrated]


def pytest_sessionfinish(session: Any) -> None:
    if _migrated in session.config.stash:
        with session.config.stash[blocking_manager_key].unblock():
            connections.close_all()
            migrated.forget(connection)


def pytest_xdist_auto_num_workers() -> int:
    return schedule.workers()


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    return schedule.Scheduling(config, log)


def _render_and_tell_of_pages(self: Template, context: Any) -> str:
    """Tell the test client of pages alone, whose values `response.context` gives.

    Django tells it of every template inside them too, of every widget even, and the client copies each context:
    that was a tenth of a request.
    """
    is_page = isinstance(context, RequestContext) and "_processors_index" in vars(context)
    if is_page and context.template is self:
        template_rendered.send(sender=self, template=self, context=context)
    return str(self.nodelist.render(context))


django_test.instrumented_test_render = _render_and_tell_of_pages


# -- database ----------------------------------------------------------------------------------------

Statement = tuple[str, list[str]]


def connect_as(role: str) -> None:
    from config.database import credentials

    connections.close_all()
    connection.settings_dict.update(credentials(role))


def administer(*statements: Statement) -> None:
    """Run statements about whole databases, as the owner, from outside the test database."""
    web = {key: connection.settings_dict[key] for key in ("SHORTLIST_ROLE", "USER", "PASSWORD")}
    connect_as("owner")
    try:
        with connection._nodb_cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
    finally:  # whatever happens, the next test is not the owner
        connections.close_all()
        connection.settings_dict.update(web)


def copy(source: str, target: str) -> list[Statement]:
    making = f"CREATE DATABASE {_quoted(target)} TEMPLATE {_quoted(source)}"
    return [*drop(target), _alone(source), (making, [])]


def drop(name: str) -> list[Statement]:
    return [_alone(name), (f"DROP DATABASE IF EXISTS {_quoted(name)}", [])]


def _alone(name: str) -> Statement:
    """End everybody's connections. `WITH (FORCE)` would trip over an autovacuum worker, which only a superuser
    may end; without it the server ends the worker itself."""
    ending = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND datname = %s AND pid <> pg_backend_pid()"
    )
    return ending, [name]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


# What puts the database back, while a test's rows are still in it.
_left_behind: list[Callable[[], None]] = []


def restore_what_is_left() -> None:
    """Give the next test an empty database."""
    while _left_behind:
        restore = _left_behind.pop()
        _left_behind.clear()
        restore()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: Any) -> None:
    """A test that brings a database of its own needs no empty one first: copying costs a second."""
    kept.go_home()
    if not {"rebuild", "visited"} & set(item.fixturenames):
        restore_what_is_left()
    with item.config.stash[blocking_manager_key].unblock():
        kept.build_wanted(copy_of_empty)


def copied_databases(source: str) -> list[Any]:
    """Do as `setup_databases` does, by copying the database that was migrated for all processes of this run."""
    if not migrated.is_there(source, connection):
        return []
    before, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    connection.close()
    administer(*copy(source, name))
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    return [(connection, before, True)]


def copy_of_empty(name: str) -> None:
    administer(*copy(f"{connection.settings_dict['NAME']}_template", name))


@pytest.fixture(scope="session")
def django_db_setup(
    request: Any,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Migrate as owner or copy what was migrated, keep a copy as template, then let the tests connect as the web role.

    pytest-django's own setup makes no test database where no chosen test asks for one by its mark or signature; the
    fixtures of the house tests would then take development's for it, and drop it.
    """
    from tests import deadlines

    with django_db_blocker.unblock():
        source = getattr(request.config, "workerinput", {}).get("migrated")
        made = (source and copied_databases(source)) or setup_databases(verbosity=0, interactive=False)
        deadlines.install()
        database = connection.settings_dict["NAME"]
        template = f"{database}_template"
        administer(*copy(database, template))
        connect_as("web")
        kept.settle(database)

        def used(case: TransactionTestCase) -> None:
            # Django would truncate, which append-only tables refuse and the web role may not.
            _left_behind.append(restore)

        def restore() -> None:
            with django_db_blocker.unblock():
                administer(*copy(template, database))

        original = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = used
        yield
        TransactionTestCase._fixture_teardown = original
        kept.forget(lambda name: administer(*drop(name)))
        restore_what_is_left()
        administer(*drop(template))
        connect_as("owner")
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def built_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The people and rows of the whole demo, built once by its own actions; `show_demo` puts them into the database."""
    from demo.build import build

    database = connection.settings_dict["NAME"]
    restore_what_is_left()
    with django_db_blocker.unblock():
        try:
            cast = build()
            administer(*copy(database, f"{database}_demo"))
        finally:  # half a demo would stand in the way of every test after it
            administer(*copy(f"{database}_template", database))
    yield cast
    with django_db_blocker.unblock():
        administer(*drop(f"{database}_demo"))


def show_demo() -> None:
    """Fill the test database with the demo that was built."""
    database = connection.settings_dict["NAME"]
    administer(*copy(f"{database}_demo", database))


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests of one process must not inherit the language that another one's request left active."""
    from django.utils import translation

    with translation.override("en"):
        yield


# -- browser -----------------------------------------------------------------------------------------


def _find_browser() -> str | None:
    candidates = [os.environ.get("CHROMIUM"), *BROWSERS]
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


def _driver_runs() -> bool:
    import playwright

    node = Path(playwright.__file__).parent / "driver" / "node"
    return subprocess.run([node, "--version"], capture_output=True).returncode == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium; without one the test is skipped, or fails where REQUIRE_BROWSER=1."""
    from playwright.sync_api import sync_playwright

    path = _find_browser()
    if path is None or not _driver_runs():
        message = "browser tests skipped: no Chromium (apt-get install chromium-headless-shell libatomic1, or CHROMIUM=/path)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open pages with a language, a width, with or without JavaScript. None may complain."""
    contexts, complaints = [], []

    def open_page(language: str = "en", width: int = 1280, height: int = 900, javascript: bool = True) -> Any:
        context = browser.new_context(
            base_url=live_server.url,
            locale={"en": "en-GB", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}[language],
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on(
            "console", lambda line: complaints.append(f"console: {line.text}") if _complains(line) else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _complains(line: Any) -> bool:
    """Errors, the policy's violations among them; a page that answers 4xx on purpose also logs one."""
    return line.type == "error" and "the server responded with a status of 4" not in line.text


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    return new_page()
