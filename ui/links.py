"""Many addresses of one kind: the URL is looked up once, and each row puts in what is its own.

Looking up an address costs as much as writing ten cells of a table.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

# What stands for an id and for a word that differ from row to row; no address of ours has them in it.
EACH_ID = UUID("eac4eac4-eac4-4ac4-8ac4-eac4eac4eac4")
EACH_WORD = "EACHWORD"


def addresses(name: str, *arguments: object) -> Callable[..., str]:
    """Return a function of what stands where EACH_ID and EACH_WORD do among the arguments, in their order.

    Only for ids and for codes of letters and digits: what is put in is not escaped.
    """
    pattern = reverse(name, args=arguments)
    for each in (EACH_ID, EACH_WORD):
        pattern = pattern.replace(str(each), "{}")
    return pattern.format
