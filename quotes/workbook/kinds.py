"""What kind of cell a form field becomes, and cells as text a browser would send, both ways."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.money import AmountError, parse_amount
from quotes.forms.fields import PercentField
from quotes.forms.fields import YesNoField as PortalYesNo
from ui import amounts
from ui.spec_forms import fields as spec_fields
from ui.text import listed
from ui.uploads import books

AMOUNT, WHOLE, PERCENT, CHOICE, MULTI, DAY, TIME, TEXT = (
    "amount",
    "whole",
    "percent",
    "choice",
    "multi",
    "day",
    "time",
    "text",
)
NUMBERS = (AMOUNT, WHOLE, PERCENT)
EXACT_DIGITS = 15  # what a number of a workbook holds; longer ones are written as text
TICK = "x"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATORS = re.compile(r"[;；\n]")
_PLAIN = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)

Posted = str | list[str]


class CannotRead(ValueError):
    """A cell whose content is not what its field takes; `sentence` says what to give."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def kind_of(field: forms.Field) -> str:
    """The kind of cell a form field becomes; hidden inputs are no cells."""
    if isinstance(field, PercentField):
        return PERCENT
    if isinstance(field, spec_fields.AmountField):
        return PERCENT if field.percent else AMOUNT
    if isinstance(field, amounts.CountField | spec_fields.WholeField):
        return WHOLE
    if isinstance(field, amounts.AmountField):
        return AMOUNT
    if isinstance(field, forms.MultipleChoiceField):
        return MULTI
    if isinstance(field, forms.ChoiceField | forms.BooleanField):
        return CHOICE
    if isinstance(field, spec_fields.DayField):
        return DAY
    return TIME if isinstance(field, spec_fields.TimeField) else TEXT


def places_of(field: forms.Field) -> int:
    """How many decimals a number may have, as it is typed."""
    if isinstance(field, spec_fields.AmountField):
        return field.shown_places
    return getattr(field, "places", 0)


def choices_of(field: forms.Field) -> list[tuple[str, str]]:
    """(code, words) of what can be chosen, in the active language; the empty choice is the empty cell."""
    if isinstance(field, forms.BooleanField):
        return [("on", TICK)]
    found: Any = getattr(field, "choices", ())
    return [(str(code), str(words)) for code, words in found if str(code)]


# -- what the form shows, as it would be sent -----------------------------------------------------------


def posted(field: forms.Field, initial: Any) -> Posted:
    """An initial value as the browser would send it back."""
    if kind_of(field) == MULTI:
        return [str(code) for code in initial or ()]
    if isinstance(field, forms.BooleanField):
        return "on" if initial else ""
    if initial is None:
        return ""
    if isinstance(initial, bool):
        return "true" if initial else "false"
    return str(initial)


def same(kind: str, mine: Posted, other: Posted) -> bool:
    """Whether two values mean the same: numbers as numbers, texts without their line ends."""
    if mine == other:
        return True
    if isinstance(mine, list) or isinstance(other, list):
        return sorted(mine) == sorted(other)
    if kind in NUMBERS and mine and other:
        return as_number(mine) is not None and as_number(mine) == as_number(other)
    return kind == TEXT and _folded(mine) == _folded(other)


def _folded(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_number(text: str) -> Decimal | None:
    """A plainly written number, else None."""
    try:
        return Decimal(text) if _PLAIN.fullmatch(text) else None
    except InvalidOperation:
        return None


def plain(number: Decimal) -> str:
    """Digits without exponent or needless zeros; a size that no field takes stays short."""
    if not number:
        return "0"
    return f"{number:E}" if abs(number.adjusted()) > 20 else f"{number.normalize():f}"


# -- what stands in a cell, as it would be sent ---------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """A cell as it would be sent. `percent`: it was shown as a percentage, and `sent` is in per cent."""

    sent: Posted
    percent: bool = False


EMPTY = Content("")


def read_cell(
    cell: books.Cell | None, field: forms.Field, words: Mapping[str, str], *, from_1904: bool, mixed: bool
) -> Content:
    """What a cell says; CannotRead with a sentence otherwise.

    `words` leads from what may stand in a list cell, in any of its languages, to the code. `mixed`: the unit beside
    the cell decides whether it is an amount or a percentage.
    """
    kind = kind_of(field)
    if cell is None:
        return Content([]) if kind == MULTI else EMPTY
    if cell.kind == books.FORMULA:
        raise CannotRead(_("this is a formula; put its value there instead (copy, then paste as values)"))
    if cell.kind == books.ERROR:
        raise CannotRead(_("this is an error or a number beyond all measure; put the value itself there"))
    if kind in (CHOICE, MULTI):
        return Content(_chosen(cell, kind, words))
    if kind in NUMBERS:
        return _number(cell, field, kind, mixed)
    text = _text(cell, kind, from_1904)
    if _CONTROL.search(text):
        raise CannotRead(_("remove the characters that cannot be shown"))
    if kind == DAY:
        return Content(_day(text))
    return Content(text)


def _chosen(cell: books.Cell, kind: str, words: Mapping[str, str]) -> Posted:
    if cell.kind == books.TRUTH:
        text = "true" if cell.value else "false"
    else:
        text = plain(cell.value) if cell.kind == books.NUMBER else str(cell.value)
    parts = _SEPARATORS.split(text) if kind == MULTI else [text]
    found = [words.get(key(part)) for part in parts if part.strip()]
    if None in found:
        offered = listed(dict.fromkeys(words.values()))
        raise CannotRead(
            _("choose an entry of the list")
            if len(offered) > 200
            else _("choose an entry of the list; the short forms are %(codes)s") % {"codes": offered}
        )
    codes = [code for code in found if code is not None]
    return codes if kind == MULTI else "".join(codes)


def key(text: str) -> str:
    """A text of a list as it is compared: without blanks at the ends, in one case."""
    return " ".join(text.split()).casefold()


def _number(cell: books.Cell, field: forms.Field, kind: str, mixed: bool) -> Content:
    if cell.kind == books.TRUTH or cell.day:
        raise CannotRead(_wanted(field, kind))
    if cell.percent and not (kind == PERCENT or mixed):
        raise CannotRead(_("this is a percentage; %(wanted)s") % {"wanted": _wanted(field, kind)})
    if cell.kind == books.NUMBER:
        text = plain(cell.value * 100 if cell.percent else cell.value)
    else:
        text = str(cell.value).strip()
        if kind == PERCENT or mixed:
            text = text.removesuffix("%").rstrip() if text.isascii() else text
    _check_grammar(text, field, kind)
    return Content(text, percent=cell.percent or str(cell.value).strip().endswith("%"))


def _check_grammar(text: str, field: forms.Field, kind: str) -> None:
    signed = getattr(field, "signed", False) and text.startswith("-")
    try:
        parse_amount(text[1:] if signed else text, places_of(field))
    except AmountError:
        raise CannotRead(_wanted(field, kind)) from None


def _wanted(field: forms.Field, kind: str) -> Any:
    places = places_of(field)
    if kind == WHOLE:
        return _("give a whole number such as 12, in digits 0 to 9 only")
    if kind == PERCENT:
        return _("give a percentage such as 6%%, with at most %(places)s decimals and no sign") % {
            "places": places
        }
    if not places:
        return _("give a number such as 4000, in digits 0 to 9 only")
    return _("give an amount such as 4000.00: digits 0 to 9 and a point, at most %(places)s decimals") % {
        "places": places
    }


def _text(cell: books.Cell, kind: str, from_1904: bool) -> str:
    if cell.kind == books.TRUTH:
        raise CannotRead(_("this is TRUE or FALSE; give a text"))
    if cell.kind == books.TEXT:
        return str(cell.value).strip()
    if kind == DAY and not (cell.day and not cell.time):
        raise CannotRead(_("give a date such as 2026-03-31"))
    if kind == TIME and cell.time and 0 <= cell.value <= 1:
        minutes = round(cell.value * 1440)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if cell.day:
        return _date(cell.value, from_1904)
    number = cell.value * 100 if cell.percent else cell.value
    return plain(number) + ("%" if cell.percent else "")


def _date(number: Decimal, from_1904: bool) -> str:
    """The day a spreadsheet's number stands for; before March 1900 spreadsheets disagree, and no quote goes there."""
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    if not 61 <= number < 2_900_000 or number != number.to_integral_value():
        raise CannotRead(_("give a date such as 2026-03-31"))
    return (first + timedelta(days=int(number))).isoformat()


def _day(text: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise CannotRead(_("give a date such as 2026-03-31"))


def is_yes_or_no(field: forms.Field) -> bool:
    return isinstance(field, PortalYesNo | spec_fields.YesNoField)
