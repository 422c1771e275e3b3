"""The service lines of an RFQ: one, unless the buyer adds more.

A line goes by a code that is given once and never changes nor comes back: "main", then "line-2", "line-3", ... in
the demand document (`lines[].id`), in the rate lines of a quote (`line`) and wherever something is kept by line.

What is published says so in four places, and with one line in none of them:

- `content["lines"]`: [{"code", "label", "channel"}] in the buyer's order (`lines_of`); also there where the one line
  left over has a code of its own;
- `content["demand"]["lines"]`: the figures of each, `id` being the code. What holds for the whole (currency, horizon,
  own seat, exchange) stays beside it. One line is written flat, whatever its code;
- `content["need"]["lines"]`: [{"code", "label", "services": [[type, channel], ...], "volumes", "sells",
  "coverage_windows"}] as the buyer keeps them. The handling of the line "main" is `need["volumes"]`, that of others is
  theirs; windows of a line replace those of the RFQ; services that no line claims are the first line's;
- `content["history"]["lines"]`: {code: months, class, peaks and seats of the line}.

`content_of_line` gives the content as if one line alone were asked for, for whatever knows only one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAIN = "main"
# Handling that holds for all lines: it is asked on the first one, and the first value found counts.
FOR_ALL = ("own_seat_cost",)


@dataclass(frozen=True)
class ServiceLine:
    """A line by its code, what the buyer calls it ("" for the only one), and its channel."""

    code: str
    label: str
    channel: str

    @property
    def name(self) -> str:
        """What people call the line, where there are several."""
        return self.label or self.code


def lines_of(content: Mapping[str, Any]) -> list[ServiceLine]:
    """The lines of a publication's content in the buyer's order; an RFQ that names none has the one called main."""
    named = content.get("lines") or []
    if not named:
        return [ServiceLine(MAIN, "", str((content.get("demand") or {}).get("channel", "")))]
    return [ServiceLine(str(one["code"]), str(one["label"]), str(one["channel"])) for one in named]


def next_code(taken: int) -> str:
    """The code of a further line, where `taken` lines were ever made (the first included)."""
    return f"line-{taken + 1}"


def codes_of(need: Mapping[str, Any]) -> list[str]:
    """The codes of a need's lines in the buyer's order."""
    return [str(entry["code"]) for entry in need.get("lines") or []] or [MAIN]


def was_line(need: Mapping[str, Any], code: str) -> bool:
    """The need has had a line of that code; it may be gone."""
    return code in (MAIN, *(next_code(made) for made in range(1, int(need.get("lines_made") or 1))))


def entry_of(need: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """What a need keeps of a line by its code; empty for the one that has no entry."""
    return next((one for one in need.get("lines") or [] if one["code"] == code), {})


def hours_of(need: Mapping[str, Any], code: str) -> list[Any]:
    """The service hours of a line's own; none where those of the RFQ hold for it."""
    return list(entry_of(need, code).get("coverage_windows") or [])


def label_of_line(need: Mapping[str, Any], code: str) -> str:
    """What the buyer calls a line; "" where it is the only one, which nobody has to tell apart."""
    return str(entry_of(need, code).get("label", "")) if len(codes_of(need)) > 1 else ""


def services_of(need: Mapping[str, Any], code: str) -> list[Mapping[str, Any]]:
    """The rows of `service_lines` that belong to a line: those it claims, and for the first one what none claims."""
    entries, rows = need.get("lines") or [], need.get("service_lines") or []
    if len(entries) < 2:
        return list(rows)
    claims = {str(entry["code"]): [tuple(pair) for pair in entry.get("services") or ()] for entry in entries}
    claimed = {pair for pairs in claims.values() for pair in pairs}
    first = code == codes_of(need)[0]
    return [
        row
        for row in rows
        if (pair := (row.get("type"), row.get("channel"))) in claims.get(code, ())
        or (first and pair not in claimed)
    ]


def need_of_line(need: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The need as if this line alone were asked for. KeyError for a line that it does not have."""
    if code not in codes_of(need):
        raise KeyError(code)
    if not need.get("lines"):
        return dict(need)
    volumes = dict((need if code == MAIN else entry_of(need, code)).get("volumes") or {})
    rows = services_of(need, code)
    alone = {key: value for key, value in need.items() if key != "lines"}
    alone |= {"volumes": volumes, "service_lines": rows}
    if windows := hours_of(need, code):
        alone["coverage_windows"] = windows
    if not sells(need, code):
        alone["has_sales_target"] = False
    if "channel" in need:  # worked out of the rest, as in a publication
        alone["channel"] = volumes.get("channel") or next(
            (row.get("channel") for row in rows), need["channel"]
        )
    return alone


def with_handling(need: Mapping[str, Any], code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The need with some of a line's handling changed; the rest of it stays.

    What holds for all lines and is said on the first one is taken out of the others, where it would count unseen.
    """
    said = [key for key in FOR_ALL if key in values]
    if said and code == codes_of(need)[0]:
        for other in codes_of(need)[1:]:
            elsewhere = need_of_line(need, other).get("volumes") or {}
            if unseen := {key: None for key in said if elsewhere.get(key) is not None}:
                need = with_handling(need, other, unseen)
    if code == MAIN:
        return dict(need) | {"volumes": dict(need.get("volumes") or {}) | dict(values)}
    entries = [
        dict(entry) | {"volumes": dict(entry.get("volumes") or {}) | dict(values)}
        if entry["code"] == code
        else entry
        for entry in need.get("lines") or []
    ]
    return dict(need) | {"lines": entries}


def for_all(need: Mapping[str, Any]) -> dict[str, Any]:
    """The handling that holds for all lines: the first value found in the order of the lines; what none has is absent."""
    held = [need_of_line(need, code).get("volumes") or {} for code in codes_of(need)]
    found = {key: next((one[key] for one in held if one.get(key) is not None), None) for key in FOR_ALL}
    return {key: value for key, value in found.items() if value is not None}


def with_hours(need: Mapping[str, Any], code: str, windows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The need with service hours of a line's own; none: those of the RFQ."""
    entries = [
        dict(entry) | {"coverage_windows": list(windows)} if entry["code"] == code else entry
        for entry in need.get("lines") or []
    ]
    return dict(need) | {"lines": entries}


def levers_key(code: str) -> str:
    """Where the levers that are in a line's forecast are kept in the estimate of the RFQ."""
    return "levers" if code == MAIN else f"levers:{code}"


def sells(need: Mapping[str, Any], code: str) -> bool:
    """Sales are made on this line: on the first one unless the buyer says otherwise."""
    said = entry_of(need, code).get("sells")
    return code == codes_of(need)[0] if said is None else bool(said)


def flat_demands(demand: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The flat demand document of each line by its code; of one line the document as it is, under ""."""
    shared = {key: value for key, value in demand.items() if key != "lines"}
    return {
        str(one["id"]): shared | {key: value for key, value in one.items() if key != "id"}
        for one in demand.get("lines") or []
    } or {"": dict(demand)}


def demand_of_line(demand: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The flat demand document of one line. KeyError for a line that it does not have."""
    return flat_demands(demand)[code if demand.get("lines") else ""]


def forecast_of(demand: Mapping[str, Any]) -> list[int]:
    """Contacts of months 1 to 12 of a demand document, over all its lines."""
    profiles = [one.get("forecast_profile") or [] for one in flat_demands(demand).values()]
    return [sum(months) for months in zip(*profiles, strict=False)]


def content_of_line(content: Mapping[str, Any], code: str) -> dict[str, Any]:
    """A publication's content as if one line alone were asked for. KeyError for a line that it does not have."""
    if len(lines_of(content)) < 2:
        return dict(content)
    history = ((content.get("history") or {}).get("lines") or {}).get(code) or {}
    need = need_of_line(content.get("need") or {}, code)
    if history.get("class"):
        need["volatility"] = history["class"]
    alone = {key: value for key, value in content.items() if key != "lines"}
    return alone | {"demand": demand_of_line(content["demand"], code), "need": need, "history": history}
