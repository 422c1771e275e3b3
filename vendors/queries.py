"""Read models of the registry."""

from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery

from vendors.models import QualificationDocument, Vendor, VendorContact
from vendors.policies import SOON, expiry
from vendors.search import search_query

ARRAYS = {
    "position": "positions",
    "service_type": "service_types",
    "channel": "channels",
    "language": "languages",
}


def listed(rows: QuerySet[Vendor]) -> QuerySet[Vendor]:
    """Vendors with the first day a paper of theirs runs out and their number of active contacts."""
    papers = QualificationDocument.objects.filter(vendor=OuterRef("pk")).order_by().values("vendor")
    people = VendorContact.objects.filter(vendor=OuterRef("pk"), is_active=True).order_by().values("vendor")
    return rows.annotate(
        first_expiry=Subquery(papers.annotate(first=Min("valid_until")).values("first")),
        people=Subquery(people.annotate(count=Count("pk")).values("count")),
    )


def matching(rows: QuerySet[Vendor], *, today: date, **wanted: str) -> QuerySet[Vendor]:
    """The vendors that match every given filter: words, codes of arrays, papers, status."""
    if tokens := search_query(wanted.get("words", "")):
        query = SearchQuery(tokens, search_type="raw", config="simple")
        rows = rows.alias(found=SearchVector("search", config="simple")).filter(found=query)
    elif wanted.get("words", "").strip():
        return rows.none()
    for name, field in ARRAYS.items():
        if wanted.get(name):
            rows = rows.filter(**{f"{field}__contains": [wanted[name]]})
    if papers := wanted.get("papers"):
        rows = rows.filter(_papers(papers, today))
    return rows.filter(status=wanted["status"]) if wanted.get("status") else rows


def _papers(state: str, today: date) -> Any:
    rows = QualificationDocument.objects.filter(vendor=OuterRef("pk"))
    if state == "expired":
        return Exists(rows.filter(valid_until__lt=today))
    if state == "soon":
        return Exists(rows.filter(valid_until__range=(today, today + SOON)))
    return ~Exists(rows)


def papers_of(vendor: Vendor, today: date) -> list[dict[str, Any]]:
    """The vendor's papers, each with what it is worth today."""
    return [{"row": row, "expiry": expiry(row, today)} for row in vendor.qualifications.all()]


def invitations_of(vendor: Vendor) -> list[Any]:
    """The RFQs this vendor was asked for, newest first; for the buyer's side only."""
    return list(vendor.invitations.select_related("rfq").order_by("-created_at"))
