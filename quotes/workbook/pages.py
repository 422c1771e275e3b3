"""The sheets of the template, from the forms of the portal. Everything is in the active language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quotes.forms.fees import IN_PERCENT
from quotes.forms.fields import MONEY
from quotes.workbook import kinds
from quotes.workbook.basis import Basis, Sizes
from quotes.workbook.layout import (
    FIRST,
    HEAD,
    HINT,
    LABEL,
    OFF,
    PART,
    SECTION,
    UNIT,
    Item,
    Page,
    entry,
    text,
)
from quotes.workbook.sources import (
    MODEL,
    Slot,
    basics_form,
    fees_form,
    model_field,
    question_forms,
    rate_field,
    rate_initials,
    rate_names,
    rate_shapes,
    slot_of,
    term_forms,
    ticks_of,
)
from rfqs import catalogue
from ui.spec_forms.blocks import unit_of
from ui.spec_forms.form import asked_parts
from ui.specs import FieldSpec, holds
from ui.text import pick

VALUE, UNIT_COLUMN, STATE, REASON = 2, 3, 4, 5


def pages_of(basis: Basis, sizes: Sizes) -> list[Page]:
    """Every sheet that is filled in, in the order of the tabs."""
    questions = question_forms(basis, sizes)
    return [
        prices_page(basis, sizes),
        fees_page(basis),
        *(question_page(basis, number, form) for number, form in questions.items()),
        terms_page(basis, sizes),
    ]


# -- prices ----------------------------------------------------------------------------------------------


def prices_page(basis: Basis, sizes: Sizes) -> Page:
    """Tax and seats, then the rate lines side by side, one column each."""
    page = Page("prices", pgettext("name of a sheet", "Prices"), (46, 12, *[22] * sizes.lines))
    hint = _("All amounts are in %(currency)s. Fill in the white cells only.") % {"currency": basis.money}
    page.title(_("Prices"), hint, 2 + min(sizes.lines, 4))
    page.add("whole", text(FIRST, _("For the whole quote"), SECTION, span=2 + sizes.lines))
    basics = basics_form(basis)
    for name, field in basics.fields.items():
        label = text(FIRST, field.label, LABEL, field.help_text)
        slot = slot_of("basics", basics, name)
        page.add(
            f"basics.{name}",
            label,
            text(2, _unit(field, ""), UNIT),
            entry(3, slot, field.label, field.help_text),
        )
    _rate_rows(page, basis, sizes)
    return page


def _rate_rows(page: Page, basis: Basis, sizes: Sizes) -> None:
    numbers = range(1, sizes.lines + 1)
    page.add("lines", text(FIRST, _("Rate lines"), SECTION, span=2 + sizes.lines))
    about = _(
        "One column per price; a mixed price is several columns. Choose how you charge first: cells that do not "
        "belong to that model turn grey and stay empty."
    )
    page.add("lines.about", text(FIRST, about, HINT, span=2 + min(sizes.lines, 4)))
    heads = [text(2 + n, _("Line %(number)s") % {"number": n}, HEAD) for n in numbers]
    page.add("lines.head", text(FIRST, _("Field"), HEAD), text(2, _("Unit"), HEAD), *heads)
    page.frozen = (0, 3)
    page.model_row = len(page.lines) + 1
    initials = {n: rate_initials(basis, n) for n in numbers}
    chosen = model_field()
    slots = [_rate_slot(n, MODEL, chosen, initials) for n in numbers]
    label = text(FIRST, chosen.label, LABEL)
    choices = [entry(2 + n, slot, chosen.label) for n, slot in zip(numbers, slots, strict=True)]
    page.add("rate.model", label, text(2, "", UNIT), *choices)
    shapes = rate_shapes(basis, sizes)
    for name, models in rate_names(shapes).items():
        field = rate_field(shapes, name, models)
        words = field.widget.attrs.get("aria-label") or field.label
        cells = [entry(2 + n, _rate_slot(n, name, field, initials), words, field.help_text) for n in numbers]
        page.add(
            f"rate.{name}",
            text(FIRST, words, LABEL, field.help_text),
            text(2, _unit(field, basis.money), UNIT),
            *cells,
            models=models if len(models) < len(shapes) else (),
        )


def _rate_slot(number: int, name: str, field: Any, initials: dict[int, dict[str, kinds.Posted]]) -> Slot:
    return Slot(f"rate.{number}", name, field, initials[number].get(name, ""))


def _unit(field: Any, currency: str) -> str:
    """The unit that stands beside a number; a field may name its own."""
    if kinds.kind_of(field) == kinds.PERCENT:
        return "%"
    own = getattr(field, "unit", "")
    return currency if own == MONEY else str(own)


# -- extra charges ---------------------------------------------------------------------------------------


def fees_page(basis: Basis) -> Page:
    """The twenty fee lines as rows, their further fields as columns."""
    form = fees_form(basis)
    main = {"status": 2, "price": 3, "unit": 4}
    names = list(dict.fromkeys(name.partition("-")[2] for name in form.fields))
    columns = main | {name: 5 + at for at, name in enumerate(name for name in names if name not in main)}
    wide = ("trigger", "note")
    widths = (46, 18, 14, 22, *(30 if name in wide else 18 for name in columns if name not in main))
    page = Page("fees", pgettext("name of a sheet", "Charges"), widths, frozen=(4, 2))
    hint = _(
        "Give every line a status. Amounts are in %(currency)s. Where the unit is a percentage, 10 and 10%% mean the same."
    ) % {"currency": basis.money}
    page.title(_("Extra charges"), hint, 5)
    labels = {name.partition("-")[2]: field.label for name, field in form.fields.items()}
    page.add(
        "head",
        text(FIRST, _("Extra charge"), HEAD),
        *(text(column, labels[name], HEAD) for name, column in columns.items()),
    )
    for row in form.lines:
        code = row["code"]
        items = [text(FIRST, f"{code} {row['label']}", LABEL, row["help"])]
        for name, column in columns.items():
            items.append(_fee_cell(form, code, name, column))
        page.add(f"fees.{code}", *items)
    return page


def _fee_cell(form: Any, code: str, name: str, column: int) -> Item:
    full = f"{code}-{name}"
    if full not in form.fields:
        return text(column, "", OFF)
    units = [unit for unit, _words in kinds.choices_of(form.fields.get(f"{code}-unit", form.fields[full]))]
    mixed = name == "price" and bool(set(units) & set(IN_PERCENT))
    return entry(column, slot_of("fees", form, full, mixed=mixed), f"{code} {form.fields[full].label}")


# -- questions -------------------------------------------------------------------------------------------


def question_page(basis: Basis, number: int, form: Any) -> Page:
    """One question: its fields as rows; a list has a row per entry."""
    question = catalogue.question(basis.content["questions"], number)
    page = Page(f"q{number}", f"Q{number}", (46, 32, 16, 22, 32, *[20] * _further(form)), frozen=(4, 2))
    page.title(f"{number}. {pick(question['title'])}", pick(question.get("ask")), 5)
    page.add(
        "head",
        text(FIRST, _("Field"), HEAD),
        text(VALUE, _("Your answer"), HEAD),
        text(UNIT_COLUMN, _("Unit"), HEAD),
        text(STATE, _("Kind of answer"), HEAD),
        text(REASON, _("Reason, if not applicable"), HEAD),
    )
    context = form.context
    for spec in form.specs:
        stored = form.stored.get(spec.code)
        if stored not in (None, "", []) or may_apply(spec.when, context):
            spec_rows(page, f"q{number}", form, spec)
    return page


def _further(form: Any) -> int:
    """How many columns the widest list needs beyond the five that every question has."""
    widest = max((len(asked_parts(spec)) for spec in form.specs if spec.type == "list"), default=0)
    return max(widest - 4, 0)


def may_apply(condition: Any, context: dict[str, Any]) -> bool:
    """Whether a field could be asked: the need is settled, everything else may be filled in yet."""
    if not condition:
        return True
    if "all" in condition:
        return all(may_apply(part, context) for part in condition["all"])
    if "any" in condition:
        return any(may_apply(part, context) for part in condition["any"])
    return not str(condition["field"]).startswith("need.") or holds(condition, context)


def spec_rows(page: Page, block: str, form: Any, spec: FieldSpec) -> None:
    """The rows of one field, whatever its type."""
    label, note = pick(spec.label) + (" *" if spec.required == "R" else ""), pick(spec.help)
    head = text(FIRST, label, LABEL, note)
    states = _states(block, form, spec)
    key = f"{block}.{spec.code}"
    if spec.type == "object":
        page.add(key, head, *states)
        _parts(page, block, form, spec)
    elif spec.type == "multi":
        page.add(key, head, *states)
        for number, (words, slot) in enumerate(ticks_of(block, form, spec.code)):
            mark = text(UNIT_COLUMN, _("x = yes"), UNIT)
            page.add(f"{key}:{number}", text(FIRST, words, PART), entry(VALUE, slot, words), mark)
    elif spec.type == "list":
        columns = asked_parts(spec)
        page.add(key, head, *states)
        page.add(f"{key}:head", *_heads(columns))
        for index in range(form.rows[spec.code]):
            cells = _row_cells(block, form, spec, columns, index)
            page.add(f"{key}:{index}", text(FIRST, index + 1, PART), *cells)
    else:
        page.add(
            key,
            head,
            entry(VALUE, slot_of(block, form, spec.code), pick(spec.label), note),
            text(UNIT_COLUMN, unit_of(spec), UNIT),
            *states,
        )


def _states(block: str, form: Any, spec: FieldSpec) -> list[Item]:
    """Not disclosed, not applicable with its reason, and "none" of a list that may be empty."""
    found = []
    if spec.allow_none:
        name = f"{spec.code}__none"
        found += [
            entry(VALUE, slot_of(block, form, name), form.fields[name].label),
            text(UNIT_COLUMN, _("x = none"), UNIT),
        ]
    for name, column in ((f"{spec.code}__state", STATE), (f"{spec.code}__reason", REASON)):
        if name in form.fields:
            found.append(entry(column, slot_of(block, form, name), form.fields[name].label))
    return found


def _parts(page: Page, block: str, form: Any, spec: FieldSpec) -> None:
    for part in asked_parts(spec):
        slot = slot_of(block, form, f"{spec.code}.{part.code}")
        page.add(
            f"{block}.{spec.code}.{part.code}",
            text(FIRST, pick(part.label), PART, pick(part.help)),
            entry(VALUE, slot, pick(part.label), pick(part.help)),
            text(UNIT_COLUMN, unit_of(part), UNIT),
        )


def _heads(columns: Iterable[FieldSpec]) -> list[Item]:
    found = []
    for at, column in enumerate(columns):
        unit = unit_of(column)
        found.append(text(VALUE + at, pick(column.label) + (f" ({unit})" if unit else ""), HEAD))
    return found


def _row_cells(block: str, form: Any, spec: FieldSpec, columns: list[FieldSpec], index: int) -> list[Item]:
    return [
        entry(
            VALUE + at,
            slot_of(block, form, f"{spec.code}-{index}-{column.code}"),
            pick(column.label),
            pick(column.help),
        )
        for at, column in enumerate(columns)
    ]


# -- contract terms --------------------------------------------------------------------------------------


def terms_page(basis: Basis, sizes: Sizes) -> Page:
    """The proposed terms: answer, own value, note; the parts of a value in rows below."""
    page = Page("terms", pgettext("name of a sheet", "Terms"), (44, 46, 20, 40, 14, 36), frozen=(4, 2))
    page.title(
        _("Contract terms"),
        _("Accept what is proposed, or state your own term beside it and say why in the note."),
        5,
    )
    heads = (_("Term"), _("Proposed"), _("Your answer"), _("Your term"), _("Unit"), _("Note"))
    page.add("head", *(text(FIRST + at, words, HEAD) for at, words in enumerate(heads)))
    group = ""
    for form in term_forms(basis, sizes):
        if form.term.group != group:
            group = form.term.group
            page.add(f"group.{group}", text(FIRST, form.term.group_label, SECTION, span=6))
        _term_rows(page, form)
    return page


def _term_rows(page: Page, form: Any) -> None:
    term, block, inner = form.term, f"value.{form.term.code}", form.inner
    label = term.label + (" *" if term.required else "")
    items = [
        text(FIRST, label, LABEL, term.help),
        text(FIRST + 1, term.proposed),
        entry(FIRST + 2, slot_of(f"term.{term.code}", form, "status"), term.label),
        entry(FIRST + 5, slot_of(f"term.{term.code}", form, "note"), form.fields["note"].label),
    ]
    spec = inner.specs[0] if inner.specs else None
    if spec is None:
        page.add(f"term.{term.code}", *items)
        return
    if spec.type not in ("object", "list", "multi"):
        items.insert(3, entry(FIRST + 3, slot_of(block, inner, spec.code), term.label, term.help))
        items.insert(4, text(FIRST + 4, unit_of(spec), UNIT))
    page.add(f"term.{term.code}", *items)
    for key, words, slot, unit in _inside(block, inner, spec):
        page.add(
            f"{block}.{key}",
            text(FIRST, words, PART),
            entry(FIRST + 3, slot, words),
            text(FIRST + 4, unit, UNIT),
        )


def _inside(block: str, inner: Any, spec: FieldSpec) -> Iterable[tuple[str, str, Slot, str]]:
    """(key, words, cell, unit) of what a value consists of: parts, choices, or columns row by row."""
    if spec.type == "object":
        for part in asked_parts(spec):
            yield (
                part.code,
                pick(part.label),
                slot_of(block, inner, f"{spec.code}.{part.code}"),
                unit_of(part),
            )
    elif spec.type == "multi":
        for number, (words, slot) in enumerate(ticks_of(block, inner, spec.code)):
            yield str(number), words, slot, ""
    elif spec.type == "list":
        for index in range(inner.rows[spec.code]):
            for column in asked_parts(spec):
                name = f"{spec.code}-{index}-{column.code}"
                yield name, f"{index + 1}. {pick(column.label)}", slot_of(block, inner, name), unit_of(column)
