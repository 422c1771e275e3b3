"""The look: the gallery in three languages, components that refuse what they do not know, no inline code."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from tests import cast
from ui import vendored
from ui.gallery import SampleForm
from ui.pagination import Page, keyset_page

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\bhx-on\b"
    r"|<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    re.IGNORECASE,
)


def render(text: str, **context: object) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


# -- the gallery and the frame -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Components"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
)
def test_the_gallery_renders_in_each_language(client: Client, language: str, heading: str) -> None:
    response = client.get(reverse("ui_components"), headers={"accept-language": language})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in page
    assert heading in page
    assert page.count("<canvas") == 4


def test_the_gallery_is_closed_to_outsiders_in_production(client: Client, settings: object) -> None:
    settings.PRODUCTION = True
    assert client.get(reverse("ui_components")).status_code == 404


def navigation(page: Any) -> list[str]:
    """What the entries of the page's navigation say."""
    found = re.search(r'<ul class="nav-main">(.*?)</ul>', page.content.decode(), re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]*)</a>", found[1]) if found else []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (cast.buyer, ["RFQs", "Vendors", "Contracts"]),
        (cast.approver, ["RFQs", "Vendors", "Contracts"]),
        (cast.reviewer, ["Review panel"]),
        (cast.vendor_user, ["Invitations", "Our details"]),
        (cast.auditor, ["Audit"]),
    ],
)
def test_each_role_sees_its_own_navigation(client: Client, who: object, labels: list[str]) -> None:
    client.force_login(who())
    assert navigation(client.get(reverse("ui_components"))) == labels


def test_a_stranger_sees_no_navigation_and_can_change_the_language(client: Client) -> None:
    assert navigation(client.get(reverse("ui_components"))) == []
    answer = client.post(reverse("set_language"), {"language": "zh-hant", "next": reverse("ui_components")})
    assert answer.status_code == 302
    assert '<html lang="zh-hant"' in client.get(reverse("ui_components")).content.decode()


@pytest.mark.django_db
def test_an_expired_sign_in_replaces_the_page_and_not_a_part_of_it(client: Client) -> None:
    url = reverse("rfqs:list")
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url}?q=1"}
    part = client.get(url, headers=headers)
    assert (part.status_code, part.content) == (204, b"")
    assert part.headers["HX-Redirect"] == f"{reverse('account_login')}?next={url}"
    whole = client.get(url)
    assert whole.status_code == 302
    assert "HX-Request" in whole.headers["Vary"]


def test_an_address_of_another_host_is_not_where_sign_in_leads(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/rfqs/"}
    answer = client.get(reverse("rfqs:list"), headers=headers)
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next=/"


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html"])
def test_error_pages_render_without_any_context(name: str) -> None:
    assert "<h1>" in render_to_string(name)


# -- the files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_is_long_or_holds_code_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert INLINE.findall(text) == []
    assert len(text.splitlines()) < (150 if path.name == "base.html" else 120)


@pytest.mark.parametrize(
    "text", ["<p style='x'>", '<a onclick="x()">', "<script>x()</script>", "<style>", '<div hx-on:click="x">']
)
def test_inline_code_would_be_found(text: str) -> None:
    assert INLINE.search(text)


def test_the_vendored_files_are_those_of_the_manifest() -> None:
    assert vendored.faults() == []
    listed = {file["name"] for package in vendored.read_manifest()["packages"] for file in package["files"]}
    present = {str(p.relative_to(vendored.FOLDER)) for p in vendored.FOLDER.rglob("*") if p.is_file()}
    assert present == listed | {"MANIFEST.json"}


def test_a_changed_or_missing_vendored_file_is_named(tmp_path: Path, monkeypatch: object) -> None:
    (tmp_path / "htmx").mkdir()
    (tmp_path / "htmx" / "htmx.min.js").write_text("something else")
    monkeypatch.setattr(vendored, "FOLDER", tmp_path)
    faults = vendored.faults()
    assert "htmx/htmx.min.js differs from the manifest" in faults
    assert "bootstrap/bootstrap.min.css is missing" in faults


# -- components --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '{% status_badge label="x" colour="red" %}',
        '{% status_badge label="x" tone="red" %}',
        '{% flag_badge code="RF-1" severity="HIGH" %}',
        '{% notice colour="red" %}x{% endnotice %}',
        '{% data_table caption="x" %}{% enddata_table %}',
        "{% stage_strip stages=bad %}",
        "{% tabs items=bad %}",
        '{% chart id="c" kind="pie" data=bad %}',
    ],
)
def test_a_component_refuses_what_it_does_not_declare(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(text, bad=[{"label": "x", "state": "done", "shade": "x"}])


def test_text_given_to_components_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)>"
    texts = [
        "{% status_badge label=evil %}",
        '{% flag_badge code="RF-1" severity="MINOR" title=evil %}',
        "{% empty_state title=evil text=evil %}{% endempty_state %}",
        "{% stat label=evil value=evil unit=evil note=evil %}{{ evil }}{% endstat %}",
        "{% notice title=evil %}{{ evil }}{% endnotice %}",
        "{% action label=evil reason=evil %}",
        "{% definition_list items=rows %}",
        "{% data_table id='t' caption=evil %}<tr><td>{{ evil }}</td></tr>{% enddata_table %}",
        "{% chart id='c' kind='bar' data=data %}",
    ]
    data = {"title": evil, "labels": [evil], "series": [{"label": evil, "values": [1]}]}
    for text in texts:
        page = render(text, evil=evil, rows=[(evil, evil)], data=data)
        assert "<img" not in page, text
        assert "img src=x" in page, text


def test_an_action_that_cannot_be_done_says_why() -> None:
    page = render('{% action label="Open" reason="A second officer must approve." tone="primary" %}')
    described = re.search(r'aria-describedby="([^"]+)"', page)
    assert 'aria-disabled="true"' in page
    assert described
    assert f'id="{described[1]}">A second officer must approve.' in page
    assert 'type="submit"' not in page


def test_the_error_summary_links_to_fields_that_are_there() -> None:
    page = render("{% error_summary form %}{% form_fields form %}", form=SampleForm({"channels": ["FAX"]}))
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert anchors == ["id_name", "id_seats", "id_model", "id_channels"]
    for anchor in anchors:
        assert f'id="{anchor}"' in page
        assert f'id="{anchor}_error"' in page


def test_a_layout_that_forgets_a_field_is_refused() -> None:
    class Forgetful(SampleForm):
        layout = SampleForm.layout[:1]

    with pytest.raises(ImproperlyConfigured, match="agreed"):
        render("{% form_fields form %}", form=Forgetful())


def test_a_chart_always_has_its_figures_as_a_table() -> None:
    data = {
        "title": "Money",
        "unit": "CNY",
        "labels": ["Celadon", "Crane"],
        "series": [
            {"label": "Base", "values": ["1000000", "2500.5"]},
            {"label": "Undisclosed", "values": [None, 10], "hatched": True},
        ],
    }
    page = render('{% chart id="money" kind="stacked" data=data %}', data=data)
    for text in ("1,000,000", "2,501", "2,511", "–", '"hatched": true'):
        assert text in page
    data["series"][0]["values"].pop()
    with pytest.raises(TemplateSyntaxError, match="Base has 1 values, not 2"):
        render('{% chart id="money" kind="stacked" data=data %}', data=data)


# -- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ '1234567.5'|money }}", "1,234,568"),
        ("{{ '1234567.5'|money:'CNY' }}", "1,234,568 CNY"),
        ("{{ '0.005'|cents }}", "0.01"),
        ("{{ '-0.004'|cents }}", "0.00"),
        ("{{ '1E+3'|cents }}", "1,000.00"),
        ("{{ '12.50'|num }}", "12.5"),
        ("{{ 100|num }}", "100"),
        ("{{ '0.35'|pct }}", "35%"),
        ("{{ '0.35125'|pct }}", "35.1%"),
        ("{{ '85.4'|points }}", "85.40"),
        ("{{ '1.25'|ratio }}", "1.25×"),
        ("{{ '-3.2'|signed }}", "−3.20"),
        ("{{ '3.2'|signed }}", "+3.20"),
        ("{{ 0|signed }}", "0.00"),
        ("{{ missing|money }}", "–"),
        ("{{ 'NaN'|cents }}", "–"),
        ("{{ 'NOT_DISCLOSED'|pct }}", "–"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_figures_are_grouped_by_thousands_in_every_language(text: str, expected: str, language: str) -> None:
    with translation.override(language):
        assert render(text) == expected


# -- pages of rows -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_keyset_pages_hold_every_row_once() -> None:
    seen, cursor, pages = [], "", 0
    while True:
        page = keyset_page(ContentType.objects.all(), cursor=cursor, fields=("app_label", "id"), size=4)
        seen += [(row.app_label, row.id) for row in page]
        pages += 1
        assert len(seen) == len(set(seen))
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == sorted(ContentType.objects.values_list("app_label", "id"), reverse=True)
    assert pages == -(-len(seen) // 4)


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["", "%%%", "bm90IGpzb24", "WzEsMl0", "WyJ4Il0", "W251bGxd", "é"])
def test_an_unreadable_cursor_shows_the_first_page(cursor: str) -> None:
    page = keyset_page(ContentType.objects.all(), cursor=cursor, fields=("id",), size=2, falling=False)
    assert page.first
    assert [row.id for row in page] == sorted(ContentType.objects.values_list("id", flat=True))[:2]


def test_the_next_page_keeps_the_filter() -> None:
    page = Page(rows=[1], next_cursor="abc", first=True, size=1)
    request = RequestFactory().get("/rfqs/", {"q": "青瓷", "after": "old"})
    assert 'href="?q=%E9%9D%92%E7%93%B7&amp;after=abc"' in render(
        "{% pager page=page %}", page=page, request=request
    )
