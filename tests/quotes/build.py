"""Puts together a published RFQ, invitations, and a whole quote to fill in."""

import copy
from datetime import timedelta
from typing import Any

from django.utils import timezone

from rfqs import catalogue
from rfqs.models import RFQ, Invitation, Publication
from rfqs.sealing import make_sealing_keys
from rfqs.states import InvitationStatus, RfqStatus
from tests import cast
from tests.calc.demo_cases import case
from tests.kept import kept

NEED = {"title": "Shop chat service", "service_types": ["PRESALES"]}


@kept
def publish(code: str = "RFQ-7", *, terms: Any = None, **fields: Any) -> RFQ:
    """An RFQ that is open for quotes, put together from rows; publishing itself is tested elsewhere.

    `terms` are proposed in place of the catalogue's.
    """
    now = timezone.now()
    buyer = cast.buyer()
    rfq = RFQ.objects.create(
        code=code,
        title="Shop chat service",
        status=RfqStatus.PUBLISHED,
        deadline_at=fields.pop("deadline_at", now + timedelta(days=5)),
        created_at=now,
        created_by=buyer,
        updated_at=now,
        published_at=now,
        published_by=buyer,
        **fields,
    )
    content = {
        "need": NEED,
        "demand": case("RFQ-1")["demand"],
        "questions": catalogue.question_set(),
        "terms": catalogue.term_set(NEED) if terms is None else terms,
        "weights": {},
    }
    Publication.objects.create(rfq=rfq, content=content, published_at=now, published_by=buyer)
    make_sealing_keys(rfq, now=now)
    return rfq


def invite(rfq: RFQ, user: Any, status: str = InvitationStatus.SEEN) -> Invitation:
    contact = user.vendor_contact
    return Invitation.objects.create(
        rfq=rfq,
        vendor=contact.vendor,
        contact=contact,
        status=status,
        created_at=timezone.now(),
        created_by=cast.buyer(),
    )


def sample(spec: dict[str, Any]) -> Any:
    """A sound value for a field of the question set."""
    kind = spec["type"]
    if kind in ("text", "longtext"):
        return "As agreed in the service manual."
    if kind == "multi":
        return [spec["choices"][0]["code"]]
    if kind == "choice":
        return spec["choices"][0]["code"]
    if kind == "object":
        return {part["code"]: sample(part) for part in spec["fields"] if part.get("required") == "R"}
    if kind == "list":
        return [{part["code"]: sample(part) for part in spec["columns"]}]
    plain = {"bool": False, "int": 30, "decimal": "2", "percent": "0.10", "money": "0", "date": "2027-12-31"}
    return plain.get(kind, "file-1")


def whole_quote(vendor: str = "Celadon Service") -> dict[str, Any]:
    """A quote that can be sent: the demo's prices, and an answer to every field that must have one."""
    document = copy.deepcopy(case("RFQ-1")["quotes"][vendor])
    answers: dict[str, Any] = {}
    for question in catalogue.question_set()["questions"]:
        values = {
            field["code"]: sample(field)
            for field in question["fields"]
            if field.get("nd") == "refused" and not field.get("home")
        }
        answers[f"q{question['n']}"] = values
    document["answers"] = answers
    return document


def changes_of(document: dict[str, Any]) -> dict[str, Any]:
    """The document as the paths that `save_draft` takes."""
    changes = {key: value for key, value in document.items() if key not in ("schema", "answers")}
    return changes | {f"answers.{question}": values for question, values in document["answers"].items()}
