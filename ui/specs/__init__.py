"""Fields described as data: the ten questions and the RFQ need share this one mechanism.

A spec is plain JSON (see `model.FieldSpec`); values are plain JSON too. `clean` checks them strictly,
`missing` and `completeness` say how far an answer is, `protected_codes` names the fields that rules read.
"""

from ui.specs.cleaning import clean
from ui.specs.conditions import applies, holds, is_required, lookup
from ui.specs.homes import gather, scatter
from ui.specs.model import Choice, FieldSpec, Reader, SpecError, load
from ui.specs.progress import (
    Completeness,
    completeness,
    defaults,
    is_filled,
    missing,
    protected_codes,
    suggested_rows,
)
from ui.specs.values import NOT_APPLICABLE, NOT_DISCLOSED, Fault, is_state, state_of

__all__ = [
    "NOT_APPLICABLE",
    "NOT_DISCLOSED",
    "Choice",
    "Completeness",
    "Fault",
    "FieldSpec",
    "Reader",
    "SpecError",
    "applies",
    "clean",
    "completeness",
    "defaults",
    "gather",
    "holds",
    "is_filled",
    "is_required",
    "is_state",
    "load",
    "lookup",
    "missing",
    "protected_codes",
    "scatter",
    "state_of",
    "suggested_rows",
]
