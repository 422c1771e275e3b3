"""What the price engine finds wrong with a draft, in the reader's language and with the field to mend.

`calc.documents` speaks English and in paths, for people who write documents by hand; a vendor fills in forms.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.billing.service_lines import LINES_NAMED
from calc.documents import Fault
from calc.tco import NOTHING_CHARGED
from quotes.forms import FeesForm, RateLineForm
from quotes.forms.basics import SEATS
from quotes.forms.line_rules import OBJECTS
from quotes.service_lines import name_in
from rfqs.lines import ServiceLine
from ui.text import listed

PLACE = re.compile(r"(rate_lines|fee_lines)\[(\d+)\](?:\.(.+))?")
TIER = re.compile(r"tiers\[(\d+)\](?:\.(upper|price))?")
# Where a field of the document is typed under another name.
ROW = re.compile(r"(performance\.metrics|stages)\[(\d+)\](?:\.(\w+))?")
ROWS = {"stages": ("stage", "share"), "performance.metrics": ("metric", "kpi")}
OPERATIONS = {
    "turnover_annual": gettext_lazy("Staff turnover a year"),
    "repeat_rate": gettext_lazy("Repeat contacts"),
    "oversight_hours_month": gettext_lazy("Hours a month of the buyer"),
    "startup_hours": gettext_lazy("Hours of the buyer for the start"),
    "aht_s": gettext_lazy("Handling time"),
    "conversion": gettext_lazy("Conversion"),
}


@dataclass(frozen=True)
class Mend:
    """One fault as people read it; `page`, `args` and `anchor` lead to the field."""

    label: str
    message: str
    page: str
    args: tuple[Any, ...] = ()
    anchor: str = ""
    path: str = ""


def mends(
    faults: list[Fault] | tuple[Fault, ...], whole: Mapping[str, Any], lines: Sequence[ServiceLine] = ()
) -> list[Mend]:
    """Every fault with its words and its place; a fault that shows twice at one place is said once.

    `lines` are the service lines of the RFQ, where there are several.
    """
    found = [mend_of(fault, whole, lines) for fault in faults]
    return list({(one.label, one.message): one for one in found}.values())


def mend_of(fault: Fault, whole: Mapping[str, Any], lines: Sequence[ServiceLine] = ()) -> Mend:
    """One fault of `calc.documents`."""
    place = PLACE.fullmatch(fault.path)
    if place is None:
        return _of_all_prices(fault, lines) or _of_line_seats(fault, lines) or _of_the_whole(fault)
    index, field = int(place[2]), place[3] or ""
    if place[1] == "fee_lines":
        return _of_a_fee(fault, whole, index, field)
    return _of_a_line(fault, whole, index, field, lines)


def _of_all_prices(fault: Fault, lines: Sequence[ServiceLine]) -> Mend | None:
    """What the rate lines lack together; None for a fault of another kind."""
    label = _("Rate lines")
    if fault.path == LINES_NAMED:
        message = _(
            "A rate line is for a service line that the RFQ no longer has. Open it and save it again, or remove it."
        )
    elif fault.path == NOTHING_CHARGED:
        message = _("These prices come to zero in an average month. State what you charge.")
    elif fault.month:
        label = listed((label, name_in(lines, fault.line))) if lines else label
        message = _(
            "There is no price for contract month %(month)s. Price every month, or let a price hold longer."
        ) % {"month": fault.month}
    elif fault.line and lines:
        message = _("There is no price for the service line %(line)s. Add a rate line for it.") % {
            "line": name_in(lines, fault.line)
        }
    else:
        return None
    return Mend(label, message, "prices", (), "lines", fault.path)


def _of_line_seats(fault: Fault, lines: Sequence[ServiceLine]) -> Mend | None:
    """Seats that have to be stated by service line; None for another fault, and where the RFQ has one line."""
    head, _dot, code = fault.path.partition(".")
    if not lines or head not in ("base_seats", "line_seats"):
        return None
    if head == "line_seats" and any(line.code == code for line in lines):
        label = _("Seats you plan with: %(line)s") % {"line": name_in(lines, code)}
        message = _("A price counts seats, but none are stated. State how many you plan with.")
        return Mend(label, message, "prices", (), f"id_{SEATS}{code}", fault.path)
    message = _("State the seats of each service line and save this page again.")
    return Mend(_("Seats you plan with"), message, "prices", (), f"id_{SEATS}{lines[0].code}", fault.path)


def _of_the_whole(fault: Fault) -> Mend:
    head, _dot, rest = fault.path.partition(".")
    if head == "operations":
        label = str(OPERATIONS.get(rest.partition(".")[0], rest))
        return Mend(label, _("This value cannot be used; enter it again."), "check", path=fault.path)
    known = {
        "tax": (_("Tax"), _("State the tax rate and whether the prices include it."), "id_tax_rate"),
        "tax.rate": (_("Tax rate"), _("State it in per cent, 0 where there is none."), "id_tax_rate"),
        "tax.included": (
            _("The prices below include tax"),
            _("Say yes or no."),
            "id_tax_included",
        ),
        "currency": (
            _("Currency of the quote"),
            _("The RFQ has no rate for this currency. Choose one that it allows."),
            "id_currency",
        ),
        "base_seats": (
            _("Seats you plan with"),
            _("A price counts seats, but none are stated. State how many you plan with."),
            "id_base_seats",
        ),
        "rate_lines": (_("Rate lines"), _("There is no price yet. Choose how you charge."), "lines"),
    }
    if head == "fee_lines":
        return Mend(_("Extra charges"), _("Choose a status for each line."), "fees", path=fault.path)
    label, message, anchor = known.get(
        fault.path, (_("Prices"), _("Something here cannot be used; save this page again."), "")
    )
    return Mend(label, message, "prices", (), anchor, fault.path)


def _of_a_line(
    fault: Fault, whole: Mapping[str, Any], index: int, field: str, lines: Sequence[ServiceLine]
) -> Mend:
    """A fault of a rate line, at the blank of its sentence where it has one."""
    line = _at(whole.get("rate_lines"), index)
    words = _("Rate line %(number)s") % {"number": index + 1}
    try:
        form = RateLineForm(
            model=str(line.get("model")),
            currency=str(whole.get("currency", "")),
            line=line,
            whole=whole,
            lines=lines,
        )
    except KeyError:
        message = _("This way of charging cannot be priced. Remove the line and choose another.")
        return Mend(words, message, "prices", (), "lines", fault.path)
    name = _blank(field, line)
    if name not in form.fields:
        message = _("Something in this line cannot be used; open it and save it again.")
        return Mend(words, message, "line", (index + 1,), "", fault.path)
    label = listed((words, form.fields[name].label))
    return Mend(label, _what(fault), "line", (index + 1,), f"id_{name}", fault.path)


def _blank(field: str, line: Mapping[str, Any]) -> str:
    """The name of the form's field for a field of a rate line."""
    tier = TIER.fullmatch(field)
    if tier:
        return f"tier-{tier[1]}-{tier[2] or 'price'}"
    if field == "tiers":
        return "tier-0-price"
    if row := ROW.fullmatch(field):
        prefix, column = ROWS[row[1]]
        return f"{prefix}-{row[2]}-{row[3] or column}"
    if field in ROWS:
        prefix, column = ROWS[field]
        return f"{prefix}-0-{column}"
    if surcharge := re.fullmatch(r"surcharges\[(\d+)\]\.(\w+)", field):
        stored = line.get("surcharges") or []
        window = stored[int(surcharge[1])].get("window", "") if int(surcharge[1]) < len(stored) else ""
        return f"{'share' if surcharge[2] == 'share' else 'surcharge'}_{window}"
    head, _dot, rest = field.partition(".")
    inside = OBJECTS.get(head)
    if inside:
        return inside.get(rest, next(iter(inside.values())))
    return "performance_share" if head == "performance" else head


def _of_a_fee(fault: Fault, whole: Mapping[str, Any], index: int, field: str) -> Mend:
    code = str(_at(whole.get("fee_lines"), index).get("code", ""))
    form = FeesForm()
    name = f"{code}-{field or 'status'}"
    if name not in form.fields:
        message = _("Something in this line cannot be used; choose its status again.")
        return Mend(f"{_('Extra charges')} {code}", message, "fees", (), f"id_{code}-status", fault.path)
    label = listed((f"{_('Extra charges')} {code}", form.fields[name].label))
    return Mend(label, _what(fault), "fees", (), f"id_{name}", fault.path)


def _what(fault: Fault) -> str:
    """The kind of fault in words; what exactly is accepted stands at the field itself."""
    if fault.message.startswith("is missing") or fault.message == "is empty":
        return _("This is missing.")
    if fault.message.startswith("counts on sales"):
        return _("The RFQ states no sales figures, so this cannot be computed. Charge in another way.")
    if "does not belong here" in fault.message or "has no meaning" in fault.message:
        return _("This does not belong here; leave it out.")
    if "is not above the band before it" in fault.message:
        return _("This band must end above the one before it.")
    if "closes the last band" in fault.message:
        return _("Leave the last band open: volume above it needs a price too.")
    if "is below the minimum charge" in fault.message:
        return _("The cap lies below the minimum charge.")
    return _("This value cannot be used; enter it again.")


def _at(lines: Any, index: int) -> Mapping[str, Any]:
    found = lines[index] if isinstance(lines, list) and index < len(lines) else {}
    return found if isinstance(found, Mapping) else {}
