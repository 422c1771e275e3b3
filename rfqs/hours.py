"""Service hours of the nine fields: kinds of hours chosen, windows written."""

from collections.abc import Mapping, Sequence
from typing import Any

Window = Mapping[str, Any]

OFFERED_HOURS = ("BUS", "EXT", "WKD", "HOL", "NIGHT", "H24", "TZ")
# Days or clocks of their own: their hours never meet those of an ordinary week.
APART = ("HOL", "TZ")
WORKDAYS, WEEKEND, EVERY_DAY = ["1", "2", "3", "4", "5"], ["6", "7"], ["1", "2", "3", "4", "5", "6", "7"]


def windows_of(written: Sequence[Window], kinds: Sequence[str]) -> list[dict[str, Any]]:
    """The windows of the chosen kinds: those written before stay, less the hours that a new kind now covers."""
    kept = [
        dict(row)
        for row in written
        if row.get("kind") in kinds or (row.get("kind") not in OFFERED_HOURS and "H24" not in kinds)
    ]
    there = {row.get("kind") for row in kept}
    for window in [_window(kind, kinds) for kind in kinds if kind not in there]:
        kept = [piece for row in kept for piece in _without(row, window)] + [window]
    return kept


def _window(kind: str, kinds: Sequence[str]) -> dict[str, Any]:
    """Usual hours of a window; evening hours begin where business hours end when both are asked for."""
    days, start, end = {
        "BUS": (WORKDAYS, "09:00", "18:00"),
        "EXT": (WORKDAYS, "18:00", "22:00") if "BUS" in kinds else (WORKDAYS, "09:00", "22:00"),
        "WKD": (WEEKEND, "09:00", "18:00"),
        "HOL": (EVERY_DAY, "09:00", "18:00"),
        "TZ": (WORKDAYS, "09:00", "18:00"),
        "NIGHT": (EVERY_DAY, "00:00", "08:00"),
        "H24": (EVERY_DAY, "00:00", "24:00"),
    }[kind]
    return {"kind": kind, "weekdays": days, "start": start, "end": end, "positions": 1}


def _without(row: dict[str, Any], window: Window) -> list[dict[str, Any]]:
    """A row less the hours of a window on the days they share. Times are HH:MM, so texts compare."""
    if row.get("kind") != window["kind"] and {row.get("kind"), window["kind"]} & set(APART):
        return [row]
    start, end, days = row.get("start", ""), row.get("end", ""), row.get("weekdays", [])
    shared = [day for day in days if day in window["weekdays"]]
    if not (shared and start < window["end"] and window["start"] < end):
        return [row]
    other_days = [day for day in days if day not in shared]
    pieces = [(other_days, start, end), (shared, start, window["start"]), (shared, window["end"], end)]
    return [
        row | {"weekdays": on, "start": begin, "end": stop}
        for on, begin, stop in pieces
        if on and begin < stop
    ]
