"""What each quote costs, and what the cost is made of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calc.tco import Priced
from scoring.labels import GROUPS
from scoring.queries.by_line import by_line_table
from scoring.queries.memo.subject import Subject, by_columns
from scoring.queries.money import cost_groups
from ui.papers import Block, Heading, Paragraph, table
from ui.templatetags.figures import cents, num, pct
from ui.text import listed

AMOUNTS = 4  # columns of amounts that fit on a page


def costs(subject: Subject) -> Iterator[Block]:
    """Headline, first year and total cost side by side, then the total by what it is spent on."""
    found = [
        (subject.shown.names[vendor], subject.shown.evaluated.priced(vendor)) for vendor in subject.detailed
    ]
    priced = [(name, one) for name, one in found if one is not None]
    unpriced = [name for name, one in found if one is None]
    yield Heading(_("Cost"))
    if unpriced:
        yield Paragraph(_("No price can be computed for: %(vendors)s.") % {"vendors": listed(unpriced)})
    if not priced:
        return
    months, currency = priced[0][1].horizon_months, subject.currency
    heads = (
        *(_("Vendor"), _("Headline a month"), _("First year payable"), _("Above the headline")),
        _("Total cost, %(months)s months") % {"months": months},
        *(pgettext("cost", "Per contact"), _("Fee lines disclosed")),
    )
    yield Paragraph(_("Amounts in %(currency)s.") % {"currency": currency}, quiet=True)
    rows = [_row(name, one) for name, one in priced]
    yield table("", heads, rows, widths=(40, 24, 26, 18, 28, 16, 18), figures=range(1, 7))
    yield from _by_line(subject, priced)
    yield from _groups(priced, months)


def _by_line(subject: Subject, priced: list[tuple[str, Priced]]) -> Iterator[Block]:
    """The total by service line, where there are several: own prices, then what is charged for all together."""
    found = by_line_table(subject.content, priced)
    if not found:
        return
    title = _("What each service line costs over %(months)s months, own prices before tax")
    heads = [
        _("Vendor"),
        *(line["name"] for line in found["lines"]),
        _("All lines together"),
        _("Total cost"),
    ]
    rows = [
        (
            row["name"],
            *(cents(cell["part"].amount) for cell in row["cells"]),
            cents(row["together"]),
            cents(row["total"]),
        )
        for row in found["rows"]
    ]
    widths = (40, *(26 for _head in heads[1:]))
    yield table(title % {"months": found["months"]}, heads, rows, widths=widths, figures=range(1, len(heads)))


def _row(name: str, one: Priced) -> tuple[str, ...]:
    return (
        *(name, cents(one.headline), cents(one.year1_payable), pct(one.uplift_y1, 2)),
        *(cents(one.horizon_tco), num(one.tco_per_contact, 4), pct(one.disclosure, 0)),
    )


def _groups(priced: list[tuple[str, Priced]], months: int) -> Iterator[Block]:
    title = _("What the total cost over %(months)s months is made of") % {"months": months}
    for group in by_columns(priced, AMOUNTS):
        parts = [cost_groups(one) for _name, one in group]
        rows = [(str(label), *(cents(part[code]) for part in parts)) for code, label in GROUPS.items()]
        rows.append((_("Total"), *(cents(one.horizon_tco) for _name, one in group)))
        heads = (_("Part"), *(name for name, _one in group))
        yield table(
            title, heads, rows, widths=(36, *(33 for _one in group)), figures=range(1, 1 + len(group))
        )
