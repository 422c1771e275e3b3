"""What sealed bytes promise: only the right key and context open them, and their size tells little."""

import pytest

from sealing import (
    KeyRing,
    KeyRingError,
    NotCanonical,
    SealBroken,
    canonical,
    generate_key_pair,
    new_key,
    open_sealed,
    seal,
    unwrap,
    wrap,
)


def test_canonical_sorts_keys_and_normalises_text() -> None:
    assert canonical({"b": "e\u0301", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"\u00e9"}'.encode()


@pytest.mark.parametrize("document", [{"a": 1.5}, {"a": 2**53}, {"价": "1"}, {"a": {1, 2}}])
def test_canonical_refuses_what_has_no_exact_form(document: object) -> None:
    with pytest.raises(NotCanonical, match=r"\$"):
        canonical(document)


def test_sealed_document_opens_with_key_and_context() -> None:
    key = new_key()
    blob = seal(b"48213.77", key, "rfq|vendor|1")
    assert open_sealed(blob, key, "rfq|vendor|1") == b"48213.77"
    assert b"48213" not in blob


@pytest.mark.parametrize("broken", ["key", "context", "byte", "magic"])
def test_sealed_document_stays_shut(broken: str) -> None:
    key = new_key()
    blob = seal(b"price", key, "a")
    if broken == "byte":
        blob = blob[:-1] + bytes([blob[-1] ^ 1])
    if broken == "magic":
        blob = b"XXXX" + blob[4:]
    with pytest.raises(SealBroken):
        open_sealed(blob, new_key() if broken == "key" else key, "b" if broken == "context" else "a")


def test_sizes_fall_into_classes() -> None:
    key = new_key()
    sizes = {len(seal(b"x" * n, key, "c")) for n in (0, 1, 100, 4000, 4088)}
    assert len(sizes) == 1
    assert len(seal(b"x" * 4089, key, "c")) > max(sizes)


def test_wrap_opens_for_its_pair_only() -> None:
    pair, other, key = generate_key_pair(), generate_key_pair(), new_key()
    wrapped = wrap(key, pair.public, "rfq|quality")
    assert unwrap(wrapped, pair.private, "rfq|quality") == key
    with pytest.raises(SealBroken):
        unwrap(wrapped, other.private, "rfq|quality")
    with pytest.raises(SealBroken):
        unwrap(wrapped, pair.private, "rfq|commercial")


def test_key_ring_rotates_and_separates_purposes() -> None:
    old = KeyRing.parse(KeyRing.generate("old"))
    blob = old.lock(b"secret", purpose="read-back", context="v1")
    rotated = KeyRing.parse(KeyRing.generate("new") + "," + _text_of(old))
    assert rotated.current == "new"
    assert rotated.unlock(blob, purpose="read-back", context="v1") == b"secret"
    with pytest.raises(SealBroken):
        rotated.unlock(blob, purpose="outbox", context="v1")
    with pytest.raises(SealBroken):
        KeyRing.parse(KeyRing.generate("new")).unlock(blob, purpose="read-back", context="v1")


@pytest.mark.parametrize("text", ["", "k1", "k1:!!!", "k1:YWJj", "bad name:" + "A" * 44])
def test_key_ring_names_what_is_wrong(text: str) -> None:
    with pytest.raises(KeyRingError, match="sealing key"):
        KeyRing.parse(text)


def _text_of(ring: KeyRing) -> str:
    import base64

    return ",".join(f"{name}:{base64.b64encode(secret).decode()}" for name, secret in ring._keys.items())


def test_two_keys_of_one_name_are_refused() -> None:
    """The first would be lost without a word, and every quote it locked."""
    with pytest.raises(KeyRingError, match="'k1'"):
        KeyRing.parse(f"{KeyRing.generate('k1')},{KeyRing.generate('k1')}")
