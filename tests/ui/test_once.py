"""What a page asks again and again is asked once; what writes asks afresh. Many addresses from one look-up."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from ui.links import EACH_ID, EACH_WORD, addresses
from ui.once import once, reading

asked: list[Any] = []


@once(lambda person, thing: (person, thing))
def standing(person: str, thing: str) -> str:
    asked.append((person, thing))
    return f"{person} of {thing}"


def page(_request: HttpRequest) -> HttpResponse:
    said = [standing("Ann", "1"), standing("Ann", "2"), standing("Ann", "1"), standing("Ben", "1")]
    return HttpResponse(" ".join(said))


@pytest.mark.parametrize(("method", "times"), [("GET", 3), ("HEAD", 3), ("POST", 4)])
def test_a_page_asks_once_and_whoever_writes_asks_again(method: str, times: int) -> None:
    for _page in range(2):  # the next request knows nothing of this one
        asked.clear()
        answer = reading(page)(RequestFactory().generic(method, "/"))
        assert answer.content.decode() == "Ann of 1 Ann of 2 Ann of 1 Ben of 1"
        assert len(asked) == times


def test_nothing_is_kept_outside_a_request_or_after_one_that_failed() -> None:
    def fail(_request: HttpRequest) -> HttpResponse:
        standing("Ann", "1")
        raise ValueError

    with pytest.raises(ValueError):
        reading(fail)(RequestFactory().get("/"))
    asked.clear()
    assert [standing("Ann", "1"), standing("Ann", "1")] == ["Ann of 1"] * 2 and len(asked) == 2


def test_many_addresses_are_those_that_each_look_up_would_give() -> None:
    sheet, quotes = uuid4(), [uuid4(), uuid4()]
    address = addresses("admin:score", sheet, EACH_ID, EACH_WORD)
    for quote in quotes:
        for item in ("Q1", "BCP"):
            assert address(quote, item) == reverse("admin:score", args=[sheet, quote, item])
