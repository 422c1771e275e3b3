"""A client of the application over HTTP: everything people do in a selection, against any running instance.

It reads the application's own forms and imports nothing of it. `python -m bench.client --help` lists what it
can do from the command line; docs/client.md tells how to use it from Python. It speaks to development
instances: production demands second factors and TLS.
"""

import csv
import io
import re
import sys
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from bench.forms import Form, Typed
from bench.outcome import UNKNOWN, Outcome, read_outcome
from bench.web import CSRF_FIELD, Answer, Browser, File, NoAnswer, ServerFailed, Unexpected

PORTAL = re.compile(r"/portal/[0-9a-f-]{36}/")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LINK = re.compile(r"/invitation/[^/\s\"'<]+/")
ROW = re.compile(r"([a-z0-9_]+)-([0-9]+)-")
Prepared = list[tuple[str, str]]
JSON = {"Accept": "application/json"}


class Person(Browser):
    """Somebody with a browser of their own: a buyer, an officer, a reviewer, a vendor's contact."""

    def __init__(self, base: str, timeout: float = 30.0) -> None:
        super().__init__(base, timeout)
        self.email = self.password = ""

    # -- coming in -----------------------------------------------------------------------------------

    def sign_in(self, email: str, password: str) -> "Person":
        """Sign in with a password and return oneself. Raises Unexpected when refused."""
        self.email, self.password = email, password
        self.get("/accounts/login/").expect(200)
        answer = self.post("/accounts/login/", [("login", email), ("password", password)])
        if answer.status != 302:
            raise Unexpected(f"{email} was not let in ({answer.status}): {answer.page.faults}")
        return self

    def enter(self, link: str, name: str, password: str, email: str = "") -> str:
        """Follow a personal link and return the portal's address of the invitation.

        Makes an account, or signs in with `email` where the person has one already.
        """
        self.email, self.password, path = email, password, self.local(link)
        page = self.get(path).expect(200)
        form = next((one for one in page.page.forms if "password" in one.names()), None)
        if form:
            return _portal(self.send(page, form, {"name": name, "password": password}).path)
        self.sign_in(email, password)
        page = self.get(path).expect(200)
        own = next(one for one in page.page.forms if one.action in ("", path))
        return _portal(self.send(page, own).path)

    def send(
        self,
        answer: Answer,
        form: Form,
        typed: Typed | None = None,
        button: str = "",
        files: Mapping[str, File] | None = None,
    ) -> Answer:
        """As Browser.send; where a fresh sign-in is asked for first, gives the password and sends again."""
        after = super().send(answer, form, typed, button, files)
        if "/reauthenticate/" not in after.path:
            return after
        super().send(after, after.page.form("password"), {"password": self.password})
        return super().send(answer, form, typed, button, files)

    # -- the buyer -----------------------------------------------------------------------------------

    def create_rfq(self, template: str, title: str) -> str:
        """Start a draft from a template and return its code."""
        answer = self.fill_in("/rfqs/new/", {"template": template, "title": title})
        return answer.path.split("/")[2]

    def write_need(self, code: str, deadline_at: datetime, vendors: Iterable[str], **typed: Any) -> None:
        """Fill in the nine fields. `vendors` are names as the page shows them, or ids; "a|b" is a or b."""
        page = self.get(f"/rfqs/{code}/need/").expect(200)
        form = page.page.form("deadline_at")
        chosen = [self._vendor_id(page.text, name) for name in vendors]
        moment = deadline_at.astimezone().isoformat(timespec="microseconds")
        self.send(page, form, {"deadline_at": moment, "vendors": chosen, **typed})

    @staticmethod
    def _vendor_id(html: str, name: str) -> str:
        if UUID.fullmatch(name):
            return name
        names = "|".join(re.escape(one) for one in name.split("|"))
        found = re.search(rf'value="({UUID.pattern})"[^<]*>(?:\s|<label[^>]*>)*(?:{names})', html)
        if not found:
            raise Unexpected(f"no vendor {name!r} on the page")
        return found[1]

    def publish(self, code: str, reviewers: Iterable[str], reason: str = "") -> datetime:
        """Publish with these reviewers, named as the page shows them; returns when it was done."""
        page = self.get(f"/rfqs/{code}/publish/").expect(200)
        people = [self._vendor_id(page.text, name) for name in reviewers]
        form = page.page.form("reviewers")
        typed: dict[str, Any] = {"reviewers": people}
        if "reason" in form.names():
            typed["reason"] = reason or "Agreed with the vendors."
        self.send(page, form, typed)
        return datetime.now().astimezone()

    def invitations(self, code: str) -> dict[str, str]:
        """An RFQ's invitations: vendor as the page shows it -> id of its invitation."""
        html = self.get(f"/rfqs/{code}/vendors/").expect(200).text
        rows = re.findall(rf'<th scope="row">(.*?)</th>.*?/vendors/({UUID.pattern})/', html, re.S)
        return {_words(name): invitation for name, invitation in rows}

    def fresh_link(self, code: str, invitation: str) -> str:
        """Make a personal link to pass on; links made this way before no longer work."""
        page = self.get(f"/rfqs/{code}/vendors/").expect(200)
        form = page.page.form(action=f"/vendors/{invitation}/link/")
        answer = self.post(form.action, form.pairs()).expect(200)
        found = LINK.search(answer.text)
        if not found:
            raise Unexpected(f"no link on {answer.path}")
        return found[0]

    def invite(self, code: str, vendors: Iterable[str]) -> None:
        """Add vendors to a draft, or invite them at once to a published RFQ."""
        page = self.get(f"/rfqs/{code}/vendors/").expect(200)
        chosen = [self._vendor_id(page.text, name) for name in vendors]
        self.send(page, page.page.form("vendors"), {"vendors": chosen})

    def extend(self, code: str, deadline_at: datetime, reason: str) -> None:
        """Move the deadline of a published RFQ later."""
        moment = deadline_at.astimezone().isoformat(timespec="microseconds")
        self.fill_in(f"/rfqs/{code}/deadline/", {"deadline_at": moment, "reason": reason})

    # -- the vendor ----------------------------------------------------------------------------------

    def attach(self, portal: str, name: str, content: bytes, question: int | None = None) -> str:
        """Attach a text file and return its id."""
        page = self.get(f"{portal}files/").expect(200)
        before = set(self._files(page.text))
        self.send(page, page.page.form("file"), {"question": question}, files={"file": File(name, content)})
        now = self._files(self.get(f"{portal}files/").expect(200).text)
        return next(one for one in now if one not in before)

    @staticmethod
    def _files(html: str) -> list[str]:
        return re.findall(rf"/files/({UUID.pattern})/", html)

    def answer(self, portal: str, number: int, typed: Typed) -> None:
        """Fill in one question; rows that are not there yet are asked for first."""
        path = f"{portal}answers/{number}/"
        page = self.get(path).expect(200)
        form = page.page.form("text")
        for code, index in sorted({(m[1], int(m[2])) for name in typed if (m := ROW.match(name))}):
            if not any(name.startswith(f"{code}-{index}-") for name in form.names()):
                page = self._add_row(page, form, code)
                form = page.page.form("text")
        self.send(page, form, typed)

    def _add_row(self, page: Answer, form: Form, code: str) -> Answer:
        return self.post(page.path, [*form.pairs(), ("add_row", code)]).expect(200)

    def note(self, portal: str, number: int, text: str) -> Answer:
        """Write the free text of one question only, as autosave does, whatever else stands there."""
        page = self.get(f"{portal}answers/{number}/").expect(200)
        form = page.page.form("text")
        form.put({"text": text})
        return self.post(page.path, form.pairs(), {"X-Autosave": "1"})

    def price(self, portal: str, basics: Typed, model: str, line: Typed) -> None:
        """State tax and seats, then add one rate line of a billing model."""
        self.fill_in(f"{portal}prices/", basics)
        self.fill_in(f"{portal}prices/new/{model}/", line)

    def charge(self, portal: str, fees: Typed) -> None:
        """State some charges; everything else is included."""
        self.fill_in(f"{portal}fees/", fees, button="others_included", holding="F01-status")

    def agree(self, portal: str, stated: Typed) -> None:
        """State the terms that ask for it, accept the rest."""
        self.fill_in(f"{portal}terms/", stated, button="accept_rest")

    def prepare(self, portal: str) -> Prepared:
        """What the page "check and send" would send: its key and whatever else its form declares."""
        page = self.get(f"{portal}check/").expect(200)
        form = page.page.form(action="/send/")
        if form.blocked:
            raise Unexpected(f"{page.path}: the quote cannot be sent yet")
        return [(name, value) for name, value in form.pairs() if name != CSRF_FIELD]

    def submit(self, portal: str, key: str = "", form: Prepared | None = None) -> Outcome:
        """Send the draft, under this key or a new one. Never raises for what server or network do.

        `form` is what `prepare` returned earlier; without one it is fetched first.
        """
        key = key or str(uuid.uuid4())
        try:
            form = self.prepare(portal) if form is None else form
            rest = [(name, value) for name, value in form if name != "key"]
            answer = self.post(f"{portal}send/", [*rest, ("key", key)], JSON)
        except (NoAnswer, ServerFailed) as lost:
            return Outcome(UNKNOWN, key, words=str(lost))
        return read_outcome(key, answer)

    def status(self, portal: str, key: str) -> Outcome:
        """Ask what became of a key; changes nothing. "unknown" while nothing from it has arrived."""
        try:
            answer = self.request("GET", f"{portal}send/{key}/", headers=JSON)
        except NoAnswer as lost:
            return Outcome(UNKNOWN, key, words=str(lost))
        return read_outcome(key, answer)

    def receipt(self, portal: str, number: int) -> bytes:
        """The bundle of a revision's receipt, a zip: signed receipt, documents, salts, keys, the script."""
        return self.get(f"{portal}sent/{number}/receipt.zip").expect(200).body

    def withdraw(self, portal: str) -> None:
        """Take the quote back before the deadline; its keys are destroyed."""
        self.fill_in(f"{portal}withdraw/", {}, holding="number")

    def revision(self, portal: str, number: int) -> dict[str, Any]:
        """One's own revision, as it was sent."""
        found: dict[str, Any] = self.get(f"{portal}sent/{number}/quote.json").expect(200).json()
        return found

    # -- officers, reviewers, auditors ---------------------------------------------------------------

    def open_part(self, code: str, part: str) -> None:
        """Approve the opening of QUALITY or COMMERCIAL; the second officer opens."""
        page = self.get(f"/rfqs/{code}/opening/").expect(200)
        for form in page.page.forms:
            if "part" in form.names() and form.first("part") == part:
                self.send(page, form, {"password": self.password} if "password" in form.names() else None)
                return
        raise Unexpected(f"{part} of {code} cannot be opened: {page.page.faults}")

    def score_sheet(self, code: str, scores: Mapping[str, str] | str) -> int:
        """Score every cell of one's open sheet of an RFQ and hand it in; returns how many there were.

        `scores` maps a quote's id to the score of all its items, or is one score for all.
        """
        index = self.get("/admin/").expect(200)
        for home in dict.fromkeys(link for link in index.page.links if "/sheet" in link):
            sheet = self.get(urljoin(index.path, home)).expect(200)
            if any(one.action.endswith("/declare/") for one in sheet.page.forms):
                sheet = self.press(home, "/declare/")
            form = next((one for one in sheet.page.forms if one.action.endswith("/done/")), None)
            if form is None or f"{code} " not in sheet.text:
                continue
            prefix = sheet.path.rstrip("/")
            cells = [link for link in dict.fromkeys(sheet.page.links) if link.startswith(f"{prefix}/")]
            for cell in cells:
                quote_id, item = cell.rstrip("/").split("/")[-2:]
                value = scores if isinstance(scores, str) else scores[quote_id]
                typed = {"value": value, "reason": f"{item}: {value}", "confidence": "HIGH"}
                self.fill_in(cell, typed)
            self.press(home, "/done/")
            return len(cells)
        raise Unexpected(f"no open sheet of {code}")

    def rank(self, code: str) -> list[tuple[str, str]]:
        """Run the ranking and return (vendor, total) from the first to the last."""
        answer = self.press(f"/rfqs/{code}/ranking/", "/ranking/run/")
        _before, found, table = answer.text.partition('id="ranking"')
        if not found:
            raise Unexpected(f"no ranking of {code} on its page")
        return _ranked(table)

    def export(self, code: str, what: str = "ranking", form: str = "xlsx") -> bytes:
        """A download of an RFQ: its "ranking" as xlsx or csv, or all "answers" as xlsx."""
        page = self.get(f"/rfqs/{code}/{what}/").expect(200)
        found = page.page.form(action=f"/{what}/download/")
        return self.post(found.action, [*found.pairs(), ("form", form)]).expect(200).body

    def propose_award(self, code: str, vendor: str, **typed: Any) -> None:
        """Propose a vendor for the award with what was checked before."""
        page = self.get(f"/rfqs/{code}/award/").expect(200)
        found = re.search(rf'<option value="({UUID.pattern})"[^>]*>\s*{re.escape(vendor)}', page.text)
        if not found:
            raise Unexpected(f"{vendor} is not offered for the award of {code}")
        self.send(page, page.page.form("quote"), {**DILIGENCE, "quote": found[1], **typed})

    def approve_award(self, code: str) -> None:
        """Approve the award that somebody else has proposed."""
        self.press(f"/rfqs/{code}/award/", "/award/approve/")

    def audit(self, code: str = "") -> list[list[str]]:
        """The audit trail as the CSV export has it, the head first."""
        self.get("/audit/").expect(200)
        answer = self.post("/audit/export/", [("rfq", code)]).expect(200)
        return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))

    def outbox(self, to: str = "") -> list[str]:
        """The texts of the mails of a development instance, newest first."""
        html = self.get(f"/dev/mail/?to={to}").expect(200).text
        return re.findall(r'<div class="prose">(.*?)</div>', html, re.S)

    def addresses(self, start: str = "/", most: int = 300) -> dict[str, int]:
        """Every address that links and forms lead to from a page: pattern -> status of a GET (0: only posted).

        Ids in addresses are shown as <id>. Nothing is posted.
        """
        found: dict[str, int] = {}
        waiting = [start]
        while waiting and len(found) < most:
            path = waiting.pop(0)
            pattern = UUID.sub("<id>", path.partition("?")[0])
            if pattern in found or "/logout" in pattern:
                continue
            answer = self.get(path)
            found[pattern] = answer.status
            here = [urljoin(answer.path, link) for link in answer.page.links]
            waiting += [link.partition("#")[0] for link in here if link.startswith("/")]
            for form in answer.page.forms:
                target = UUID.sub("<id>", urljoin(answer.path, form.action).partition("?")[0])
                if form.method == "post":
                    found.setdefault(target, 0)
        return dict(sorted(found.items()))


DILIGENCE = {
    "reason": "First in the ranking.",
    "reference_1": "Lin Zhudeng",
    "notes_1": "Prices held, peaks covered.",
    "reference_2": "He Shi",
    "notes_2": "Answers within the agreed time.",
    "seen_kind": "VISIT",
    "seen_on": datetime.now().astimezone().date().isoformat(),
    "verified": True,
}


def _portal(path: str) -> str:
    found = PORTAL.search(path)
    if not found:
        raise Unexpected(f"no invitation at {path}")
    return found[0]


RANKED = re.compile(
    r'<tbody class="opens">\s*<tr[^>]*>\s*<th scope="row"[^>]*>(.*?)</th>'  # each vendor has tables of its own inside
    r"\s*<td[^>]*>.*?</td>\s*<td[^>]*>(.*?)</td>",
    re.S,
)


def _ranked(html: str) -> list[tuple[str, str]]:
    return [(_words(name), _words(total)) for name, total in RANKED.findall(html)]


def _words(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html).strip().split("\n")[0].strip()


if __name__ == "__main__":
    from bench.command import main

    sys.exit(main())
