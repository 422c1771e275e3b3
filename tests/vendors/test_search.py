"""Words and Chinese pairs: what finds what, and that the index is used."""

import pytest
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.utils import timezone

from tests import cast
from vendors import actions, queries
from vendors.models import Vendor
from vendors.search import search_query, search_text

pytestmark = pytest.mark.django_db


def enter(name, **values):
    return actions.create_vendor(name=name, by=cast.buyer(), now=timezone.now(), **values)


def found(words):
    rows = queries.matching(Vendor.objects.all(), today=timezone.localdate(), words=words)
    return {row.name for row in rows}


@pytest.fixture
def three():
    enter("Celadon Service", name_i18n={"zh-hans": "青瓷服务", "zh-hant": "青瓷服務"}, city="杭州")
    enter("Café Lotus", registration_no="91330100MA2B")
    enter("Paper Crane", name_i18n={"zh-hans": "纸鹤客服"})


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("青瓷", {"Celadon Service"}),
        ("青", {"Celadon Service"}),
        ("瓷服務", {"Celadon Service"}),
        ("服", {"Celadon Service", "Paper Crane"}),
        ("瓷青", set()),
        ("cela SERV", {"Celadon Service"}),
        ("cafe", {"Café Lotus"}),
        ("91330100ma", {"Café Lotus"}),
        ("杭州 青瓷", {"Celadon Service"}),
        ("杭州 纸鹤", set()),
        ("adon", set()),
        ("   ", {"Celadon Service", "Café Lotus", "Paper Crane"}),
        ("!!! & | ' :*", set()),
        ("🐟", set()),
    ],
)
def test_what_finds_what(three, words, names):
    assert found(words) == names


def test_an_edit_and_a_contact_are_found_at_once(three):
    vendor = Vendor.objects.get(name="Paper Crane")
    actions.edit_vendor(vendor=vendor, city="Suzhou", by=cast.buyer(), now=timezone.now())
    actions.add_contact(
        vendor=vendor, name="王小明", email="wang@crane.example", by=cast.buyer(), now=timezone.now()
    )
    assert found("suzhou") == found("小明") == found("wang@crane.example") == {"Paper Crane"}


def test_tokens_are_plain_ascii():
    assert search_text("青瓷 A1", "Привет").isascii()
    assert search_query("青瓷 Cela") == "c975274f7 & wcela:*"


def test_the_index_answers(three):
    query = SearchQuery(search_query("青瓷"), search_type="raw", config="simple")
    rows = Vendor.objects.alias(found=SearchVector("search", config="simple")).filter(found=query).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert "vendor_search" in plan
