"""Currency, tax and base seats: what holds for the whole quote."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import CountField, PercentField, YesNoField, mark_expected, percent_text
from quotes.service_lines import several_lines
from ui.fields import offer

SEATS = "seats_"  # begins the name of the seats of one service line


def allowed_currencies(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The RFQ's own currency and the others it allows, each with its words; the rate stands beside the others."""
    demand = content.get("demand") or {}
    own = str(demand.get("currency", ""))
    words = _("%(currency)s (1 %(currency)s = %(rate)s %(own)s)")
    others = [
        (str(one["currency"]), words % {"currency": one["currency"], "rate": one["rate"], "own": own})
        for one in demand.get("exchange") or []
    ]
    return [(own, own), *others]


class BasicsForm(forms.Form):
    """What holds for the whole quote: `content` is the publication it answers, `whole` the document so far.

    With one currency allowed nobody is asked for it. Where the RFQ has several service lines, seats are stated by line.
    """

    currency = forms.ChoiceField(
        label=_("Currency of the quote"),
        required=False,
        help_text=_(
            "Every amount of the quote is in it. For comparison the buyer converts your invoices at the rate shown."
        ),
    )
    tax_rate = PercentField(label=_("Tax rate"), required=False, help_text=_("Per cent, for example 6."))
    tax_included = YesNoField(label=_("The prices below include tax"), required=False)
    base_seats = CountField(
        label=_("Seats you plan with"),
        required=False,
        most="100000",
        help_text=_("The team for a usual month. Peaks are counted on top."),
    )

    def __init__(
        self, data: Any = None, *, content: Mapping[str, Any], whole: Mapping[str, Any] | None = None
    ):
        super().__init__(data, initial=_initial(whole or {}))
        self.lines, currencies = several_lines(content), allowed_currencies(content)
        self._ask_by_line()
        if len(currencies) > 1:
            offer(self, "currency", currencies)
        else:
            del self.fields["currency"]
        for name in {"currency", "tax_rate", "tax_included"} & set(self.fields):
            mark_expected(self.fields[name])

    def _ask_by_line(self) -> None:
        if not self.lines:
            return
        del self.fields["base_seats"]
        for line in self.lines:
            self.fields[f"{SEATS}{line.code}"] = CountField(
                label=_("Seats you plan with: %(line)s") % {"line": line.name},
                required=False,
                most="100000",
                help_text=_(
                    "The team of this line for a usual month. Seats of one line do not serve another."
                ),
            )

    @property
    def seats(self) -> list[Any]:
        """The seats as bound fields: one for the quote, or one for each service line."""
        names = [f"{SEATS}{line.code}" for line in self.lines] or ["base_seats"]
        return [self[name] for name in names]

    @property
    def paths(self) -> tuple[str, ...]:
        """What of the document the form writes; seats are taken away where they are not asked for (any more)."""
        currency = ("currency",) if "currency" in self.fields else ()
        return ("tax", "base_seats", "line_seats", *currency)

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        tax = {"rate": data["tax_rate"], "included": data["tax_included"]}
        stated = {key: value for key, value in tax.items() if value is not None}
        by_line = {line.code: data[f"{SEATS}{line.code}"] for line in self.lines}
        found: dict[str, Any] = {
            "tax": stated or None,
            "base_seats": data.get("base_seats"),
            "line_seats": {code: seats for code, seats in by_line.items() if seats is not None} or None,
        }
        if data.get("currency"):
            found["currency"] = data["currency"]
        return found


def _initial(whole: Mapping[str, Any]) -> dict[str, Any]:
    tax = whole.get("tax") or {}
    included = tax.get("included")
    return {
        "currency": whole.get("currency"),
        "tax_rate": percent_text(tax.get("rate")),
        "tax_included": "" if included is None else str(included).lower(),
        "base_seats": whole.get("base_seats"),
        **{f"{SEATS}{code}": seats for code, seats in (whole.get("line_seats") or {}).items()},
    }
