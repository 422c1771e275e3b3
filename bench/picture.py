"""A growth curve as SVG: both axes in powers of ten, a label at the end of each line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 80, 170, 40, 60
COLOURS = ("#1f5fa8", "#b4531a", "#4b7f3b", "#7a4f9a", "#8a6d00", "#5b6770")


@dataclass(frozen=True)
class Line:
    label: str
    points: Sequence[tuple[float, float]]


def loglog(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """The picture as a text."""
    xs = [math.log10(x) for line in lines for x, _y in line.points]
    ys = [math.log10(y) for line in lines for _x, y in line.points]
    low_x, high_x, low_y, high_y = (
        math.floor(min(xs)),
        math.ceil(max(xs)),
        math.floor(min(ys)),
        math.ceil(max(ys)),
    )
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + wide * (x - low_x) / max(1, high_x - low_x),
            HEIGHT - BOTTOM - tall * (y - low_y) / max(1, high_y - low_y),
        )

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="13" role="img" aria-label="{escape(title)}">'
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
        f'<text x="{LEFT + wide / 2}" y="{HEIGHT - 14}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate(20 {TOP + tall / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>',
    ]
    for power in range(low_x, high_x + 1):
        x, bottom = place(power, low_y)
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom:.1f}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">{10**power:,}</text>')
    for power in range(low_y, high_y + 1):
        left, y = place(low_x, power)
        parts.append(f'<path d="M{left:.1f} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        shown = f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
        parts.append(f'<text x="{left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{shown}</text>')
    heights = _apart([place(*map(math.log10, line.points[-1])) for line in lines])
    for index, line in enumerate(lines):
        colour = COLOURS[index % len(COLOURS)]
        dots = [place(math.log10(x), math.log10(y)) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in dots]
        x = dots[-1][0] + 10
        parts.append(
            f'<text x="{x:.1f}" y="{heights[index] + 4:.1f}" fill="{colour}" paint-order="stroke" '
            f'stroke="#ffffff" stroke-width="4">{escape(line.label)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _apart(ends: Sequence[tuple[float, float]]) -> dict[int, float]:
    """Heights of the labels at the ends of the lines: those beside each other do not overlap."""
    heights: dict[int, float] = {}
    for index in sorted(range(len(ends)), key=lambda index: ends[index][1]):
        x, y = ends[index]
        beside = [height for other, height in heights.items() if abs(ends[other][0] - x) < RIGHT]
        heights[index] = max([y, *(height + 16 for height in beside)])
    return heights
