"""Chart data: checked here, drawn by static/js/charts.js, always written out as a table beside the picture.

    {"title": "...", "unit": "CNY", "places": 0, "label_head": "Part", "labels": ["Jan", ...],
     "series": [{"label": "Base", "values": [1, 2, None], "hatched": False, "marked": False}]}

`places` is how many decimals the figures show; `label_head` stands over the column of series. For kind "bump"
the labels are the orders (by price, by cost, ...), the values are places from 1, and a series may carry `notes`,
one text per order. `hatched` marks what is estimated or undisclosed, `marked` the series a sentence speaks of,
`dashed` a line that is a limit rather than a course.
"""

from __future__ import annotations

from django.template import TemplateSyntaxError
from django.utils.translation import gettext

from ui.figures import MISSING, as_decimal, grouped
from ui.parts import check_items, one_of

KINDS = ("bar", "stacked", "line", "bump")
SERIES_OPTIONS = ("hatched", "marked", "dashed", "notes")


def chart_context(id: str, kind: str, data: dict) -> dict:
    one_of("chart kind", kind, KINDS)
    unknown = set(data) - {"title", "unit", "places", "labels", "series", "label_head"}
    if unknown:
        raise TemplateSyntaxError(f"chart {id}: unknown {sorted(unknown)}")
    labels = [str(label) for label in data["labels"]]
    series = check_items("series", data["series"], required=("label", "values"), optional=SERIES_OPTIONS)
    places = data.get("places", 0)
    for one in series:
        if len(one["values"]) != len(labels):
            raise TemplateSyntaxError(
                f"chart {id}: {one['label']} has {len(one['values'])} values, not {len(labels)}"
            )
    return {
        "id": id,
        "data_id": f"{id}-data",
        "title": data["title"],
        "unit": data.get("unit", ""),
        "label_head": data.get("label_head", ""),
        "head": labels,
        "rows": [_row(one, places) for one in series],
        "total": _total(series, places, labels) if kind == "stacked" else [],
        "payload": _payload(kind, data, labels, series),
    }


def _row(one: dict, places: int) -> dict:
    notes = one.get("notes") or [""] * len(one["values"])
    cells = [
        {"text": _figure(value, places), "note": note}
        for value, note in zip(one["values"], notes, strict=True)
    ]
    return {"label": one["label"], "cells": cells, "hatched": one.get("hatched", False)}


def _total(series: list[dict], places: int, labels: list[str]) -> list[str]:
    sums = [sum((as_decimal(one["values"][i]) or 0) for one in series) for i in range(len(labels))]
    return [_figure(value, places) for value in sums]


def _figure(value: object, places: int) -> str:
    number = as_decimal(value)
    return MISSING if number is None else grouped(number, places)


def _payload(kind: str, data: dict, labels: list[str], series: list[dict]) -> dict:
    """What the script reads: floats are enough for pixels; the table has the exact figures."""
    drawn = []
    for one in series:
        values = [None if (n := as_decimal(v)) is None else float(n) for v in one["values"]]
        options = {key: bool(one.get(key)) for key in ("hatched", "marked", "dashed")}
        drawn.append({"label": str(one["label"]), "values": values, "notes": one.get("notes"), **options})
    return {
        "kind": kind,
        "unit": str(data.get("unit", "")),
        "places": data.get("places", 0),
        "labels": labels,
        "series": drawn,
        "words": {"place": gettext("Place")},
    }
