"""From cells to what a browser would send, through the portal's forms, to changes of the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from quotes import billing, documents
from quotes.forms import FeesForm
from quotes.forms.answers import answer_changes, answer_form
from quotes.forms.fees import IN_PERCENT
from quotes.readiness import question_numbers
from quotes.terms import proposed_terms
from quotes.workbook import kinds, sources
from quotes.workbook.basis import Basis, Sizes
from quotes.workbook.faults import CellFault
from quotes.workbook.sources import MODEL, SERVICE_LINE, Slot
from quotes.workbook.words import Twin, TwinPage
from ui import specs
from ui.uploads import books


@dataclass
class Entry:
    """One input cell as it was filled in."""

    slot: Slot
    sheet: str
    row: int
    column: int
    sent: kinds.Posted = ""
    percent: bool = False
    broken: bool = False

    @property
    def kept(self) -> bool:
        """The cell says what the draft says."""
        return not self.broken and kinds.same(self.slot.kind, self.sent, self.slot.initial)

    @property
    def value(self) -> kinds.Posted:
        """What would be sent: the draft's own writing where the cell says the same."""
        return self.slot.initial if self.kept else self.sent


@dataclass
class Block:
    """The cells of one form, by the name of their input; ticks of one input come together."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        return all(entry.kept for cells in self.entries.values() for entry in cells)

    @property
    def broken(self) -> bool:
        return any(entry.broken for cells in self.entries.values() for entry in cells)

    @property
    def empty(self) -> bool:
        return not any(entry.sent or entry.broken for cells in self.entries.values() for entry in cells)

    def value(self, name: str) -> kinds.Posted:
        cells = self.entries[name]
        if cells[0].slot.option:
            return [entry.slot.option for entry in cells if entry.value]
        return cells[0].value

    def data(self) -> dict[str, kinds.Posted]:
        return {name: self.value(name) for name in self.entries}


class _Sent(dict[str, Any]):
    """Stands in for a QueryDict, which forms read with getlist too."""

    def getlist(self, name: str) -> list[Any]:
        found = self.get(name, [])
        return found if isinstance(found, list) else [found]


class Filling:
    """One pass over a filled workbook; `changes` runs it, `faults` holds what was wrong."""

    def __init__(
        self,
        basis: Basis,
        sizes: Sizes,
        pages: list[TwinPage],
        sheets: Mapping[str, books.Sheet],
        from_1904: bool,
    ) -> None:
        self.basis, self.sizes, self.from_1904 = basis, sizes, from_1904
        self.faults: list[CellFault] = []
        self.order: dict[str, int] = {sheets[twin.page.key].name: at for at, twin in enumerate(pages)}
        self.at: dict[CellFault, tuple[int, int, int]] = {}
        self.blocks: dict[str, Block] = {}
        for twin in pages:
            self._read(twin, sheets[twin.page.key])

    def sorted_faults(self) -> list[CellFault]:
        """The faults in the order of the sheets, rows and columns; each once."""
        return sorted(dict.fromkeys(self.faults), key=lambda fault: self.at[fault])

    def _read(self, twin: TwinPage, sheet: books.Sheet) -> None:
        for row, line in enumerate(twin.lines, start=1):
            for item in line.items:
                if item.slot is not None:
                    entry = self._entry(item, item.slot, sheet, row)
                    block = self.blocks.setdefault(item.slot.block, Block())
                    block.entries.setdefault(item.slot.name, []).append(entry)

    def _entry(self, item: Twin, slot: Slot, sheet: books.Sheet, row: int) -> Entry:
        entry = Entry(slot, sheet.name, row, item.mine.column)
        field_ = _TICK if slot.option else slot.field
        try:
            cell = sheet.cells.get((row, item.mine.column))
            codes = item.codes() if cell is not None and slot.kind in (kinds.CHOICE, kinds.MULTI) else {}
            content = kinds.read_cell(cell, field_, codes, from_1904=self.from_1904, mixed=slot.mixed)
            entry.sent, entry.percent = content.sent, content.percent
        except kinds.CannotRead as refused:
            entry.broken = True
            self._fault(entry, str(refused.sentence))
        return entry

    def _fault(self, entry: Entry, message: object) -> None:
        fault = CellFault(entry.sheet, books.place(entry.row, entry.column), str(message))
        self.faults.append(fault)
        self.at[fault] = (self.order[entry.sheet], entry.row, entry.column)

    def _form_faults(self, block: Block, form: forms.BaseForm, first: str) -> None:
        """The errors of a form at the cells of their inputs; those of no input at the block's first cell."""
        for name, errors in form.errors.items():
            cells = (
                block.entries.get(name) or block.entries.get(_head_of(name, block)) or block.entries[first]
            )
            if not cells[0].broken:
                self._fault(cells[0], " ".join(str(error) for error in errors))

    # -- what it changes ---------------------------------------------------------------------------------

    def changes(self) -> dict[str, Any]:
        """The changes by path. Only whole when there are no faults."""
        found = self._basics()
        found |= self._rate_lines()
        found |= self._fees()
        after = documents.merged(self.basis.whole, None)
        for path, value in found.items():
            documents.put(after, path, value)
        context = sources.catalogue_context(after, self.basis)
        for number in question_numbers(self.basis.content):
            found |= self._question(number, after, context)
        found |= self._terms()
        return found

    def _basics(self) -> dict[str, Any]:
        block = self.blocks["basics"]
        if block.kept:
            return {}
        form = sources.basics_form(self.basis, _Sent(block.data()))
        if not form.is_valid():
            self._form_faults(block, form, next(iter(block.entries)))
            return {}
        return form.changes()

    def _rate_lines(self) -> dict[str, Any]:
        blocks = [self.blocks[f"rate.{number}"] for number in range(1, self.sizes.lines + 1)]
        stored = sources.stored_lines(self.basis)
        if all(block.kept for block in blocks):
            return {}
        lines = []
        for at, block in enumerate(blocks):
            before = stored[at] if at < len(stored) else None
            if block.kept:
                lines += [before] if before is not None else []
            elif not block.empty:
                lines += self._rate_line(block, before)
        return {"rate_lines": lines}

    def _rate_line(self, block: Block, before: dict[str, Any] | None) -> list[dict[str, Any]]:
        model_entry = block.entries[MODEL][0]
        model = str(block.value(MODEL))
        if model not in billing.MODELS:
            if not model_entry.broken:
                self._fault(model_entry, _("choose how you charge; other cells of this column are filled in"))
            return []
        stored = before if before and before.get("model") == model else None
        shape = sources.rate_form(self.basis, model, sources.more_bands(self.sizes))
        line = block.value(SERVICE_LINE) if SERVICE_LINE in block.entries else ""
        data: dict[str, Any] = _Sent(sources.shared_data(self.blocks["basics"].data(), line))
        for name, cells in block.entries.items():
            if name == MODEL:
                continue
            if name in shape.fields:
                data[name] = block.value(name) or _default(shape.fields[name])
            elif cells[0].sent and not cells[0].broken:
                self._fault(
                    cells[0], _("this does not belong to %(model)s; leave it empty") % {"model": model}
                )
        data |= sources.hidden_data(shape)
        form = sources.rate_form(self.basis, model, data, stored)
        if not form.is_valid():
            self._form_faults(block, form, MODEL)
            return []
        written = form.line()
        if before and before.get("id"):
            written["id"] = before["id"]
        return [written]

    def _fees(self) -> dict[str, Any]:
        block = self.blocks["fees"]
        if block.kept:
            return {}
        data = _Sent()
        for name, cells in block.entries.items():
            data[name] = block.value(name) or _default(cells[0].slot.field)
            if cells[0].percent and not cells[0].broken and not cells[0].kept:
                unit = block.entries.get(f"{name.partition('-')[0]}-unit")
                if unit and unit[0].value not in IN_PERCENT:
                    cells[0].broken = True
                    self._fault(
                        cells[0], _("this is a percentage, and the unit beside it is not; give an amount")
                    )
        for code in dict.fromkeys(name.partition("-")[0] for name in block.entries):
            self._lost_fee_cells(block, code)
        form = FeesForm(data)
        if not form.is_valid():
            self._form_faults(block, form, next(iter(block.entries)))
            return {}
        return {"fee_lines": self._fee_lines(block, form)}

    def _lost_fee_cells(self, block: Block, code: str) -> None:
        """What is filled in beside a status that takes none of it would be lost without a word."""
        status = block.value(f"{code}-status")
        if status == "CHARGED":
            return
        price = block.entries.get(f"{code}-price")
        if price and price[0].sent and not price[0].broken and not price[0].kept:
            self._fault(
                price[0],
                _("a price goes with the status “charged” only; change the status, or clear the price"),
            )

    def _fee_lines(self, block: Block, form: FeesForm) -> list[dict[str, Any]]:
        """The lines of the form; one whose cells were not touched stays as it is stored."""
        stored = {line["code"]: line for line in self.basis.whole.get("fee_lines") or []}
        written = {line["code"]: line for line in form.fee_lines()}
        found = []
        for code in dict.fromkeys(name.partition("-")[0] for name in block.entries):
            cells = [one for name, row in block.entries.items() if name.startswith(f"{code}-") for one in row]
            line = stored.get(code) if all(cell.kept for cell in cells) else written.get(code)
            found += [line] if line else []
        return found

    def _question(self, number: int, after: documents.Document, context: dict[str, Any]) -> dict[str, Any]:
        key = f"q{number}"
        block = self.blocks[key]
        if block.kept:
            return {}
        basis = self.basis
        shown = answer_form(
            basis.content, number, after, sources.rows_data(self.sizes, key), files=basis.files
        )
        data = _Sent(sources.whole_data(shown, shown.fields))
        data |= block.data()
        form = answer_form(basis.content, number, after, data, files=basis.files)
        if not form.is_valid():
            self._form_faults(block, form, next(iter(block.entries)))
            return {}
        self._not_asked(block, form, context)
        return answer_changes(basis.content, number, after, form)

    def _not_asked(self, block: Block, form: Any, context: dict[str, Any]) -> None:
        """A field that was filled in but is not asked in this case would be left out without a word."""
        for spec in form.specs:
            if specs.applies(spec, form.values, context):
                continue
            for name, cells in block.entries.items():
                if name.partition(".")[0].partition("-")[0].partition("__")[0] == spec.code:
                    for entry in cells:
                        if entry.sent and not entry.kept and not entry.broken:
                            self._fault(entry, _("this is not asked in your case; leave it empty"))

    def _terms(self) -> dict[str, Any]:
        terms = proposed_terms(self.basis.content)
        offers = dict(self.basis.whole.get("contract_terms") or {})
        touched = False
        for term in terms:
            outer = self.blocks[f"term.{term.code}"]
            inner = self.blocks.get(f"value.{term.code}", Block())
            if outer.kept and inner.kept:
                continue
            touched = True
            self._term(term, outer, inner, offers)
        return {"contract_terms": offers} if touched else {}

    def _term(self, term: Any, outer: Block, inner: Block, offers: dict[str, Any]) -> None:
        prefix = f"{term.code}-"
        rows = sources.rows_data(self.sizes, f"value.{term.code}", prefix)
        data = _Sent(rows)
        data |= {prefix + name: value for block in (inner, outer) for name, value in block.data().items()}
        form = sources.term_form(self.basis, term, offers.get(term.code), data)
        if not form.is_valid():
            self._form_faults(outer, form, "status")
            if form.inner.errors:
                self._form_faults(inner, form.inner, next(iter(inner.entries)))
            return
        if form.offer() and "value" not in (form.offer() or {}):
            self._lost_term_cells(inner)
        offer = form.offer()
        offers.pop(term.code, None)
        if offer:
            offers[term.code] = offer

    def _lost_term_cells(self, inner: Block) -> None:
        for cells in inner.entries.values():
            for entry in cells:
                if entry.sent and not entry.kept and not entry.broken:
                    self._fault(
                        entry, _("your answer takes no term of your own; change the answer, or clear this")
                    )


_TICK = forms.BooleanField(required=False)


def _head_of(name: str, block: Block) -> str:
    """The first input of the field that an error names as a whole."""
    code = name.partition("-")[0].partition("__")[0].partition(".")[0]
    return next((one for one in block.entries if one == code or one.startswith((f"{code}-", f"{code}."))), "")


def _default(field_: forms.Field) -> Any:
    """What a page sends for a list nobody touched: its initial choice, or the first where none is empty."""
    if not isinstance(field_, forms.ChoiceField):
        return ""
    offered: Any = field_.choices
    codes = [str(code) for code, _words in offered]
    return field_.initial or ("" if "" in codes or not codes else codes[0])
