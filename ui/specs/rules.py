"""Rules between fields and between rows: sums, order, uniqueness, one number not above another."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ui.specs.model import FieldSpec
from ui.specs.values import Fault, is_state
from ui.text import pick_lazy

TOLERANCE = Decimal("0.01")


def sibling_faults(specs: list[FieldSpec], cleaned: Mapping, prefix: str) -> list[Fault]:
    """Numbers that may not be above a sibling."""
    labels = {spec.code: spec.label for spec in specs}
    faults = []
    for spec in specs:
        mine, other = cleaned.get(spec.code), cleaned.get(spec.not_above)
        if not spec.not_above or mine is None or other is None or is_state(mine) or is_state(other):
            continue
        if Decimal(str(mine)) > Decimal(str(other)):
            remedy = format_lazy(_("It may not be above “{other}”."), other=pick_lazy(labels[spec.not_above]))
            faults.append(Fault(prefix + spec.code, _("This is too large."), remedy))
    return faults


def row_faults(spec: FieldSpec, rows: Sequence[Mapping], path: str) -> list[Fault]:
    return [
        *_sum_faults(spec, rows, path),
        *_unique_faults(spec, rows, path),
        *_order_faults(spec, rows, path),
    ]


def _sum_faults(spec: FieldSpec, rows: Sequence[Mapping], path: str) -> list[Fault]:
    shares = [row[spec.sum_of] for row in rows if spec.sum_of in row]
    if not shares or len(shares) < len(rows):
        return []
    total = sum((Decimal(share) for share in shares), Decimal(0))
    if abs(total - 1) <= TOLERANCE:
        return []
    shown = f"{(total * 100).normalize():f}"
    return [
        Fault(path, format_lazy(_("The shares sum to {total} %."), total=shown), _("Make them sum to 100 %."))
    ]


def _unique_faults(spec: FieldSpec, rows: Sequence[Mapping], path: str) -> list[Fault]:
    if not spec.unique:
        return []
    seen: set[tuple] = set()
    faults = []
    for index, row in enumerate(rows):
        key = tuple(str(row.get(code)) for code in spec.unique)
        if key in seen:
            faults.append(Fault(f"{path}[{index}]", _("This row is there twice."), _("Keep one of the two.")))
        seen.add(key)
    return faults


def _order_faults(spec: FieldSpec, rows: Sequence[Mapping], path: str) -> list[Fault]:
    """Upper limits rise from row to row; the last row, and only that, is open."""
    limits = [row.get(spec.ascending) for row in rows] if spec.ascending else []
    faults = []
    for index, limit in enumerate(limits):
        where = f"{path}[{index}].{spec.ascending}"
        before = limits[index - 1] if index else None
        last = index == len(limits) - 1
        if limit is None and not last:
            faults.append(
                Fault(where, _("Only the last row may be open upwards."), _("State the upper limit."))
            )
        elif limit is not None and last:
            faults.append(
                Fault(where, _("The last row must be open upwards."), _("Leave its upper limit empty."))
            )
        elif limit is not None and before is not None and Decimal(str(limit)) <= Decimal(str(before)):
            faults.append(Fault(where, _("The limits do not rise."), _("Order the rows from low to high.")))
    return faults
