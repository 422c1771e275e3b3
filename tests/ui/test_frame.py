"""The band is kept for each person, language and place; what differs from page to page is put in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.middleware.csrf import _does_token_match, get_token
from django.test import RequestFactory
from django.utils.translation import override

from accounts.models import User
from ui import frame


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    frame._made.cache_clear()
    yield
    frame._made.cache_clear()


def request(path: str, user: Any) -> Any:
    found = RequestFactory().get(path)
    found.user = user
    return found


def ann(**more: Any) -> User:
    return User(**{"name": "Ann <b>", "email": "ann@plover.example", "roles": ["BUYER"]} | more)


def test_a_second_page_of_one_person_is_not_made_again_and_has_its_own_words() -> None:
    first = request("/rfqs/?q=<1>&b=2", ann())
    made = [frame.band(first), frame.band(request("/rfqs/RFQ-1/", ann()))]
    assert frame._made.cache_info().misses == 1
    assert 'name="next" value="/rfqs/?q=%3C1%3E&amp;b=2"' in made[0] and 'value="/rfqs/RFQ-1/"' in made[1]
    for band in made:
        assert "Ann &lt;b&gt;" in band and frame.TOKEN not in band and frame.BACK not in band
    (token, *others) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', made[0])
    assert others and _does_token_match(token, first.META["CSRF_COOKIE"]) and token != get_token(first)


def test_whoever_where_and_in_which_language_are_told_apart() -> None:
    bands = [
        frame.band(request("/", AnonymousUser())),
        frame.band(request("/accounts/login/", AnonymousUser())),
        frame.band(request("/", ann())),
        frame.band(request("/rfqs/", ann())),
        frame.band(request("/", ann(name="Ben"))),
        frame.band(request("/", ann(email="ben@plover.example"))),
        frame.band(request("/", ann(roles=["AUDITOR"]))),
    ]
    with override("zh-hans"):
        bands.append(frame.band(request("/", ann())))
    assert frame._made.cache_info().misses == len(bands)
    plain = {re.sub(r'value="[^"]*"', "", band) for band in bands}
    assert len(plain) == len(bands)
    assert 'aria-current="page"' in bands[3] and 'aria-current="page"' not in bands[2]
    assert "Ann" not in bands[0] and "menu-link" in bands[0] and "menu-link" not in bands[1]
