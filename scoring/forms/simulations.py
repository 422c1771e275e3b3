"""What a simulation draws: a lowest, a likely and a highest value for everything that nobody knows yet."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.documents import DocumentError
from calc.simulation.scenarios import LIMITS, Ranges, read_ranges
from ui.amounts import CountField, SignedAmountField
from ui.fields import offer

ENDS = ("low", "likely", "high")
END_LABELS = {"low": _("Lowest"), "likely": _("Likely"), "high": _("Highest")}
COUNTS = (1_000, 10_000, 50_000)
USUAL_COUNT, USUAL_SEED = 10_000, 1
LARGEST_SEED = 2**31 - 1


class Driver(NamedTuple):
    """One thing that is drawn: what it is called, what its values mean."""

    name: str
    label: Any
    meaning: Any


DRIVERS = (
    Driver("level", _("Volume"), _("multiple of the forecast")),
    Driver(
        "growth", _("Growth a year"), _("added to the yearly growth of the forecast; 0.05 is five points")
    ),
    Driver("seasonality", _("Seasonal swing"), _("0 is flat, 1 is as in the forecast")),
    Driver("peak", _("Promotion months"), _("multiple of their volume")),
    Driver("peak_shift", _("When a peak comes"), _("whole months later; below 0 earlier")),
    Driver("repeat", _("Repeat contacts"), _("multiple of the rate that each vendor promises")),
    Driver("conversion", _("Conversion"), _("multiple of what each vendor promises")),
    Driver(
        "undisclosed",
        _("Undisclosed fees"),
        _("share of the headline that a quote adds which discloses no fee line at all"),
    ),
)
WHOLE = ("peak_shift",)


class SimulationForm(forms.Form):
    """Ranges, how many futures, and the seed that repeats a run. `ranges` are those of an earlier run."""

    count = forms.TypedChoiceField(label=_("Scenarios"), coerce=int, initial=USUAL_COUNT)
    seed = CountField(
        label=_("Seed"),
        most=str(LARGEST_SEED),
        initial=USUAL_SEED,
        help_text=_("The same seed draws the same futures again."),
    )

    def __init__(self, *args: Any, ranges: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "count", [(count, f"{count:,}") for count in COUNTS])
        shown = read_ranges(dict(ranges or {})).as_json()
        for driver in DRIVERS:
            least, most = LIMITS[driver.name]
            for end, value in zip(ENDS, shown[driver.name], strict=True):
                self.fields[f"{driver.name}_{end}"] = SignedAmountField(
                    label=_("%(what)s, %(end)s") % {"what": driver.label, "end": END_LABELS[end]},
                    places=0 if driver.name in WHOLE else 4,
                    least=least,
                    most=most,
                    initial=value,
                )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The bound fields as the table shows them."""
        for driver in DRIVERS:
            yield {"driver": driver, "cells": [self[f"{driver.name}_{end}"] for end in ENDS]}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given: dict[str, list[str]] = {}
        for driver in DRIVERS:
            found = [data.get(f"{driver.name}_{end}") for end in ENDS]
            values = [value for value in found if isinstance(value, Decimal)]
            if len(values) == len(ENDS):
                low, likely, high = values
                self._check_order(driver.name, low, likely, high)
                given[driver.name] = [f"{value:f}" for value in values]
        if not self.errors:
            self.ranges = self._read(given)
        return data

    def _check_order(self, name: str, low: Decimal, likely: Decimal, high: Decimal) -> None:
        if low > high:
            self.add_error(f"{name}_low", _("The lowest value is above the highest. Exchange the two."))
        elif not low <= likely <= high:
            message = _("The likely value must lie between the lowest and the highest.")
            self.add_error(f"{name}_likely", message)

    def _read(self, given: dict[str, list[str]]) -> Ranges | None:
        try:
            return read_ranges(given)
        except DocumentError as error:  # whatever the checks above do not know
            self.add_error(None, "; ".join(str(fault) for fault in error.faults))
            return None
