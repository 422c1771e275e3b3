"""One checker per plain type: returns the value as stored, or a Fault (without a path)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ui.specs.model import FieldSpec
from ui.specs.values import CODE, CONTROL, NUMBER, TIME, Fault
from ui.text import listed, pick_lazy

LENGTHS = {"text": 300, "longtext": 3000}


def shown(spec: FieldSpec, limit: Decimal) -> str:
    """A limit as people read it: percent fields show percent."""
    number = limit * 100 if spec.type == "percent" else limit
    text = f"{number.normalize():f}"
    return f"{text} %" if spec.type == "percent" else text


def range_fault(spec: FieldSpec, number: Decimal) -> Fault | None:
    if spec.min is not None and number < spec.min:
        return Fault(
            "", _("This is too small."), format_lazy(_("The least is {limit}."), limit=shown(spec, spec.min))
        )
    if spec.max is not None and number > spec.max:
        return Fault(
            "", _("This is too large."), format_lazy(_("The most is {limit}."), limit=shown(spec, spec.max))
        )
    return None


def _text(spec: FieldSpec, value: object) -> object:
    if not isinstance(value, str):
        return Fault("", _("This is not text."), _("Send text."))
    if CONTROL.search(value):
        return Fault(
            "", _("The text holds characters that cannot be shown."), _("Remove control characters.")
        )
    text = value.strip()
    most = spec.max_length or LENGTHS[spec.type]
    if len(text) > most:
        return Fault(
            "", _("The text is too long."), format_lazy(_("Use at most {count} characters."), count=most)
        )
    if spec.min is not None and len(text) < spec.min:
        return Fault(
            "",
            _("The text is too short."),
            format_lazy(_("Use at least {count} characters."), count=spec.min),
        )
    return text


def _bool(spec: FieldSpec, value: object) -> object:
    return (
        value
        if isinstance(value, bool)
        else Fault("", _("This is neither yes nor no."), _("Send true or false."))
    )


def _int(spec: FieldSpec, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        return Fault("", _("This is not a whole number."), _("Send a whole number."))
    return range_fault(spec, Decimal(value)) or value


def _number(spec: FieldSpec, value: object) -> object:
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        remedy = (
            _('Send the fraction as text, such as "0.35" for 35 %.')
            if spec.type == "percent"
            else _('Send the number as text, such as "4000.00".')
        )
        return Fault("", _("This is not a number in the accepted form."), remedy)
    if len(value.partition(".")[2]) > spec.places:
        return Fault(
            "",
            _("This has too many decimals."),
            format_lazy(_("Use at most {count} decimals."), count=spec.places),
        )
    return range_fault(spec, Decimal(value)) or value


def _date(spec: FieldSpec, value: object) -> object:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    return Fault("", _("This is not a date."), _("Write it as year-month-day, such as 2026-03-31."))


def _time(spec: FieldSpec, value: object) -> object:
    if isinstance(value, str) and TIME.fullmatch(value):
        return value
    return Fault(
        "", _("This is not a time of day."), _("Write it as 09:00; midnight at the end of a day is 24:00.")
    )


def _choices(spec: FieldSpec) -> object:
    return format_lazy(
        _("Choose one of: {choices}."),
        choices=listed(choice.code for choice in spec.choices),
    )


def _choice(spec: FieldSpec, value: object) -> object:
    if isinstance(value, str) and value in spec.choice_codes:
        return value
    return Fault("", _("This choice is not offered."), _choices(spec))


def _multi(spec: FieldSpec, value: object) -> object:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return Fault("", _("This is not a list of choices."), _("Send a list of codes."))
    unknown = [item for item in value if item not in spec.choice_codes]
    if unknown or len(set(value)) != len(value):
        return Fault("", _("A choice is not offered, or is given twice."), _choices(spec))
    alone = [choice for choice in spec.choices if choice.code in spec.exclusive and choice.code in value]
    if alone and len(value) > 1:
        remedy = format_lazy(_("Choose {choice} alone or leave it out."), choice=pick_lazy(alone[0].label))
        return Fault("", _("One of these choices excludes the others."), remedy)
    return [code for code in spec.choice_codes if code in value]


def _file(spec: FieldSpec, value: object) -> object:
    if isinstance(value, str) and CODE.fullmatch(value):
        return value
    return Fault("", _("This is not the number of a file."), _("Choose one of the files handed in."))


SCALARS: dict[str, Callable[[FieldSpec, object], object]] = {
    "text": _text,
    "longtext": _text,
    "bool": _bool,
    "int": _int,
    "decimal": _number,
    "percent": _number,
    "money": _number,
    "date": _date,
    "time": _time,
    "choice": _choice,
    "multi": _multi,
    "file": _file,
}
