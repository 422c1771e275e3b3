"""Headers and bodies of every answer of the walk: the policy, no caching, nothing inline."""

from html.parser import HTMLParser

from django.test import Client, override_settings

from tests.house.walker import routes


class Inline(HTMLParser):
    """Collects what the content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and not names.get("src") and not is_data(names)):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        links = [names.get(name) or "" for name in ("href", "src", "action", "formaction")]
        self.found += [
            f"{tag} {link}" for link in links if link.lower().startswith(("javascript:", "http", "//"))
        ]


def is_data(attributes: dict[str, str | None]) -> bool:
    return (attributes.get("type") or "") in ("application/json", "text/plain")


def inline(body: bytes) -> list[str]:
    parser = Inline()
    parser.feed(body.decode())
    return parser.found


def test_nothing_is_inline_or_from_elsewhere(walked):
    pages = [answer for answer in walked.answers if answer.is_page]
    assert len(pages) > 300
    found = {answer.name: faults for answer in pages if (faults := inline(answer.body))}
    assert found == {}


def test_the_reader_of_pages_sees_what_it_looks_for():
    page = b'<a style="x" onclick="y" href="javascript:z">a</a><script>1</script><style></style>'
    assert inline(page) == ["a style", "a onclick", "a javascript:z", "<script>", "<style>"]
    assert inline(b'<script src="/a.js"></script><script type="application/json">{}</script>') == []


def closed(policy: str) -> bool:
    """Nothing is embedded, framed, or given another base."""
    directives = {part.strip() for part in policy.split(";")}
    return {
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    } <= directives or "sandbox" in policy


def test_every_kind_of_answer_carries_the_policy(world, settings, monkeypatch):
    """F4: errors, redirects, refusals and files too, as they are in production over TLS."""
    settings.SECURE_HSTS_SECONDS = 31536000
    answers = {}
    for role in ("anonymous", "buyer"):
        client = Client(raise_request_exception=False)
        client.cookies = world.client(role).cookies
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client.cookies
        answers |= {
            f"{role} 200": client.get("/accounts/password/reset/", secure=True),
            f"{role} 302": client.get("/portal/" if role == "anonymous" else "/accounts/login/", secure=True),
            f"{role} 404": client.get("/nowhere/", secure=True),
            f"{role} 405": client.put("/accounts/password/reset/", secure=True),
            f"{role} 403 without a token": strict.post("/accounts/password/reset/", secure=True),
            f"{role} 400": client.get("/", headers={"host": "evil.example"}, secure=True),
            f"{role} health": client.get("/healthz", secure=True),
            f"{role} favicon": client.get("/favicon.ico", secure=True),
        }
        if role == "buyer":
            file = next(route for route in routes() if route.name == "rfqs:file")
            answers["a file"] = client.get(file.path(world.arguments("rfqs:file")), secure=True)
            monkeypatch.setattr("accounts.access.second_factors", lambda user: 1 / 0)
            answers["500"] = client.get("/me/", secure=True)
    for name, response in answers.items():
        assert closed(response["Content-Security-Policy"]), name
        assert response["X-Content-Type-Options"] == "nosniff", name
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert response["Referrer-Policy"] in ("same-origin", "strict-origin"), name
        assert response["Strict-Transport-Security"].startswith("max-age=31536000"), name
        if name.startswith("buyer") and "400" not in name:
            assert "no-store" in response["Cache-Control"], name
    assert {response.status_code for response in answers.values()} >= {200, 302, 400, 403, 404, 405, 500}


def test_every_answer_carries_the_policy(walked):
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    for answer in walked.answers:
        assert {name: answer.headers.get(name) for name in wanted} == wanted, answer.name
        # A page with a personal link in its address keeps that address to itself.
        assert answer.headers.get("Referrer-Policy") in ("same-origin", "strict-origin", "no-referrer"), (
            answer.name
        )
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, answer.name
        assert closed(policy), answer.name
        # A vendor's or buyer's file is sandboxed besides, and may run nothing at all.
        assert "sandbox" in policy or "script-src 'self';" in f"{policy};", answer.name


def test_what_a_signed_in_person_sees_is_stored_nowhere(walked):
    kept = [
        answer.name
        for answer in walked.answers
        if answer.role not in ("anonymous", "removed")
        and "no-store" not in answer.headers.get("Cache-Control", "")
    ]
    assert kept == []


def test_no_answer_says_where_the_code_is(walked):
    assert [
        answer.name for answer in walked.answers if answer.status >= 500 or b"Traceback" in answer.body
    ] == []


@override_settings(ALLOWED_HOSTS=["shortlist.example"])
def test_a_foreign_host_is_refused(world):
    assert world.client("anonymous").get("/", headers={"host": "evil.example"}).status_code == 400
