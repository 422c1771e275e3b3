"""When quotes hold no secret any more; the audit trail shows what is about them from then on."""

from collections.abc import Iterable

from rfqs.models import RFQ


def codes_with_open_prices() -> Iterable[str]:
    """Codes of the RFQs of which both parts of the quotes are open; a lazy query."""
    return RFQ.objects.filter(prices_opened_at__isnull=False).values_list("code", flat=True)
