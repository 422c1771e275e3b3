"""The collar of a performance-linked fee (domain 5.3, B11) and service credits (domain 5.4, M-CREDIT)."""

from collections.abc import Mapping
from decimal import Decimal

from calc.documents import Metric, Performance
from calc.money import ONE, ZERO


def adjustment(collar: Performance, actuals: Mapping[str, Decimal] | None = None) -> Decimal:
    """The share of the fee that is added (above 0) or taken off, within plus and minus `collar.share`.

    `actuals` are readings by KPI; without a reading the vendor's expected value counts, and without that the
    target.
    """
    points = sum((metric.weight * score(metric, actuals or {}) for metric in collar.metrics), ZERO)
    return _clamped(points * collar.share, collar.share)


def score(metric: Metric, actuals: Mapping[str, Decimal]) -> Decimal:
    """How far a KPI lies from its target, in spans: -1 to 1, positive where it is better."""
    actual = actuals.get(metric.kpi, metric.expected)
    if actual is None:
        return ZERO
    distance = (actual - metric.target) / metric.span
    return _clamped(-distance if metric.better == "LOWER" else distance, ONE)


def credited(invoice: Decimal, credit: Decimal, cap: Decimal = ONE) -> Decimal:
    """An invoice after service credits: a share of it, at most `cap`, exact."""
    return invoice * (ONE - min(credit, cap))


def _clamped(value: Decimal, limit: Decimal) -> Decimal:
    return max(-limit, min(limit, value))
