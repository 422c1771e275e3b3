"""A picture of three shares that sum to 1: regions and points in a triangle, drawn here as SVG.

    {"title": "...", "corners": ["All cost", "All quality", "All risk"],
     "regions": [{"letter": "A", "label": "Celadon Service", "polygon": [(1, 0, 0), ...], "at": (0.5, 0.2, 0.3)}],
     "points": [{"mark": "1", "label": "Balanced", "at": (0.4, 0.35, 0.25), "main": True}]}

A region has a pattern and a letter besides its colour. The table beside the picture is the caller's, as what a region
says differs from page to page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.template import TemplateSyntaxError

from ui.parts import check_items

WIDTH, TOP, SIDE, LEFT = 640.0, 34.0, 520.0, 60.0
HEIGHT = SIDE * 3**0.5 / 2
PATTERNS = 8


def triangle_context(id: str, data: dict[str, Any]) -> dict[str, Any]:
    unknown = set(data) - {"title", "corners", "regions", "points"}
    if unknown:
        raise TemplateSyntaxError(f"triangle {id}: unknown {sorted(unknown)}")
    regions = check_items(
        "region", data["regions"], required=("letter", "label", "polygon", "at"), optional=()
    )
    points = check_items("point", data["points"], required=("mark", "label", "at"), optional=("main",))
    return {
        "id": id,
        "title": data["title"],
        "corners": _corners(data["corners"]),
        "outline": _path([(1, 0, 0), (0, 1, 0), (0, 0, 1)]),
        "grid": _grid(),
        "regions": [
            {
                "letter": one["letter"],
                "label": one["label"],
                "path": _path(one["polygon"]),
                "pattern": place % PATTERNS + 1,
                "spot": _spot(one["at"]),
            }
            for place, one in enumerate(regions)
        ],
        "points": [{**one, "spot": _spot(one["at"])} for one in points],
    }


def _place(mix: Sequence[float]) -> tuple[float, float]:
    """The first share has the corner at the left, the second the one on top, the third the one at the right."""
    _first, second, third = (float(share) for share in mix)
    return LEFT + SIDE * (third + second / 2), TOP + HEIGHT * (1 - second)


def _spot(mix: Sequence[float]) -> dict[str, str]:
    x, y = _place(mix)
    return {"x": f"{x:.1f}", "y": f"{y:.1f}", "below": f"{y + 5:.1f}", "beside": f"{x + 12:.1f}"}


def _path(polygon: Iterable[Sequence[float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in map(_place, polygon))


def _grid() -> list[dict[str, str]]:
    """Lines of a quarter, a half and three quarters of each share."""
    lines = []
    for part in (0.25, 0.5, 0.75):
        rest = 1 - part
        for start, end in (
            ((part, rest, 0.0), (part, 0.0, rest)),
            ((rest, part, 0.0), (0.0, part, rest)),
            ((rest, 0.0, part), (0.0, rest, part)),
        ):
            (x1, y1), (x2, y2) = _place(start), _place(end)
            lines.append({"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"})
    return lines


def _corners(labels: Sequence[object]) -> list[dict[str, str]]:
    left, top, right = (str(label) for label in labels)
    low = f"{TOP + HEIGHT + 24:.0f}"
    return [
        {"label": left, "x": f"{LEFT:.0f}", "y": low},
        {"label": top, "x": f"{LEFT + SIDE / 2:.0f}", "y": f"{TOP - 12:.0f}"},
        {"label": right, "x": f"{LEFT + SIDE:.0f}", "y": low},
    ]
