"""How firm the ranking is: presets, the weights that would turn it, and what drawn futures say."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from scoring.models import Simulation
from scoring.queries.firmness import firmness_page
from scoring.queries.memo.subject import Subject, by_columns
from scoring.queries.ranking import presets
from scoring.queries.uncertainty import uncertainty_page
from scoring.states import SimulationStatus
from ui.papers import Block, Heading, Paragraph, table
from ui.templatetags.figures import cents, pct, points
from ui.text import labelled

Json = dict[str, Any]


def firm(subject: Subject) -> Iterator[Block]:
    """What would change the order, and what would not."""
    yield Heading(_("What would change it"))
    if not subject.shown.ranking.rows:
        yield Paragraph(_("No quote passes every gate."))
        return
    page = firmness_page(subject.shown)
    volumes = page["far"]["volumes"] if page["far"] else ()
    for sentence in (*page["sentences"], *volumes, *page["reversals"]):
        yield Paragraph(sentence)
    if page["far"]:
        yield from _costs(page, subject.currency)
    yield from _presets(subject)
    yield from _futures(subject)


def _costs(page: Json, currency: str) -> Iterator[Block]:
    """At which total cost of one vendor another leads."""

    def cells(flip: Json | None) -> tuple[str, ...]:
        if flip is None:
            return ("–", "–")
        return f"{cents(flip['cost'])} ({pct(flip['change'], 2)})", flip["winner"]

    rows = [
        (row["name"], cents(row["now"]), *cells(row["cheaper"]), *cells(row["dearer"]))
        for row in page["far"]["costs"]
    ]
    title = _("Total cost: at which figure of one vendor another leads (%(currency)s)") % {
        "currency": currency
    }
    heads = (
        *(_("Vendor"), _("Now"), _("Cheaper: just under"), _("Then leads")),
        *(_("Dearer: just over"), _("Then leads")),
    )
    yield table(title, heads, rows, widths=(30, 24, 34, 26, 34, 26), figures=(1, 2, 4))


def _presets(subject: Subject) -> Iterator[Block]:
    found = presets(subject.shown)
    for group in by_columns(found["heads"]):
        at = found["heads"].index(group[0])
        rows = [
            (
                row["name"],
                *(f"{points(cell['total'])} ({cell['rank']})" for cell in row["cells"][at : at + len(group)]),
            )
            for row in found["rows"]
        ]
        heads = (_("Vendor"), *(_mix(head) for head in group))
        title = _(
            "Totals under other weights, with the place in brackets; cost, quality and risk in per cent"
        )
        yield table(
            title, heads, rows, widths=(50, *(30 for _one in group)), figures=range(1, 1 + len(group))
        )


def _mix(head: dict[str, object]) -> str:
    weights = head["weights"]
    shares = "/".join(points(weight, 0) for weight in weights.values()) if isinstance(weights, dict) else ""
    return labelled(str(head["label"]), shares)


def _futures(subject: Subject) -> Iterator[Block]:
    """The newest simulation that ended, where there is one."""
    rows = Simulation.objects.filter(rfq=subject.rfq, status=SimulationStatus.DONE)
    run = rows.select_related("created_by", "rfq").first()
    if run is None:
        yield Paragraph(_("No simulation of uncertain volumes has been run."), quiet=True)
        return
    page = uncertainty_page(run)
    yield Paragraph(page["sentence"])
    yield Paragraph(page["flip_sentence"])
    found = [
        (
            row["vendor"],
            *(cents(getattr(row["spread"], place)) for place in ("p10", "p50", "p90")),
            pct(row["cheapest"], 2),
            cents(row["regret"]),
        )
        for row in page["rows"]
    ]
    heads = (_("Vendor"), "P10", "P50", "P90", _("Cheapest in"), _("Regret on average"))
    title = _(
        "Total cost over %(months)s months in drawn futures, %(currency)s; simulation %(number)s, %(count)s futures"
    )
    params = {
        "months": page["horizon"],
        "currency": page["currency"],
        "number": run.number,
        "count": f"{run.count:,}",
    }
    yield table(title % params, heads, found, widths=(40, 28, 28, 28, 18, 28), figures=range(1, 6))
