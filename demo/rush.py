"""A tender with many bidders, ready to be sent at: for the rush and the benchmark, on a development instance.

Everything is made by the actions that people use; only the typing is left out. Bidders are made once and
bid again in later rounds.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

import vendors.actions as registry
from accounts.models import User
from demo import people, quotes, rfqs
from demo.people import Cast
from demo.vendors import BY_KEY, PASSWORD
from rfqs.actions.deadline import extend_deadline
from rfqs.actions.enrolment import accept_token
from rfqs.actions.invitations import issue_link
from rfqs.models import RFQ, Invitation
from vendors.models import Vendor

STORY = "Celadon Service"
SPARE = timedelta(
    seconds=5
)  # with less than this left the deadline moves, so that the drafts can be finished


@dataclass(frozen=True)
class Bidder:
    """One vendor's person with a whole draft, files uploaded, nothing sent; `nonce` is a text in its draft alone."""

    email: str
    password: str
    invitation: str  # its id
    nonce: str


def build(count: int, lead: timedelta) -> tuple[RFQ, list[Bidder]]:
    """Publish an RFQ with `count` bidders, and write all their drafts before its deadline.

    The deadline is so far ahead when the bidders are known, farther where making them took long: publishing
    will too. It moves later, as a buyer moves it, while drafts are left; the RFQ returned has the last one.
    """
    began = timezone.now()
    cast = _cast()
    names = [_vendor(number, cast).name for number in range(1, count + 1)]
    for name in names:
        cast.vendors[name] = Vendor.objects.get(name=name)
    volumes = rfqs.HISTORY_1, rfqs.FORECAST_1
    deadline_at = timezone.now() + max(lead, 2 * (timezone.now() - began))
    rfq = rfqs.publish(cast, rfqs.start(cast, "shop-chat", deadline_at, *volumes, tuple(names)))
    return rfq, list(_bidders(cast, rfq))


def _cast() -> Cast:
    found = Cast(staff={one.key: user for one in people.STAFF if (user := _user(one.email))})
    return found if found.staff else people.make_people()


def _user(email: str) -> User | None:
    return User.objects.filter(email=email).first()


def _vendor(number: int, cast: Cast) -> Vendor:
    name, buyer, now = f"Bidder {number:04}", cast.staff["buyer"], timezone.now()
    if found := Vendor.objects.filter(name=name).first():
        return found
    row = registry.create_vendor(by=buyer, now=now, name=name, channels=["CHAT"], languages=["zh-CN"])
    registry.add_contact(
        vendor=row, name=f"{name} Sales", email=_email(number), by=buyer, now=now, is_lead=True
    )
    return row


def _email(number: int) -> str:
    return f"bids@bidder-{number:04}.example"


def _bidders(cast: Cast, rfq: RFQ) -> Iterator[Bidder]:
    document = quotes.case("rfq-1")["quotes"][STORY]
    rows = Invitation.objects.filter(rfq=rfq).select_related("rfq", "vendor", "contact__user")
    for invitation in rows.order_by("vendor__name"):
        _keep_open(cast, rfq)
        user = invitation.contact.user or _enrol(cast, invitation)
        nonce = f"nonce-{secrets.token_hex(8)}"
        quotes.write_as(invitation, user, BY_KEY[STORY], document, notes={"q9": nonce})
        yield Bidder(user.email, PASSWORD, str(invitation.pk), nonce)


def _keep_open(cast: Cast, rfq: RFQ) -> None:
    now = timezone.now()
    if rfq.deadline_at is None or rfq.deadline_at - now > SPARE:
        return
    later = now + 3 * SPARE
    extend_deadline(rfq=rfq, deadline_at=later, reason="Preparing.", by=cast.staff["buyer"], now=now)
    rfq.refresh_from_db(fields=["deadline_at"])


def _enrol(cast: Cast, invitation: Invitation) -> Any:
    link = issue_link(invitation=invitation, by=cast.staff["buyer"], now=timezone.now())
    user, _invitation = accept_token(
        token=link.rstrip("/").rsplit("/", 1)[-1],
        name=invitation.contact.name,
        password=PASSWORD,
        by=_user(invitation.contact.email),
        now=timezone.now(),
    )
    return user
