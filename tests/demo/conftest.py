"""The demo, built once by its own actions; the tests of this folder only read it."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from demo.people import Cast
from tests.conftest import administer, copy, show_demo
from tests.tables import TableReader, read


@pytest.fixture(scope="package")
def demo(built_demo: Cast, django_db_blocker: Any) -> Iterator[Cast]:
    """The whole demo in the test database; every test is rolled back."""
    database = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        show_demo()
        yield built_demo
        administer(*copy(f"{database}_template", database))


@pytest.fixture(scope="package")
def page(demo: Cast) -> Callable[[str, str], TableReader]:
    """Read a page as the buyer, in a language; every page is fetched once."""
    client = Client()
    client.force_login(demo.staff["buyer"], "django.contrib.auth.backends.ModelBackend")

    @cache
    def get(path: str, language: str) -> TableReader:
        client.cookies["django_language"] = language
        response = client.get(path)
        assert response.status_code == 200, path
        return read(response.content.decode())

    return get
