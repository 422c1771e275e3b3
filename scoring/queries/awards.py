"""Who holds what of an award: for the contracts, the award page and the reminders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quotes.models import Quote
from quotes.service_lines import service_names
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from scoring.models import AwardShare, Evaluation
from scoring.states import EvaluationStatus

CONTRACTED = (AwardShare.Kind.WHOLE, AwardShare.Kind.LINES)


@dataclass(frozen=True)
class Awardee:
    """A quote with which a contract is made, and the service lines it covers (none named: all)."""

    quote: Quote
    lines: list[str]


def awardees(rfq: RFQ) -> list[Awardee]:
    """The quotes an approved award goes to, the main one first; without those whose negotiation has ended."""
    found = Evaluation.objects.filter(rfq=rfq, status=EvaluationStatus.AWARDED)
    evaluation = found.select_related("quote__vendor").first()
    if evaluation is None:
        return []
    shares = list(evaluation.shares.select_related("quote__vendor"))
    if not shares:
        return [Awardee(evaluation.quote, [])] if evaluation.quote else []
    return [
        Awardee(share.quote, list(share.lines))
        for share in shares
        if share.kind in CONTRACTED and share.ended_at is None
    ]


def chosen_quotes(evaluation: Evaluation) -> list[str]:
    """The ids of the quotes a contract is made with, or would be, the main one first."""
    shares = evaluation.shares.filter(kind__in=CONTRACTED, ended_at__isnull=True)
    return [str(share.quote_id) for share in shares] or [str(evaluation.quote_id)]


def holders_of(evaluation: Evaluation) -> set[Any]:
    """The keys of the quotes that hold a part of the award, the backup among them."""
    return {evaluation.quote_id, *evaluation.shares.values_list("quote", flat=True)}


def with_uncontracted_share(rfqs: QuerySet[RFQ], contracted: Any) -> QuerySet[RFQ]:
    """Awarded RFQs in which some vendor has no contract yet; `contracted` are the quotes that have one, as a query."""
    shares = AwardShare.objects.filter(evaluation__rfq=OuterRef("pk"))
    left = shares.filter(kind__in=CONTRACTED, ended_at__isnull=True).exclude(quote__in=contracted)
    alone = Evaluation.objects.filter(rfq=OuterRef("pk"), quote__isnull=False).exclude(quote__in=contracted)
    whole = ~Exists(shares) & Exists(alone)
    return rfqs.filter(Q(Exists(left)) | Q(whole), status=RfqStatus.AWARDED)


def line_names(content: Mapping[str, Any], codes: list[str]) -> list[str]:
    """What the buyer calls these service lines."""
    names = service_names(content)
    return [names.get(code, code) for code in codes]


def standing_backups(rfqs: QuerySet[RFQ], until: date) -> QuerySet[AwardShare]:
    """Backups of awarded RFQs whose price hold ends on or before a day."""
    held = AwardShare.objects.filter(
        kind=AwardShare.Kind.BACKUP, ended_at__isnull=True, holds_until__lte=until
    )
    awarded = held.filter(evaluation__status=EvaluationStatus.AWARDED, evaluation__rfq__in=rfqs)
    return awarded.select_related("evaluation__rfq", "quote__vendor").order_by("holds_until")
