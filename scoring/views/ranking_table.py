"""The rows of the ranking as HTML, made in Python: fifty quotes have a thousand cells, most of them folded away.

A template looks up every word of every cell anew; here what many rows share is written once: labels, weights, the
badge of a flag that five vendors have. The table around the rows is in `scoring/ranking_table.html`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ui.figures import grouped, trimmed
from ui.templatetags.figures import pct
from ui.templatetags.ui import flag_badge

Json = Mapping[str, Any]
COLUMNS = 11
NUM = '<td class="num">'


def rows(page: Json) -> SafeString:
    """A body for each ranked quote, its points folded in; below a rule those that a gate keeps out."""
    badge, leaves = cache(_badge), _leaves_of(page["rows"])
    made = [_ranked(row, leaves, badge) for row in page["rows"]]
    made += [_kept_out(row, place, page, badge) for place, row in enumerate(page["excluded"])]
    return mark_safe("\n".join(made))  # noqa: S308  (names and sentences are escaped where they are put in)


Badge = Callable[[str, str, str, str], str]  # code, severity, title, until when it is waived
Leaves = Callable[[Json], str]


def _ranked(row: Json, leaves: Leaves, badge: Badge) -> str:
    lead = ' class="is-lead"' if row["rank"] == 1 else ""
    decided = f' <span class="muted">{escape(row["decided_by"])}</span>' if row["decided_by"] else ""
    pillars = "".join(f"{NUM}{grouped(one['score'], 2)}</td>" for one in row["pillars"])
    gates = _gates(row["gates"]) if row["gates"] else escape(_("passes"))
    return (
        f'<tbody class="opens"><tr{lead}>{_vendor(row)}{NUM}{row["rank"]}{decided}</td>'
        f"{NUM}<strong>{grouped(row['total'], 2)}</strong></td>{pillars}{_costs(row['priced'])}"
        f"<td>{_codes(row['flags'])}</td><td>{gates}</td></tr>"
        f'<tr class="open-row"><td colspan="{COLUMNS}">{_opened(row, leaves, badge)}</td></tr></tbody>'
    )


def _kept_out(row: Json, place: int, page: Json, badge: Badge) -> str:
    ignored = escape(_("%(rank)s if the gate were ignored") % {"rank": row["rank"]})
    flags = ""
    if row["flags"]:
        summary = f'{escape(_("Red flags"))}<span class="visually-hidden"> {escape(row["name"])}</span>'
        listed = f"<details><summary>{summary}</summary>{_listed(row['flags'], badge)}</details>"
        flags = f'<tr class="open-row"><td colspan="{COLUMNS}">{listed}</td></tr>'
    return (
        f'<tbody class="{"opens" if place else "below-rule"}"><tr class="is-out">{_vendor(row)}'
        f'{NUM}–<span class="converted">{ignored}</span></td>'
        f'{NUM}–<span class="converted">{grouped(row["total"], 2)}</span></td>'
        f"{f'{NUM}–</td>' * len(page['weights']['pillars'])}{_costs(row['priced'])}"
        f"<td>{_codes(row['flags'])}</td><td>{_gates(row['gates'])}</td></tr>{flags}</tbody>"
    )


def _vendor(row: Json) -> str:
    quoted = row["priced"].quoted if row["priced"] else None
    rate = render_to_string("scoring/rate.html", {"quoted": quoted}) if quoted else ""
    return f'<th scope="row">{escape(row["name"])}{rate}</th>'


def _costs(priced: Any) -> str:
    if priced is None:
        return '<td colspan="3">–</td>'
    own = priced.quoted
    first = f"{grouped(own.year1_payable, 2)} {escape(own.currency)}" if own else ""
    quoted = f'<span class="converted">{first}</span>' if own else ""
    return (
        f"{NUM}{grouped(priced.horizon_tco, 2)}</td>{NUM}{grouped(priced.year1_payable, 2)}{quoted}</td>"
        f"{NUM}{pct(priced.loaded_uplift, 2)}</td>"
    )


def _gates(gates: Iterable[Json]) -> str:
    return render_to_string("scoring/gates.html", {"gates": gates})


# -- flags -----------------------------------------------------------------------------------------------------


def _codes(flags: Iterable[Json]) -> str:
    return render_to_string("scoring/flag_codes.html", {"flags": flags})


def _listed(flags: Iterable[Json], badge: Badge) -> str:
    made = (badge(one["code"], one["severity"], one["title"], one.get("waived", "")) for one in flags)
    return f'<ul class="flag-list">{"".join(f"<li>{one}</li>" for one in made)}</ul>'


def _badge(code: str, severity: str, title: str, waived: str) -> str:
    return render_to_string("ui/flag.html", flag_badge(code, severity, title=title, waived=waived))


# -- what a row opens to -----------------------------------------------------------------------------------------


def _opened(row: Json, leaves: Leaves, badge: Badge) -> str:
    words = _("Where the %(total)s points come from, and the red flags (%(count)s)")
    summary = words % {"total": grouped(row["total"], 2), "count": len(row["flags"])}
    flags = _listed(row["flags"], badge) if row["flags"] else ""
    return (
        f'<details><summary>{escape(summary)}<span class="visually-hidden"> {escape(row["name"])}</span></summary>'
        f'<div class="opened"><div>{leaves(row)}</div>{flags}</div></details>'
    )


def _leaves_of(rows: Iterable[Json]) -> Leaves:
    """What writes the leaves of a row; the names and weights of leaves and pillars are those of the first one."""
    first = next(iter(rows), None)
    if first is None:
        return lambda _row: ""
    head = "".join(
        f'<th scope="col"{kind}>{escape(label)}</th>'
        for label, kind in (
            (_("Leaf"), ""),
            *((label, ' class="num"') for label in (_("Weight"), _("Value"), _("Points"))),
            (pgettext("source", "From"), ""),
        )
    )
    pillars = [
        f"{escape(capfirst(one['label']))} {trimmed(one['weight'], 2)}% × " for one in first["pillars"]
    ]
    names = [
        f"<tr><td>{one['code']} {escape(one['label'])}</td>{NUM}{trimmed(one['weight'], 2)}</td>{NUM}"
        for one in first["leaves"]
    ]

    def write(row: Json) -> str:
        sums = " · ".join(
            f"{name}{grouped(one['score'], 2)} = {grouped(one['points'], 2)}"
            for name, one in zip(pillars, row["pillars"], strict=True)
        )
        cells = "".join(
            f"{name}{grouped(one['value'], 2)}</td>{NUM}{grouped(one['points'], 2)}</td><td>{escape(one['source'])}</td></tr>"
            for name, one in zip(names, row["leaves"], strict=True)
        )
        return (
            f'<p class="muted">{sums}</p><table class="leaf-table"><thead><tr>{head}</tr></thead>'
            f"<tbody>{cells}</tbody></table>"
        )

    return write
