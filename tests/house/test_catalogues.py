"""Both Chinese catalogues are whole, and their compiled files are what the sources say."""

import polib
import pytest

from tests.house.catalogues import LANGUAGES, catalogues, faults
from tests.house.source import ROOT
from tests.house.texts import texts


def test_catalogues_have_no_gap():
    assert [fault for path in catalogues() for fault in faults(path)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_translated(language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    assert sorted(texts() - known) == []


@pytest.mark.parametrize(
    ("msgstr", "flags", "fault"),
    [
        ("", [], "no translation"),
        ("报价 %(count)s", ["fuzzy"], "fuzzy"),
        ("报价", [], "placeholders differ"),
        ("报价 %(count)s", [], None),
    ],
)
def test_each_fault_is_found(tmp_path, msgstr, flags, fault):
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Quotes %(count)s", msgstr=msgstr, flags=flags))
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    assert [fault for fault in faults(path) if "compiled" in fault] == []
    found = faults(path)
    assert len(found) == (1 if fault else 0)
    assert fault is None or fault in found[0]


def test_an_old_compiled_file_is_found(tmp_path):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Quote", msgstr="报价"))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    catalogue.append(polib.POEntry(msgid="Vendor", msgstr="供应商"))
    catalogue.save(str(path))
    assert faults(path) == ["zh_Hans/django.mo is not the compiled django.po: make messages"]
