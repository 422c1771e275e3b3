"""A piece is made once for the same content in the same language, and anew for any other."""

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.utils.translation import gettext_lazy, override

from ui import kept

STRIP = Template("{% load ui %}{% stage_strip stages=stages %}{% tabs items=tabs label=label %}")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    kept._made.cache_clear()
    yield
    kept._made.cache_clear()


def page(**more: object) -> str:
    stages = [{"label": gettext_lazy("Draft"), "state": "done"}, {"label": "<b>", "state": "current"}]
    tabs = [{"label": "One", "url": "/1/", "count": 3}, {"label": "Two", "url": "/2/", "current": True}]
    return STRIP.render(Context({"stages": stages, "tabs": tabs, "label": "", **more}))


def test_the_same_content_is_made_once_and_any_other_anew() -> None:
    first = page()
    assert page() == first and kept._made.cache_info().misses == 2
    assert "&lt;b&gt;" in first and 'aria-current="page">Two' in first and 'class="count">3' in first
    others = [
        page(label="Sections of <this>"),
        page(tabs=[{"label": "One", "url": "/1/", "count": 4}]),
        page(stages=[{"label": gettext_lazy("Draft"), "state": "current"}]),
    ]
    with override("zh-hans"):
        others.append(page())
    assert len({first, *others}) == 5 and "草稿" in others[-1]
    assert kept._made.cache_info().misses == 2 + 1 + 1 + 1 + 2
