"""Forms built from field specs, and back: `form_for`, `to_values`, `initial`."""

from ui.spec_forms.fields import AmountField, WholeField
from ui.spec_forms.form import SpecForm, form_for, initial, to_values

__all__ = ["AmountField", "SpecForm", "WholeField", "form_for", "initial", "to_values"]
