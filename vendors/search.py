"""Search that knows Chinese: words, and for Chinese, Japanese and Korean single characters and pairs of them.

PostgreSQL's text search keeps a run of Chinese as one word, so 青瓷 would not find 青瓷服务. What is written
to the search column, and what is looked for, are tokens of plain ASCII, so that no parser and no locale of
the database takes them apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
RUNS = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
IS_CJK = re.compile(rf"[{CJK}]")
MOST_WORDS = 12


def search_text(*texts: str) -> str:
    """Return the content of the search column for these texts: tokens separated by spaces."""
    return " ".join(sorted({token for text in texts for token in _stored(text)}))


def search_query(text: str) -> str:
    """Return a raw tsquery that demands every word of `text`; "" when there is nothing to look for.

    A word is found from its beginning ("cela" finds Celadon), Chinese anywhere inside a name.
    """
    return " & ".join(list(_wanted(text))[:MOST_WORDS])


def _runs(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKD", text or "").casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    yield from RUNS.findall(unicodedata.normalize("NFC", plain))


def _stored(text: str) -> Iterator[str]:
    for run in _runs(text):
        if IS_CJK.match(run):
            yield from (_cjk(char) for char in run)
            yield from (_cjk(pair) for pair in _pairs(run))
        else:
            yield _word(run)


def _wanted(text: str) -> Iterator[str]:
    for run in _runs(text):
        if not IS_CJK.match(run):
            yield f"{_word(run)}:*"
        elif len(run) == 1:
            yield _cjk(run)
        else:
            yield from (_cjk(pair) for pair in _pairs(run))


def _pairs(run: str) -> Iterable[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _cjk(chars: str) -> str:
    return "c" + "".join(f"{ord(char):04x}" for char in chars)


def _word(run: str) -> str:
    return f"w{run}" if run.isascii() else f"x{run.encode().hex()}"
