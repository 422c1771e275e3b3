"""The client reads forms as a browser without JavaScript would."""

import pytest

from bench.forms import read_page

PAGE = """
<main><div class="notice notice-block"><p>Too <b>late</b></p></div><a href="/a/">a</a><time datetime="2026-05-04">x</time>
<form method="post" action="/send/">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input name="title" value="A &amp; B">
<textarea name="text">\n one\n</textarea>
<select name="unit"><option value="H">h</option><option value="D" selected>d</option></select>
<input type="checkbox" name="days" value="1" checked><input type="checkbox" name="days" value="2">
<input type="radio" name="kind" value="x"><input type="radio" name="kind" value="y">
<input type="file" name="file"><input name="off" value="1" disabled>
<button name="go" value="yes">Go</button></form>
<form action="/other/"><button disabled>No</button></form></main>
"""


def test_a_form_sends_what_a_browser_would():
    page = read_page(PAGE)
    form = page.form("title")
    assert (form.method, form.action, form.blocked) == ("post", "/send/", False)
    assert form.pairs() == [
        ("csrfmiddlewaretoken", "t"),
        ("title", "A & B"),
        ("text", " one\n"),
        ("unit", "D"),
        ("days", "1"),
    ]
    form.put({"title": "C", "unit": "H", "days": ["2"], "kind": "y", "text": None})
    assert form.pairs("go")[1:] == [
        ("title", "C"),
        ("text", " one\n"),
        ("unit", "H"),
        ("days", "2"),
        ("kind", "y"),
        ("go", "yes"),
    ]
    assert (page.links, page.moments, page.faults) == (["/a/"], ["2026-05-04"], ["Too late"])
    assert page.form(action="/other/").blocked


def test_what_a_page_does_not_offer_cannot_be_typed():
    form = read_page(PAGE).form("title")
    with pytest.raises(KeyError):
        form.put({"price": "1"})
    with pytest.raises(ValueError, match="unit"):
        form.put({"unit": "W"})
    with pytest.raises(ValueError, match="kind"):
        form.put({"kind": "z"})
    with pytest.raises(LookupError, match="Too late"):
        read_page(PAGE).form("price")
