"""Inside pieces: who gets what of an award, as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from quotes.models import Quote
from quotes.service_lines import service_names
from rfqs.lines import lines_of
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.models import AwardShape, AwardShare, Evaluation
from scoring.policies.award import check_backup, check_form, check_main, check_price_hold, check_split
from scoring.queries.diligence import price_holds_until

Kind = AwardShare.Kind


def planned_shares(
    rfq: RFQ, form: str, quote: Quote, backup: Quote | None, lines: Mapping[str, Quote], now: datetime
) -> list[AwardShare]:
    """The shares of a proposal, not stored yet, the first of them the main one. Refuses what does not add up."""
    content = publication_content(rfq)
    codes = [line.code for line in lines_of(content)]
    check_form(form, codes)
    if form == AwardShape.SPLIT:
        return _split(rfq, quote, content, lines)
    main = _share(rfq, quote, Kind.WHOLE, 1, content)
    if form == AwardShape.SINGLE:
        return [main]
    beside = _share(rfq, check_backup(quote, backup), Kind.BACKUP, 2, content)
    check_price_hold(beside.quote.vendor.name, beside.holds_until, localdate(now))
    return [main, beside]


def _split(rfq: RFQ, main: Quote, content: Mapping[str, Any], given: Mapping[str, Quote]) -> list[AwardShare]:
    """A share per vendor with its lines, that of `main` first where it has one."""
    codes = [line.code for line in lines_of(content)]
    check_split(service_names(content), given)
    check_main(main, given)
    order: dict[Any, list[str]] = {}
    for code in sorted(codes, key=lambda code: given[code].pk != main.pk):
        order.setdefault(given[code].pk, []).append(code)
    shares = []
    for position, (pk, mine) in enumerate(order.items(), start=1):
        share = _share(rfq, Quote(pk=pk), Kind.LINES, position, content)
        share.lines = mine
        shares.append(share)
    return shares


def _share(rfq: RFQ, quote: Quote, kind: str, position: int, content: Mapping[str, Any]) -> AwardShare:
    """Read again: a quote of this RFQ, with its vendor."""
    own = Quote.objects.select_related("vendor").get(pk=quote.pk, rfq=rfq)
    until = price_holds_until(rfq, own, content)
    return AwardShare(quote=own, kind=kind, position=position, holds_until=until)


def write_shares(evaluation: Evaluation, shares: Sequence[AwardShare]) -> None:
    """The shares of this proposal in the place of those of an earlier one."""
    AwardShare.objects.filter(evaluation=evaluation).delete()
    for share in shares:
        share.evaluation = evaluation
        share.save(force_insert=True)


def end_share(evaluation: Evaluation, quote_id: Any, reason: str, now: datetime) -> bool:
    """End the share of one quote; True while another vendor holds a part of the award."""
    shares = AwardShare.objects.filter(evaluation=evaluation)
    shares.filter(quote=quote_id, ended_at__isnull=True).update(ended_at=now, end_reason=reason)
    return shares.filter(ended_at__isnull=True, kind=Kind.LINES).exists()
