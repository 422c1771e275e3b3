"""E1: only listed kinds, and the content must be the kind named."""

import time
from functools import cache

import pytest

from tests.samples import pdf
from tests.uploads import hostile, ordinary
from ui.uploads import MOST_BYTES, PAPERS, UploadFault, check
from ui.uploads.words import SENTENCES, refusal

# Made when a test asks for them: a second of work, which no process needs that only collects.
hostile_files, ordinary_files = cache(hostile.every), cache(ordinary.every)


def test_the_tables_are_as_large_as_promised():
    labels = {label for label, _name, _content in hostile_files()}
    assert len(labels) == len(hostile_files()) >= 150 and len(ordinary_files()) >= 200


def test_hostile_files_are_refused():
    taken = []
    for label, name, content in hostile_files():
        begun = time.perf_counter()
        try:
            check(name, content)
            taken.append((label, "taken"))
        except UploadFault as fault:
            if not refusal(fault.code, name):
                taken.append((label, "no words"))
        if time.perf_counter() - begun >= 10:  # a hang, not a measurement
            taken.append((label, "slow"))
    assert taken == [], f"{len(taken)} of {len(hostile_files())}"


def test_ordinary_files_are_taken():
    refused = []
    for label, name, content in ordinary_files():
        try:
            check(name, content)
        except UploadFault as fault:
            refused.append((label, fault.code))
    assert refused == [], f"{len(refused)} of {len(ordinary_files())}"


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
