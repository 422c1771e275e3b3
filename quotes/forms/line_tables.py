"""The rows under the sentence of a rate line: bands, stages of a project, indicators of a collar."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes import billing
from quotes.forms.fields import MONEY, AmountField, CountField, PercentField, percent_text
from rfqs.catalogue.codes import KPI_CHOICES
from ui.text import pick

Json = dict[str, Any]
MORE_ROWS = 3
MAX_ROWS = {"tier": 60, "stage": 24, "metric": 12}


class LineTable(ABC):
    """Rows of like fields, named `<prefix>-<row>-<column>`; an empty row is no row."""

    prefix = ""
    title: Any = ""
    more: Any = _("Add rows")
    shown = 4

    @abstractmethod
    def columns(self) -> dict[str, Any]:
        """A new field for each column, in order."""

    @abstractmethod
    def stored(self, line: Mapping[str, Any]) -> list[Json]:
        """What the rows show for a stored line."""

    @abstractmethod
    def written(self, rows: list[Json]) -> Json:
        """What the line stores of the filled rows."""

    def name(self, row: int, column: str) -> str:
        return f"{self.prefix}-{row}-{column}"

    @property
    def counter(self) -> str:
        """The hidden field that says how many rows the page shows."""
        return f"{self.prefix}_rows"

    def add_to(self, form: Any, data: Any, line: Mapping[str, Any]) -> int:
        """Put the fields of all rows into the form; returns how many rows there are."""
        stored, most = self.stored(line), MAX_ROWS[self.prefix]
        form.fields[self.counter] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        posted = str(data.get(self.counter, "")) if data is not None else ""
        rows = int(posted) if re.fullmatch(r"[0-9]{1,3}", posted) else max(len(stored) + 1, self.shown)
        rows = min(rows, most)
        if data is not None and "more" in data:
            rows = min(rows + MORE_ROWS, most)
            form.data = data.copy()
            form.data[self.counter] = str(rows)
        form.initial = {**form.initial, self.counter: rows}
        for row in range(rows):
            for column, field in self.columns().items():
                words = {"number": row + 1, "what": field.label}
                field.widget.attrs["aria-label"] = self.row_label() % words
                form.fields[self.name(row, column)] = field
                if row < len(stored):
                    form.initial[self.name(row, column)] = stored[row].get(column)
        return rows

    def heads(self, currency: str) -> list[Any]:
        """The heads of the columns."""
        return [field.label for field in self.columns().values()]

    def row_label(self) -> Any:
        return _("Row %(number)s: %(what)s")

    def filled(self, form: Any, data: Json) -> list[int]:
        """The rows in which anything stands, faulty ones too."""
        own = list(self.columns())
        return [
            row
            for row in range(form.rows)
            if any(
                data.get(self.name(row, one)) not in (None, "") or self.name(row, one) in form.errors
                for one in own
                if one not in self.settled
            )
        ]

    # Columns that always hold a value and do not make a row a filled one.
    settled: tuple[str, ...] = ()

    def values(self, form: Any, data: Json) -> list[Json]:
        """The filled rows as column -> value."""
        own = list(self.columns())
        return [{one: data.get(self.name(row, one)) for one in own} for row in self.filled(form, data)]

    @abstractmethod
    def check(self, form: Any, data: Json) -> None:
        """Add the faults of the rows to the form."""

    def _check_shares(self, form: Any, data: Json, column: str, message: Any) -> None:
        """Every row has its share, and together they are the whole."""
        rows = self.filled(form, data)
        shares = [data.get(self.name(row, column)) for row in rows]
        if rows and all(shares) and sum(Decimal(str(share)) for share in shares) != 1:
            form.add_error(self.name(rows[0], column), message)

    def _check_filled(self, form: Any, data: Json, columns: tuple[str, ...]) -> None:
        for row in self.filled(form, data):
            for column in columns:
                where = self.name(row, column)
                if data.get(where) in (None, "") and where not in form.errors:
                    form.add_error(where, _("This is missing."))


class Bands(LineTable):
    prefix = "tier"
    title = _("Bands, from low to high; the last one stays open")
    more = _("Add bands")

    def heads(self, currency: str) -> list[Any]:
        return [_("Up to and including"), _("Price in %(currency)s") % {"currency": currency}]

    def columns(self) -> dict[str, Any]:
        return {
            "upper": CountField(label=_("Up to and including"), required=False),
            "price": AmountField(unit=MONEY, places=4, label=_("Price"), required=False),
        }

    def row_label(self) -> Any:
        return _("Band %(number)s: %(what)s")

    def stored(self, line: Mapping[str, Any]) -> list[Json]:
        return list(line.get("tiers") or [])

    def written(self, rows: list[Json]) -> Json:
        return {"tiers": rows}

    def check(self, form: Any, data: Json) -> None:
        rows = self.filled(form, data)
        if not rows:
            form.add_error("tier-0-price", _("Fill in at least one band."))
        floor = 0
        for row in rows:
            upper, last = data.get(f"tier-{row}-upper"), row == rows[-1]
            where = f"tier-{row}-upper"
            if data.get(f"tier-{row}-price") is None and f"tier-{row}-price" not in form.errors:
                form.add_error(f"tier-{row}-price", _("State the price of this band."))
            if where in form.errors:
                continue
            if upper is None and not last:
                form.add_error(where, _("Only the last band is open upwards: state where this one ends."))
            elif upper is not None and last:
                form.add_error(where, _("Leave the last band open: volume above it needs a price too."))
            elif upper is not None and upper <= floor:
                form.add_error(
                    where,
                    _("This band overlaps the one before it: it must end above %(floor)s.")
                    % {"floor": floor},
                )
            floor = upper or floor


class Stages(LineTable):
    prefix = "stage"
    title = _("Stages: which part is due in which contract month")

    def columns(self) -> dict[str, Any]:
        return {
            "share": PercentField(label=_("Part in per cent"), required=False),
            "month": CountField(label=_("Contract month"), required=False, most="60"),
        }

    def stored(self, line: Mapping[str, Any]) -> list[Json]:
        return [one | {"share": percent_text(one.get("share"))} for one in line.get("stages") or []]

    def written(self, rows: list[Json]) -> Json:
        return {"stages": rows} if rows else {}

    def check(self, form: Any, data: Json) -> None:
        self._check_filled(form, data, ("share", "month"))
        self._check_shares(form, data, "share", _("The stages must add up to 100 per cent."))
        staged = bool(self.filled(form, data))
        if form.model.code == "B16":
            once = data.get("unit") == "ONCE"
            if once and not staged:
                form.add_error("stage-0-share", _("State the stages in which the price is paid."))
            elif not once and staged:
                form.add_error("stage-0-share", _("A monthly price has no stages; leave them out."))
        elif staged and not data.get("samples") and "samples" not in form.errors:
            form.add_error("samples", _("State the samples that the stages are parts of."))
        elif not staged and data.get("samples"):
            form.add_error("stage-0-share", _("State the stages; one of 100 per cent is enough."))


class Indicators(LineTable):
    prefix = "metric"
    title = _("Indicators: what each counts, its target, and how far it may lie from it")
    settled = ("better",)

    def columns(self) -> dict[str, Any]:
        kpis = [("", _("– choose –")), *((kpi["code"], pick(kpi["label"])) for kpi in KPI_CHOICES)]
        return {
            "kpi": forms.ChoiceField(label=_("Indicator"), required=False, choices=kpis),
            "weight": PercentField(label=_("Weight in per cent"), required=False),
            "target": AmountField(places=4, label=_("Target"), required=False),
            "span": AmountField(places=4, label=_("Span"), required=False),
            "better": forms.ChoiceField(
                label=_("Better is"), required=False, choices=list(billing.DIRECTION_WORDS.items())
            ),
            "expected": AmountField(places=4, label=_("You expect"), required=False),
        }

    def stored(self, line: Mapping[str, Any]) -> list[Json]:
        rows = (line.get("performance") or {}).get("metrics") or []
        return [one | {"weight": percent_text(one.get("weight"))} for one in rows]

    def written(self, rows: list[Json]) -> Json:
        return {
            "metrics": [{key: value for key, value in row.items() if value not in (None, "")} for row in rows]
        }

    def check(self, form: Any, data: Json) -> None:
        self._check_filled(form, data, ("kpi", "weight", "target", "span"))
        for row in self.filled(form, data):
            span = data.get(self.name(row, "span"))
            if span and not Decimal(span):
                form.add_error(self.name(row, "span"), _("The span must be above 0."))
        if not self.filled(form, data):
            form.add_error("metric-0-kpi", _("Name at least one indicator."))
        self._check_shares(form, data, "weight", _("The weights must add up to 100 per cent."))


TABLES: dict[str, LineTable] = {"bands": Bands(), "stages": Stages(), "indicators": Indicators()}
