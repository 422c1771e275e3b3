"""The quotes of the demo: enrolled by link, written into the draft, papers attached, sent."""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

import quotes.actions as actions
from demo.answers import answers
from demo.people import Cast
from demo.terms import contract_terms
from demo.vendors import BY_KEY, PASSWORD, DemoVendor
from quotes.models import Revision
from rfqs.actions.enrolment import accept_token
from rfqs.actions.invitations import issue_link
from rfqs.models import RFQ, Invitation, Part
from rfqs.queries import publication_content

DATA = Path(__file__).parent / "data"
PAPERS = (
    ("roster", Part.QUALITY, "roster.txt"),
    ("licence", Part.QUALITY, "business-licence.txt"),
    ("bcp", Part.QUALITY, "continuity-plan.txt"),
    ("breakdown", Part.COMMERCIAL, "price-breakdown.txt"),
)
COMMERCIAL = ("tax", "base_seats", "rate_lines", "fee_lines")


def case(name: str) -> dict[str, Any]:
    """Return a case document: {"demand": ..., "quotes": {vendor: quote}}."""
    document: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return document


def enrol(cast: Cast, rfq: RFQ, vendor: str) -> Invitation:
    """Let the vendor's contact follow its personal link; the first time makes the account."""
    invitation = Invitation.objects.select_related("contact", "vendor", "rfq").get(
        rfq=rfq, vendor=cast.vendors[vendor]
    )
    link = issue_link(invitation=invitation, by=cast.staff["buyer"], now=timezone.now())
    user, invitation = accept_token(
        token=link.rstrip("/").rsplit("/", 1)[-1],
        name=BY_KEY[vendor].contact,
        password=PASSWORD,
        by=cast.vendor_users.get(vendor),
        now=timezone.now(),
    )
    cast.vendor_users[vendor] = user
    return invitation


def write(cast: Cast, invitation: Invitation, vendor: str, document: dict[str, Any]) -> None:
    """Write a whole quote into the draft, with its papers."""
    write_as(invitation, cast.vendor_users[vendor], BY_KEY[vendor], document)


def write_as(
    invitation: Invitation,
    user: Any,
    story: DemoVendor,
    document: dict[str, Any],
    notes: Mapping[str, str] | None = None,
) -> None:
    """The same for any person of the invited vendor; `story` sets the answers apart, `notes` are free texts."""
    content = publication_content(invitation.rfq)
    files = {key: _attach(invitation, user, part, name, story.key) for key, part, name in PAPERS}
    changes: dict[str, Any] = {key: document[key] for key in COMMERCIAL if key in document}
    changes["operations"] = document["operations"]
    changes["contract_terms"] = contract_terms(story, content["terms"], content["need"], files["bcp"])
    for question, answer in answers(story, content["need"], document, files).items():
        noted = {"text": notes[question]} if notes and question in notes else {}
        changes[f"answers.{question}"] = answer | noted
    actions.save_draft(invitation=invitation, by=user, now=timezone.now(), changes=changes)


def send(cast: Cast, invitation: Invitation, vendor: str) -> Revision:
    """Send the draft."""
    return actions.submit_quote(
        invitation=invitation, by=cast.vendor_users[vendor], now=timezone.now(), idempotency_key=uuid.uuid4()
    )


def _attach(invitation: Invitation, user: Any, part: str, name: str, vendor: str) -> str:
    text = f"{vendor}\n{name}\nDemonstration paper / 演示材料\n"
    file = actions.attach_file(
        invitation=invitation,
        by=user,
        now=timezone.now(),
        part=part,
        name=name,
        content_type="text/plain",
        content=text.encode(),
    )
    return str(file.pk)
