"""Adding, changing, moving and removing service lines of a need. See `rfqs.lines` for how they are kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from calc.documents.demand import MAX_LINES
from rfqs.catalogue import need as catalogue
from rfqs.handling import DEFAULTS, PEAKS
from rfqs.hours import windows_of
from rfqs.lines import (
    MAIN,
    codes_of,
    entry_of,
    for_all,
    hours_of,
    need_of_line,
    next_code,
    sells,
    services_of,
    with_handling,
)
from rfqs.needs.values import channel, language_of, with_defaults

Need = Mapping[str, Any]
MOST_LINES = MAX_LINES
TALK_SHARE = "0.90"


def line_values(need: Need, code: str) -> dict[str, Any]:
    """What the page of a line starts from: name, channel, services, handling time, hours of its own, sales."""
    alone = need_of_line(with_defaults(need), code)
    return {
        "label": entry_of(need, code).get("label", ""),
        "channel": channel(alone),
        "service_types": list(dict.fromkeys(row["type"] for row in alone["service_lines"] if row.get("type")))
        if alone.get("service_lines")
        else [],
        "aht_s": alone["volumes"].get("aht_s"),
        "coverage": list(dict.fromkeys(row["kind"] for row in hours_of(need, code) if row.get("kind"))),
        "sells": sells(need, code),
    }


def new_line(need: Need, *, first_label: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The need with a further line, and its code. Where there was one alone it gets its name too."""
    entries = [dict(entry) for entry in need.get("lines") or []]
    if not entries:
        entries = [{"code": MAIN, "label": first_label, "services": _pairs(services_of(need, MAIN))}]
    elif len(entries) == 1:
        pairs = _pairs(services_of(need, codes_of(need)[0]))
        entries[0] |= {"label": first_label, "services": pairs}
    made = int(need.get("lines_made") or 1)
    code = next_code(made)
    entries.append({"code": code, "label": "", "services": [], "volumes": DEFAULTS | {"peak_windows": PEAKS}})
    begun = dict(need) | {"lines": entries, "lines_made": made + 1}
    return changed_line(begun, code, values), code


def changed_line(need: Need, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The need with one line as its page says it: `values` as `line_values` gives them."""
    rows = _service_rows(need, code, values["service_types"], values["channel"])
    before = {(row.get("type"), row.get("channel")) for row in services_of(need, code)}
    elsewhere = {
        tuple(pair)
        for entry in need.get("lines") or []
        if entry["code"] != code
        for pair in entry.get("services") or []
    }
    mine = {(row["type"], row["channel"]): row for row in rows}
    kept = [
        row
        for row in need.get("service_lines") or []
        if (pair := (row.get("type"), row.get("channel"))) not in mine
        and (pair not in before or pair in elsewhere)
    ]
    entries = []
    for entry in need.get("lines") or []:
        if entry["code"] == code:
            own = windows_of(entry.get("coverage_windows") or [], values["coverage"])
            entry = dict(entry) | {
                "label": values["label"],
                "services": _pairs(rows),
                "coverage_windows": own if values["coverage"] else [],
                "sells": bool(values["sells"]),
            }
        entries.append(entry)
    found = dict(need) | {
        "lines": entries,
        "service_lines": [*kept, *rows] if code != MAIN else [*rows, *kept],
    }
    return with_handling(found, code, _handling(need_of_line(found, code).get("volumes") or {}, values))


def _handling(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a channel needs to be counted with is filled in once it is chosen."""
    wanted: dict[str, Any] = {"channel": values["channel"], "aht_s": values["aht_s"] or None}
    if values["channel"] == "CHAT" and not before.get("concurrency"):
        wanted["concurrency"] = "1"
    if values["channel"] == "PHONE" and not before.get("talk_share"):
        wanted["talk_share"] = TALK_SHARE
    return wanted


def without_line(need: Need, code: str) -> dict[str, Any]:
    """The need without a line, its services and its handling; "main" alone is again an RFQ that names no line.

    What the line said for all of them stays with the first one left.
    """
    gone = {(row.get("type"), row.get("channel")) for row in services_of(need, code)}
    entries = [entry for entry in need.get("lines") or [] if entry["code"] != code]
    kept = {tuple(pair) for entry in entries for pair in entry.get("services") or []}
    rows = [
        row
        for row in need.get("service_lines") or []
        if (pair := (row.get("type"), row.get("channel"))) in kept or pair not in gone
    ]
    found = dict(need) | {"lines": entries, "service_lines": rows}
    if shared := for_all(need):
        found = with_handling(found, codes_of(found)[0], shared)
    if len(entries) == 1:
        found = _of_the_only_line(found)
    if codes_of(found) == [MAIN]:
        del found["lines"]
    return found


def _of_the_only_line(need: Need) -> dict[str, Any]:
    """The hours of the only line are those of the RFQ, and it sells where the RFQ does: that is asked there alone."""
    (left,) = need["lines"]
    hours = hours_of(need, left["code"]) or need.get("coverage_windows")
    entry = {key: value for key, value in left.items() if key not in ("coverage_windows", "sells")}
    return dict(need) | {"lines": [entry]} | ({"coverage_windows": hours} if hours else {})


def moved_line(need: Need, code: str, places: int) -> dict[str, Any]:
    """The need with a line moved up (below 0) or down."""
    entries = list(need.get("lines") or [])
    at = codes_of(need).index(code)
    entries.insert(max(0, at + places), entries.pop(at))
    # Who sells was said of the first line by its place; it stays true of the same line.
    told = [dict(entry) | {"sells": sells(need, str(entry["code"]))} for entry in entries]
    return dict(need) | {"lines": told}


def _service_rows(need: Need, code: str, types: Sequence[str], wanted: str) -> list[dict[str, Any]]:
    """A row per service; the scope words a buyer wrote stay. A service keeps to the channels it knows."""
    written = {row.get("type"): row for row in services_of(need, code)}
    rows = []
    for one in types:
        known = catalogue.service_type(one)["channels"]
        over = wanted if wanted in known else known[0]
        words = catalogue.service_line(one, over, language_of())
        rows.append(words | dict(written.get(one) or {}) | {"channel": over})
    return rows


def _pairs(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row.get("type"), row.get("channel")] for row in rows]
