"""One browser session over plain HTTP: a cookie jar, requests and redirects. Standard library only."""

import http.client
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from bench.forms import Form, Page, Typed, read_page

Pairs = Iterable[tuple[str, str]]
CSRF_COOKIES = ("csrf", "__Host-csrf")
CSRF_FIELD = "csrfmiddlewaretoken"
MOST_REDIRECTS = 5


class NoAnswer(Exception):
    """The connection ended before a whole answer came: whether the request had an effect is unknown."""


class NotConnected(NoAnswer):
    """No connection was made: the request had no effect."""


class Unexpected(AssertionError):
    """The application answered something else than this step needs; the message holds what it said."""


class ServerFailed(Unexpected):
    """The server answered 5xx: whether the request had an effect is unknown."""


@dataclass(frozen=True)
class File:
    """A file to upload."""

    name: str
    content: bytes
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Answer:
    """One whole answer."""

    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @cached_property
    def page(self) -> Page:
        return read_page(self.text)

    def json(self) -> Any:
        return json.loads(self.body)

    def expect(self, *statuses: int) -> "Answer":
        """Return the answer when its status is one of these; otherwise raise Unexpected."""
        if self.status not in statuses:
            said = "; ".join(self.page.faults) or self.text[:300]
            kind = ServerFailed if self.status >= 500 else Unexpected
            raise kind(f"{self.path} answered {self.status}, not {statuses}: {said}")
        return self


class Browser:
    """A cookie jar and the requests that use it. Not safe for use by two threads at once.

    Every request opens its own connection: a server that is killed and comes back is met at once.
    `base` is http://host:port; `timeout` is in seconds.
    """

    def __init__(self, base: str, timeout: float = 30.0) -> None:
        self.move_to(base)
        self.timeout = timeout
        self.cookies: dict[str, str] = {}
        self.extra_headers: dict[str, str] = {}

    def move_to(self, base: str) -> None:
        """Connect to another address of the same instance from now on; the cookies stay."""
        parts = urlsplit(base)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError("base must be http://host[:port]; the client speaks to a development instance")
        self.base, self.host, self.port = base.rstrip("/"), parts.hostname, parts.port or 80

    # -- requests ------------------------------------------------------------------------------------

    def request(self, method: str, path: str, body: bytes = b"", headers: Typed | None = None) -> Answer:
        """Send one request and read the whole answer; no redirect is followed.

        Raises NotConnected before anything was sent, NoAnswer after.
        """
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise NotConnected(str(error)) from error
            try:
                connection.request(method, path, body or None, self.headers(headers))
                answer = connection.getresponse()
                content = answer.read()
            except (TimeoutError, OSError, http.client.HTTPException) as error:
                raise NoAnswer(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
        return Answer(path, answer.status, {k.lower(): v for k, v in answer.getheaders()}, content)

    def headers(self, more: Typed | None) -> dict[str, str]:
        """What a request of this session carries, and `more`."""
        found = {"Connection": "close", "Accept-Language": "en", **self.extra_headers}
        if self.cookies:
            found["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return found | {name: str(value) for name, value in (more or {}).items()}

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.coded_value

    @property
    def csrf(self) -> str:
        """The token the server gave this session; empty before the first form was seen."""
        return next((self.cookies[name] for name in CSRF_COOKIES if name in self.cookies), "")

    def get(self, path: str) -> Answer:
        """GET, following redirects."""
        return self.follow(self.request("GET", self.local(path)))

    def post(self, path: str, data: Pairs = (), headers: Typed | None = None) -> Answer:
        """POST a form; the CSRF token is added where the data has none. No redirect is followed."""
        pairs = list(data)
        if CSRF_FIELD not in dict(pairs):
            pairs.append((CSRF_FIELD, self.csrf))
        head = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.request("POST", self.local(path), urlencode(pairs).encode(), head)

    def upload(self, path: str, data: Pairs, files: Mapping[str, File]) -> Answer:
        """POST a form with files."""
        boundary = uuid.uuid4().hex
        body = b"".join(_parts(boundary, data, files))
        head = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self.request("POST", self.local(path), body, head)

    def follow(self, answer: Answer) -> Answer:
        """Follow redirects by GET."""
        for _step in range(MOST_REDIRECTS):
            if answer.status not in (301, 302, 303, 307):
                return answer
            answer = self.request("GET", self.local(urljoin(answer.path, answer.location)))
        raise Unexpected(f"{answer.path}: too many redirects")

    def local(self, address: str) -> str:
        """The path and query of an address of this instance."""
        parts = urlsplit(address)
        return quote(parts.path, safe="/%:@") + (f"?{parts.query}" if parts.query else "")

    # -- forms ---------------------------------------------------------------------------------------

    def send(
        self,
        answer: Answer,
        form: Form,
        typed: Typed | None = None,
        button: str = "",
        files: Mapping[str, File] | None = None,
    ) -> Answer:
        """Fill the form of that answer in, send it, follow where it leads. Raises Unexpected when refused."""
        if form.blocked:
            raise Unexpected(f"{answer.path}: the button is disabled; {answer.page.faults}")
        form.put(typed or {})
        target, pairs = urljoin(answer.path, form.action), form.pairs(button)
        sent = self.upload(target, pairs, files) if files else self.post(target, pairs)
        if sent.status not in (301, 302, 303):
            sent.expect(200)
        return self.follow(sent).expect(200)

    def fill_in(self, path: str, typed: Typed, button: str = "", holding: str = "") -> Answer:
        """GET a page, fill in the form that has the first of these inputs, and send it."""
        answer = self.get(path).expect(200)
        form = answer.page.form(holding or next(iter(typed)))
        return self.send(answer, form, typed, button)

    def press(self, path: str, action: str, typed: Typed | None = None) -> Answer:
        """GET a page and send its form that posts to an address ending so."""
        answer = self.get(path).expect(200)
        return self.send(answer, answer.page.form(action=action), typed)


def _parts(boundary: str, data: Pairs, files: Mapping[str, File]) -> Iterable[bytes]:
    for name, value in data:
        yield f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, file in files.items():
        head = f'form-data; name="{name}"; filename="{file.name}"'
        yield f"--{boundary}\r\nContent-Disposition: {head}\r\nContent-Type: {file.content_type}\r\n\r\n".encode()
        yield file.content + b"\r\n"
    yield f"--{boundary}--\r\n".encode()
