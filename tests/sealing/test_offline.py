"""C4: the vendor's script in an environment of its own: no network, nothing installed but cryptography."""

import ast
import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import cryptography
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

import sealing
from sealing import ReceiptKeys
from tests.sealing.samples import RECEIVED, sample

SCRIPT = Path(sealing.__file__).with_name("verify_receipt.py")
NEEDED = ("cryptography", "cffi", "pycparser", "_cffi_backend*")
NO_NETWORK = """
import socket, sys
def refused(*arguments, **options): raise OSError("this computer has no network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
"""


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with cryptography alone; every connection is refused."""
    folder = tmp_path_factory.mktemp("computer")
    venv.create(folder, with_pip=False, symlinks=True)
    target = next(folder.glob("lib/python*/site-packages"))
    source = Path(cryptography.__file__).parent.parent
    for pattern in NEEDED:
        for found in source.glob(pattern):
            (target / found.name).symlink_to(found)
    (target / "sitecustomize.py").write_text(NO_NETWORK)
    return folder / "bin" / "python"


def unpacked(folder: Path, bundle: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in bundle.items():
        (folder / name).write_bytes(content)
    shutil.copy(SCRIPT, folder)
    return folder


def run(computer: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [computer, "-E", "-P", folder / "verify_receipt.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_computer_has_no_network_and_no_framework(computer: Path) -> None:
    for line in ("import django", "import socket; socket.create_connection(('127.0.0.1', 80))"):
        done = subprocess.run([computer, "-E", "-c", line], capture_output=True, text=True)
        assert done.returncode != 0
    assert "no network" in done.stderr


def test_a_bundle_is_proved_offline(computer: Path, tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "bundle", sample())
    (tmp_path / "roster.txt").write_bytes(b"roster")
    done = run(computer, folder, ".", str(tmp_path / "roster.txt"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("PROVED: revision 1") and "1 files" in done.stdout


@pytest.mark.parametrize("name", ["receipt.json", "receipt.sig", "quality.json", "commercial.json"])
def test_a_changed_file_is_not_proved(computer: Path, tmp_path: Path, name: str) -> None:
    bundle = sample()
    bundle[name] = bundle[name][:-2] + bytes([bundle[name][-2] ^ 1]) + bundle[name][-1:]
    done = run(computer, unpacked(tmp_path / "bundle", bundle))
    assert done.returncode == 1 and done.stderr.startswith("NOT PROVED: ")


def test_a_missing_or_wrong_file_is_not_proved(computer: Path, tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "bundle", sample())
    assert "not among the attachments" in run(computer, folder, ".", str(SCRIPT)).stderr
    (folder / "salts.json").unlink()
    done = run(computer, folder)
    assert done.returncode == 1 and done.stderr.startswith("NOT PROVED: FileNotFoundError")


def test_rotated_and_revoked_keys_offline(computer: Path, tmp_path: Path) -> None:
    old = ReceiptKeys.parse(ReceiptKeys.generate("r1", RECEIVED.date()))
    folder = unpacked(tmp_path / "bundle", sample(keys=old))
    entry, new = old.current.published(), ReceiptKeys.parse(ReceiptKeys.generate("r2")).current.published()
    trusted = tmp_path / "trusted.json"
    for dates, code in (({"retired": "2026-11-23"}, 0), ({"revoked": "2026-12-01"}, 1)):
        trusted.write_text(json.dumps({"keys": [new, entry | dates]}))
        assert run(computer, folder, "--keys", str(trusted)).returncode == code
    trusted.write_text(json.dumps({"keys": [new]}))
    assert run(computer, folder, "--keys", str(trusted)).returncode == 1


def test_the_signature_alone_verifies_with_the_key_as_pem(tmp_path: Path) -> None:
    """By another reader of the same files; by the docstring's line, word for word, where OpenSSL is there."""
    bundle = sample()
    load_pem_public_key(bundle["key.pem"]).verify(bundle["receipt.sig"], bundle["receipt.json"])
    folder = unpacked(tmp_path / "bundle", bundle)
    line = next(line.split() for line in SCRIPT.read_text().splitlines() if "openssl pkeyutl" in line)
    if shutil.which(line[0]):
        assert subprocess.run(line, cwd=folder, capture_output=True).returncode == 0
        (folder / "receipt.json").write_bytes(b"{}")
        assert subprocess.run(line, cwd=folder, capture_output=True).returncode != 0


def test_the_script_stands_alone() -> None:
    """C4: sixty lines at most below its docstring, and nothing imported but the standard library and cryptography."""
    text = SCRIPT.read_text()
    below = ast.parse(text).body[0].end_lineno
    code = [line for line in text.splitlines()[below:] if line.strip()]
    imported = {line.split()[1].partition(".")[0] for line in code if line.startswith(("import ", "from "))}
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    assert len(code) <= 60
