"""The forms of a page, with what a browser would send if nothing were typed."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

Data = dict[str, list[str]]
UNSENT = {"submit", "button", "image", "reset", "file"}


class Forms(HTMLParser):
    """Collects (action, data) of every form that posts; fields outside a form may name theirs."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[tuple[str, Data]] = []
        self.by_id: dict[str, Data] = {}
        self.data: Data | None = None
        self.select: tuple[Data, str, list[str]] | None = None
        self.area: tuple[Data, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "form":
            self._form(names)
        elif tag == "option" and self.select:
            if "selected" in names or not self.select[2]:
                self.select[2][:] = [names.get("value") or ""]
        elif tag in ("input", "select", "textarea", "button") and names.get("name"):
            self._field(tag, names)

    def _form(self, names: dict[str, str | None]) -> None:
        self.data = {}
        if (names.get("method") or "").lower() == "post":
            self.found.append((urlsplit(urljoin(self.path, names.get("action") or "")).path, self.data))
        if names.get("id"):
            self.by_id[str(names["id"])] = self.data

    def _field(self, tag: str, names: dict[str, str | None]) -> None:
        data = self.by_id.get(str(names["form"])) if names.get("form") else self.data
        name, kind = str(names["name"]), (names.get("type") or "").lower()
        if data is None or "disabled" in names or (kind in UNSENT and tag == "input"):
            return
        if tag == "select":
            self.select = (data, name, [])
        elif tag == "textarea":
            self.area = (data, name, [])
        elif kind not in ("checkbox", "radio") or "checked" in names:
            data.setdefault(name, []).append(names.get("value") or "")

    def handle_data(self, text: str) -> None:
        if self.area:
            self.area[2].append(text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.data = None
        elif tag == "select" and self.select:
            data, name, values = self.select
            data.setdefault(name, []).extend(values)
            self.select = None
        elif tag == "textarea" and self.area:
            data, name, parts = self.area
            data.setdefault(name, []).append("".join(parts).removeprefix("\n"))
            self.area = None


def forms(path: str, body: bytes) -> dict[str, Data]:
    """{URL name: data} of the page's forms, the fullest where several go to one URL."""
    parser = Forms(path)
    parser.feed(body.decode())
    found: dict[str, Data] = {}
    for action, data in parser.found:
        try:
            name = resolve(action).view_name
        except Resolver404:
            continue
        data.pop("csrfmiddlewaretoken", None)
        if len(data) >= len(found.get(name, {})):
            found[name] = data
    return found
