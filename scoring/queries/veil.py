"""Vendors without their names: "Vendor A" for reviewers, where the RFQ says so, until the ranking is stored.

The letters come from the quotes' random ids, so they are the same on every page and say nothing of when or by whom.
What is lifted here is in memory alone: the rows, and what is written into the audit trail, keep the names.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from accounts.roles import Role, has_role
from quotes.models import Quote
from rfqs.models import RFQ
from rfqs.queries import shared_content
from rfqs.queries.clarifications import alias_text
from rfqs.states import QUALITY_IS_OPEN, RfqStatus
from vendors.models import Vendor, VendorContact

WHILE_VEILED = (RfqStatus.QUALITY_OPENED, RfqStatus.EVALUATION, RfqStatus.PRICES_OPENED)
SHORTEST = 3  # shorter Latin words are part of too many others
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # may stand anywhere in a name
_GAPS = re.compile(r"[\s_.-]+")


def is_veiled_rfq(rfq: RFQ) -> bool:
    """The RFQ hides the names of vendors from its reviewers, and they are still scoring."""
    if rfq.status not in WHILE_VEILED:
        return False
    return bool(shared_content(rfq)["need"].get("veil_vendors"))


def is_veiled(user: Any, rfq: RFQ) -> bool:
    """True for a reviewer of such an RFQ, unless their other roles name the vendors to them all the same."""
    if has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return False
    return has_role(user, Role.REVIEWER) and is_veiled_rfq(rfq)


def letters(rfq: RFQ) -> dict[Any, str]:
    """What each opened quote is called, by its id."""
    if rfq.status not in QUALITY_IS_OPEN:
        return {}
    ids = Quote.objects.filter(rfq=rfq).order_by("pk").values_list("pk", flat=True)
    return {pk: alias_text(number) for number, pk in enumerate(ids, start=1)}


def veiled(rfq: RFQ, quotes: Iterable[Quote]) -> list[Quote]:
    """The same quotes in order of their letters: vendor, own words and names of files without the vendor's name."""
    called = letters(rfq)
    found = sorted(quotes, key=lambda quote: list(called).index(quote.pk))
    words = _names_of(quote.vendor_id for quote in found)
    for quote in found:
        _hide(quote, called[quote.pk], words[quote.vendor_id])
    return found


def hide_in(rows: Iterable[Any], quotes: Iterable[Quote], *fields: str) -> None:
    """Rows about veiled quotes: letters for the vendors' names in the fields that people wrote; in memory alone."""
    shown = {quote.pk: quote for quote in quotes}
    words = _names_of(quote.vendor_id for quote in shown.values())
    for row in rows:
        quote = shown[row.quote_id]
        for field in fields:
            text = masked(getattr(row, field), words[quote.vendor_id], quote.vendor.name)
            setattr(row, field, text)


def _hide(quote: Quote, letter: str, pattern: re.Pattern[str]) -> None:
    quote.vendor = Vendor(pk=quote.vendor_id, name=letter)
    quote.quality = masked(quote.quality, pattern, letter)
    if "commercial" not in quote.get_deferred_fields() and quote.commercial is not None:
        quote.commercial = masked(quote.commercial, pattern, letter)


def masked(value: Any, pattern: re.Pattern[str], letter: str) -> Any:
    """A JSON value with every name replaced by the letter."""
    if isinstance(value, str):
        return pattern.sub(letter, value)
    if isinstance(value, dict):
        return {key: masked(part, pattern, letter) for key, part in value.items()}
    if isinstance(value, list):
        return [masked(part, pattern, letter) for part in value]
    return value


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the names, the longest first, in any case, width and spacing; nothing where there is none."""
    kept = {_GAPS.sub(" ", unicodedata.normalize("NFKC", name)).strip() for name in names}
    kept = {name for name in kept if name and not (name.isascii() and len(name) < SHORTEST)}
    if not kept:
        return re.compile(r"(?!)")
    longest_first = sorted(kept, key=lambda name: (-len(name), name))
    return re.compile("|".join(_edged(name) for name in longest_first), re.IGNORECASE)


def _edged(name: str) -> str:
    """A Latin name is a word of its own; a Chinese one stands between other characters."""
    before = r"(?<![0-9A-Za-z])" if name[0].isascii() else ""
    after = r"(?![0-9A-Za-z])" if name[-1].isascii() else ""
    return before + f"[{UNSEEN}]*".join(map(_letter, name)) + after


def _letter(one: str) -> str:
    """One character, a Latin one in its full width too; words may be run together, or apart by other signs."""
    if one == " ":
        return r"[\s_.-]*"
    wide = chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else ""
    return f"[{re.escape(one)}{wide}]"


def _names_of(vendor_ids: Iterable[Any]) -> dict[Any, re.Pattern[str]]:
    vendors = Vendor.objects.in_bulk(set(vendor_ids))
    said: dict[Any, list[str]] = {pk: _own_names(vendor) for pk, vendor in vendors.items()}
    for pk, name, email in VendorContact.objects.filter(vendor__in=vendors).values_list(
        "vendor", "name", "email"
    ):
        said[pk] += [name, email, email.rpartition("@")[2]]
    return {pk: pattern_of(names) for pk, names in said.items()}


def _own_names(vendor: Vendor) -> list[str]:
    host = re.sub(r"^(https?://)?(www\.)?|/.*$", "", vendor.website or "")
    return [vendor.name, vendor.legal_name, host, *map(str, vendor.name_i18n.values())]


def file_title(number: int, name: str) -> str:
    """What a file is called where its own name could tell whose it is: its number, and what kind it is."""
    ending = name.rpartition(".")[2] if "." in name else ""
    return f"{number}.{ending}" if ending else str(number)


def nameless_files(quote: Quote, files: list[Any]) -> list[Any]:
    """Files of a veiled quote under their numbers; sent under them too (`scoring.views.files`)."""
    order = {pk: number for number, pk in enumerate(sorted(file.pk for file in quote.files.all()), start=1)}
    for file in files:
        file.name = file_title(order[file.pk], file.name)
    return files
