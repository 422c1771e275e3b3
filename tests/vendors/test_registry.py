"""The registry: who sees it, filters, what is kept when input is wrong, rows and queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from tests import cast
from vendors import actions
from vendors.models import QualificationDocument, Vendor

pytestmark = pytest.mark.django_db
LIST = "vendors:list"


def names(response):
    return [line["row"].name for line in response.context["lines"]]


def test_who_sees_the_registry(client):
    assert client.get(reverse(LIST)).status_code == 302
    for user, status in (
        (cast.buyer(), 200),
        (cast.approver(), 200),
        (cast.auditor(), 200),
        (cast.reviewer(), 403),
        (cast.administrator(), 403),
        (cast.vendor_lead(), 404),
    ):
        client.force_login(user)
        assert client.get(reverse(LIST)).status_code == status, user


def test_an_empty_registry_says_what_to_do(client):
    client.force_login(cast.buyer())
    page = client.get(reverse(LIST)).content.decode()
    assert "No vendor yet" in page and reverse("vendors:create") in page


@pytest.fixture
def two(client):
    today = timezone.localdate()
    first = cast.vendor(
        "Celadon",
        positions=["SPECIALIST"],
        service_types=["IN_HOTLINE"],
        channels=["PHONE"],
        languages=["yue"],
    )
    second = cast.vendor("Whale", positions=["BRAND"], service_types=["IN_TECH"], channels=["CHAT"])
    cast.vendor("Gone", status="ARCHIVED")
    QualificationDocument.objects.create(
        vendor=first, kind="ISO_27001", valid_until=today - timedelta(days=1)
    )
    QualificationDocument.objects.create(vendor=second, kind="COPC", valid_until=today + timedelta(days=30))
    client.force_login(cast.buyer())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Celadon", "Whale"]),
        ({"status": "ALL"}, ["Celadon", "Gone", "Whale"]),
        ({"status": "ARCHIVED"}, ["Gone"]),
        ({"position": "BRAND"}, ["Whale"]),
        ({"service_type": "IN_HOTLINE"}, ["Celadon"]),
        ({"channel": "CHAT"}, ["Whale"]),
        ({"language": "yue"}, ["Celadon"]),
        ({"papers": "expired"}, ["Celadon"]),
        ({"papers": "soon"}, ["Whale"]),
        ({"papers": "none", "status": "ALL"}, ["Gone"]),
        ({"position": "BRAND", "channel": "PHONE"}, []),
    ],
)
def test_filters(two, client, query, expected):
    assert names(client.get(reverse(LIST), query)) == expected


def test_expiry_is_written_out(two, client):
    text = client.get(reverse(LIST)).content.decode()
    assert "expired" in text and "expires soon" in text


def test_an_unknown_filter_value_is_named_and_finds_no_archive(two, client):
    page = client.get(reverse(LIST), {"channel": "SMOKE"})
    assert "channel" in page.context["form"].errors and names(page) == ["Celadon", "Whale"]


def test_pages_follow_each_other_without_gap(client):
    for n in range(60):
        cast.vendor(f"Vendor {n:02}")
    client.force_login(cast.buyer())
    first = client.get(reverse(LIST))
    second = client.get(reverse(LIST), {"after": first.context["page"].next_cursor})
    assert names(first) + names(second) == [f"Vendor {n:02}" for n in range(60)]
    assert client.get(reverse(LIST), {"after": "nonsense"}).status_code == 200


def test_one_or_three_rows_cost_the_same(client, django_assert_num_queries):
    client.force_login(cast.buyer())
    cast.vendor()
    client.get(reverse(LIST))
    with django_assert_num_queries(3):
        client.get(reverse(LIST))
    cast.rival(), cast.vendor("Third")
    with django_assert_num_queries(3):
        client.get(reverse(LIST))


def test_a_buyer_enters_and_edits_a_vendor_in_three_languages(client):
    client.force_login(cast.buyer())
    data = {
        "name_en": "Celadon Service",
        "name_zh_hans": "青瓷服务",
        "service_types": ["IN_HOTLINE", "IN_TECH"],
        "positions": ["SPECIALIST"],
        "website": "celadon.example",
        "seats_total": "120",
        "notes": "quiet word",
    }
    answer = client.post(reverse("vendors:create"), data)
    vendor = Vendor.objects.get()
    assert answer.url == reverse("vendors:detail", args=[vendor.pk])
    assert vendor.name_i18n == {"en": "Celadon Service", "zh-hans": "青瓷服务"}
    assert (vendor.website, vendor.seats_total) == ("https://celadon.example", 120)
    assert names(client.get(reverse(LIST), {"words": "青瓷"})) == ["Celadon Service"]
    client.post(reverse("vendors:edit", args=[vendor.pk]), {**data, "city": "杭州", "notes": "other word"})
    vendor.refresh_from_db()
    assert vendor.city == "杭州"
    row = AuditEvent.objects.get(action="vendor.edited")
    assert row.detail == {"city": {"before": "", "after": "杭州"}}


def test_wrong_input_stays_typed_and_nothing_is_saved(client):
    client.force_login(cast.buyer())
    page = client.post(
        reverse("vendors:create"), {"city": "杭州", "seats_total": "-3", "channels": ["SMOKE"]}
    )
    assert page.status_code == 200 and 'value="杭州"' in page.content.decode()
    assert set(page.context["form"].errors) == {"name_en", "seats_total", "channels"}
    assert not Vendor.objects.exists()


@pytest.mark.parametrize("who", [cast.approver, cast.auditor, cast.reviewer])
def test_readers_change_nothing(client, who):
    client.force_login(who())
    assert client.post(reverse("vendors:create"), {"name_en": "X"}).status_code == 403
    url = reverse("vendors:edit", args=[cast.vendor().pk])
    assert client.post(url, {"name_en": "X"}).status_code == 403
    assert client.post(reverse("vendors:archive", args=[cast.vendor().pk])).status_code == 403
    assert list(Vendor.objects.values_list("name", "status")) == [("Celadon Service", "ACTIVE")]


def test_an_archived_vendor_is_not_changed_until_it_is_taken_out(client):
    client.force_login(cast.buyer())
    vendor = cast.vendor()
    client.post(reverse("vendors:archive", args=[vendor.pk]))
    page = client.post(reverse("vendors:edit", args=[vendor.pk]), {"name_en": "New"})
    assert "in the archive" in page.content.decode()
    client.post(reverse("vendors:archive", args=[vendor.pk]), {"restore": "yes"})
    assert client.post(reverse("vendors:edit", args=[vendor.pk]), {"name_en": "New"}).status_code == 302
    assert Vendor.objects.get().name == "New"


def test_the_detail_page_costs_the_same_however_much_is_on_it(client, django_assert_num_queries):
    client.force_login(cast.buyer())
    vendor, today = cast.vendor(), timezone.localdate()
    url = reverse("vendors:detail", args=[vendor.pk])
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    for n in range(3):
        cast.contact(vendor, f"p{n}@celadon.example", f"P{n}")
        QualificationDocument.objects.create(vendor=vendor, kind="OTHER", valid_until=today)
        actions.add_reference(vendor=vendor, client=f"C{n}", by=cast.buyer(), now=timezone.now())
    with django_assert_num_queries(7):
        assert "expires soon" in client.get(url).content.decode()
