"""E1: only listed kinds, and the content must be the kind named."""

import time

import pytest

from tests.samples import pdf
from tests.uploads import hostile, ordinary
from ui.uploads import MOST_BYTES, PAPERS, UploadFault, check
from ui.uploads.words import SENTENCES, refusal

HOSTILE, ORDINARY = hostile.every(), ordinary.every()


def test_the_tables_are_as_large_as_promised():
    assert len(HOSTILE) >= 150 and len(ORDINARY) >= 200
    assert len({label for label, _name, _content in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(
    ("name", "content"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_hostile_files_are_refused(name, content):
    begun = time.perf_counter()
    with pytest.raises(UploadFault) as caught:
        check(name, content)
    assert refusal(caught.value.code, name)
    assert time.perf_counter() - begun < 10  # a hang, not a measurement


def test_ordinary_files_are_taken():
    refused = []
    for label, name, content in ORDINARY:
        try:
            check(name, content)
        except UploadFault as fault:
            refused.append((label, fault.code))
    assert refused == [], f"{len(refused)} of {len(ORDINARY)}"


def test_the_size_is_exact():
    padding = MOST_BYTES - len(pdf())
    whole = pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"x" * (padding - 2) + b"\n", 1)
    assert len(whole) == MOST_BYTES and check("large.pdf", whole)
    with pytest.raises(UploadFault, match="large"):
        check("large.pdf", whole + b"\n")


def test_a_paper_takes_fewer_kinds():
    assert check("iso.pdf", pdf(), kinds=PAPERS).content_type == "application/pdf"
    with pytest.raises(UploadFault, match="kind"):
        check("rates.csv", b"a,b\n", kinds=PAPERS)


def test_every_fault_has_a_sentence():
    from ui.uploads import faults

    codes = {value for name, value in vars(faults).items() if name.isupper()}
    assert codes == set(SENTENCES)
