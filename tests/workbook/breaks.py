"""Ways in which a workbook comes back broken: each with the sheet, the cell and a word of the sentence."""

import re
from collections.abc import Callable
from typing import Any

from tests.workbook.edit import Place, Raw, address, edited, packed, parts
from ui.uploads import books

Break = tuple[str, Callable[[bytes], bytes], Place | str, str]

SEATS: Place = ("prices", "basics.base_seats", 3)
TAX: Place = ("prices", "basics.tax_rate", 3)
PRICE: Place = ("prices", "rate.unit_price", 3)
OTHER_PRICE: Place = ("prices", "rate.unit_price", 4)
MODEL: Place = ("prices", "rate.model", 3)
OTHER_MODEL: Place = ("prices", "rate.model", 4)
PERIODS: Place = ("prices", "rate.tier_basis", 3)
FEE_STATUS: Place = ("fees", "fees.F08", 2)
FEE_PRICE: Place = ("fees", "fees.F08", 3)
FEE_NOTE: Place = ("fees", "fees.F08", 9)
TURNOVER: Place = ("q3", "q3.q3_turnover_annual", 2)
TURNOVER_STATE: Place = ("q3", "q3.q3_turnover_annual", 4)
ISMS_DAY: Place = ("q7", "q7.q7_isms.valid_until", 2)
WORDS: Place = ("q6", "q6.text", 2)
TERM: Place = ("terms", "term.ct_scope_in", 3)
TERM_VALUE: Place = ("terms", "term.ct_scope_in", 4)
FAR = '<row r="900000"><c r="A900000"><v>1</v></c></row>'
NUMBERS = (SEATS, PRICE, FEE_PRICE, TURNOVER)
EVERY = (SEATS, PRICE, FEE_PRICE, TURNOVER, ISMS_DAY, WORDS, TERM, MODEL)


def put(place: Place, value: Any, **others: Any) -> Callable[[bytes], bytes]:
    return lambda content: edited(content, {place: value, **others})


def both(first: dict[Place, Any]) -> Callable[[bytes], bytes]:
    return lambda content: edited(content, first)


def styled_as(place: Place, like: Place, value: Any) -> Callable[[bytes], bytes]:
    """A cell that was pasted with another cell's format."""

    def edit(content: bytes) -> bytes:
        number, cell = address(content, like)
        xml = parts(content)[f"xl/worksheets/sheet{number}.xml"].decode()
        found = re.search(rf'<c r="{cell}"[^>]*?s="([0-9]+)"', xml)
        assert found
        at, mine = address(content, place)
        members = parts(content)
        name = f"xl/worksheets/sheet{at}.xml"
        body = re.sub(
            rf'<c r="{mine}"[^>]*?(/>|>.*?</c>)',
            f'<c r="{mine}" s="{found[1]}"><v>{value}</v></c>',
            members[name].decode(),
        )
        return packed(members | {name: body.encode()})

    return edit


def rewritten(key: str, old: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    """Another text in the XML of one sheet, or of the shared texts."""

    def edit(content: bytes) -> bytes:
        members = parts(content)
        book = books.read_book(content)
        at = next((n for n, sheet in enumerate(book.sheets, 1) if sheet.text(0, 0) == key), 0)
        name = f"xl/worksheets/sheet{at}.xml" if at else key
        body = members[name].decode()
        assert old in body, old
        return packed(members | {name: body.replace(old, new, count).encode()})

    return edit


def _number_breaks() -> list[Break]:
    found: list[Break] = []
    for place in NUMBERS:
        where = place[0] + " " + place[1]
        found += [
            (f"{where}: full-width digits", put(place, "４０００"), place, "give"),
            (f"{where}: separators as text", put(place, "4,000.00"), place, "give"),
            (f"{where}: an exponent as text", put(place, "1e3"), place, "give"),
            (f"{where}: beyond measure", put(place, Raw("><v>1e999</v></c>")), place, "beyond all measure"),
            (f"{where}: far too large", put(place, 1e300), place, "give"),
            (f"{where}: a minus", put(place, -5), place, "give"),
            (f"{where}: words", put(place, "about 40"), place, "give"),
            (f"{where}: too many decimals", put(place, "1.1234567"), place, "give"),
            (f"{where}: shown as a date", styled_as(place, ISMS_DAY, 46112), place, "give"),
        ]
    for place in (SEATS, PRICE, FEE_PRICE):
        found.append((f"{place[1]}: shown as a percentage", styled_as(place, TAX, 0.5), place, "percentage"))
    return found


def _any_breaks() -> list[Break]:
    found: list[Break] = []
    for place in EVERY:
        where = place[0] + " " + place[1]
        found += [
            (f"{where}: a formula", put(place, Raw("><f>1+1</f><v>2</v></c>")), place, "formula"),
            (
                f"{where}: a shared formula",
                put(place, Raw('><f t="shared" si="0"/><v>2</v></c>')),
                place,
                "formula",
            ),
            (f"{where}: an error", put(place, Raw(' t="e"><v>#REF!</v></c>')), place, "error"),
            (f"{where}: TRUE", put(place, True), place, "give" if place != MODEL else "list"),
        ]
    return [one for one in found if not (one[2] == TERM and one[0].endswith("TRUE"))]


def cell_breaks() -> list[Break]:
    """Each with the cell it must be refused at."""
    found = [*_number_breaks(), *_any_breaks()]
    found += [
        ("a model that is none", put(MODEL, "B99"), MODEL, "list"),
        ("an answer that is none", put(TERM, "perhaps"), TERM, "list"),
        ("a status that is none", put(FEE_STATUS, "=1+1"), FEE_STATUS, "list"),
        ("a price without a model", put(OTHER_PRICE, 5), OTHER_MODEL, "choose how you charge"),
        ("a cell of another model", put(PERIODS, "MONTHLY_VOLUME"), PERIODS, "does not belong"),
        ("a model without its price", put(OTHER_MODEL, "B01"), OTHER_PRICE, "required"),
        ("a charge without a price", put(FEE_STATUS, "CHARGED"), FEE_PRICE, "price"),
        ("a price that is not charged", both({FEE_STATUS: "INCLUDED", FEE_PRICE: 5}), FEE_PRICE, "charged"),
        ("more than all seats", put(SEATS, 100_001), SEATS, "100000"),
        ("a tax above 100 %", put(TAX, 1.01), TAX, "100"),
        ("a date in words", put(ISMS_DAY, "31.12.2027"), ISMS_DAY, "2026-03-31"),
        ("a day that is none", put(ISMS_DAY, "2027-02-30"), ISMS_DAY, "2026-03-31"),
        ("a bare number for a day", styled_as(ISMS_DAY, WORDS, 46112), ISMS_DAY, "2026-03-31"),
        ("a very long text", put(WORDS, "长" * 32_000), WORDS, "3000"),
        ("a note too long", put(FEE_NOTE, "x" * 201), FEE_NOTE, "200"),
        ("a hidden character", put(WORDS, "a_x0001_b"), WORDS, "cannot be shown"),
        ("an answer beside its state", both({TURNOVER: 0.5, TURNOVER_STATE: "NOT_DISCLOSED"}), TURNOVER_STATE, "as well"),
        ("a term nobody asked for", both({TERM: "NOT_DISCLOSED", TERM_VALUE: "All of it"}), TERM_VALUE, "clear"),
        ("a row renamed", rewritten("xl/sharedStrings.xml", "q6.text", "q6.moved"), ("q6", "q6.text", 0), "row"),
        ("a column renamed", rewritten("xl/sharedStrings.xml", "q6:3<", "q6:9<"), "Q6!D1", "column"),
        ("a text of the template changed", rewritten("xl/sharedStrings.xml", ">Unit price<", ">Price in USD<"), "", "template"),
        ("something written aside", put(("q6", "head", 2), "USD"), ("q6", "head", 2), "template"),
    ]  # fmt: skip
    return found


def book_breaks() -> list[tuple[str, Callable[[bytes], bytes], str]]:
    """What is wrong with the whole file: a word of the sentence."""
    stamp = "xl/sharedStrings.xml"
    return [
        ("another RFQ", rewritten(stamp, '"rfq": "RFQ-7"', '"rfq": "RFQ-8"'), "RFQ-8"),
        ("another vendor", rewritten(stamp, "11111111-1111", "22222222-1111"), "another vendor"),
        ("an older need", rewritten(stamp, '"publication": 1', '"publication": 0'), "changed the RFQ"),
        ("an older form", rewritten(stamp, "quote-workbook/1", "quote-workbook/0", 2), "form has changed"),
        ("other fields", rewritten(stamp, '"fields": "', '"fields": "0'), "form has changed"),
        ("absurd sizes", rewritten(stamp, '"lines": ', '"lines": 99999'), "hidden sheet"),
        ("no stamp", rewritten(stamp, '{"schema"', '["schema"'), "not the workbook"),
        ("a sheet hidden", rewritten("xl/workbook.xml", '<sheet name="Q6"', '<sheet state="hidden" name="Q6"'), "Q6"),
        ("a sheet of one's own", _with_sheet, "Costs"),
        ("no workbook", lambda _content: b"PK\x03\x04 not a zip", "cannot be read"),
        ("an entity", rewritten("xl/workbook.xml", "<workbook ", "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook "), "cannot be read"),
        ("one part twice", _one_part_twice, "cannot be read"),
        ("a bomb", _bomb, "cannot be read"),
        ("rows without end", rewritten("q6", "</sheetData>", f"{FAR}</sheetData>"), "cannot be read"),
    ]  # fmt: skip


def _with_sheet(content: bytes) -> bytes:
    """The lists become a sheet of another name: one that the template does not have."""
    return rewritten("xl/workbook.xml", 'name="_lists"', 'name="Costs"')(content)


def _one_part_twice(content: bytes) -> bytes:
    return rewritten("xl/workbook.xml", 'r:id="rId3"', 'r:id="rId2"')(content)


def _bomb(content: bytes) -> bytes:
    return packed(parts(content) | {"xl/media/zeros.bin": b"\0" * 40_000_000})
