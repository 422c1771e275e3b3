"""Who is first under every mix of cost, quality and risk.

A mix is a point of the triangle (its three weights, 0 to 1, sum to 1) and a total is linear in it, so the mixes under
which a quote leads are a convex polygon: the triangle cut by one half-plane for each rival. Exact fractions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import TypeAlias

from calc.robustness.field import Entry, Field
from calc.scorecard import COST, PILLARS, QUALITY, RISK

Mix: TypeAlias = tuple[Fraction, Fraction, Fraction]

# Three whole numbers in the proportion of a mix, without a common factor: cutting a polygon in fractions spends its
# time on their common denominators.
_Whole: TypeAlias = tuple[int, int, int]
CORNERS: tuple[_Whole, ...] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


@dataclass(frozen=True)
class Region:
    """Mixes (cost, quality, risk) under which `keys` lead: corners in order round the polygon, and its share of all
    mixes. More than one key only where quotes have the same three pillars.
    """

    keys: tuple[str, ...]
    corners: tuple[Mix, ...]
    share: Fraction


@dataclass(frozen=True)
class Border:
    """The mixes from `start` to `end` under which `one` and `other` lead together."""

    one: str
    other: str
    start: Mix
    end: Mix


@dataclass(frozen=True)
class Triangle:
    """Regions in the order of the ranking; `never` are the quotes that lead under no mix, or on a border alone."""

    regions: tuple[Region, ...]
    borders: tuple[Border, ...]
    never: tuple[str, ...]
    point: Mix
    pillars: Mapping[str, Mix]

    def leaders(self, mix: Mix) -> tuple[str, ...]:
        """The quotes with the highest total under a mix; more than one on a border."""
        ((a, b, c),) = _whole([mix])
        totals = {
            key: a * cost + b * quality + c * risk for key, (cost, quality, risk) in self._compared.items()
        }
        best = max(totals.values())
        return tuple(key for key, total in totals.items() if total == best)

    @cached_property
    def _compared(self) -> dict[str, _Whole]:
        return dict(zip(self.pillars, _whole(list(self.pillars.values())), strict=True))

    def region_at(self, mix: Mix) -> Region:
        """The region a mix lies in; on a border the one of the quote that ranks higher."""
        ahead = self.leaders(mix)
        return next(region for region in self.regions if set(region.keys) & set(ahead))


def mix_of(pillars: Mapping[str, Decimal]) -> Mix:
    """Pillar weights, which sum to 100, as a point."""
    return (
        Fraction(pillars[COST]) / 100,
        Fraction(pillars[QUALITY]) / 100,
        Fraction(pillars[RISK]) / 100,
    )


def triangle(field: Field) -> Triangle:
    """The regions of all ranked quotes, leaf weights inside the pillars as they are."""
    pillars = {one.key: _pillars(one) for one in field.entries}
    groups: dict[Mix, list[str]] = {}
    for key, own in pillars.items():
        groups.setdefault(own, []).append(key)
    able = _undominated(list(groups))
    regions = []
    for own in able:
        keys = groups[own]
        corners = _cut(own, [other for other in able if other != own])
        share = _area(corners)
        if share:
            regions.append(Region(tuple(keys), tuple(corners), share))
    leading = {key for region in regions for key in region.keys}
    return Triangle(
        regions=tuple(regions),
        borders=tuple(_borders(regions, pillars)),
        never=tuple(key for key in pillars if key not in leading),
        point=mix_of(field.weights.pillars),
        pillars=pillars,
    )


def _undominated(given: Sequence[Mix]) -> list[Mix]:
    """Those that no other reaches in all three pillars: the others lead at most on a border, and cut nothing off that
    the one which reaches them does not. No two of those given are the same.
    """
    whole = _whole(given)
    found: list[Mix] = []
    for own, (a, b, c) in zip(given, whole, strict=True):
        if sum(x >= a and y >= b and z >= c for x, y, z in whole) == 1:  # itself
            found.append(own)
    return found


def _whole(given: Sequence[Mix]) -> list[_Whole]:
    """The same in whole numbers over one denominator, to be compared quickly."""
    unit = lcm(*(one.denominator for own in given for one in own))
    return [
        (
            a.numerator * (unit // a.denominator),
            b.numerator * (unit // b.denominator),
            c.numerator * (unit // c.denominator),
        )
        for a, b, c in given
    ]


def _pillars(entry: Entry) -> Mix:
    cost, quality, risk = (entry.pillars[name] for name in PILLARS)
    return cost, quality, risk


def _total(pillars: Mix, mix: Mix) -> Fraction:
    return pillars[0] * mix[0] + pillars[1] * mix[1] + pillars[2] * mix[2]


def _cut(own: Mix, others: Sequence[Mix]) -> list[Mix]:
    """What is left of the triangle where `own` is at least level with every other."""
    corners = list(CORNERS)
    for other in others:
        corners = _half(corners, _lead(own, other))
        if len(corners) < 3:
            return []
    return [_mix(corner) for corner in corners]


def _lead(own: Mix, other: Mix) -> _Whole:
    """By how much `own` is ahead in each pillar, in proportion."""
    mine, theirs = _whole([own, other])
    return mine[0] - theirs[0], mine[1] - theirs[1], mine[2] - theirs[2]


def _half(corners: list[_Whole], lead: _Whole) -> list[_Whole]:
    """The part of a convex polygon where `lead` . mix >= 0."""
    kept: list[_Whole] = []
    values = [lead[0] * a + lead[1] * b + lead[2] * c for a, b, c in corners]
    for place, corner in enumerate(corners):
        here, before = values[place], values[place - 1]
        if here * before < 0:
            kept.append(_between(corners[place - 1], abs(here), corner, abs(before)))
        if here >= 0:
            kept.append(corner)
    return kept


def _between(start: _Whole, near: int, end: _Whole, far: int) -> _Whole:
    """The point of a side where the values at its ends, of which these are the sizes, sum to 0."""
    a, b, c = (near * one + far * other for one, other in zip(start, end, strict=True))
    common = gcd(a, b, c)
    return a // common, b // common, c // common


def _mix(corner: _Whole) -> Mix:
    whole = sum(corner)
    a, b, c = (Fraction(one, whole) for one in corner)
    return a, b, c


def _area(corners: Sequence[Mix]) -> Fraction:
    """Share of the whole triangle (whose area in the first two weights is a half)."""
    turns = zip(corners, [*corners[1:], *corners[:1]], strict=True)
    return abs(sum((a[0] * b[1] - b[0] * a[1] for a, b in turns), Fraction(0)))


def _borders(regions: Sequence[Region], pillars: Mapping[str, Mix]) -> list[Border]:
    found = []
    for place, one in enumerate(regions):
        for other in regions[place + 1 :]:
            mine, theirs = pillars[one.keys[0]], pillars[other.keys[0]]
            lead = (mine[0] - theirs[0], mine[1] - theirs[1], mine[2] - theirs[2])
            level = sorted(
                {
                    c
                    for c in (*one.corners, *other.corners)
                    if _total(lead, c) == 0 and _holds(c, one, pillars)
                }
            )
            if len(level) > 1:
                found.append(Border(one.keys[0], other.keys[0], level[0], level[-1]))
    return found


def _holds(mix: Mix, region: Region, pillars: Mapping[str, Mix]) -> bool:
    own = _total(pillars[region.keys[0]], mix)
    return all(own >= _total(other, mix) for other in pillars.values())
