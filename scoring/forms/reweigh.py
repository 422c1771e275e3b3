"""Weights that somebody tries: read from the address, held to 100, never stored."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.scorecard import LEAVES, PILLARS, Weights, check_weights
from rfqs.forms.weights import NAMES, leaf_field
from scoring.labels import LEAF_LABELS
from ui.amounts import DecimalAmountField
from ui.fields import mark

TRIED = "tried"
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


class ReweighForm(forms.Form):
    """Bound to the RFQ's weights and, where given, the address; a weight that is left out keeps the RFQ's.

    The three pillars sum to 100, and so do the fifteen criteria, which set the shares within their pillar.
    """

    def __init__(self, address: Mapping[str, str], weights: Weights) -> None:
        self._own = weights
        self.tried = any(name in address for name in (*PILLARS, *map(leaf_field, LEAVES)))
        usual = {**weights.pillars, **{leaf_field(leaf): weights.leaves[leaf] for leaf in LEAVES}}
        super().__init__(
            {name: address.get(name, f"{weight.normalize():f}") for name, weight in usual.items()}
        )
        for pillar in PILLARS:
            self.fields[pillar] = _weight(NAMES[pillar])
        for leaf in LEAVES:
            self.fields[leaf_field(leaf)] = _weight(f"{leaf} {LEAF_LABELS[leaf]}")

    @property
    def pillar_fields(self) -> list[Any]:
        return [self[pillar] for pillar in PILLARS]

    @property
    def leaf_fields(self) -> list[Any]:
        return [self[leaf_field(leaf)] for leaf in LEAVES]

    @property
    def other_leaves(self) -> bool:
        """Whether a criterion is weighed otherwise than in the RFQ, or wrongly."""
        return any(
            leaf_field(leaf) in self.errors or self._read[leaf_field(leaf)] != weight
            for leaf, weight in self._own.leaves.items()
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._read = {
            name: self._given(name) for name in self.fields
        }  # a field with an error loses its value
        self._check_sum(PILLARS, _("Cost, quality and risk must sum to 100; they sum to %(total)s."))
        self._check_sum(map(leaf_field, LEAVES), _("The criteria must sum to 100; they sum to %(total)s."))
        if not self.errors and check_weights(self._weights()):
            self.add_error(
                None,
                _("A pillar has a weight, but none of its criteria has one: give it none, or them some."),
            )
        return data

    def _check_sum(self, names: Any, message: Any) -> None:
        given = {name: self._given(name) for name in names}
        if any(name in self.errors for name in given):
            return
        total = sum((weight or Decimal(0) for weight in given.values()), Decimal(0))
        if total != HUNDRED:
            self.add_error(next(iter(given)), message % {"total": f"{total.normalize():f}"})

    def _given(self, name: str) -> Decimal | None:
        found = self.cleaned_data.get(name)
        return found if isinstance(found, Decimal) else None

    def _weights(self) -> Weights:
        return replace(
            self._own,
            name=TRIED,
            pillars={pillar: self.cleaned_data[pillar] for pillar in PILLARS},
            leaves={leaf: self.cleaned_data[leaf_field(leaf)] for leaf in LEAVES},
        )

    @property
    def weights(self) -> Weights:
        """What is tried; the RFQ's own weights where nothing is, or what is tried is not sound."""
        return self._weights() if self.tried and self.is_valid() else self._own

    @property
    def scaled(self) -> dict[str, Decimal]:
        """The three pillars brought to 100 in their proportion, where their sum is all that is wrong."""
        if self.is_valid():
            return {}
        given = {pillar: weight for pillar in PILLARS if (weight := self._read[pillar]) is not None}
        return scaled_to_hundred(given) if len(given) == len(PILLARS) else {}

    @property
    def scaled_query(self) -> str:
        return urlencode({name: f"{weight.normalize():f}" for name, weight in self.scaled.items()})


def scaled_to_hundred(given: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """At two decimals; what rounding leaves over goes to the heaviest. Nothing for weights that are all 0 or fit already."""
    total = sum(given.values(), Decimal(0))
    if not total or total == HUNDRED:
        return {}
    found = {name: (weight * HUNDRED / total).quantize(CENT) for name, weight in given.items()}
    heaviest = max(found, key=lambda name: found[name])
    found[heaviest] += HUNDRED - sum(found.values(), Decimal(0))
    return found


def _weight(label: object) -> DecimalAmountField:
    field = DecimalAmountField(label=str(label), most="100")
    mark(field, "expected")
    return field
