"""One world through the real actions: an RFQ that was awarded, one that is sealed, one that is a draft.

Celadon Service is the vendor, Lighthouse Whale its rival; Paper Crane Calls is invited to the awarded RFQ only;
Oolong Surge declined the sealed one. Besides the people of the demo there are a colleague of the vendor, one that
it switched off, a reviewer without a duty, and an account without any role.
The vendor's quote to the sealed RFQ carries the marks of `tests.house.canaries`, in what it sent and in its draft.
"""

import contextlib
import logging
import re
import uuid
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

import accounts.actions as accounts
import quotes.actions as quotes
import vendors.actions as registry
from accounts.models import StaffInvitation, User
from accounts.roles import Role
from config.doors import ROLE_COLUMNS
from contracts.models import Contract
from demo import panel, rfqs
from demo.build import decide, evaluate
from demo.people import Cast, make_people
from demo.quotes import case, enrol, send, write
from demo.vendors import PASSWORD
from notifications.delivery import deliver_due
from notifications.models import OutboxMessage
from quotes.models import Inquiry, OpenedFile, Quote, QuoteFile
from rfqs.actions.addenda import confirm_addendum, issue_addendum, write_addendum
from rfqs.actions.attachments import add_attachment
from rfqs.actions.clarifications import ask_question, draft_answer, publish_answer
from rfqs.actions.invitations import decline_invitation, issue_link
from rfqs.models import RFQ, Attachment, Invitation, Part, QuestionSet
from scoring.actions import declare_conflict
from scoring.models import EvidenceRecord, Sheet
from tests import deadlines, samples
from tests.cast import contact as make_contact
from tests.cast import person as make_person
from tests.cast import sign_in_afresh
from tests.house import canaries

VENDOR, RIVAL, OUTSIDER = "Celadon Service", "Lighthouse Whale", "Paper Crane Calls"
DECLINED = "Oolong Surge"
BEHIND = {"vendor": VENDOR, "rival": RIVAL, "outsider": OUTSIDER, "declined": DECLINED}


@dataclass
class World:
    """Who and what there is. `sessions` are those of people who are signed in; `mails` and `log` hold what was said meanwhile."""

    cast: Cast
    awarded: RFQ
    sealed: RFQ
    draft: RFQ
    files: Path
    clients: dict[str, Client] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    special: dict[str, dict[str, Any]] = field(default_factory=dict)
    walks: list[Any] = field(default_factory=list)
    forms: list[Any] = field(default_factory=list)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)  # by state of an RFQ, as they were found

    def invitation(self, vendor: str, rfq: RFQ | None = None) -> Invitation:
        return Invitation.objects.get(rfq=rfq or self.sealed, vendor=self.cast.vendors[vendor])

    def user(self, name: str) -> Any:
        """The person behind a column of the door table."""
        if name in BEHIND:
            return self.cast.vendor_users[BEHIND[name]]
        return self.cast.staff["admin" if name == "administrator" else name]

    def client(self, name: str) -> Client:
        """A browser of this person; of nobody for "anonymous"."""
        if name not in self.clients:
            self.clients[name] = Client()
            if name in self.sessions:
                self.clients[name].cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return self.clients[name]

    def sign_in(self, name: str) -> None:
        """Make the session with which `client` comes; it lives in the copied database."""
        client = sign_in_afresh(Client(), self.user(name))
        self.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def arguments(self, route: str) -> dict[str, Any]:
        """Values for the arguments of a route: those of the app, then those of the route itself."""
        app = route.partition(":")[0]
        return self.values | self.special.get(app, {}) | self.special.get(route, {})


class Listener(logging.Handler):
    """Keeps every line that anything logs, with its traceback."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.lines = lines
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextlib.contextmanager
def listening(lines: list[str]) -> Iterator[None]:
    """Hear what is logged, SQL statements excepted: those are looked for in the tables."""
    listener = Listener(lines)
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(listener)
    yield
    for logger in loggers:
        logger.removeHandler(listener)


@contextlib.contextmanager
def made(folder: Path) -> Iterator[World]:
    """Build the world in an empty database, with files in `folder`."""
    lines: list[str] = []
    with _files_in(folder), listening(lines):
        world = build(folder)
        world.log = lines
        yield world


@contextlib.contextmanager
def inside(world: World) -> Iterator[World]:
    """Live in it: its files, its log, browsers of people who have just signed in, rows of one's own to change."""
    rows = deepcopy({name: getattr(world, name) for name in ("cast", "awarded", "sealed", "draft")})
    mine = replace(world, clients={}, things={}, special=dict(world.special), **rows)
    with _files_in(world.files), _no_hurry(), listening(world.log):
        yield mine


def _no_hurry() -> Any:
    """People signed in when the world was built, which on a slow machine was long ago."""
    day = timedelta(days=1)
    return override_settings(
        SESSION_LIMITS={"staff": (day, day), "vendor": (day, day)}, ACCOUNT_REAUTHENTICATION_TIMEOUT=86400
    )


def _files_in(folder: Path) -> Any:
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return override_settings(STORAGES=storages)


def build(folder: Path) -> World:
    cast = make_people()
    deadline = timezone.now() + timedelta(days=14)
    awarded = published(cast, deadline, (VENDOR, RIVAL, OUTSIDER))
    documents = case("rfq-2")["quotes"]
    for vendor in (VENDOR, RIVAL, OUTSIDER):
        invitation = enrol(cast, awarded, vendor)
        write(cast, invitation, vendor, documents[vendor])
        send(cast, invitation, vendor)
    invitation_of_outsider = invitation
    sealed = published(cast, timezone.now() + timedelta(days=14), (VENDOR, RIVAL, DECLINED))
    clarified = clarify(cast, sealed)
    for vendor in (VENDOR, RIVAL):
        invitation = enrol(cast, sealed, vendor)
        write(cast, invitation, vendor, documents[vendor])
        if vendor == VENDOR:
            _mark(cast, invitation)
        send(cast, invitation, vendor)
    _mark(cast, Invitation.objects.get(rfq=sealed, vendor=cast.vendors[VENDOR]), " second thoughts")
    draft = rfqs.write_draft(cast)
    add_attachment(rfq=draft, name="plan.txt", data=b"Floor plan", by=cast.staff["buyer"], now=timezone.now())
    quotes.withdraw_quote(
        invitation=invitation_of_outsider, number=1, by=cast.vendor_users[OUTSIDER], now=timezone.now()
    )
    send(cast, invitation_of_outsider, OUTSIDER)
    close(awarded)
    with contextlib.suppress(quotes.Late):
        send(cast, invitation_of_outsider, OUTSIDER)
    evaluate(cast, awarded, panel.RFQ_2)
    decide(cast, awarded, RIVAL)
    _turn_away(cast.staff["second_reviewer"], awarded)
    for rfq in (awarded, sealed, draft):
        rfq.refresh_from_db()
    world = World(cast, awarded, sealed, draft, folder)
    _give_values(world)
    world.values |= clarified
    _add_people(world)
    for name in (*ROLE_COLUMNS[1:], "second_reviewer", "outsider"):
        world.sign_in(name)
    _switch_off(world)
    return world


def _turn_away(reviewer: User, rfq: RFQ) -> None:
    """One reviewer remembers a conflict of interest, after all is done."""
    sheet = Sheet.objects.get(rfq=rfq, reviewer=reviewer, stage=Sheet.Stage.FIRST)
    declare_conflict(sheet=sheet, reason="Worked there once", by=reviewer, now=timezone.now())


def _add_people(world: World) -> None:
    """Those whom the demo does not have; "declined" declines."""
    cast, now = world.cast, timezone.now()
    invited = enrol(cast, world.sealed, DECLINED)
    decline_invitation(invitation=invited, reason="No seats", by=cast.vendor_users[DECLINED], now=now)
    pending = accounts.invite_staff(
        email="spare@cloudthimble.example",
        name="Spare",
        roles=[Role.REVIEWER],
        language="en",
        by=cast.staff["admin"],
        now=now,
    )
    cast.staff["spare"] = accounts.accept_staff_invitation(
        invitation=pending, name="Spare", password=PASSWORD, now=now
    )
    for name in ("colleague", "removed"):
        email = f"{name}@celadon.example"
        cast.staff[name] = make_person(email, name, Role.VENDOR_USER)
        make_contact(cast.vendors[VENDOR], email, name, user=cast.staff[name])
    cast.staff["roleless"] = make_person("nobody@cloudthimble.example", "Nobody")


def _switch_off(world: World) -> None:
    """The one who is no longer with the vendor still has the cookie of before."""
    contact = world.cast.vendors[VENDOR].contacts.get(email="removed@celadon.example")
    registry.set_contact_active(
        contact=contact, active=False, by=world.cast.staff["buyer"], now=timezone.now()
    )


def clarify(cast: Cast, rfq: RFQ) -> dict[str, Any]:
    """A question that waits, one answered, an addendum that both vendors have confirmed, and one being written."""
    buyer, now = cast.staff["buyer"], timezone.now()
    mine, theirs = enrol(cast, rfq, VENDOR), enrol(cast, rfq, RIVAL)
    asked = ask_question(invitation=theirs, text="Night shift?", by=cast.vendor_users[RIVAL], now=now)
    answer = draft_answer(
        rfq=rfq, questions=[asked], question="Night shift?", answer="Until ten.", by=buyer, now=now
    )
    publish_answer(clarification=answer, by=buyer, now=now)
    waiting = ask_question(invitation=mine, text="Weekends?", by=cast.vendor_users[VENDOR], now=now)
    addendum = issue_addendum(
        addendum=write_addendum(rfq=rfq, text="The site has moved.", by=buyer, now=now), by=buyer, now=now
    )
    for invitation, vendor in ((mine, VENDOR), (theirs, RIVAL)):
        confirm_addendum(invitation=invitation, addendum=addendum, by=cast.vendor_users[vendor], now=now)
    write_addendum(rfq=rfq, text="The gate is on the left.", by=buyer, now=now)
    return {"question_id": waiting.pk, "clarification_id": answer.pk, "addendum_id": addendum.pk}


def close(rfq: RFQ) -> None:
    """Let the deadline pass; only tests move it."""
    deadlines.close(rfq)


def published(cast: Cast, deadline: Any, vendors: tuple[str, ...]) -> RFQ:
    rfq = rfqs.start(cast, "after-sales-hotline", deadline, rfqs.HISTORY_2, rfqs.FORECAST_2, vendors)
    buyer, now = cast.staff["buyer"], timezone.now()
    add_attachment(rfq=rfq, name="terms.txt", data=b"House rules", by=buyer, now=now)
    return rfqs.publish(cast, rfq)


def _mark(cast: Cast, invitation: Invitation, more: str = "") -> None:
    """Put the marks into a vendor's draft: price, text, file name, file content."""
    user, now = cast.vendor_users[VENDOR], timezone.now()
    file = quotes.attach_file(
        invitation=invitation,
        by=user,
        now=now,
        part=Part.QUALITY,
        name=canaries.FILE_NAME,
        content_type="text/plain",
        content=(canaries.FILE_TEXT + more).encode(),
    )
    line = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": canaries.PRICE}
    changes = {
        "rate_lines": [line],
        "answers.q1.text": canaries.TEXT + more,
        "answers.q3.text": canaries.TEXT + more,
        "answers.q3.q3_turnover_evidence": str(file.pk),
    }
    quotes.save_draft(invitation=invitation, by=user, now=now, changes=changes)


def _give_values(world: World) -> None:
    """An argument for every route; deliver the mail first, as two of the links are in it."""
    admin, now = world.cast.staff["admin"], timezone.now()
    pending = accounts.invite_staff(
        email="new@cloudthimble.example", name="New", roles=[Role.REVIEWER], language="en", by=admin, now=now
    )
    queued = OutboxMessage.objects.filter(about=f"rfq:{world.sealed.code}").first()
    deliver_due(now=now)
    world.mails = [
        f"{letter.to} {letter.subject}\n{letter.body}\n{letter.extra_headers}" for letter in mail.outbox
    ]
    joining = re.findall(r"/join/([\w-]+)", "\n".join(world.mails))
    link = issue_link(invitation=world.invitation(VENDOR), by=world.cast.staff["buyer"], now=now)
    vendor = world.cast.vendors[VENDOR]
    quote = Quote.objects.get(rfq=world.awarded, vendor=vendor)
    contract = Contract.objects.get(rfq=world.awarded)
    paper = registry.add_qualification(
        vendor=vendor,
        by=world.cast.staff["buyer"],
        now=now,
        upload=SimpleUploadedFile("iso.pdf", samples.pdf()),
        kind="ISO_27001",
        number="7",
        issuer="Certifier",
        valid_until=now.date().replace(year=now.year + 2, day=1),
    )
    invitation = world.invitation(VENDOR)
    world.values = {
        "app_label": "rfqs",
        "attachment_id": Attachment.objects.get(rfq=world.sealed).pk,
        "code": world.sealed.code,
        "contact": vendor.contacts.first().pk,
        "file_id": QuoteFile.objects.filter(invitation=invitation).order_by("-uploaded_at").first().pk,
        "invitation_id": invitation.pk,
        "item": "Q3",
        "line": "main",
        "key": uuid.uuid4(),
        "message": queued.pk if queued else None,
        "model": "B01",
        "number": 1,
        "object_id": QuestionSet.objects.first().pk,
        "paper": paper.pk,
        "person": world.cast.staff["second_reviewer"].pk,
        "person_id": world.cast.staff["reviewer"].pk,
        "pk": 1,
        "record_id": EvidenceRecord.objects.filter(quote__rfq=world.awarded).first().pk,
        "position": 1,
        "quote_id": quote.pk,
        "reference": vendor.references.first().pk,
        "rfq_code": world.awarded.code,
        "sheet_id": Sheet.objects.filter(reviewer=world.cast.staff["reviewer"], stage=Sheet.Stage.FIRST)
        .get()
        .pk,
        "staff_invitation": StaffInvitation.objects.get(pk=pending.pk).pk,
        "subject": "handling",
        "term": contract.terms.first().code,
        "token": link.rstrip("/").rsplit("/", 1)[-1],
        "uidb36": "0",
        "vendor": vendor.pk,
        "version": QuestionSet.objects.first().version,
    }
    world.special = {
        "account_reset_password_from_key": {"key": "1-x"},
        "accounts:join": {"token": joining[-1]},
        "contracts": {"code": contract.code},
        "scoring": {"code": world.awarded.code, "file_id": OpenedFile.objects.filter(quote=quote).first().pk},
        "scoring:opening": {"code": world.sealed.code},
        "scoring:result_pdf": {"invitation_id": world.invitation(VENDOR, world.awarded).pk},
        "quotes:inquiry": {
            "invitation_id": world.invitation(VENDOR, world.awarded).pk,
            "inquiry_id": Inquiry.objects.get(quote=quote).pk,
        },
    }
